import type { AdoptPlace } from './join.ts'
import type { SyncEffect, SyncEvent } from './machine.ts'
import * as calls from './sync-calls.ts'

/** The effects that end in an event of their own. */
export type CallEffect = Exclude<SyncEffect, { do: 'setTimer' | 'clearTimer' | 'abort' | 'settle' }>

/** Does what an effect asks, once; rejects only where something on this side broke. */
export function performCall(
  parts: calls.CallParts,
  effect: CallEffect,
  place: AdoptPlace,
  signal: AbortSignal,
): Promise<SyncEvent> {
  switch (effect.do) {
    case 'openSession':
      return calls.openSession(parts, effect.call, signal)
    case 'adopt':
      return calls.adopt(parts, effect.call, place, signal)
    case 'snapshot':
      return calls.fetchSnapshot(parts, effect.call, signal)
    case 'stream':
      return calls.follow(parts, effect, signal)
    case 'apply':
      return calls.apply(parts, effect)
    case 'push':
      return calls.push(parts, effect, signal)
    case 'ask':
      return calls.ask(parts, effect, signal)
    case 'askAnswer':
      return calls.askAnswer(parts, effect.id, effect.call, signal)
    case 'reopen':
      return calls.reopen(parts, effect)
  }
}

/** The event of a call that broke on this side: as if the centre had not answered, so that it is tried again. */
export function brokenCall(effect: CallEffect, error: unknown): SyncEvent {
  const { call } = effect
  const failure = calls.localFailure(error)
  switch (effect.do) {
    case 'openSession':
      return { on: 'sessionFailed', call, failure }
    case 'adopt':
      return { on: 'adoptFailed', call, failure }
    case 'snapshot':
      return { on: 'snapshotFailed', call, failure }
    case 'stream':
      return { on: 'streamClosed', call, failure }
    case 'apply':
      return { on: 'applyFailed', call, why: 'failed', code: failure.code, params: {} }
    case 'push':
      return { on: 'pushFailed', call, failure }
    case 'ask':
    case 'askAnswer':
      return { on: 'requestFailed', id: effect.id, call, failure }
    case 'reopen':
      return { on: 'reopenFailed', call }
  }
}

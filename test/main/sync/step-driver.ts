import type { Commit } from '../../../contract/central/messages.ts'
import {
  type CentreFailure,
  newMachine,
  type OpenedSession,
  type SyncEffect,
  type SyncEvent,
  type SyncMachine,
  type SyncMemory,
} from '../../../main/sync/machine.ts'
import { step } from '../../../main/sync/step.ts'

/** A machine that is fed events and remembers what it asked for; every state is frozen, so that a change in place throws. */
export class Driver {
  m: SyncMachine = deepFreeze(newMachine())
  effects: SyncEffect[] = []
  at = 1_000
  random = 0.5

  /** Feeds an event; the effects of this step. */
  feed(event: SyncEvent): SyncEffect[] {
    const { state, effects } = step(this.m, deepFreeze({ ...event, at: this.at, random: this.random }))
    this.m = deepFreeze(state)
    this.effects.push(...effects)
    return effects
  }

  /** The last effect of a kind; throws when there was none. */
  last<K extends SyncEffect['do']>(kind: K): Extract<SyncEffect, { do: K }> {
    const found = this.effects.findLast((each) => each.do === kind)
    if (found === undefined) throw new Error(`No effect ${kind}`)
    return found as Extract<SyncEffect, { do: K }>
  }

  /** The call on its way. */
  call(name: keyof SyncMachine['calls']): number {
    const call = this.m.calls[name]
    if (call === null) throw new Error(`No ${name} on its way`)
    return call
  }

  start(memory: Partial<SyncMemory> = {}): this {
    this.feed({ on: 'started', memory: { ...MEMORY, ...memory } })
    return this
  }

  session(part: Partial<OpenedSession> = {}): this {
    this.feed({ on: 'sessionOpened', call: this.call('session'), session: { ...SESSION, ...part }, journal: 'same' })
    return this
  }

  /** Started, with a session and a stream that beats. */
  online(memory: Partial<SyncMemory> = {}, session: Partial<OpenedSession> = {}): this {
    const appliedSeq = memory.answeredThrough ?? MEMORY.answeredThrough
    this.start(memory).session({ appliedSeq, ...session })
    this.feed({ on: 'beat', call: this.call('stream') })
    return this
  }
}

export const MEMORY: SyncMemory = {
  lastSeq: 10,
  answeredThrough: 10,
  baseSeq: 5,
  revision: 100,
  ackedSeq: 10,
  timeline: 't1',
  adopt: false,
  openRequests: [],
}

export const SESSION: OpenedSession = {
  timeline: 't1',
  revision: 100,
  floor: 1,
  restored: [],
  appliedSeq: 10,
  expiresInMs: 900_000,
  limits: { commands: 500, bytes: 1_000_000 },
  clockDifferenceMs: 0,
}

export const UNREACHABLE: CentreFailure = {
  kind: 'unreachable',
  status: 503,
  code: 'E-SYN-001',
  params: {},
  retryAfterMs: null,
}

export const TIMEOUT: CentreFailure = { ...UNREACHABLE, kind: 'timeout', status: 0 }

export function refused(code: string, part: Partial<CentreFailure> = {}): CentreFailure {
  return { kind: 'refused', status: 409, code, params: {}, retryAfterMs: null, ...part }
}

export function commit(revision: number, rows = 1): Commit {
  const changes = Array.from({ length: rows }, (_, index) => ['order', `o${index}`, { id: `o${index}` }] as const)
  return { revision, ack: null, checksum: '', changes: changes.map((each) => [...each]) }
}

export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const part of Object.values(value)) deepFreeze(part)
  }
  return value
}

import type { RequestReply } from '../../contract/central/messages.ts'
import {
  BUFFERED_COMMITS,
  newMachine,
  type SyncEffect,
  type SyncEvent,
  type SyncMachine,
  type TimerName,
} from './machine.ts'
import { brokenCall, type CallEffect, performCall } from './perform-call.ts'
import type { CentreLink, KeptRequest, SyncClock, SyncJournal } from './ports.ts'
import { step } from './step.ts'
import type { CallParts } from './sync-calls.ts'

type Decision = RequestReply['decision']
type Caller = { body: KeptRequest['body']; promise: Promise<Decision>; resolve(decision: Decision): void }

/** What the loop needs itself; the rest is for its calls. */
export type LoopPorts = {
  clock: SyncClock
  random(): number
  journal: SyncJournal
  log(line: Record<string, unknown>): void
  onChange?(): void
}

function refusal(name: string, params: Record<string, string | number> = {}): Decision {
  return { ok: false, refusal: { name, params } }
}

/** Feeds the machine, one input after the other, and does what it asks; whatever ends becomes an input again. */
export class SyncLoop {
  machine: SyncMachine = newMachine()
  readonly #ports: LoopPorts
  readonly #callParts: CallParts
  readonly #inputs: SyncEvent[] = []
  readonly #timers = new Map<string, () => void>()
  readonly #running = new Map<number, AbortController>()
  readonly #work = new Set<Promise<unknown>>()
  readonly #callers = new Map<string, Caller>()
  /** Ends of requests that the journal did not take; null for one that was never sent. */
  readonly #unkept = new Map<string, Decision | null>()
  readonly #place = { next: 0 }
  #roomWanted: (() => void)[] = []
  #isDraining = false
  isClosed = false

  constructor(ports: LoopPorts, callParts: Omit<CallParts, 'feed' | 'machine' | 'room' | 'waitingBody'>) {
    this.#ports = ports
    this.#callParts = {
      ...callParts,
      feed: (event) => this.feed(event),
      machine: () => this.machine,
      room: () => this.#room(),
      waitingBody: (id) => this.#callers.get(id)?.body ?? null,
    }
  }

  /** Takes an input; one that comes while others are taken follows them. After `close` it says nothing any more. */
  feed(event: SyncEvent): void {
    if (this.isClosed) return
    this.#keepEnds()
    this.#inputs.push(event)
    if (this.#isDraining) return
    this.#isDraining = true
    try {
      for (let next = this.#inputs.shift(); next !== undefined; next = this.#inputs.shift()) this.#take(next)
    } finally {
      this.#isDraining = false
    }
    if (this.machine.buffer.length < BUFFERED_COMMITS) this.#giveRoom()
    this.#ports.onChange?.()
  }

  #take(event: SyncEvent): void {
    const { clock, random, log } = this.#ports
    const { phase: before } = this.machine
    const { state, effects } = step(this.machine, { ...event, at: clock.now(), random: random() })
    this.machine = state
    const { phase, problem } = state
    if (phase !== before) log({ event: 'sync-phase', from: before, to: phase, code: problem?.code ?? null })
    for (const effect of effects) this.#perform(effect)
  }

  #perform(effect: SyncEffect): void {
    switch (effect.do) {
      case 'setTimer':
        this.#timers.get(effect.name)?.()
        this.#timers.set(
          effect.name,
          this.#ports.clock.setTimer(effect.ms, () => this.#timerFired(effect.name)),
        )
        break
      case 'clearTimer':
        this.#timers.get(effect.name)?.()
        this.#timers.delete(effect.name)
        break
      case 'abort':
        this.#running.get(effect.call)?.abort(new Error('Given up'))
        this.#running.delete(effect.call)
        this.#giveRoom()
        break
      case 'settle':
        this.#settle(effect)
        break
      default:
        this.#run(effect)
    }
  }

  #timerFired(name: TimerName): void {
    this.#timers.delete(name)
    this.feed({ on: 'timer', name })
  }

  #run(effect: CallEffect): void {
    const controller = new AbortController()
    this.#running.set(effect.call, controller)
    const ended = (event: SyncEvent): void => {
      this.#running.delete(effect.call)
      this.feed(event)
    }
    // A turn later, so that nothing is read or sent while effects are being taken.
    const job = Promise.resolve().then(() => performCall(this.#callParts, effect, this.#place, controller.signal))
    this.track(
      job.then(ended, (error: unknown) => {
        this.#ports.log({ level: 'error', event: 'sync-call-failed', call: effect.do, error: String(error) })
        ended(brokenCall(effect, error))
      }),
    )
  }

  /** Work that `close` waits for. */
  track(job: Promise<unknown>): void {
    const quiet = job.catch(() => undefined)
    this.#work.add(quiet)
    void quiet.finally(() => this.#work.delete(quiet))
  }

  /** A signal that `close` aborts, for work outside the machine's calls. */
  signalFor(call: number): AbortSignal {
    const controller = new AbortController()
    this.#running.set(call, controller)
    return controller.signal
  }

  #room(): Promise<void> {
    if (this.isClosed || this.machine.buffer.length < BUFFERED_COMMITS) return Promise.resolve()
    return new Promise((resolve) => {
      this.#roomWanted.push(resolve)
    })
  }

  #giveRoom(): void {
    for (const go of this.#roomWanted.splice(0)) go()
  }

  /** {@link CentreLink.request}; the same request again waits for the same answer. */
  request(body: Parameters<CentreLink['request']>[0]): Promise<Decision> {
    if (this.isClosed) return Promise.resolve(refusal('needsCentre'))
    const same = this.#callers.get(body.id)
    if (same !== undefined) return same.promise
    const { promise, resolve } = Promise.withResolvers<Decision>()
    this.#callers.set(body.id, { body, promise, resolve })
    this.#unkept.delete(body.id)
    this.feed({ on: 'journaled', lastSeq: this.#ports.journal.lastSeq() })
    this.feed({ on: 'asked', id: body.id })
    return promise
  }

  #settle({ id, how, code, drop }: Extract<SyncEffect, { do: 'settle' }>): void {
    const { journal, log } = this.#ports
    if (how === 'refused') log({ level: 'error', event: 'request-refused', id, code })
    // The centre turned the message itself away (another version, say): for whoever asked it is as good as not there.
    let decision = how === 'refused' ? refusal('needsCentre', { code }) : refusal(how)
    try {
      if (how === 'decision') decision = journal.findRequest(id)?.decision ?? refusal('centreSilent')
      else if (how === 'refused' || drop) this.#keepEnd(id, how === 'refused' ? decision : null)
    } catch (error) {
      log({ level: 'error', event: 'sync-settle-failed', id, error: String(error) })
      if (how === 'decision') decision = refusal('centreSilent')
      else this.#unkept.set(id, how === 'refused' ? decision : null)
    }
    this.#callers.get(id)?.resolve(decision)
    this.#callers.delete(id)
  }

  #keepEnd(id: string, decision: Decision | null) {
    const { journal } = this.#ports
    if (journal.findRequest(id)?.state !== 'asked') return
    if (decision === null) journal.dropRequest(id)
    else journal.decideRequest(id, decision, 0)
  }

  /** What the journal had no room for: a request that stays open there would be asked again after the next start. */
  #keepEnds() {
    for (const [id, decision] of this.#unkept) {
      try {
        this.#keepEnd(id, decision)
      } catch {
        return
      }
      this.#unkept.delete(id)
    }
  }

  /** Ends timers and calls; resolves when nothing touches journal or tables any more. */
  async close(): Promise<void> {
    this.isClosed = true
    for (const cancel of this.#timers.values()) cancel()
    this.#timers.clear()
    for (const controller of this.#running.values()) controller.abort(new Error('Closing'))
    this.#giveRoom()
    for (const [id, caller] of this.#callers) {
      const isSent = this.machine.requests.find((each) => each.id === id)?.sent === true
      caller.resolve(refusal(isSent ? 'centreSilent' : 'needsCentre'))
    }
    this.#callers.clear()
    await Promise.allSettled(this.#work)
  }
}

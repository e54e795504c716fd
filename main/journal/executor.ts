import { type Decision, refuse } from '../../commands/command.ts'
import type { CommandRegistry } from '../../commands/registry.ts'
import type { SqliteStore, WriteScope } from '../../db/sqlite/sqlite-store.ts'
import type { Platform } from '../platform.ts'
import type { CentreLink } from '../sync/ports.ts'
import { keepImages } from './before-images.ts'
import type { Journal } from './journal.ts'
import { loadMembership } from './membership.ts'
import { type ReplayParts, replayPiece } from './replay.ts'
import { positionIn, setAppliedSeq } from './replica-position.ts'
import { type AskedBody, openRequests } from './requests.ts'
import { type Actor, type Ask, type OpenWork, openWork, type Work } from './work.ts'

export type { Actor, Work }

/** Runs work in the order that loses nothing: replica open → commands → journal commit (FULL) → replica commit. */
export type Executor = {
  /** `key` names the work, so that its requests to the centre are the same ones when it is done again after a crash. */
  transact<R>(run: (work: Work) => Promise<R>, options?: { key?: string }): Promise<R>
  /** Runs journaled commands that the replica does not hold yet; the number of them. */
  catchUp(): Promise<number>
  /** Runs while nothing can be journaled: what was begun is finished first, what comes meanwhile waits. */
  hold<R>(run: () => Promise<R>): Promise<R>
}

/** What the executor is built from. `timeZone` gives the site's business date, and is asked each time. */
export type ExecutorParts = {
  store: SqliteStore
  journal: Journal
  registry: CommandRegistry
  platform: Platform
  timeZone: () => string
  centre?: () => CentreLink | null
  onCommit?: () => void
}

/**
 * Builds the executor. A station that has joined a centre runs facts by itself and asks the centre, through the link that
 * `centre` gives, for everything else.
 */
export function createExecutor(options: ExecutorParts): Executor {
  const { store, journal, platform } = options
  const stationId = () => stationIdOf(options)
  const segment = createSegments(options)
  const ask = createQuestions(options)
  let held: Promise<void> | null = null

  const transact: Executor['transact'] = async <R>(run: (work: Work) => Promise<R>, named: { key?: string } = {}) => {
    while (held !== null) await held
    let open: OpenWork | undefined
    // Whether a centre decides is known once the lock is held: a station may join while a work waits for its turn.
    const begin = (): OpenWork => {
      open ??= openWork({ platform, timeZone: options.timeZone, stationId: stationId(), key: named.key })
      return open
    }
    let running: Promise<R> | undefined
    let waiting: Ask | undefined
    let answer: () => void = () => undefined
    const goOn = ({ work }: OpenWork): Promise<R> => {
      if (running === undefined) running = run(work)
      answer()
      waiting = undefined
      return running
    }
    for (;;) {
      let end: End<R>
      try {
        end = await segment(begin, goOn)
      } catch (error) {
        // A work whose next transaction could not begin must still come to its end.
        waiting?.reject(error)
        throw error
      }
      if ('result' in end) {
        options.onCommit?.()
        return end.result
      }
      const asked = end.ask
      waiting = asked
      answer = await ask(asked.body).then(
        (decision) => () => asked.resolve(decision),
        (error: unknown) => () => asked.reject(error),
      )
    }
  }

  const catchUp = async (): Promise<number> => {
    let count = 0
    for (;;) {
      const done = await store.writeWith(
        async (tx, scope) => replayPiece(tx, scope, journal, replayParts(options)),
        () => undefined,
      )
      count += done
      if (done === 0) break
    }
    return count
  }

  const hold = async <R>(run: () => Promise<R>): Promise<R> => {
    while (held !== null) await held
    const { promise, resolve } = Promise.withResolvers<void>()
    held = promise
    try {
      // The store is first in, first out: what was begun before is done when this is.
      await catchUp()
      return await run()
    } finally {
      held = null
      resolve()
    }
  }

  return { transact, catchUp, hold }
}

/** As which station commands are run; null where no centre decides. */
function stationIdOf({ centre, journal }: ExecutorParts): string | null {
  return centre?.()?.stationId ?? loadMembership(journal)?.stationId ?? null
}

function replayParts(parts: ExecutorParts): ReplayParts {
  return { registry: parts.registry, stationId: stationIdOf(parts), log: parts.platform.log }
}

type End<R> = { result: R } | { ask: Ask }

/** One transaction of a work: to its end, or to its next request. */
type Segment = <R>(begin: () => OpenWork, goOn: (open: OpenWork) => Promise<R>) => Promise<End<R>>

function createSegments(parts: ExecutorParts): Segment {
  const { store, journal, platform } = parts
  return async <R>(begin: () => OpenWork, goOn: (open: OpenWork) => Promise<R>): Promise<End<R>> => {
    let journaled = false
    let open: OpenWork | undefined
    let end: End<R> | undefined
    try {
      await store.writeWith(
        async (tx, scope) => {
          // The replica commit of a work before this one may have failed (a full disk) while this one waited its turn.
          while ((await replayPiece(tx, scope, journal, replayParts(parts))) > 0);
          open = begin()
          const joined = open.stationId !== null
          open.attach(tx, scope, !joined || positionIn(scope.database).timeline !== '')
          const asked = joined ? open.asked() : null
          const done = goOn(open).then((result): End<R> => ({ result }))
          end = asked === null ? await done : await Promise.race([done, asked.then((ask): End<R> => ({ ask }))])
          return scope
        },
        (scope) => {
          if (open !== undefined && end !== undefined && 'result' in end) journaled = commitWork(parts, scope, open)
        },
      )
    } catch (error) {
      // The journal is the truth: what it took is done, even if the replica's own commit failed and has to be repeated.
      if (!journaled || end === undefined) throw error
      platform.log({ level: 'error', event: 'replica-commit-failed', error: String(error) })
    }
    if (journaled) parts.centre?.()?.journaled()
    return end as End<R>
  }
}

/** Commits a work to the journal, durably, before the tables are; false when it holds no command. */
function commitWork(parts: ExecutorParts, { database }: WriteScope, open: OpenWork): boolean {
  const { journal } = parts
  const { commands, writes } = open
  if (commands.length === 0 && writes.length === 0) return false
  if (open.stationId !== stationIdOf(parts)) throw new Error('The station joined a centre while this was done')
  journal.commit(() => {
    for (const { row, images } of commands) {
      const seq = journal.append(row)
      if (images.length > 0) keepImages(database, seq, images)
    }
    for (const write of writes) write()
    if (commands.length > 0) setAppliedSeq(database, journal.lastSeq())
  })
  return commands.length > 0
}

/** Asks the centre: the request is in the journal before it is sent, and its decision afterwards. */
function createQuestions({ centre, journal, store, platform }: ExecutorParts) {
  const requests = openRequests(journal)
  const revision = store.reader.prepare('SELECT revision FROM replica_position').pluck()
  return async (body: AskedBody): Promise<Decision<unknown>> => {
    const link = centre?.() ?? null
    if (link === null) return refuse('needsCentre')
    const { body: kept } = requests.ask(body, journal.lastSeq(), platform.now())
    const decision = await link.request(kept)
    if (requests.find(body.id)?.state === 'asked') {
      const name = decision.ok ? '' : decision.refusal.name
      if (name === 'needsCentre' || name === 'stationStopped') requests.drop(body.id)
      else if (name !== 'centreSilent') requests.decide(body.id, decision, revision.get() as number)
    }
    return decision as Decision<unknown>
  }
}

import type Database from 'better-sqlite3'
import type { Feedback, ScanRequest, SessionView } from '../../contract/station/floor.ts'
import type { Tx } from '../../db/port.ts'
import type { Row } from '../../db/tables.ts'
import type { FeedbackName } from '../../domain/feedback.ts'
import { type Meaning, type MeaningKind, singleMeanings } from '../../domain/meaning.ts'
import { resolveCode } from '../codes/resolve-code.ts'
import type { StationCore, TakenScan } from '../core.ts'
import type { Actor, Work } from '../journal/executor.ts'
import { problem } from '../rpc/problems.ts'
import type { FloorScreen, Session, Sessions } from '../sessions/sessions.ts'
import { askWhich, chosenMeaning } from './ask-which.ts'
import { say, thingOf } from './say.ts'
import { inTurn } from './session-queue.ts'
import { sessionView } from './views.ts'

/** One scan at one screen, with all that deciding it may use. */
export type Turn = {
  work: Work
  session: Session
  operator: Row<'operator'>
  actor: Actor
  request: ScanRequest
  meaning: Meaning
}

/** What a screen made of a scan. `orderId` ties the scan log to an order. */
export type TurnResult = {
  name: FeedbackName
  params: Record<string, string | number>
  expected?: Feedback['expected']
  orderId?: string | null
}

/** What a screen of the floor has to tell the desk: how a scan is decided and what its bench looks like. */
export type FloorScreenDefinition<Bench> = {
  screen: FloorScreen
  /** The kinds of thing that a code can stand for here; one that stands for several of them is asked about. */
  kinds: readonly MeaningKind[]
  decide(turn: Turn): Promise<TurnResult>
  bench(tx: Tx, session: Session, view: SessionView, alert: Feedback | null): Promise<Bench>
}

/** A screen's two verbs: where do I stand, and this was scanned. */
export type FloorDesk<Bench> = {
  bench(sessionId: string): Promise<{ bench: Bench; feedback: Feedback | null }>
  scan(sessionId: string, request: ScanRequest): Promise<{ bench: Bench; feedback: Feedback | null }>
}

/**
 * Builds a desk: one durable journal commit per scan with its reply, a repeated `scanId` gets the stored reply, and a
 * blocking message keeps everything else out until it is acknowledged. Scans of one session are decided one after the
 * other, even while one of them waits for the centre.
 */
export function openFloorDesk<Bench>(
  core: StationCore,
  sessions: Sessions,
  screen: FloorScreenDefinition<Bench>,
): FloorDesk<Bench> {
  const { database } = core.journal
  const replies = database.prepare('SELECT session_id, reply FROM scan_reply WHERE scan_id = ?')
  const keep = keepScan(database)

  const view = (session: Session, operator: Row<'operator'> | undefined) =>
    sessionView(session, operator, core.stationName(), core.site())

  const bench: FloorDesk<Bench>['bench'] = async (sessionId) => {
    const { operator } = core.require(sessionId)
    return core.executor.transact(async ({ tx }) => {
      const session = sessions.load(sessionId)
      const alert = session.state.alerts[screen.screen] ?? null
      return { bench: await screen.bench(tx, session, view(session, operator), alert), feedback: alert }
    })
  }

  const decide = async (sessionId: string, request: ScanRequest, led: Led) => {
    const { operator, actor } = core.require(sessionId)
    // A scan that was sent again over a bad line, after another badge: neither its deed nor its answer is this operator's.
    if (request.operatorId !== undefined && request.operatorId !== operator.id)
      throw problem('CONFLICT', 'E-SCN-011', { scanId: request.scanId })
    const turnOf = async (work: Work) => {
      const stored = replies.get(request.scanId) as { session_id: string; reply: string } | undefined
      if (stored !== undefined) {
        const { code = request.code, ...reply } = JSON.parse(stored.reply) as StoredReply<
          Bench & { screen: FloorScreen }
        >
        // One physical scan is one code at one screen of one window; anything else under its id is not a repetition.
        if (stored.session_id !== sessionId || reply.bench.screen !== screen.screen || code !== request.code)
          throw problem('CONFLICT', 'E-SCN-010', { scanId: request.scanId })
        led.outcome = 'repeated'
        return reply
      }
      const session = sessions.load(sessionId)
      const read = (code: string) => resolveCode(work.tx, code, core.policies())
      const turn = { work, session, operator, actor, request, meaning: await read(request.code) }
      const { feedback, orderId, accepted } = await takeTurn(screen, turn, read)
      Object.assign(led, { outcome: feedback.tone, name: feedback.name, work })
      const alert = session.state.alerts[screen.screen] ?? null
      const reply = { bench: await screen.bench(work.tx, session, view(session, operator), alert), feedback }
      work.also(() => {
        sessions.keepPlace(session, work.now)
        const kept = JSON.stringify({ ...reply, code: request.code })
        keep({ screen: screen.screen, turn, feedback, reply: kept, orderId, accepted })
      })
      return reply
    }
    return core.executor.transact(turnOf, { key: request.scanId })
  }
  const scan: FloorDesk<Bench>['scan'] = async (sessionId, request) => {
    const started = performance.now()
    const led: Led = { outcome: 'failed', name: null, work: null }
    let isAnswered = false
    try {
      const reply = await inTurn(sessions, sessionId, () => decide(sessionId, request, led))
      isAnswered = true
      return reply
    } finally {
      const { ids = [], asked = 0 } = led.work?.led ?? {}
      core.scanned({
        ...{ scanId: request.scanId, screen: screen.screen, name: led.name, commands: ids, asked: asked > 0 },
        ...{ outcome: isAnswered ? led.outcome : 'failed', ms: performance.now() - started },
      })
    }
  }
  return { bench, scan }
}

/** A reply as it is kept; of scans before this was kept the code is not known. */
type StoredReply<Bench> = { bench: Bench; feedback: Feedback | null; code?: string }

/** What a scan led to, as far as it got. */
type Led = { outcome: TakenScan['outcome']; name: string | null; work: Work | null }

type Taken = { feedback: Feedback; orderId: string | null; accepted: boolean }

async function takeTurn<Bench>(
  screen: FloorScreenDefinition<Bench>,
  turn: Turn,
  read: (code: string) => Promise<Meaning>,
): Promise<Taken> {
  const { session, request, meaning } = turn
  const { alerts } = session.state
  const alert = alerts[screen.screen]
  if (alert === undefined) {
    const meanings = singleMeanings(meaning, screen.kinds)
    if (meanings.length < 2) return decideTurn(screen, { ...turn, meaning: meanings[0] ?? meaning })
    const feedback = askWhich(request, meaning, meanings)
    alerts[screen.screen] = feedback
    return { feedback, orderId: null, accepted: false }
  }
  const chosen = await chosenMeaning(alert, meaning, async (code) => singleMeanings(await read(code), screen.kinds))
  if (chosen === null && meaning.command !== 'acknowledge')
    return { feedback: { ...alert, id: request.scanId }, orderId: null, accepted: false }
  delete alerts[screen.screen]
  if (chosen !== null) return decideTurn(screen, { ...turn, meaning: chosen })
  return { feedback: say(request.scanId, 'acknowledged', {}), orderId: null, accepted: true }
}

async function decideTurn<Bench>(screen: FloorScreenDefinition<Bench>, turn: Turn): Promise<Taken> {
  const { session, request, meaning } = turn
  const result = await screen.decide(turn)
  const feedback = say(request.scanId, result.name, result.params, {
    scanned: thingOf(meaning),
    expected: result.expected ?? null,
  })
  if (feedback.block) session.state.alerts[screen.screen] = feedback
  return { feedback, orderId: result.orderId ?? null, accepted: feedback.tone !== 'error' }
}

/** A QR code may hold thousands of characters; none that the floor knows has more than 128. */
const LOGGED_CHARACTERS = 200

function keepScan(database: Database.Database) {
  const putReply = database.prepare('INSERT INTO scan_reply (scan_id, session_id, reply, at) VALUES (?, ?, ?, ?)')
  const putLog = database.prepare(
    `INSERT INTO scan_log (scan_id, at, screen, code, source, accepted, name, message_code, operator_id, order_id)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  return (scan: {
    screen: string
    turn: Turn
    feedback: Feedback
    reply: string
    orderId: string | null
    accepted: boolean
  }): void => {
    const { request, session, work } = scan.turn
    putReply.run(request.scanId, session.id, scan.reply, work.now)
    putLog.run(
      request.scanId,
      work.now,
      scan.screen,
      request.code.slice(0, LOGGED_CHARACTERS),
      request.source,
      scan.accepted ? 1 : 0,
      scan.feedback.name,
      scan.feedback.code,
      session.operatorId,
      scan.orderId,
    )
  }
}

import type { ScanRequest, SessionView } from '../../contract/station/floor.ts'
import type { SignInReply, StripView } from '../../contract/station/session.ts'
import type { Row } from '../../db/tables.ts'
import { supervises } from '../../domain/roles.ts'
import { resolveCode } from '../codes/resolve-code.ts'
import type { StationCore } from '../core.ts'
import { sessionView } from '../floor/views.ts'
import type { PrintJobs } from '../printing/print-jobs.ts'
import { parkedTasks } from './parked-tasks.ts'
import { verifyPin } from './pin.ts'
import { type Session, type Sessions, stateFor } from './sessions.ts'
import { openSignInGuard } from './sign-in-guard.ts'

type SignInFeedback = NonNullable<SignInReply['feedback']>

const MESSAGES = {
  badgeUnknown: { code: 'E-SGN-001', tone: 'error' },
  pinWrong: { code: 'E-SGN-002', tone: 'error' },
  badgeLocked: { code: 'E-SGN-003', tone: 'error' },
  badgeInactive: { code: 'E-SGN-004', tone: 'error' },
  notABadge: { code: 'E-SGN-005', tone: 'error' },
  signedIn: { code: 'I-SGN-006', tone: 'ok' },
} as const

/** Who is at the station: a badge identifies, a PIN authenticates, and wrong PINs lock the badge even across restarts. */
export type SessionService = {
  current(sessionId: string): SignInReply
  scan(sessionId: string, request: ScanRequest): Promise<SignInReply>
  pin(sessionId: string, pin: string): Promise<SignInReply>
  lock(sessionId: string): SignInReply
  /** Signs an operator in without a PIN: only for the administrator that set-up just made. */
  signIn(sessionId: string, operatorId: string): SignInReply
  language(sessionId: string, language: 'ko' | 'en'): SessionView
  screen(sessionId: string, screen: SessionView['screen']): SessionView
  strip(): StripView
  /** True when badge and PIN belong to somebody who may supervise; counts wrong PINs like a sign-in. */
  supervises(badge: string, pin: string): Promise<boolean>
}

const ALONE: StripView['sync'] = { state: 'alone', unsent: 0, since: null, oldest: null, exceptions: 0 }

/** Builds the session service over the journal's sessions. */
export function openSessionService(
  core: StationCore,
  sessions: Sessions,
  printJobs: PrintJobs,
  sync: () => StripView['sync'] = () => ALONE,
): SessionService {
  const { journal, platform, store } = core
  const guard = openSignInGuard(
    journal.database,
    () => core.policies(),
    () => platform.now(),
  )
  const operatorById = store.reader.prepare('SELECT * FROM operator WHERE id = ?')
  const operatorByBadge = store.reader.prepare('SELECT * FROM operator WHERE badge = ?')
  const parked = parkedTasks(store.reader)
  const operator = (id: string | null) =>
    id === null ? undefined : (operatorById.get(id) as Row<'operator'> | undefined)

  const save = (session: Session) => journal.commit(() => sessions.save(session, platform.now()))
  const view = (session: Session): SessionView =>
    sessionView(session, operator(session.operatorId), core.stationName(), core.site())

  const reply = (session: Session, feedback: SignInFeedback | null): SignInReply => {
    const pending = operator(session.pendingOperatorId)
    const step =
      core.site() === undefined ? 'setup' : session.operatorId !== null ? 'in' : pending === undefined ? 'badge' : 'pin'
    return {
      bench: {
        step,
        session: view(session),
        badgeOf: pending === undefined ? null : { name: pending.name },
        lockedUntil: pending === undefined ? null : guard.lockedUntil(pending.badge),
        attemptsLeft: pending === undefined ? null : guard.attemptsLeft(pending.badge),
        parked: parked(),
        policies: { idleLockMinutes: core.policies().idleLockMinutes },
      },
      feedback,
    }
  }
  const say = (
    id: string,
    name: keyof typeof MESSAGES,
    params: Record<string, string | number> = {},
  ): SignInFeedback => ({
    id,
    name,
    code: MESSAGES[name].code,
    tone: MESSAGES[name].tone,
    block: false,
    params,
    scanned: null,
    expected: null,
    acknowledge: 'understood',
  })

  const enter = (session: Session, person: Row<'operator'>): SignInReply => {
    // Everybody comes back to where their own work stood; nobody inherits another's.
    session.state = stateFor(session.state, person.id)
    session.operatorId = person.id
    session.pendingOperatorId = null
    session.screen = firstScreen(person.role, session.screen)
    if (person.language === 'ko' || person.language === 'en') session.language = person.language
    save(session)
    return reply(session, say(person.id, 'signedIn', { name: person.name }))
  }

  /** An attempt counts as wrong before it is tried: many at once, or a crash in the middle, win no further guess. */
  const tryPin = async (person: Row<'operator'>, pin: string): Promise<boolean> => {
    journal.commit(() => guard.record(person.badge, false))
    const right = await verifyPin(pin, person.pin_hash)
    if (right) journal.commit(() => guard.record(person.badge, true))
    return right
  }

  return {
    current: (sessionId) => reply(sessions.load(sessionId), null),
    scan: async (sessionId, request) => {
      const meaning = await core.executor.transact((work) => resolveCode(work.tx, request.code, core.policies()))
      const session = sessions.load(sessionId)
      const person = meaning.operator === null ? undefined : operator(meaning.operator.id)
      if (person === undefined) {
        const known = meaning.item ?? meaning.location ?? meaning.tote ?? meaning.carton ?? meaning.cartonType
        return reply(
          session,
          say(request.scanId, known === null ? 'badgeUnknown' : 'notABadge', { code: meaning.text }),
        )
      }
      if (person.active !== 1) return reply(session, say(request.scanId, 'badgeInactive', { name: person.name }))
      session.pendingOperatorId = person.id
      session.operatorId = null
      if (person.language === 'ko' || person.language === 'en') session.language = person.language
      save(session)
      const until = guard.lockedUntil(person.badge)
      return reply(session, until === null ? null : say(request.scanId, 'badgeLocked', { name: person.name, until }))
    },
    pin: async (sessionId, pin) => {
      const session = sessions.load(sessionId)
      const person = operator(session.pendingOperatorId)
      if (person === undefined) return reply(session, say(sessionId, 'badgeUnknown'))
      const until = guard.lockedUntil(person.badge)
      if (until !== null) return reply(session, say(person.id, 'badgeLocked', { name: person.name, until }))
      const right = await tryPin(person, pin)
      if (right) return enter(sessions.load(sessionId), person)
      const locked = guard.lockedUntil(person.badge)
      if (locked !== null) return reply(session, say(person.id, 'badgeLocked', { name: person.name, until: locked }))
      return reply(session, say(person.id, 'pinWrong', { left: guard.attemptsLeft(person.badge) }))
    },
    lock: (sessionId) => {
      const session = sessions.load(sessionId)
      session.operatorId = null
      session.pendingOperatorId = null
      save(session)
      return reply(session, null)
    },
    signIn: (sessionId, operatorId) => {
      const person = operator(operatorId)
      if (person === undefined) throw new Error(`No operator ${operatorId}`)
      return enter(sessions.load(sessionId), person)
    },
    language: (sessionId, language) => {
      const session = { ...sessions.load(sessionId), language }
      save(session)
      return view(session)
    },
    screen: (sessionId, screen) => {
      const session = { ...sessions.load(sessionId), screen }
      save(session)
      return view(session)
    },
    strip: () => ({
      sync: sync(),
      printer: { unknown: printJobs.count(['unknown']), waiting: printJobs.count(['requested', 'rendered', 'failed']) },
      now: platform.now(),
    }),
    supervises: async (badge, pin) => {
      const person = operatorByBadge.get(badge) as Row<'operator'> | undefined
      if (person === undefined || person.active !== 1 || guard.lockedUntil(badge) !== null) return false
      const right = await tryPin(person, pin)
      return right && supervises(person.role)
    },
  }
}

function firstScreen(role: string, last: SessionView['screen']): SessionView['screen'] {
  if (role === 'picker') return last === 'orders' ? 'picking' : last
  if (role === 'packer') return last === 'orders' || last === 'picking' ? 'packing' : last
  return last
}

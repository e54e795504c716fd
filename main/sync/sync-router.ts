import {
  type AsideView,
  type ExceptionView,
  type JoinCode,
  joinText,
  type Resolution,
  type StationView,
  type SyncCommand,
  type SyncView,
} from '../../contract/station/sync.ts'
import { SUPERVISORS } from '../../domain/roles.ts'
import type { StationCore } from '../core.ts'
import { codeSvg } from '../documents/svg.ts'
import type { Actor } from '../journal/executor.ts'
import { problem } from '../rpc/problems.ts'
import { procedures } from '../rpc/station-procedures.ts'

/** Said of everything that only a station with a centre can do, by a station that was started without one. */
export const NO_CENTRE = 'E-SYN-035'

const ADMINISTRATION = ['manager', 'administrator'] as const

/** Side of one module of the join QR in CSS pixels: a hand scanner reads it from a screen at arm's length. */
const QR_MODULE = 5

/** What the sync procedures ask; who may ask is the router's part. Refusals are the errors of `main/rpc/problems.ts`. */
export type SyncDesk = {
  view(): SyncView | Promise<SyncView>
  /** A page of commands and requests, newest first; `before` is the one that the page before ended with. */
  commands(asked: { only: 'all' | 'waiting' | 'trouble'; before: number | null }): CommandPage | Promise<CommandPage>
  /** Tries again now; resolves without waiting for the outcome. */
  retry(): SyncView | Promise<SyncView>
  /** JSON text for somebody who helps; without keys, codes, names of customers. */
  diagnostics(): string | Promise<string>
  join(asked: { centre: string; code: string; bring: boolean }, by: Actor): Promise<SyncView>
  joinCode(name: string, by: Actor): Promise<Pick<JoinCode, 'code' | 'expiresAt' | 'centre'>>
  acceptReset(by: Actor): Promise<SyncView>
  stations(): StationView[] | Promise<StationView[]>
  revokeStation(stationId: string, by: Actor): Promise<StationView[]>
  /** Takes a task away from the station that holds it; the next picker is told to look into its totes. */
  revokeClaim(taskId: string, by: Actor): Promise<StationView[]>
  exceptions(): ExceptionView[] | Promise<ExceptionView[]>
  resolve(
    asked: { exceptionId: string; resolution: Resolution; quantity: number | null },
    by: Actor,
  ): Promise<ExceptionView[]>
  aside(): AsideView | Promise<AsideView>
  /** As the operator who is signed in, who has to be a lead at the centre as well. */
  decideAside(
    asked: { ids: string[]; decision: 'readmit' | 'discard' },
    by: Actor,
  ): Promise<AsideView & { decided: number; taken: number }>
}

type CommandPage = { rows: SyncCommand[]; before: number | null }

/**
 * The sync procedures: anybody signed in may look, leads decide about facts and claims, administrators about stations.
 * Before Set-up nobody can be signed in: then whoever stands there may join a centre and watch the first fill.
 */
export function syncRouter(core: StationCore, desk: SyncDesk) {
  const { sync } = procedures
  const newcomer: Actor = { operatorId: null, station: core.stationName() }
  const lead = (sessionId: string) => core.require(sessionId, SUPERVISORS).actor
  const administrator = (sessionId: string) => core.require(sessionId, ADMINISTRATION).actor
  return {
    view: sync.view.handler(({ context }) => {
      if (core.site() !== undefined) core.require(context.sessionId)
      return desk.view()
    }),
    commands: sync.commands.handler(({ input, context }) => {
      core.require(context.sessionId)
      return desk.commands(input)
    }),
    retry: sync.retry.handler(({ context }) => {
      core.require(context.sessionId)
      return desk.retry()
    }),
    diagnostics: sync.diagnostics.handler(async ({ context }) => {
      core.require(context.sessionId)
      return { text: await desk.diagnostics() }
    }),
    join: sync.join.handler(({ input, context }) =>
      desk.join(input, core.site() === undefined ? newcomer : administrator(context.sessionId)),
    ),
    joinCode: sync.joinCode.handler(async ({ input, context }) => {
      const made = await desk.joinCode(input.name, administrator(context.sessionId))
      const text = joinText(made.centre, made.code)
      return { ...made, text, svg: codeSvg(text, 'qr', QR_MODULE) }
    }),
    acceptReset: sync.acceptReset.handler(({ context }) => desk.acceptReset(administrator(context.sessionId))),
    stations: sync.stations.handler(async ({ context }) => {
      core.require(context.sessionId)
      return { stations: await desk.stations() }
    }),
    revokeStation: sync.revokeStation.handler(async ({ input, context }) => ({
      stations: await desk.revokeStation(input.stationId, administrator(context.sessionId)),
    })),
    revokeClaim: sync.revokeClaim.handler(async ({ input, context }) => ({
      stations: await desk.revokeClaim(input.taskId, lead(context.sessionId)),
    })),
    exceptions: sync.exceptions.handler(async ({ context }) => {
      core.require(context.sessionId)
      return { rows: await desk.exceptions() }
    }),
    resolve: sync.resolve.handler(async ({ input, context }) => {
      const by = lead(context.sessionId)
      if (input.resolution === 'recount' && input.quantity === null) throw problem('REFUSED', 'E-SYN-036')
      return { rows: await desk.resolve(input, by) }
    }),
    aside: sync.aside.handler(({ context }) => {
      lead(context.sessionId)
      return desk.aside()
    }),
    decideAside: sync.decideAside.handler(({ input, context }) => desk.decideAside(input, lead(context.sessionId))),
  }
}

/** The desk of a station without a centre: nothing waits, nobody else is there, and what needs a centre is refused. */
export function aloneSync(core: StationCore): SyncDesk {
  const refused = async (): Promise<never> => {
    throw problem('UNSUPPORTED', NO_CENTRE)
  }
  const view = (): SyncView => ({
    state: 'alone',
    centre: { kind: 'none', url: null },
    station: { id: null, number: null, name: core.stationName(), incarnation: null },
    revision: 0,
    unsent: 0,
    oldest: null,
    offlineSince: null,
    lastContact: null,
    progress: null,
    problem: null,
    retryAt: null,
    clockDifferenceMs: null,
    keyKept: 'none',
  })
  return {
    view,
    retry: view,
    commands: () => ({ rows: [], before: null }),
    diagnostics: () => JSON.stringify({ version: core.version, at: core.platform.now(), sync: view() }, null, 2),
    join: refused,
    joinCode: refused,
    acceptReset: refused,
    stations: () => [],
    revokeStation: refused,
    revokeClaim: refused,
    exceptions: () => [],
    resolve: refused,
    aside: () => ({ rows: [], more: false }),
    decideAside: refused,
  }
}

import type { z } from 'zod'
import { revokeClaim } from '../../commands/claims/revoke-claim.ts'
import type { CommandDefinition } from '../../commands/command.ts'
import { resolveException } from '../../commands/exceptions/resolve-exception.ts'
import { revokeStation } from '../../commands/stations/revoke-station.ts'
import type { SyncView } from '../../contract/station/sync.ts'
import type { StationCore } from '../core.ts'
import type { Actor } from '../journal/executor.ts'
import { loadMembership } from '../journal/membership.ts'
import { accepted, problem } from '../rpc/problems.ts'
import { asideViews } from './aside-views.ts'
import type { Answer, CentreClient } from './centre-client.ts'
import { commandViews } from './command-views.ts'
import { exceptionViews } from './exception-views.ts'
import { type CentreFailure, KEY_MISSING } from './machine.ts'
import type { Sync } from './open-sync.ts'
import { stationViews } from './station-views.ts'
import { NO_CENTRE, type SyncDesk } from './sync-router.ts'

/** Said when a station that has its own centre is asked to join another one. */
export const HAS_CENTRE = 'E-SYN-037'

/** How the host reaches the station's centre: one on this machine, or the one that people name by its address. */
export type CentreKind = 'embedded' | 'remote'

/** What the sync procedures ask of a station that has a centre, or may join one. */
export function centreDesk(core: StationCore, sync: Sync, kind: () => CentreKind): SyncDesk {
  const exceptions = exceptionViews(core.store.reader)
  const stations = stationViews(core.store.reader)
  const commands = commandViews(core.journal, core.store.reader)
  const named = asideViews(core.store.reader)
  /** What the centre answers to a call; throws what the page is told when it refuses or is not there. */
  const askCentre = async <T>(call: (client: CentreClient) => Promise<Answer<T>>): Promise<T> => {
    const client = sync.client()
    if (client === null) throw problem('CONFLICT', core.joined() ? KEY_MISSING : NO_CENTRE)
    const answer = await call(client)
    if (!answer.ok) throw failed(answer.failure)
    return answer.value
  }
  const aside = async () => named((await askCentre((client) => client.quarantine())).rows)
  const self = () => sync.view().stationId
  const view = (): SyncView => {
    const { centre, stationId: id, stationNumber: number, incarnation, stopped: _, ...status } = sync.view()
    return {
      ...status,
      centre: { kind: centre === null ? 'none' : kind(), url: kind() === 'remote' ? centre : null },
      station: { id, number, name: core.stationName(), incarnation },
    }
  }
  const run = async <A extends z.ZodType, R>(definition: CommandDefinition<A, R>, args: z.output<A>, by: Actor) => {
    accepted(await core.run(definition, args, by))
  }
  return {
    view,
    retry: () => {
      sync.retry()
      return view()
    },
    commands: (asked) => commands(asked, loadMembership(core.journal)?.baseSeq ?? 0),
    diagnostics: () =>
      JSON.stringify(
        { version: core.version, at: core.platform.now(), sync: view(), stopped: sync.view().stopped },
        null,
        2,
      ),
    join: async ({ centre, code, bring }) => {
      if (core.joined()) throw problem('CONFLICT', HAS_CENTRE)
      const outcome = await sync.join({ centre, code, bring, name: core.stationName() })
      if (!outcome.ok) throw failed(outcome.failure)
      return view()
    },
    joinCode: async (name) => {
      const made = await askCentre((client) => client.makeEnrolment(name))
      return { ...made, centre: view().centre.url }
    },
    acceptReset: () => {
      sync.acceptReset()
      return Promise.resolve(view())
    },
    stations: () => stations(self()),
    revokeStation: async (stationId, by) => {
      await run(revokeStation, { stationId }, by)
      return stations(self())
    },
    revokeClaim: async (taskId, by) => {
      await run(revokeClaim, { taskId }, by)
      return stations(self())
    },
    exceptions: () => exceptions(),
    resolve: async (asked, by) => {
      await run(resolveException, asked, by)
      return exceptions()
    },
    aside,
    decideAside: async (asked, { operatorId }) => {
      const { decided, left } = await askCentre((client) => client.decideQuarantine({ ...asked, operatorId }))
      return { ...(await aside()), decided, taken: left.length }
    },
  }
}

function failed({ kind, code, params }: CentreFailure) {
  return kind === 'refused' ? problem('REFUSED', code, params) : problem('BUSY', code, params)
}

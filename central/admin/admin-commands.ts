import { z } from 'zod'
import { readmitStation } from '../../commands/stations/readmit-station.ts'
import { revokeStation } from '../../commands/stations/revoke-station.ts'
import { API_SCOPES, type ApiScope } from '../../contract/central/api/operation.ts'
import { createApiKey, listApiKeys, revokeApiKey } from '../api/api-keys.ts'
import { type CentralDoctorReport, runCentralDoctor } from '../doctor/run-central-doctor.ts'
import { makeCode } from '../enrol/enrolment-codes.ts'
import type { CentreParts } from '../parts.ts'
import { runCommand } from '../run-command.ts'
import { AdminRefused, type AdminReply, done, time } from './admin-reply.ts'
import { decideQuarantine, listQuarantine } from './quarantine-commands.ts'
import { takeUnsent, UnsentWrongError } from './take-unsent.ts'

const Scopes = z.array(z.enum(Object.keys(API_SCOPES) as [ApiScope, ...ApiScope[]])).min(1)

/** What an administrator may ask of a centre, from the command line of its machine. */
export const AdminCommand = z.discriminatedUnion('name', [
  z.object({ name: z.literal('enrol-code'), station: z.string().trim().min(1).max(60) }),
  z.object({ name: z.literal('stations') }),
  z.object({ name: z.literal('revoke-station'), id: z.string().min(1).max(100) }),
  z.object({ name: z.literal('readmit-station'), id: z.string().min(1).max(100) }),
  z.object({ name: z.literal('key create'), key: z.string().trim().min(1).max(60), scopes: Scopes }),
  z.object({ name: z.literal('key list') }),
  z.object({ name: z.literal('key revoke'), id: z.string().min(8).max(64) }),
  z.object({ name: z.literal('quarantine list') }),
  z.object({ name: z.literal('quarantine readmit'), id: z.string().min(1).max(400) }),
  z.object({ name: z.literal('quarantine discard'), id: z.string().min(1).max(400) }),
  z.object({ name: z.literal('doctor') }),
  z.object({ name: z.literal('backup'), file: z.string().min(1) }),
  z.object({ name: z.literal('take-unsent'), file: z.string().min(1) }),
])
export type AdminCommand = z.infer<typeof AdminCommand>

/** What an administrator's commands work on; `backup` copies the store into a new file, null where that is not done here. */
export type AdminParts = CentreParts & { backup: ((file: string) => Promise<string>) | null }

const PG_BACKUP =
  'A centre on PostgreSQL is backed up with pg_dump and restored with pg_restore; then run new-timeline.'

/** Does it. Throws AdminRefused. */
export async function runAdmin(parts: AdminParts, command: AdminCommand): Promise<AdminReply> {
  const { store } = parts
  switch (command.name) {
    case 'enrol-code': {
      const made = await makeCode(parts, command.station)
      return done(made, [made.code, `Valid until ${time(made.expiresAt)}.`])
    }
    case 'stations':
      return listStations(parts)
    case 'revoke-station':
      return revoke(parts, command.id)
    case 'readmit-station':
      return readmit(parts, command.id)
    case 'key create': {
      const made = await createApiKey(parts, { name: command.key, scopes: command.scopes })
      return done(made, [made.token, `Key ${made.id.slice(0, 12)}. It is shown this once.`])
    }
    case 'key list': {
      const keys = await listApiKeys(store)
      const state = (at: number | null) => (at === null ? 'active' : `revoked ${time(at)}`)
      const line = (key: (typeof keys)[number]) =>
        [key.id.slice(0, 12), key.name, key.scopes.join(' '), state(key.revokedAt)].join('\t')
      return done(keys, keys.length === 0 ? ['There is no key.'] : keys.map(line))
    }
    case 'key revoke': {
      const found = (await listApiKeys(store)).filter(({ id }) => id.startsWith(command.id))
      const [key, ...others] = found
      if (key === undefined) throw new AdminRefused(`There is no key ${command.id}.`)
      if (others.length > 0) throw new AdminRefused(`More than one key begins with ${command.id}.`)
      await revokeApiKey(parts, key.id)
      return done({ id: key.id }, [`Key ${key.name} is revoked.`])
    }
    case 'quarantine list':
      return listQuarantine(parts)
    case 'quarantine readmit':
    case 'quarantine discard':
      return decideQuarantine(parts, command.id, command.name === 'quarantine readmit' ? 'readmit' : 'discard')
    case 'doctor':
      return toldDoctor(await runCentralDoctor(store))
    case 'backup': {
      if (parts.backup === null) throw new AdminRefused(PG_BACKUP)
      const file = await parts.backup(command.file)
      return done({ file }, [`Copied to ${file}.`])
    }
    case 'take-unsent':
      return take(parts, command.file)
  }
}

async function take(parts: CentreParts, file: string): Promise<AdminReply> {
  try {
    const taken = await takeUnsent(parts, file)
    const found = Object.entries(taken.outcomes).map(([status, count]) => `${count} ${status}`)
    const what = taken.facts === 0 ? 'all of them were taken before' : found.join(', ')
    return done(taken, [`Facts of station ${taken.stationId}: ${what}.`])
  } catch (error) {
    if (error instanceof UnsentWrongError) throw new AdminRefused(error.message)
    throw error
  }
}

async function listStations({ store }: CentreParts): Promise<AdminReply> {
  type Listed = { id: string; number: number; name: string; state: string; seq: number | null; seen: number | null }
  const rows = await store.ask<Listed>(
    `SELECT station.id AS id, number, name, state, applied_seq AS seq, seen_at AS seen FROM station
     LEFT JOIN station_position ON station_position.id = station.id ORDER BY number`,
  )
  const line = ({ id, number, name, state, seq, seen }: Listed) =>
    [number, name, state, id, `seq ${seq ?? 0}`, seen === null ? 'never sent' : `sent ${time(Number(seen))}`].join('\t')
  return done(rows, rows.length === 0 ? ['There is no station.'] : rows.map(line))
}

/** As whom an administrator at the centre's own machine acts. */
const actor = { operatorId: null, station: 'centre', stationId: null }

async function readmit({ store, platform }: CentreParts, id: string): Promise<AdminReply> {
  const decision = await store.write((tx) => runCommand(tx, platform, readmitStation, { stationId: id }, actor))
  if (!decision.ok) throw new AdminRefused(`Station ${id} cannot be readmitted: ${decision.refusal.name}.`)
  return done(null, [`Station ${id} may go on. What it sent meanwhile is still kept aside.`])
}

async function revoke({ store, platform }: CentreParts, id: string): Promise<AdminReply> {
  const decision = await store.write((tx) => runCommand(tx, platform, revokeStation, { stationId: id }, actor))
  if (!decision.ok) throw new AdminRefused(`Station ${id} cannot be revoked: ${decision.refusal.name}.`)
  const { claims } = decision.value
  const tasks = claims.map(({ number, state }) => `It still holds task ${number} (${state}).`)
  return done(decision.value, [`Station ${id} is revoked.`, ...tasks])
}

function toldDoctor(report: CentralDoctorReport): AdminReply {
  const ok = report.checks.every((check) => check.ok)
  const lines = report.checks.map((check) =>
    check.ok ? `ok     ${check.name}` : `WRONG  ${check.name}: ${check.found} (${check.examples.join(', ')})`,
  )
  return { ok, value: report, lines: [...lines, ok ? 'All is well.' : 'Something is wrong.'] }
}

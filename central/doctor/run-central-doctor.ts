import { setImmediate as nextTurn } from 'node:timers/promises'
import type { CentreStore } from '../../db/centre-port.ts'
import { checked, type DoctorCheck } from '../../db/rules/check.ts'
import type { Rule } from '../../db/rules/rule.ts'
import { SHARED_RULES } from '../../db/rules/shared-rules.ts'
import { SYNC_RULES } from '../../db/rules/sync-rules.ts'
import { CENTRE_RULES } from './centre-rules.ts'
import { checkLog } from './log-check.ts'

/** What the doctor found at a centre: every invariant, one by one. */
export type CentralDoctorReport = { checks: DoctorCheck[] }

/** More places than these are not counted. */
const MOST = 1_000

/**
 * Checks a centre's tables against the invariants of a centre. Reads only, beside those who write: each rule sees one
 * instant. `found` counts at most 1,000 places.
 */
export async function runCentralDoctor(store: CentreStore): Promise<CentralDoctorReport> {
  const checks: DoctorCheck[] = []
  const add = async (name: string, run: () => Promise<DoctorCheck>): Promise<void> => {
    checks.push(await attempt(name, run))
    await nextTurn()
  }
  if (store.kind === 'sqlite') {
    const name = 'The file of the centre is sound'
    await add(name, async () => checked(name, await soundness(store)))
  }
  for (const rule of [...CENTRE_RULES, ...SYNC_RULES, ...SHARED_RULES])
    await add(rule.name, async () => checked(rule.name, await broken(store, rule)))
  await add('What the log says last of a row is the row', () => checkLog(store))
  return { checks }
}

async function soundness(store: CentreStore): Promise<string[]> {
  const said = await store.ask<{ quick_check: string }>('SELECT quick_check FROM pragma_quick_check')
  return said.map(({ quick_check }) => quick_check).filter((text) => text !== 'ok')
}

async function broken(store: CentreStore, { breaks }: Rule): Promise<string[]> {
  const rows = await store.ask<Record<string, unknown>>(`SELECT * FROM (${breaks}) AS broken LIMIT ${MOST}`)
  return rows.map((row) => String(Object.values(row)[0]))
}

/** Runs a check; when it throws, the error is what it found. */
async function attempt(name: string, run: () => Promise<DoctorCheck>): Promise<DoctorCheck> {
  try {
    return await run()
  } catch (error) {
    return { name, ok: false, found: 1, examples: [error instanceof Error ? error.message : String(error)] }
  }
}

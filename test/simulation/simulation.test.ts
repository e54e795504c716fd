import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import type { Ensemble } from './main.ts'

const run = promisify(execFile)
const root = join(import.meta.dirname, '../..')

/** Runs the simulation in processes of its own: it replaces their clocks. */
async function simulate(...args: string[]): Promise<{ text: string; ensemble: Ensemble }> {
  const options = { cwd: root, maxBuffer: 64 << 20 }
  const { stdout } = await run('node', [join(root, 'scripts/simulate.mjs'), ...args], options).catch(
    (error: { stdout?: string }) => ({ stdout: error.stdout ?? String(error) }),
  )
  const last = stdout.trim().split('\n').at(-1) ?? ''
  return { text: stdout, ensemble: JSON.parse(last.replace(/^ensemble /, '')) as Ensemble }
}

const FAULTS = [
  ...['drop', 'duplicate', 'reorder', 'loseReply', 'cut', 'out-dead', 'back-dead', 'line-dead', 'shift', 'slow'],
  ...['station-crash', 'station-crash-before', 'station-crash-after', 'station-io-error', 'station-full'],
  ...['centre-crash', 'centre-crash-before', 'centre-crash-after', 'centre-io-error', 'centre-full'],
  ...['restore', 'clone', 'clock', 'revoke', 'prune', 'newer', 'join', 'snapshot-cut'],
]
const OUTCOMES = [
  ...['FACT ok', 'FACT refused', 'INTENT ok', 'INTENT refused', 'thrown', 'applied', 'exception', 'quarantined'],
  ...['intent needsCentre', 'intent centreSilent', 'intent stationStopped', 'joined'],
  ...['settled accept', 'settled return', 'settled recount', 'claim revoked', 'snapshots'],
]

test('a hundred worlds keep every rule, each of them twice in the same way', { timeout: 240_000 }, async () => {
  const { text, ensemble } = await simulate('--seeds', '100', '--ms', '110000')
  expect(ensemble.failed, text).toEqual([])
  // A machine that does other things at the same time gets through fewer.
  expect(ensemble.seeds).toBeGreaterThanOrEqual(20)
  if (ensemble.seeds < 100) return
  expect(FAULTS.filter((kind) => ensemble.faults[kind] === undefined)).toEqual([])
  expect(OUTCOMES.filter((kind) => ensemble.outcomes[kind] === undefined)).toEqual([])
})

const kept = JSON.parse(readFileSync(join(import.meta.dirname, 'seeds.json'), 'utf8')) as Record<string, string>

test.for(Object.entries(kept))('seed %s: %s', { timeout: 120_000 }, async ([seed]) => {
  const { text, ensemble } = await simulate('--seed', seed)
  expect(ensemble.failed, text).toEqual([])
})

import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../..')

/** Runs the benchmark small and without peers; its exit code says whether goals of speed hold, which is not asked here. */
async function quickRun(parts: string): Promise<Record<string, number>> {
  const args = ['--disable-warning=ExperimentalWarning', 'benchmark/sync.ts', '--quick', '--no-peers', '--only', parts]
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root }).catch(
    (failed: { stdout: string; stderr: string }) => {
      if (!failed.stdout.includes('"name":"sync"')) throw new Error(failed.stderr)
      return failed
    },
  )
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '').figures
}

it('measures sync with stations and a centre as processes, and finds no unit oversold and no fact lost', async () => {
  const figures = await quickRun('bootstrap,propagation,last')
  expect(figures).toMatchObject({ bootstrapRows: 2_000, lastUnitsOversold: 0, lastUnitsLost: 0 })
  expect(figures).toMatchObject({ lastUnitsReplicasDiffer: 0 })
  expect(figures.lastUnitsAskedAbout).toBeGreaterThan(0)
  for (const figure of ['bootstrapRowsPerSecond', 'propagationP50Ms', 'propagationP99Ms'])
    expect(figures[figure], figure).toBeGreaterThan(0)
}, 120_000)

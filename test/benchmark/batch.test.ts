import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../..')

/** Runs the benchmark on a few small instances; how long that takes is not asked here. */
async function quickRun(): Promise<{ figures: Record<string, number>; plans: string | undefined }> {
  const { stdout } = await promisify(execFile)(process.execPath, ['benchmark/batch.ts', '--quick'], {
    cwd: root,
  }).catch((failed: { stdout: string; stderr: string }) => {
    if (!failed.stdout.includes('"name":"batch"')) throw new Error(failed.stderr)
    return failed
  })
  const lines = stdout.trimEnd().split('\n')
  return {
    figures: JSON.parse(lines.at(-1) ?? '').figures,
    plans: lines.find((line) => line.startsWith('plans: ')),
  }
}

it('batches classic orders shorter than first-come and than savings, and alike in every run', async () => {
  const [{ figures, plans }, again] = [await quickRun(), await quickRun()]
  expect(figures.instances).toBe(8)
  expect(figures.gainOverFirstComePercent).toBeGreaterThan(15)
  expect(figures.gainOverSavingsPercent).toBeGreaterThan(3)
  expect(figures.leastGainOverSavingsPercent).toBeGreaterThan(0)
  expect(figures.differsOnRepeat).toBe(0)
  expect(plans).toMatch(/^plans: [0-9a-f]{16} /)
  expect(again.plans).toBe(plans)
}, 120_000)

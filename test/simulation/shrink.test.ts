import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { MUTANT_VARIABLE } from './mutant.ts'
import { flagsOf, type History, leastOf } from './shrink.ts'

const root = join(import.meta.dirname, '../..')
const QUIET = '--disable-warning=ExperimentalWarning'
const HOOK = `--import=${join(import.meta.dirname, 'mutant-hook.ts')}`

/** Runs what a person would type after `npm run simulate --`, with a guard removed or with none. */
function simulate(args: string, mutant: string): Promise<{ code: number; text: string }> {
  const env = { ...process.env, [MUTANT_VARIABLE]: mutant, NODE_OPTIONS: `${QUIET} ${HOOK}` }
  const typed = [join(root, 'scripts/simulate.mjs'), ...args.split(' ')]
  return new Promise((resolve) => {
    execFile('node', typed, { cwd: root, env, maxBuffer: 64 << 20 }, (error, stdout) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : 1, text: stdout }),
    )
  })
}

test('what fails only with two faults, two stations and half a minute is cut down to just these', async () => {
  let tries = 0
  const doesFail = async ({ kinds, minutes = 2.5, working = 5 }: History): Promise<boolean> => {
    tries += 1
    return kinds.includes('cut') && kinds.includes('restore') && minutes >= 0.5 && working >= 2
  }
  const least = await leastOf({ kinds: ['drop', 'cut', 'clock', 'restore', 'join'] }, doesFail)
  expect(flagsOf(7, least)).toBe('--seed 7 --kinds cut,restore --minutes 0.5 --working 2')
  expect(tries).toBeLessThan(12)
})

test('what fails without any fault is cut down to none, and what cannot be cut stays as it is', async () => {
  expect(flagsOf(3, await leastOf({ kinds: ['drop', 'cut'] }, async () => true))).toBe(
    '--seed 3 --calm --minutes 0.25 --working 1',
  )
  const whole: History = { kinds: ['drop'] }
  expect(await leastOf(whole, async () => false)).toBe(whole)
})

test('the command that is named for a failing seed fails, but not with the guard in its place', {
  timeout: 240_000,
}, async () => {
  const mutant = 'one claim per order'
  const failing = await simulate('--first 1 --seeds 1', mutant)
  expect(failing.code, failing.text).toBe(1)
  const least = /least: npm run simulate -- (.*) --trace$/m.exec(failing.text)?.[1] ?? ''
  // Of two and a half minutes with every kind of fault, little is left.
  expect(least, failing.text).toMatch(/^--seed 1 (--calm|--kinds \w+(,\w+){0,2}) --minutes (0\.\d+|1)\b/)
  const again = await simulate(least, mutant)
  expect(again.code, again.text).toBe(1)
  expect(again.text).toContain('Seed 1 breaks:')
  const sound = await simulate(least, '')
  expect(sound.code, sound.text).toBe(0)
})

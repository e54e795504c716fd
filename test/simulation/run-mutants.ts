import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MUTANT_VARIABLE, type Mutant, ROOT } from './mutant.ts'

/** What came of one mutant. `by` is null when nobody noticed; `why` says more. */
export type Verdict = { name: string; by: 'simulation' | 'test' | 'skipped' | null; why: string; seconds: number }

/** How much a mutant may cost: seeds of the simulation, and milliseconds of it and of a test. */
export type MutantLimits = { seeds: number; simulationMs: number; testMs: number }

export const MUTANT_LIMITS: MutantLimits = { seeds: 30, simulationMs: 60_000, testMs: 120_000 }

const HOOK = join(import.meta.dirname, 'mutant-hook.ts')
const CONFIG = join(import.meta.dirname, 'mutant-vitest.config.ts')
const WORLD = join(import.meta.dirname, 'mutants-world.ts')
const VITEST = join(ROOT, 'node_modules/vitest/vitest.mjs')
const QUIET = '--disable-warning=ExperimentalWarning'

type Ended = { code: number | null; output: string; isLate: boolean }

/** Runs Node on some arguments in a process group of its own that ends with it, or when its time is over. */
function runNode(args: readonly string[], env: Record<string, string>, limitMs: number): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    })
    let output = ''
    let isLate = false
    const take = (bytes: Buffer): void => {
      output = `${output}${bytes.toString()}`.slice(-20_000)
    }
    child.stdout.on('data', take)
    child.stderr.on('data', take)
    const timer = setTimeout(() => {
      isLate = true
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
      } catch {
        // It ended by itself.
      }
    }, limitMs)
    child.on('error', reject)
    child.on('close', (code) => {
      clearTimeout(timer)
      resolve({ code, output, isLate })
    })
  })
}

type Report = {
  testResults: { name: string; message: string; assertionResults: { fullName: string; status: string }[] }[]
}

/** Results of tests as vitest tells them, by file; null when it came to no result. */
async function runTests(
  files: readonly string[],
  names: readonly string[],
  mutant: string,
  limitMs: number,
): Promise<{ report: Report | null; ended: Ended }> {
  const folder = mkdtempSync(join(tmpdir(), 'baro-mutant-'))
  try {
    const out = join(folder, 'report.json')
    const named = names.every((name) => name !== '') ? ['-t', names.map(escaped).join('|')] : []
    const args = [
      QUIET,
      VITEST,
      'run',
      '--config',
      CONFIG,
      '--reporter=json',
      `--outputFile=${out}`,
      ...named,
      ...files,
    ]
    const env = { [MUTANT_VARIABLE]: mutant, NODE_OPTIONS: `${QUIET} --import=${HOOK}` }
    const ended = await runNode(args, env, limitMs)
    return { report: readReport(out), ended }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function readReport(path: string): Report | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Report
  } catch {
    return null
  }
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

/** Whether the named test notices the mutant: some of it has to run, and to fail. */
export async function testMutant(mutant: Mutant, limits = MUTANT_LIMITS): Promise<Omit<Verdict, 'name' | 'seconds'>> {
  const [file, name] = mutant.by.test ?? ['', '']
  const { report, ended } = await runTests([file], [name], mutant.name, limits.testMs)
  if (ended.isLate) return { by: null, why: `${file} did not end` }
  const results = report?.testResults.flatMap(({ assertionResults }) => assertionResults) ?? []
  const failed = results.filter(({ status }) => status === 'failed')
  if (failed[0] !== undefined) return { by: 'test', why: `${file}: ${failed[0].fullName}` }
  const hasPassed = results.some(({ status }) => status === 'passed')
  if (hasPassed) return { by: null, why: `${file} passes` }
  if (mutant.needsPostgres === true && ended.code === 0) return { by: 'skipped', why: 'There is no PostgreSQL here' }
  return { by: null, why: `${file} did not run: ${ended.output.slice(-600)}` }
}

/** Whether the simulation notices the mutant, seed after seed until one does. */
export async function simulateMutant(
  mutant: Pick<Mutant, 'name'> & { by?: Mutant['by'] },
  limits = MUTANT_LIMITS,
): Promise<Omit<Verdict, 'name' | 'seconds'>> {
  const { seeds, simulationMs } = limits
  const words = typeof mutant.by?.simulation === 'string' ? [mutant.by.simulation] : []
  const args = [QUIET, `--import=${HOOK}`, WORLD, String(seeds), String(simulationMs), ...words]
  // A world that does not come to its end is killed; the last one may begin just before the time is over.
  const env = { [MUTANT_VARIABLE]: mutant.name }
  const { code, output, isLate } = await runNode(args, env, 2 * simulationMs + 30_000)
  const [problem = ''] = output.match(/^ {2}seed \d+: .*$/m) ?? []
  if (code === 1 && problem !== '') return { by: 'simulation', why: problem.trim().slice(0, 160) }
  if (isLate) return { by: null, why: 'The simulation did not end in its time' }
  return { by: null, why: code === 0 ? 'The simulation passes' : `The simulation broke: ${output.slice(-600)}` }
}

/** Tries a mutant on whoever is to notice it: the simulation first, then its test. */
export async function tryMutant(mutant: Mutant, limits = MUTANT_LIMITS): Promise<Verdict> {
  const started = performance.now()
  const seconds = (): number => Math.round((performance.now() - started) / 100) / 10
  let found: Omit<Verdict, 'name' | 'seconds'> = { by: null, why: 'Nobody is to notice it' }
  if (mutant.by.simulation !== undefined) found = await simulateMutant(mutant, limits)
  if (found.by === null && mutant.by.test !== undefined) found = await testMutant(mutant, limits)
  return { name: mutant.name, ...found, seconds: seconds() }
}

/**
 * What is wrong before any guard is removed: a test that fails or is not there, or a simulation that finds something.
 * Without this every mutant would seem to be noticed.
 */
export async function soundness(mutants: readonly Mutant[], limits = MUTANT_LIMITS): Promise<string[]> {
  const problems: string[] = []
  if (mutants.some(({ by }) => by.simulation !== undefined)) {
    const { by, why } = await simulateMutant({ name: '' }, limits)
    if (by !== null || why !== 'The simulation passes') problems.push(`Without a mutant: ${why}`)
  }
  const tests = mutants.flatMap(({ by, needsPostgres }) =>
    by.test === undefined ? [] : [{ file: by.test[0], test: by.test[1], mayBeSkipped: needsPostgres === true }],
  )
  if (tests.length === 0) return problems
  const files = [...new Set(tests.map(({ file }) => file))]
  const { report, ended } = await runTests(files, [...new Set(tests.map(({ test }) => test))], '', 15 * limits.testMs)
  if (report === null) return [...problems, `Without a mutant the tests did not run: ${ended.output.slice(-2_000)}`]
  for (const { name, assertionResults, message } of report.testResults) {
    if (assertionResults.length === 0) problems.push(`Without a mutant: ${name}: ${message}`)
    for (const { fullName, status } of assertionResults)
      if (status === 'failed') problems.push(`Without a mutant: ${fullName} fails`)
  }
  for (const { file, test, mayBeSkipped } of tests) {
    const results = report.testResults
      .filter(({ name }) => name.endsWith(file))
      .flatMap((each) => each.assertionResults)
    const named = results.filter(({ fullName }) => fullName.includes(test))
    if (named.some(({ status }) => status === 'passed')) continue
    if (named.length === 0 || !mayBeSkipped) problems.push(`${file} has no test "${test}"`)
  }
  return [...new Set(problems)]
}

/** Tries mutants, two at a time; `told` hears of each as it ends. Verdicts in the order of the mutants. */
export async function tryMutants(
  mutants: readonly Mutant[],
  options: { limits?: MutantLimits; told?: (verdict: Verdict) => void } = {},
): Promise<Verdict[]> {
  const verdicts: Verdict[] = []
  let next = 0
  const work = async (): Promise<void> => {
    for (let at = next++; at < mutants.length; at = next++) {
      const verdict = await tryMutant(mutants[at] as Mutant, options.limits)
      verdicts[at] = verdict
      options.told?.(verdict)
    }
  }
  await Promise.all([work(), work()])
  return verdicts
}

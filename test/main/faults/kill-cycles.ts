import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import Database from 'better-sqlite3'
import { runDoctor } from '../../../main/doctor/run-doctor.ts'
import { signIn } from '../../support/station.ts'
import { openEyes } from './eyes.ts'
import { openWorker, type Scan, type Screen, type Worker } from './floor-worker.ts'
import { type CookieJar, connect, type HostProcess, startHost } from './host-process.ts'

/** What came of many kills: what was wrong (nothing, when all holds), and how much was done meanwhile. */
export type KillReport = { wrong: string[]; cycles: number; scans: number; unanswered: number; commands: number }

const PEOPLE: { badge: string; screens: Screen[] }[] = [
  { badge: 'BDG-2', screens: ['picking'] },
  { badge: 'BDG-3', screens: ['packing', 'shipping'] },
]

/**
 * Kills a working station again and again, each time at a random moment while a picker and a packer scan, and after each
 * restart checks that all that was answered is there, nothing is there twice, and everybody stands where they stood.
 * `args` are the host's; a station without a centre has every command in its own journal.
 */
export async function killCycles(
  directory: string,
  cycles: number,
  random: () => number,
  args: readonly string[] = ['--alone'],
): Promise<KillReport> {
  let host: HostProcess = await startHost(directory, { args })
  const eyes = openEyes(directory)
  const report: KillReport = { wrong: [], cycles: 0, scans: 0, unanswered: 0, commands: 0 }
  const workers: Worker[] = []
  try {
    for (const { badge, screens } of PEOPLE) {
      const jar: CookieJar = { cookie: '' }
      const client = connect(() => host.url, jar)
      await signIn(client, badge)
      workers.push(openWorker(client, screens, eyes))
    }
    for (; report.cycles < cycles && report.wrong.length === 0; report.cycles += 1) {
      const begun = workers.map((worker) => worker.scans.length)
      const work = workers.map((worker) => workUntilDark(worker, () => host.process.killed))
      await someScans(workers, Math.floor(random() * 40))
      await delay(random() * 25)
      await host.kill()
      report.wrong.push(...(await Promise.all(work)).flat())
      report.unanswered += workers.filter((worker) => worker.scans.at(-1)?.reply === null).length
      host = await startHost(directory, { args })
      for (const worker of workers) report.wrong.push(...(await worker.resume()))
      const fresh = workers.flatMap((worker, index) => worker.scans.slice(begun[index]))
      report.wrong.push(...missing(directory, fresh), ...(await unsound(directory)))
    }
    const all = workers.flatMap((worker) => worker.scans)
    report.scans = all.length
    const counts = twice(directory, all)
    report.commands = counts.commands
    report.wrong.push(...missing(directory, all), ...counts.wrong)
  } finally {
    eyes.close()
    await host.kill()
  }
  return report
}

/** Waits until so many more scans were begun. */
async function someScans(workers: readonly Worker[], count: number): Promise<void> {
  const begun = () => workers.reduce((sum, worker) => sum + worker.scans.length, 0)
  const goal = begun() + count
  for (let waited = 0; begun() < goal && waited < 20_000; waited += 2) await delay(2)
}

/** Works on until the station stops answering; what went wrong before that is returned. */
async function workUntilDark(worker: Worker, isDark: () => boolean): Promise<string[]> {
  for (;;) {
    try {
      if (!(await worker.act())) await delay(5)
    } catch (error) {
      if (isDark()) return []
      return [error instanceof Error ? error.message : String(error)]
    }
  }
}

/** Answers that a station does not have any more, or has otherwise. */
export function missing(directory: string, scans: readonly Scan[]): string[] {
  const journal = new Database(join(directory, 'journal.db'), { readonly: true })
  const stored = journal.prepare('SELECT reply FROM scan_reply WHERE scan_id = ?').pluck()
  const logged = journal.prepare('SELECT count(*) FROM scan_log WHERE scan_id = ?').pluck()
  const wrong = scans.flatMap((scan) => {
    if (scan.reply === null) return []
    const reply = stored.get(scan.scanId) as string | undefined
    if (reply === undefined) return [`${scan.screen} ${scan.code} was answered and is gone`]
    const times = logged.get(scan.scanId) as number
    if (times !== 1) return [`${scan.screen} ${scan.code}: logged ${times} times`]
    // Kept with the code that was scanned, by which a repetition is known.
    return isDeepStrictEqual(JSON.parse(reply), { ...scan.reply, code: scan.code })
      ? []
      : [`${scan.screen} ${scan.code}: answered ${JSON.stringify(scan.reply)}, kept ${reply}`]
  })
  journal.close()
  return wrong
}

/** Commands by the answers that each of them gives: as many of the ones as of the others, or something was done twice. */
const EFFECTS: Readonly<Record<string, readonly string[]>> = {
  'picking.claim-work': ['workGiven'],
  'picking.assign-tote': ['toteAssigned'],
  'picking.confirm-pick': ['linePicked', 'taskPicked'],
  'picking.add-tote': ['toteShared'],
  'picking.drop-off': ['dropped'],
  'packing.open-order': ['orderOpened'],
  'packing.open-carton': ['cartonOpened'],
  'packing.pack-unit': ['unitPacked', 'lastUnitPacked'],
  'packing.label-carton': ['labelVerified', 'orderPacked'],
  'shipping.dispatch': ['dispatched'],
}

/** Commands of a journal that are more or fewer than the answers that they gave; the types in `except` are not counted. */
export function twice(
  directory: string,
  scans: readonly Scan[],
  except: readonly string[] = [],
): { wrong: string[]; commands: number } {
  const journal = new Database(join(directory, 'journal.db'), { readonly: true })
  const count = journal.prepare('SELECT count(*) FROM command WHERE type = ?').pluck()
  let commands = 0
  const wrong = Object.entries(EFFECTS).flatMap(([type, names]) => {
    if (except.includes(type)) return []
    const asked = scans.filter((scan) => names.includes(scan.reply?.feedback?.name ?? '')).length
    const done = count.get(type) as number
    commands += done
    return asked === done ? [] : [`${type}: ${asked} answers, ${done} commands`]
  })
  journal.close()
  return { wrong, commands }
}

async function unsound(directory: string): Promise<string[]> {
  const { checks } = await runDoctor(directory)
  return checks.filter((check) => !check.ok).map((check) => `${check.name}: ${check.examples.join('; ')}`)
}

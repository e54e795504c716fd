import { type ChildProcess, fork } from 'node:child_process'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import Database from 'better-sqlite3'
import type { PrinterForm } from '../../../contract/station/devices.ts'
import type { PrintAttempt } from '../../../main/printing/print-attempts.ts'
import type { PrintJob } from '../../../main/printing/print-jobs.ts'
import { type PrinterFault, startFakePrinter } from '../../support/fake-printer.ts'
import { openPrintFloor, zplPrinter } from '../../support/print-floor.ts'

/** What came of many kills. `states` counts how often a job stood in each state when the station died. */
export type PrintKillReport = {
  cycles: number
  wrong: string[]
  states: Record<string, number>
  labels: number
  attempts: Record<string, number>
}

/** A printer of the station under fire: how it is set up, what came out of it, and how it goes wrong between two kills. */
export type Target = {
  readonly form: PrinterForm
  labels(): readonly string[]
  misbehave(random: () => number): Promise<void>
  /** In order again, with nothing on its way any more. */
  mend(): Promise<void>
}

const CARTONS = 4
const idOf = (index: number): string => `printer-${index}`
const TARGETS = ['requested', 'rendered', 'sending', 'sent', 'failed', 'unknown', 'verified', 'voided', null] as const

/** Fills a directory with cartons that carry their labels, so that each can be printed again. */
async function fillCartons(directory: string): Promise<void> {
  const floor = await openPrintFloor({ dataDirectory: directory, orders: CARTONS })
  try {
    for (let carton = 0; carton < CARTONS; carton += 1) {
      const printJobId = await floor.closeCarton()
      await floor.client.printing.start({ printJobId })
      await floor.client.printing.finish({ printJobId, outcome: 'sent' })
      await floor.scanLabel()
    }
  } finally {
    await floor.close()
  }
}

/** A station in its own process; calls of a dead one never end. */
type Child = { process: ChildProcess; call(verb: string, input: unknown): Promise<{ code?: string; value?: unknown }> }

async function startChild(directory: string, setting: string): Promise<Child> {
  const child = fork(join(import.meta.dirname, 'printing-child.ts'), [directory, setting], { stdio: 'inherit' })
  const waiting = new Map<number, (answer: { code?: string }) => void>()
  let last = 0
  await new Promise<void>((ready, reject) => {
    child.on('message', (message: { ready?: true; id?: number; code?: string }) => {
      if (message.ready === true) ready()
      else waiting.get(message.id ?? 0)?.(message)
    })
    child.once('exit', (code) => reject(new Error(`The station ended with ${code}`)))
  })
  return {
    process: child,
    call: (verb, input) =>
      new Promise((resolve) => {
        last += 1
        waiting.set(last, resolve)
        if (child.connected) child.send({ id: last, verb, input }, () => undefined)
      }),
  }
}

async function kill(child: Child): Promise<void> {
  const ended = new Promise((resolve) => child.process.once('exit', resolve))
  child.process.kill('SIGKILL')
  await ended
}

/**
 * Kills a printing station again and again, in every state of its jobs and with printers that fail in every way, and checks
 * after each kill and each recovery that the labels at the printers are those of the journal.
 */
export async function printKills(
  directory: string,
  cycles: number,
  random: () => number,
  printers: readonly Target[],
): Promise<PrintKillReport> {
  await fillCartons(directory)
  const setting = JSON.stringify({
    printers: printers.map(({ form }, index) => ({ ...form, id: idOf(index) })),
    routes: { label: idOf(0), slip: 'dialog', sheet: 'dialog', invoice: 'dialog' },
  })
  const journal = new Database(join(directory, 'journal.db'), { readonly: true })
  journal.pragma('busy_timeout = 5000')
  const report: PrintKillReport = { cycles: 0, wrong: [], states: {}, labels: 0, attempts: {} }
  try {
    for (; report.cycles < cycles && report.wrong.length === 0; report.cycles += 1) {
      for (const printer of printers) await printer.misbehave(random)
      const child = await startChild(directory, setting)
      // Writers may be at work again on what waited, but never on what was being sent.
      const stuck = states(journal).filter((state) => state === 'sending')
      if (stuck.length > printers.length) report.wrong.push(`${stuck.length} jobs are sending right after the start`)
      ask(child, journal, random, printers.length)
      await moment(journal, TARGETS[report.cycles % TARGETS.length] ?? null, random)
      for (const state of new Set(states(journal))) report.states[state] = (report.states[state] ?? 0) + 1
      await kill(child)
      for (const printer of printers) await printer.mend()
      report.wrong.push(...compare(journal, printers))
    }
    report.wrong.push(...(await drain(directory, setting, journal, printers)))
    report.labels = printers.reduce((sum, printer) => sum + printer.labels().length, 0)
    const counted = journal.prepare('SELECT state, count(*) AS n FROM print_attempt GROUP BY state').all()
    for (const { state, n } of counted as { state: string; n: number }[]) report.attempts[state] = n
  } finally {
    journal.close()
  }
  return report
}

/** Lets a last station print what waits, and compares once more when nothing does. */
async function drain(
  directory: string,
  setting: string,
  journal: Database.Database,
  printers: readonly Target[],
): Promise<string[]> {
  const child = await startChild(directory, setting)
  const open = journal.prepare(`SELECT count(*) FROM print_attempt WHERE state IN ('waiting', 'sending')`).pluck()
  for (let waited = 0; waited < 20_000 && (open.get() as number) > 0; waited += 20) await delay(20)
  const left = open.get() as number
  // With everything in order again each carton's label comes once more, and is known to have come.
  const last: string[] = []
  for (const { id } of newestJobs(journal)) {
    const { value, code } = await child.call('reprint', { printJobId: id, reason: 'lost' })
    const printJobId = code === undefined ? (value as { id: string }).id : id
    const answer = await child.call('print', { printJobId })
    const state = (answer.value as { attempt?: { state: string } } | undefined)?.attempt?.state
    if (state !== 'sent') last.push(`A printer in order left a label ${state ?? answer.code}`)
  }
  await kill(child)
  for (const printer of printers) await printer.mend()
  return [...last, ...(left === 0 ? [] : [`${left} attempts never came to an end`]), ...compare(journal, printers)]
}

const newestJobs = (journal: Database.Database): PrintJob[] =>
  journal
    .prepare(
      'SELECT * FROM print_job AS job WHERE copy = (SELECT max(copy) FROM print_job WHERE carton_id = job.carton_id)',
    )
    .all() as PrintJob[]

const states = (journal: Database.Database): string[] => newestJobs(journal).map(({ state }) => state)

/** Presses, presses again, and asks for further copies, all at once. */
function ask(child: Child, journal: Database.Database, random: () => number, printers: number): void {
  for (const job of newestJobs(journal)) {
    const printerId = idOf(Math.floor(random() * printers))
    const print = (printJobId: string) => {
      for (let press = 0; press < 3; press += 1)
        void child.call('print', { printJobId, ...(press === 2 ? {} : { printerId }) })
    }
    const act = async (): Promise<void> => {
      if (random() < 0.2 && (job.state === 'sent' || job.state === 'unknown'))
        await child.call('resolve', { printJobId: job.id, found: true })
      const { value, code } = await child.call('reprint', { printJobId: job.id, reason: 'damaged' })
      print(code === undefined ? (value as { id: string }).id : job.id)
    }
    void act()
  }
}

/** Waits for a job in a state, or for a random moment. */
async function moment(journal: Database.Database, target: string | null, random: () => number): Promise<void> {
  if (target === null) return delay(random() * 150)
  for (let waited = 0; waited < 400 && !states(journal).includes(target); waited += 2) await delay(2)
}

/** A fake printer that fails in every way that it knows. */
export async function fakeTarget(): Promise<Target & { close(): Promise<void> }> {
  const printer = await startFakePrinter()
  return {
    form: zplPrinter(printer.address),
    labels: () => printer.labels,
    misbehave: async (random) => {
      const faults: PrinterFault[] = [
        { kind: 'none' },
        { kind: 'none' },
        { kind: 'drop', afterBytes: 1 + Math.floor(random() * 6_000) },
        { kind: 'reset' },
        { kind: 'silent' },
        { kind: 'half-open' },
        { kind: 'deaf-after' },
        { kind: 'slow', pauseMs: Math.floor(random() * 40) },
      ]
      printer.fault = faults[Math.floor(random() * faults.length)] ?? { kind: 'none' }
      printer.flags = random() < 0.15 ? { paperOut: true } : {}
      if (random() < 0.1) await printer.unplug()
    },
    mend: async () => {
      await printer.idle()
      printer.fault = { kind: 'none' }
      printer.flags = {}
      await printer.unplug()
      await printer.listen()
    },
    close: printer.close,
  }
}

/** What does not fit between the labels at the printers and the attempts in the journal. */
function compare(journal: Database.Database, printers: readonly Target[]): string[] {
  const wrong: string[] = []
  printers.forEach((printer, index) => {
    const attempts = journal
      .prepare('SELECT * FROM print_attempt WHERE printer_id = ? ORDER BY turn, number')

      .all(idOf(index)) as PrintAttempt[]
    const out = new Map<string, number>()
    const turns: number[] = []
    for (const label of printer.labels()) {
      const sha256 = createHash('sha256').update(`${label}\n`).digest('hex')
      out.set(sha256, (out.get(sha256) ?? 0) + 1)
      const attempt = attempts.find((one) => one.sha256 === sha256)
      if (attempt === undefined) wrong.push(`A label came out that no attempt knows`)
      else turns.push(attempt.turn)
    }
    if (turns.some((turn, at) => at > 0 && turn < (turns[at - 1] ?? 0))) wrong.push(`${idOf(index)}: out of turn`)
    const bySha = Map.groupBy(
      attempts.filter(({ sha256 }) => sha256 !== null),
      ({ sha256 }) => sha256 ?? '',
    )
    for (const [sha256, all] of bySha) {
      const count = (...of: string[]) => all.filter(({ state }) => of.includes(state)).length
      const labels = out.get(sha256) ?? 0
      const [least, most] = [count('sent'), count('sent', 'unknown', 'sending')]
      if (labels < least || labels > most)
        wrong.push(`${labels} labels of ${all.map(({ state, number }) => `${number} ${state}`).join(', ')}`)
    }
  })
  const twice = journal
    .prepare(
      `SELECT print_job_id FROM print_attempt WHERE state IN ('sent', 'unknown', 'sending') AND print_job_id IS NOT NULL
       GROUP BY print_job_id HAVING count(*) > 1`,
    )
    .all()
  if (twice.length > 0) wrong.push(`${twice.length} jobs with more than one attempt that may be on paper`)
  return wrong
}

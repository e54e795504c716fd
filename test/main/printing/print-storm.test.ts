import { createHash } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { PrintAttempt } from '../../../main/printing/print-attempts.ts'
import type { PrintJob } from '../../../main/printing/print-jobs.ts'
import { type FakePrinter, type PrinterFault, startFakePrinter } from '../../support/fake-printer.ts'
import { openPrintFloor, type PrintFloor, zplPrinter } from '../../support/print-floor.ts'
import { command, scanOf, signIn } from '../../support/station.ts'
import { randomFrom, seedOfRun } from '../faults/random.ts'

const ROUNDS = process.env.BARO_LONG === '1' ? 300 : 16
const ACTS = 12
/** What people are told when somebody else was quicker, or when it cannot be any more. */
const SAID = new Set(['CONFLICT', 'REFUSED', 'NOT_FOUND'])
const FAULTS: readonly PrinterFault[] = [
  ...[
    { kind: 'none' } as const,
    { kind: 'none' } as const,
    { kind: 'reset' } as const,
    { kind: 'deaf-after' } as const,
  ],
  ...[
    { kind: 'drop', afterBytes: 700 } as const,
    { kind: 'slow', pauseMs: 8 } as const,
    { kind: 'half-open' } as const,
  ],
]

type Storm = { floor: PrintFloor; printers: FakePrinter[]; ids: string[]; random: () => number; bugs: object[] }

async function openStorm(seed: number): Promise<Storm> {
  const bugs: object[] = []
  const log = (line: object) => void ((line as { event?: string }).event === 'bug' && bugs.push(line))
  const printers = [await startFakePrinter(), await startFakePrinter()]
  const floor = await openPrintFloor({ orders: ROUNDS, log })
  const ids: string[] = []
  for (const [index, { address }] of printers.entries())
    ids.push(await floor.sendLabelsTo(zplPrinter(address, { name: `Zebra ${index}` })))
  return { floor, printers, ids, random: randomFrom(seed), bugs }
}

const rows = <T>({ floor }: Storm, sql: string): T[] =>
  floor.opened.station.core.journal.database.prepare(sql).all() as T[]

/** Everything that two people at two windows may do about a label, in any order and at the same moment. */
function acts({ floor, ids, random }: Storm, other: PrintFloor['client'], job: PrintJob): (() => Promise<unknown>)[] {
  const { client } = floor
  const printJobId = job.id
  const { printing } = random() < 0.5 ? client : other
  const printerId = ids[Math.floor(random() * ids.length)] ?? ''
  const pack = (code: string) => () => client.packing.scan(scanOf(code))
  const withdraw = async () => {
    const attemptId = (await printing.attempts({ printJobId })).at(-1)?.id ?? ''
    return printing.withdraw({ attemptId })
  }
  return [
    () => printing.print({ printJobId }),
    () => printing.print({ printJobId, printerId }),
    () => printing.start({ printJobId, printerId: 'dialog' }),
    () => printing.finish({ printJobId, outcome: random() < 0.5 ? 'sent' : 'failed' }),
    () => printing.resolve({ printJobId, found: true }),
    () => printing.resolve({ printJobId, found: false }),
    () => printing.reprint({ printJobId, reason: 'damaged' }),
    () => printing.void({ printJobId }),
    () => printing.tryNow({ printerId }),
    withdraw,
    pack(command('undoCarton')),
    pack(command('notPrinted')),
    pack(command('damagedLabel')),
    pack(command('acknowledge')),
    pack(`00${job.code}`),
  ]
}

/** What does not fit between cartons, jobs, attempts and the labels that came out. */
function compare(storm: Storm): string[] {
  const wrong: string[] = []
  const jobs = rows<PrintJob>(storm, 'SELECT * FROM print_job ORDER BY carton_id, copy')
  const attempts = rows<PrintAttempt>(storm, 'SELECT * FROM print_attempt')
  const { reader } = storm.floor.opened.station.core.store
  const states = reader.prepare('SELECT id, state FROM carton').all() as { id: string; state: string }[]
  for (const [cartonId, ofCarton] of Map.groupBy(jobs, (job) => job.carton_id)) {
    const carton = states.find(({ id }) => id === cartonId)?.state ?? 'none'
    const newest = ofCarton.at(-1)?.state ?? 'none'
    if (carton === 'closed' && ['verified', 'voided'].includes(newest)) wrong.push(`closed, its label ${newest}`)
    if (carton === 'undone' && newest !== 'voided') wrong.push(`taken apart, its label ${newest}`)
    const older = ofCarton.slice(0, -1).filter(({ state }) => !['failed', 'voided', 'verified'].includes(state))
    if (older.length > 0) wrong.push(`an older copy is ${older[0]?.state}`)
  }
  for (const [jobId, ofJob] of Map.groupBy(attempts, (attempt) => attempt.print_job_id)) {
    const onPaper = ofJob.filter(({ state }) => ['sent', 'unknown', 'sending'].includes(state))
    if (jobId !== null && onPaper.length > 1) wrong.push(`${onPaper.length} pages of one job`)
  }
  const out = storm.printers.flatMap(({ labels }) => labels)
  const shas = out.map((label) => createHash('sha256').update(`${label}\n`).digest('hex'))
  for (const [sha, labels] of Map.groupBy(shas, (sha) => sha)) {
    const may = attempts.filter((one) => one.sha256 === sha && ['sent', 'unknown', 'sending'].includes(one.state))
    if (labels.length > may.length) wrong.push(`${labels.length} labels of ${may.length} attempts`)
  }
  return wrong
}

test('whatever two windows ask of a label at the same moment, it comes out as the journal says and nothing breaks', async () => {
  const seed = seedOfRun('print storm')
  const storm = await openStorm(seed)
  const { floor, printers, random, bugs } = storm
  try {
    const other = floor.opened.client('another-window')
    await signIn(other, 'BDG-1')
    for (let round = 0; round < ROUNDS; round += 1) {
      const printJobId = await floor.closeCarton()
      for (const printer of printers) printer.fault = FAULTS[Math.floor(random() * FAULTS.length)] ?? { kind: 'none' }
      for (const printer of printers) printer.flags = random() < 0.2 ? { paused: true } : {}
      const job = rows<PrintJob>(storm, `SELECT * FROM print_job WHERE id = '${printJobId}'`)[0]
      if (job === undefined) throw new Error('A job without a row')
      const all = acts(storm, other, job)
      const done = Array.from({ length: ACTS }, async () => {
        const act = all[Math.floor(random() * all.length)]
        const turns = Math.floor(random() * 120)
        await delay(random() * 12)
        for (let turn = 0; turn < turns; turn += 1) await null
        await act?.()
      })
      const ends = await Promise.allSettled(done)
      const unsaid = ends.filter((end) => end.status === 'rejected' && !SAID.has(end.reason.code))
      expect([unsaid, bugs], `round ${round}`).toEqual([[], []])
      for (const printer of printers) {
        printer.flags = {}
        printer.fault = { kind: 'none' }
      }
      // A dialog that nobody closes stands open for ever.
      const atPrinters = async () =>
        (await floor.client.printing.queues()).filter(({ printerId }) => printerId !== 'dialog')
      await expect.poll(atPrinters).toEqual([])
      for (const printer of printers) await printer.idle()
      expect(compare(storm), `round ${round}`).toEqual([])
      await floor.client.packing.scan(scanOf(command('acknowledge')))
      const open = rows<PrintJob>(storm, `SELECT * FROM print_job WHERE state = 'sending'`)
      for (const { id } of open) await floor.client.printing.finish({ printJobId: id, outcome: 'failed' })
    }
  } finally {
    await floor.close()
    for (const printer of printers) await printer.close()
  }
}, 300_000)

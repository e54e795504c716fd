import type { PackBench } from '../../contract/station/packing.ts'
import type { PickBench } from '../../contract/station/picking.ts'
import type { ShipBench } from '../../contract/station/shipping.ts'
import { COMMAND_CODES } from '../../domain/command-code.ts'
import type { RobotScreen } from '../main/floor/floor-robot.ts'
import type { Person } from '../main/floor/floor-world.ts'
import { type StationClient, scanOf } from '../support/station.ts'
import { gtin13 } from '../support/warehouse.ts'
import type { Dice } from './chaos-dice.ts'
import { answerTo, type Chaos, countOne, printJobs } from './chaos-world.ts'

type Bench = PickBench | PackBench | ShipBench

const SCREENS = ['picking', 'packing', 'shipping'] as const
const STRAY_CODES = [
  ...Object.values(COMMAND_CODES),
  ...['T-1', 'T-2', 'T-3', 'T-4', 'BOX-S', 'BOX-L', 'CJ', 'X', 'BDG-2', '300', '700000000001'],
  ...['SN-1', 'SN-2', 'SN-3', 'SN-4', 'A1', 'CASE-A1', 'A-01-1-01'],
  ...[1, 2, 3, 8, 9].map(gtin13),
]
const PAPER_ACTS = ['start', 'finish', 'reprint', 'resolve', 'void', 'preview'] as const

/** Somebody does what their bench asks for; now and then the same scan or the same print arrives several times at once. */
export async function workAsAsked(chaos: Chaos, dice: Dice): Promise<void> {
  const person = dice.pick(chaos.world.people)
  const screen = dice.pick(SCREENS)
  const move = await answerTo(chaos, 'bench', person.robot.next(screen))
  if (move === null) return
  if ('code' in move) return scanAtOnce(chaos, person, { screen, code: move.code, times: timesOf(dice) })
  const prints = Array.from({ length: 1 + dice.below(3) }, () =>
    printOnce(chaos, person.client, move.print, dice.apart()),
  )
  await Promise.all(prints)
}

/** Somebody scans a thing that lies around, whatever the bench asks for. */
export async function strayScan(chaos: Chaos, dice: Dice): Promise<void> {
  const person = dice.pick(chaos.world.people)
  await scanAtOnce(chaos, person, { screen: dice.pick(SCREENS), code: dice.pick(STRAY_CODES), times: 1 })
}

/** Somebody scans one of the commands and choices that the bench offers now: a way back, a problem, an undone carton. */
export async function scanOffered(chaos: Chaos, dice: Dice): Promise<void> {
  const person = dice.pick(chaos.world.people)
  const screen = dice.pick(SCREENS)
  const reply = await answerTo<{ bench: Bench }>(chaos, 'bench', person.client[screen].bench())
  if (reply === null) return
  const { bench } = reply
  const offers = [...bench.actions, ...('choices' in bench ? bench.choices : [])].filter((offer) => offer.enabled)
  if (offers.length > 0) await scanAtOnce(chaos, person, { screen, code: dice.pick(offers).code, times: timesOf(dice) })
}

/** Somebody does something with any label that was ever asked for. */
export async function touchPaper(chaos: Chaos, dice: Dice): Promise<void> {
  const jobs = printJobs(chaos)
  if (jobs.length === 0) return
  const printJobId = dice.pick(jobs).id
  const { client } = dice.pick(chaos.world.people)
  const { printing } = client
  switch (dice.pick(PAPER_ACTS)) {
    case 'start':
      return void (await startPrint(chaos, client, printJobId))
    case 'finish':
      return finishPrint(chaos, client, { printJobId, outcome: dice.pick(['sent', 'failed']) })
    case 'resolve':
      return resolvePrint(chaos, client, { printJobId, found: dice.chance(0.5) })
    case 'reprint': {
      const reason = dice.pick(['not-printed', 'damaged', 'lost'] as const)
      return void (await answerTo(chaos, 'reprint', printing.reprint({ printJobId, reason })))
    }
    case 'void':
      return void (await answerTo(chaos, 'void', printing.void({ printJobId })))
    case 'preview':
      return void (await answerTo(chaos, 'preview', printing.preview({ printJobId })))
  }
}

function timesOf(dice: Dice): number {
  return dice.chance(0.3) ? 1 + dice.below(4) : 1
}

type Print = { printJobId: string; outcome: 'sent' | 'failed' }
type Look = { printJobId: string; found: boolean }
type Scan = { screen: RobotScreen; code: string; times: number }

/** One physical scan that is sent so many times at once; all of its answers have to be the same. */
async function scanAtOnce(chaos: Chaos, { client }: Person, { screen, code, times }: Scan): Promise<void> {
  const request = scanOf(code)
  const act = `scan at ${screen}`
  const answers = await Promise.all(
    Array.from({ length: times }, () => answerTo<unknown>(chaos, act, client[screen].scan(request))),
  )
  const different = new Set(answers.map((answer) => JSON.stringify(answer)))
  if (different.size > 1) chaos.faults.push(`${different.size} answers to one ${act} of ${code}`)
}

/** Prints as a page does; one in ten closes before it says how it went, four in ten of the others failed. */
async function printOnce(chaos: Chaos, client: StationClient, printJobId: string, dice: Dice): Promise<void> {
  if (!(await startPrint(chaos, client, printJobId)) || dice.chance(0.1)) return
  await finishPrint(chaos, client, { printJobId, outcome: dice.chance(0.6) ? 'sent' : 'failed' })
}

async function startPrint(chaos: Chaos, client: StationClient, printJobId: string): Promise<boolean> {
  const page = await answerTo(chaos, 'start', client.printing.start({ printJobId }))
  if (page !== null) countOne(chaos.pages, printJobId)
  return page !== null
}

async function finishPrint(chaos: Chaos, client: StationClient, print: Print): Promise<void> {
  const job = await answerTo(chaos, 'finish', client.printing.finish(print))
  if (job?.state === 'failed') countOne(chaos.failures, print.printJobId)
}

async function resolvePrint(chaos: Chaos, client: StationClient, look: Look): Promise<void> {
  const job = await answerTo(chaos, 'resolve', client.printing.resolve(look))
  if (job?.state === 'failed') countOne(chaos.failures, look.printJobId)
}

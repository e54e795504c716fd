import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { Feedback } from '../../../contract/station/floor.ts'
import type { PackBench } from '../../../contract/station/packing.ts'
import type { PickBench } from '../../../contract/station/picking.ts'
import type { ShipBench } from '../../../contract/station/shipping.ts'
import { command, type StationClient } from '../../support/station.ts'

/** The benches of the floor. */
export type Screen = 'picking' | 'packing' | 'shipping'
type Reply = { bench: PickBench | PackBench | ShipBench; feedback: Feedback | null }

/** A scan as the worker remembers it: what was scanned, and the answer once there was one. */
export type Scan = { screen: Screen; scanId: string; code: string; reply: Reply | null }

/** What a worker sees of the goods themselves. */
export type Eyes = {
  freeTote(): string | null
  toteAtBench(): string | null
  serialToPack(orderLineId: string): string
  cartonToShip(): string | null
}

/** Somebody who does at a bench what it asks for, scan by scan, and remembers every answer. */
export type Worker = {
  readonly scans: Scan[]
  /** Does one thing; false when nothing is to be done. Rejects when the station does not answer. */
  act(): Promise<boolean>
  /** After the station came back: repeats the scan that was not answered, and says what does not fit. */
  resume(): Promise<string[]>
}

/** A worker at the given benches, in their order of preference. */
export function openWorker(client: StationClient, screens: readonly Screen[], eyes: Eyes): Worker {
  const scans: Scan[] = []
  const benches = new Map<Screen, Reply['bench']>()
  let pending: Scan | null = null
  let waybill = 100_000_000_000 + Math.floor(Math.random() * 800_000_000_000)

  const send = async (scan: Scan): Promise<void> => {
    const reply = (await client[scan.screen].scan({ scanId: scan.scanId, code: scan.code })) as Reply
    scan.reply = reply
    pending = null
    benches.set(scan.screen, reply.bench)
    if (reply.feedback?.tone === 'error')
      throw new Error(`${scan.screen} ${scan.code} on ${reply.bench.step}: ${reply.feedback.name}`)
  }
  const look = async (screen: Screen): Promise<Reply['bench']> => {
    const { bench } = await client[screen].bench()
    benches.set(screen, bench)
    return bench
  }
  const print = async (bench: PackBench): Promise<void> => {
    const printJobId = bench.printJob?.id ?? ''
    await client.printing.start({ printJobId })
    await client.printing.finish({ printJobId, outcome: 'sent' })
    await look('packing')
  }
  const codeFor = (bench: Reply['bench']): string | null => {
    if (bench.screen === 'picking') return pickCode(bench, eyes)
    if (bench.screen === 'packing') return packCode(bench, eyes)
    waybill += 1
    return shipCode(bench, eyes, String(waybill))
  }

  return {
    scans,
    act: async () => {
      for (const screen of screens) {
        const bench = benches.get(screen) ?? (await look(screen))
        if (bench.screen === 'packing' && bench.step === 'print') {
          await print(bench)
          return true
        }
        const code = codeFor(bench)
        if (code === null) {
          benches.delete(screen)
          continue
        }
        pending = { screen, scanId: randomUUID(), code, reply: null }
        scans.push(pending)
        await send(pending)
        return true
      }
      return false
    },
    resume: async () => {
      const wrong: string[] = []
      const before = new Map(benches)
      for (const screen of screens) {
        const bench = await look(screen)
        const expected = before.get(screen)
        // A page that was being printed when the light went out is the one thing that moves by itself: to "unknown".
        const printed = bench.screen === 'packing' && ['print', 'label'].includes(bench.step)
        const answered = pending?.screen !== screen
        if (answered && expected !== undefined && !printed && !sameStand(bench, expected))
          wrong.push(`${screen}: stood at ${stand(expected)}, resumes at ${stand(bench)}`)
      }
      if (pending === null) return wrong
      const scan: Scan = pending
      await send(scan)
      const again = (await client[scan.screen].scan({ scanId: scan.scanId, code: scan.code })) as Reply
      if (!isDeepStrictEqual(again, scan.reply)) wrong.push(`${scan.screen} ${scan.code}: two answers to one scan`)
      const bench = await look(scan.screen)
      if (scan.reply !== null && !sameStand(bench, scan.reply.bench))
        wrong.push(`${scan.screen}: answered ${stand(scan.reply.bench)}, stands at ${stand(bench)}`)
      return wrong
    },
  }
}

/** Two benches at which the same thing is to be done; counts of waiting work may differ. */
function sameStand(a: Reply['bench'], b: Reply['bench']): boolean {
  return stand(a) === stand(b)
}

function stand(bench: Reply['bench']): string {
  const { session: _session, waiting: _waiting, ...rest } = bench
  if (bench.screen === 'packing') return JSON.stringify({ ...rest, printJob: null })
  return JSON.stringify(bench.screen === 'shipping' ? { ...rest, recent: [] } : rest)
}

/** What the picker scans next; null when there is nothing to do. */
export function pickCode(bench: PickBench, eyes: Eyes): string | null {
  switch (bench.step) {
    case 'idle':
      return bench.waiting > 0 && eyes.freeTote() !== null ? command('giveWork') : null
    case 'totes':
      return eyes.freeTote()
    case 'location':
      return bench.location?.code ?? ''
    case 'item':
      return bench.item?.code ?? ''
    case 'lot':
      return bench.lot ?? ''
    case 'serial':
      return bench.serial ?? ''
    case 'put':
      return bench.target?.toteCode ?? ''
    default:
      return command('done')
  }
}

/** What the packer scans next; null when there is nothing to do. */
export function packCode(bench: PackBench, eyes: Eyes): string | null {
  switch (bench.step) {
    case 'tote':
    case 'finished':
      return eyes.toteAtBench()
    case 'carton':
      return bench.cartonTypes[0]?.code ?? ''
    case 'unit': {
      const open = bench.lines.filter((line) => line.packed < line.picked)
      const line = open.find((candidate) => candidate.here) ?? open[0]
      if (line === undefined) return command('closeCarton')
      return line.here && line.item.tracking === 'serial' ? eyes.serialToPack(line.id) : line.item.code
    }
    case 'label':
      return `00${bench.carton?.code}`
    default:
      return command('confirm')
  }
}

function shipCode(bench: ShipBench, eyes: Eyes, waybill: string): string | null {
  switch (bench.step) {
    case 'carton': {
      const code = eyes.cartonToShip()
      return code === null ? null : `00${code}`
    }
    case 'waybill':
      return waybill
    case 'carrier':
      return 'CJ'
    case 'dispatch':
      return command('dispatch')
  }
}

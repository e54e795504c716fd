import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { PackBench } from '../../../contract/station/packing.ts'
import type { PickBench } from '../../../contract/station/picking.ts'
import {
  command,
  openTestStation,
  type StationClient,
  scanOf,
  signIn,
  type TestStation,
} from '../../support/station.ts'
import { fillSmallWarehouse, order } from '../../support/warehouse.ts'

let test_: TestStation
let client: StationClient

beforeEach(async () => {
  test_ = await openTestStation()
  client = test_.client()
})
afterEach(() => test_.close())

const pick = (code: string) => client.picking.scan(scanOf(code))
const pack = (code: string) => client.packing.scan(scanOf(code))
const ship = (code: string) => client.shipping.scan(scanOf(code))

/** Scans whatever the bench asks for until the cart is at the bench. */
async function pickEverything(): Promise<PickBench> {
  let { bench } = await pick(command('giveWork'))
  let free = 1
  for (let turn = 0; turn < 200 && bench.step !== 'idle'; turn += 1) {
    const code =
      bench.step === 'totes'
        ? `T-${free++}`
        : bench.step === 'location'
          ? (bench.location?.code ?? '')
          : bench.step === 'item'
            ? (bench.item?.code ?? '')
            : bench.step === 'lot'
              ? (bench.lot ?? '')
              : bench.step === 'serial'
                ? (bench.serial ?? '')
                : bench.step === 'put'
                  ? (bench.target?.toteCode ?? '')
                  : command('done')
    const reply = await pick(code)
    expect(reply.feedback?.tone, `${bench.step} ${code} ${JSON.stringify(reply.feedback)}`).not.toBe('error')
    bench = reply.bench
  }
  return bench
}

/** The serial that lies in the tote, as the packer reads it off the unit. */
function pickedSerial(): string {
  const { reader } = test_.station.core.store
  const [serial] = JSON.parse(
    reader.prepare("SELECT serials FROM pick_line WHERE serials <> '[]'").pluck().get() as string,
  )
  return serial as string
}

async function packTote(tote: string): Promise<PackBench> {
  let { bench } = await pack(tote)
  for (let turn = 0; turn < 100 && bench.step !== 'finished'; turn += 1) {
    if (bench.step === 'print') {
      const page = await client.printing.start({ printJobId: bench.printJob?.id ?? '' })
      await client.printing.finish({ printJobId: page.printJobId, outcome: 'sent' })
      bench = (await client.packing.bench()).bench
      continue
    }
    const line = bench.lines.find((candidate) => candidate.packed < candidate.picked)
    const code =
      bench.step === 'carton'
        ? (bench.cartonTypes[0]?.code ?? '')
        : bench.step === 'unit'
          ? line?.here && line.item.tracking === 'serial'
            ? pickedSerial()
            : (line?.item.code ?? '')
          : bench.step === 'label'
            ? `00${bench.carton?.code}`
            : command('confirm')
    const reply = await pack(code)
    expect(reply.feedback?.tone, `${bench.step} ${code} ${JSON.stringify(reply.feedback)}`).not.toBe('error')
    bench = reply.bench
  }
  return bench
}

describe('the main job', () => {
  test('orders are picked, packed, labelled and shipped by scanning alone', async () => {
    await fillSmallWarehouse(test_.station.core, [
      order(1, [
        ['A1', 2],
        ['A2', 1],
      ]),
      order(2, [
        ['A1', 1],
        ['A8', 2],
      ]),
      order(3, [['A9', 1]]),
    ])
    await signIn(client, 'BDG-1')
    expect((await pickEverything()).step).toBe('idle')
    for (const tote of ['T-1', 'T-2', 'T-3']) expect((await packTote(tote)).step).toBe('finished')
    const codes = test_.station.core.store.reader
      .prepare('SELECT code FROM carton ORDER BY id')
      .pluck()
      .all() as string[]
    for (const [index, code] of codes.entries()) {
      await ship(`00${code}`)
      const tracked = await ship(String(100_000_000_000 + index))
      expect(tracked.bench.step).toBe('dispatch')
      expect((await ship(command('dispatch'))).feedback?.name).toBe('dispatched')
    }
    const states = test_.station.core.store.reader.prepare('SELECT DISTINCT state FROM "order"').pluck().all()
    expect(states).toEqual(['shipped'])
    const stock = test_.station.core.store.reader.prepare('SELECT sum(reserved) FROM stock').pluck().get()
    expect(stock).toBe(0)
  })
})

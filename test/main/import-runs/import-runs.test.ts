import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fillDemo } from '../../../main/import-runs/demo.ts'
import { importFile } from '../../../main/import-runs/import-file.ts'
import { openTestStation, type TestStation } from '../../support/station.ts'

let station: TestStation
let folder: string

beforeEach(async () => {
  station = await openTestStation()
  folder = mkdtempSync(join(tmpdir(), 'baro-files-'))
})
afterEach(async () => {
  await station.close()
  rmSync(folder, { recursive: true, force: true })
})

function file(name: string, rows: string[]): string {
  const path = join(folder, name)
  writeFileSync(path, `${rows.join('\n')}\n`)
  return path
}
const core = () => station.station.core
const number = (sql: string) => core().store.reader.prepare(sql).pluck().get() as number

const ORDERS = 'order_id,order_number,ordered_at,payment,recipient,phone,postcode,address1,sku,item_name,quantity'
const orderRow = (id: string, sku: string, quantity: string, at = '2026-01-02 10:00:00') =>
  `${id},${id},${at},paid,김서연,010-1234-5678,04524,세종대로 110,${sku},Tea,${quantity}`

describe('importing a file', () => {
  it('takes whole orders, and changes no row when the same file comes again', async () => {
    const path = file('orders.csv', [
      ORDERS,
      orderRow('A1', 'TEA', '2'),
      orderRow('A1', 'CUP', '1'),
      orderRow('A2', '', '1'),
    ])
    const first = await importFile(core(), { path })
    expect(first.problems).toEqual([])
    expect(first).toMatchObject({ kind: 'orders', phase: 'taken', taken: 2, changed: 2, problemCount: 0 })
    const before = { commands: core().journal.lastSeq(), events: number('SELECT count(*) FROM order_event') }
    const again = await importFile(core(), { path })
    expect(again).toMatchObject({ taken: 2, changed: 0, counts: { same: 2 } })
    expect({ commands: core().journal.lastSeq(), events: number('SELECT count(*) FROM order_event') }).toEqual(before)
  })

  it('says what would happen without writing, and refuses the whole file when only good ones were asked for', async () => {
    const path = file('orders.csv', [ORDERS, orderRow('A1', 'TEA', '2'), orderRow('A2', 'TEA', 'two')])
    const dry = await importFile(core(), { path, dryRun: true })
    expect(dry).toMatchObject({ phase: 'checked', changed: 0, problemCount: 1, counts: { match: 1, problem: 1 } })
    expect(dry.problems[0]).toMatchObject({ row: 3, value: 'two', expected: 'quantity-not-whole', key: 'A2' })
    const refused = await importFile(core(), { path, onlyIfAllGood: true })
    expect(refused).toMatchObject({ changed: 0, problemCount: 1 })
    expect(number('SELECT count(*) FROM "order"')).toBe(0)
    expect(await importFile(core(), { path })).toMatchObject({ changed: 1 })
  })

  it('lets orders that waited for a match go on when their item comes in', async () => {
    await importFile(core(), { path: file('orders.csv', [ORDERS, orderRow('A1', 'TEA', '2')]) })
    expect(number(`SELECT count(*) FROM "order" WHERE state = 'needs_match'`)).toBe(1)
    const items = await importFile(core(), {
      path: file('items.csv', ['sku,name,gtin', 'TEA,Green tea,8801234567893']),
      kind: 'items',
    })
    expect(items.problems).toEqual([])
    expect(items).toMatchObject({ changed: 1 })
    expect(number(`SELECT count(*) FROM "order" WHERE state = 'ready'`)).toBe(1)
    expect(readdirSync(join(station.directory, 'copies')).length).toBeGreaterThan(0)
  })

  it('reports stock of an unknown item with its row, and keeps a PIN that is the same', async () => {
    const stock = await importFile(core(), {
      path: file('stock.csv', ['sku,location,quantity', 'NO,P-1,4']),
      kind: 'stock',
    })
    expect(stock.problems).toEqual([
      { row: 2, column: 'sku', value: 'NO', expected: 'sku-unknown', params: {}, key: '' },
    ])
    const path = file('operators.csv', ['badge,name,role,pin', 'B-1,Kim,administrator,1357', 'B-2,Lee,picker,2468'])
    expect(await importFile(core(), { path })).toMatchObject({ kind: 'operators', changed: 2 })
    expect(await importFile(core(), { path })).toMatchObject({ changed: 0, counts: { same: 2 } })
    const args = core()
      .journal.after(0, 100)
      .map((command) => command.args)
    expect(args.some((text) => text.includes('1357'))).toBe(false)
  })

  it('finds the same state by replaying the journal into an empty replica', async () => {
    await importFile(core(), {
      path: file('orders.csv', [ORDERS, orderRow('A1', 'TEA', '2'), orderRow('A2', ' CUP ', '1')]),
    })
    const dump = () =>
      ['order', 'order_line', 'order_event'].map((table) =>
        core().store.reader.prepare(`SELECT * FROM "${table}" ORDER BY id`).all(),
      )
    const before = dump()
    await station.station.close()
    for (const name of readdirSync(station.directory))
      if (name.startsWith('replica.db')) rmSync(join(station.directory, name))
    rmSync(join(station.directory, 'copies'), { recursive: true, force: true })
    await station.reopen()
    expect(dump()).toEqual(before)
  })
})

describe('the demo warehouse', () => {
  it('fills an empty store through the commands, and only an empty one', { timeout: 60_000 }, async () => {
    const options = { seed: 1, now: Date.UTC(2026, 0, 5) }
    const { done, total } = await fillDemo(core(), options)
    expect(done).toBe(total)
    expect(number('SELECT count(*) FROM "order"')).toBe(400)
    expect(number('SELECT count(*) FROM stock_move')).toBe(number('SELECT count(*) FROM stock WHERE on_hand > 0'))
    expect(core().site()?.gs1_prefix).not.toBe(null)
    const states = core()
      .store.reader.prepare('SELECT state, sum(orders) AS orders FROM order_tally GROUP BY state')
      .all()
    expect(states).toContainEqual(expect.objectContaining({ state: 'ready' }))
    await expect(fillDemo(core(), options)).rejects.toMatchObject({ code: 'CONFLICT' })
  })
})

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import Database from 'better-sqlite3'
import { COMMAND_CODES } from '../../domain/command-code.ts'
import { test } from '../support/launch.ts'
import { floorWorker } from './pages/floor.ts'

const plain = readFileSync(join(import.meta.dirname, '../../resources/fixtures/orders-plain.csv'), 'utf8')
const ORDERS = 10

/** The first ten orders of the sample file, as a file of their own. */
function tenOrders(folder: string): string {
  const [header = '', ...rows] = plain.trimEnd().split('\n')
  const keys = [...new Set(rows.map((row) => row.split(',')[0]))].slice(0, ORDERS)
  const path = join(folder, 'ten-orders.csv')
  writeFileSync(path, [header, ...rows.filter((row) => keys.includes(row.split(',')[0]))].join('\n'))
  return path
}

/** The print dialog's stand-in: Chromium without a window has none. Counts how often it was opened. */
async function countPrints(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const counted = window as Window & { prints?: number }
    counted.prints = 0
    window.print = () => {
      counted.prints = (counted.prints ?? 0) + 1
    }
  })
  return () => page.evaluate(() => (window as Window & { prints?: number }).prints ?? 0)
}

for (const [locale, language] of [
  ['ko-KR', 'korean'],
  ['en-GB', 'english'],
] as const)
  test(`ten orders go from a file to shipped by scans and keys alone (${locale})`, async ({ launch }) => {
    test.setTimeout(300_000)
    const station = await launch({ demo: true, locale })
    const { page } = station
    const worker = await floorWorker(page)
    await worker.signIn('BDG-0001', '1357')
    await worker.open(station.url, 'picking')
    await worker.scanner(COMMAND_CODES[language])
    await expect(page.locator('html')).toHaveAttribute('lang', locale.slice(0, 2))

    await page.goto(`${station.url}/import`)
    await page.locator('input[type=file]').first().setInputFiles(tenOrders(station.dataDirectory))
    await page.locator('[data-phase="checked"]').waitFor()
    await page.keyboard.press('Enter')
    await page.locator('[data-phase="taken"]').waitFor()

    await page.goto(`${station.url}/orders?channel=plain`)
    await expect(page.locator('[data-order][data-state="ready"]')).toHaveCount(ORDERS)
    for (let row = 0; row < ORDERS; row += 1) {
      await page.keyboard.press('Space')
      await page.keyboard.press('ArrowDown')
    }
    await page.keyboard.press('r')
    await expect(page.locator('[data-order][data-state="released"]')).toHaveCount(ORDERS)

    await worker.open(station.url, 'picking')
    const totes = Array.from({ length: 20 }, (_, index) => `TOTE-${String(index + 1).padStart(2, '0')}`)
    // Priorities are never mixed on a cart, so ten orders may take more than two.
    const used: string[] = []
    while (used.length < ORDERS) used.push(...(await worker.pickCart(totes)))

    await worker.open(station.url, 'packing')
    const prints = await countPrints(page)
    const database = new Database(join(station.dataDirectory, 'replica.db'), { readonly: true })
    const serials = database.prepare(
      `SELECT j.value FROM pick_line l, json_each(l.serials) j
       WHERE j.value NOT IN (SELECT serial FROM carton_line) ORDER BY j.value LIMIT 1`,
    )
    for (const tote of used) await worker.packTote(tote, () => serials.pluck().get() as string)
    const cartons = database.prepare(`SELECT code FROM carton WHERE state = 'labelled' ORDER BY id`).pluck().all()
    expect(await prints()).toBe(cartons.length)

    await worker.open(station.url, 'shipping')
    for (const [index, code] of (cartons as string[]).entries()) {
      const { bench: before } = await worker.scan('shipping', `00${code}`)
      const carrier = String(before.cartons.find(({ here }: { here: boolean }) => here)?.carrierName)
      // A waybill of the carrier on the label: the post's numbers are longer than the others'.
      const waybill = `${/Post|우체국/.test(carrier) ? 68000000 : 6000000}${String(index).padStart(5, '0')}`
      const { bench } = await worker.scan('shipping', waybill)
      if (bench.step === 'carrier') await worker.scan('shipping', bench.carriers[0].code)
      if ((await worker.bench('shipping')).step === 'dispatch') await worker.scan('shipping', COMMAND_CODES.dispatch)
    }
    const states = database
      .prepare(`SELECT state, count(*) AS n FROM "order" WHERE channel = 'plain' GROUP BY state`)
      .all()
    database.close()
    expect(states).toEqual([{ state: 'shipped', n: ORDERS }])

    await page.goto(`${station.url}/orders?channel=plain`)
    await expect(page.locator('[data-order][data-state="shipped"]')).toHaveCount(ORDERS)
    await expect(page.locator('html')).toHaveAttribute('lang', locale.slice(0, 2))
  })

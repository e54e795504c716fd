import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import Database from 'better-sqlite3'
import { COMMAND_CODES, type CommandName } from '../../domain/command-code.ts'
import { test } from '../support/launch.ts'
import { floorWorker } from './pages/floor.ts'
import { onlooker } from './pages/onlooker.ts'

const LOOKS = [
  {
    locale: 'ko-KR',
    language: 'korean',
    theme: 'light',
    size: { width: 1280, height: 800 },
    picker: ['BDG-0004', '4712'],
    packer: ['BDG-0006', '6935'],
  },
  {
    locale: 'en-GB',
    language: 'english',
    theme: 'dark',
    size: { width: 1920, height: 1080 },
    picker: ['BDG-0005', '5824'],
    packer: ['BDG-0007', '7146'],
  },
] as const

/** Orders whose single line is of the same goods as another one's, and no serial numbers: twelve of them are planned. */
const ALIKE = `SELECT o.id, o.number FROM "order" o JOIN order_line l ON l.order_id = o.id JOIN item i ON i.id = l.item_id
  WHERE o.state = 'ready' AND o.line_count = 1 AND i.tracking = 'none' AND o.priority = 0
  ORDER BY (SELECT count(*) FROM order_line m JOIN "order" p ON p.id = m.order_id
    WHERE m.item_id = l.item_id AND p.line_count = 1 AND p.state = 'ready') DESC, l.item_id, l.quantity, o.id LIMIT 12`

for (const look of LOOKS)
  test(`a lead plans orders of one line, a picker collects them into one tote, and a packer ships them unit by unit (${look.locale})`, async ({
    launch,
  }, info) => {
    test.skip(info.project.name !== 'chromium', 'three people at one host')
    test.setTimeout(420_000)
    const station = await launch({ demo: true, locale: look.locale })
    const { page, url } = station
    await page.setViewportSize(look.size)
    const name = `${look.locale.slice(0, 2)}-${look.size.width}`
    const rows = <R>(sql: string): R[] => {
      const database = new Database(join(station.dataDirectory, 'replica.db'), { readonly: true })
      try {
        return database.prepare(sql).all() as R[]
      } finally {
        database.close()
      }
    }
    const browser = page.context().browser()
    if (browser === null) throw new Error('a page in Chromium has its browser')
    const enter = async (own: Page, badge: string, pin: string, screen: 'picking' | 'packing') => {
      const worker = await floorWorker(own)
      await worker.signIn(badge, pin)
      await worker.open(url, screen)
      await worker.scanner(COMMAND_CODES[look.language])
      await expect(own.locator('html')).toHaveAttribute('lang', look.locale.slice(0, 2))
      await own.evaluate((theme) => {
        const stored = JSON.parse(localStorage.getItem('baro.preferences') ?? '{}')
        localStorage.setItem('baro.preferences', JSON.stringify({ ...stored, theme }))
      }, look.theme)
      await worker.open(url, screen)
      return { own, worker, ...onlooker(own, info, name) }
    }
    const openAnother = async ([badge, pin]: readonly [string, string], screen: 'picking' | 'packing') => {
      const context = await browser.newContext({ locale: look.locale, viewport: look.size })
      const own = await context.newPage()
      await own.goto(url)
      return enter(own, badge, pin, screen)
    }

    // The lead plans twelve orders of one line, and the preview says where they are sorted.
    const lead = await enter(page, 'BDG-0003', '3690', 'picking')
    const alike = rows<{ id: string; number: string }>(ALIKE)
    expect(alike).toHaveLength(12)
    await page.goto(`${url}/planning`)
    await page.locator('[data-strategy="single-line"]').click()
    await lead.look('ask')
    const { planId } = await page.evaluate(
      async ({ orderIds }) => {
        const body = JSON.stringify({ json: { orderIds, strategy: 'single-line', seconds: 1 } })
        const options = { method: 'POST', headers: { 'content-type': 'application/json' }, body }
        return (await (await fetch('/rpc/planning/plan', options)).json()).json
      },
      { orderIds: alike.map(({ id }) => id) },
    )
    await page.goto(`${url}/planning/${planId}`)
    await page.locator('[data-plan-phase="planned"] [data-batch="1"]').waitFor({ timeout: 60_000 })
    await lead.look('preview')
    await page.getByRole('radio').nth(1).click()
    await page.locator('[data-part="stops"]').waitFor()
    await lead.look('stops')
    await page.keyboard.press('Control+Enter')
    const dialog = page.getByRole('alertdialog').locator('button:focus')
    await expect(dialog.or(page.locator('[data-part="released"]'))).toBeVisible({ timeout: 60_000 })
    if (await dialog.isVisible()) await page.keyboard.press('Enter')
    await page.locator('[data-part="released"]').waitFor({ timeout: 60_000 })

    // The picker takes each kind of goods once for all its orders: place, one unit, how many, tote.
    const picker = await openAnother(look.picker, 'picking')
    let { bench } = await picker.worker.command('picking', 'giveWork')
    expect(bench).toMatchObject({ step: 'totes', together: { orders: 12 } })
    await picker.look('totes')
    ;({ bench } = await picker.worker.scan('picking', 'TOTE-01'))
    let scans = 0
    const pick = async (code: string) => {
      scans += 1
      const answer = await picker.worker.scan('picking', code)
      expect(answer.feedback?.tone, JSON.stringify(answer.feedback)).not.toBe('error')
      ;({ bench } = answer)
    }
    for (let stop = 0; bench.step !== 'drop'; stop += 1) {
      await pick(bench.location.code)
      if (stop === 0) await picker.look('item')
      await pick(bench.item.code)
      if (bench.step === 'item') {
        for (const digit of String(bench.quantity)) await pick(COMMAND_CODES[`quantity${digit}` as CommandName])
        await pick(COMMAND_CODES.quantityEnter)
      }
      expect(bench.step).toBe('put')
      if (stop === 0) await picker.look('put')
      await pick('TOTE-01')
    }
    const stops = rows<{ n: number }>('SELECT count(DISTINCT stock_id) AS n FROM pick_line')[0]?.n ?? 0
    expect(stops).toBeLessThan(12)
    expect(scans).toBeLessThanOrEqual(stops * 6)
    await picker.worker.command('picking', 'done')

    // The packer scans the tote once, and then unit after unit: each opens its order.
    const packer = await openAnother(look.packer, 'packing')
    ;({ bench } = await packer.worker.scan('packing', 'TOTE-01'))
    expect(bench).toMatchObject({ step: 'sort', shared: { orders: 12 } })
    await packer.look('sort')
    let packed = 0
    let last = ''
    for (let turn = 0; turn < 400 && bench.step !== 'finished'; turn += 1) {
      if (bench.step === 'sort' && last === 'orderPacked') packed += 1
      if (bench.step === 'print') {
        await packer.worker.scanner(COMMAND_CODES.print)
        await expect(packer.own.locator('[data-step="label"]')).toBeVisible()
        bench = await packer.worker.bench('packing')
      }
      const answer = await packer.worker.scan('packing', nextCode(bench))
      expect(answer.feedback?.tone, JSON.stringify(answer.feedback)).not.toBe('error')
      last = answer.feedback?.name ?? ''
      ;({ bench } = answer)
      if (packed === 0 && bench.step === 'carton') await packer.look('in-hand')
      if (packed === 1 && bench.step === 'sort') await packer.look('next')
    }
    expect(last).toBe('sharedToteDone')
    await packer.look('done')
    const numbers = new Set(alike.map(({ number }) => number))
    const done = rows<{ number: string }>(`SELECT number FROM "order" WHERE state = 'packed'`).filter(({ number }) =>
      numbers.has(number),
    )
    expect(done).toHaveLength(12)
    expect(rows(`SELECT state FROM tote WHERE code = 'TOTE-01'`)).toEqual([{ state: 'emptied' }])
    expect([...lead.found, ...picker.found, ...packer.found]).toEqual([])
  })

// biome-ignore lint/suspicious/noExplicitAny: benches as the page gets them; the contract is tested elsewhere.
function nextCode(bench: any): string {
  switch (bench.step) {
    case 'sort':
      return bench.shared.items[0].item.code
    case 'carton':
      return bench.cartonTypes[0].code
    case 'unit':
      return bench.lines.find((line: { packed: number; picked: number }) => line.packed < line.picked).item.code
    case 'label':
      return `00${bench.carton.code}`
    default:
      return COMMAND_CODES.confirm
  }
}

import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, type TestInfo } from '@playwright/test'
import Database from 'better-sqlite3'
import { present } from '../../domain/assert.ts'
import { COMMAND_CODES } from '../../domain/command-code.ts'
import { test } from '../support/launch.ts'
import { type Answer, floorWorker } from './pages/floor.ts'

const LOOKS = [
  {
    locale: 'ko-KR',
    language: 'korean',
    theme: 'light',
    size: { width: 1280, height: 800 },
    packer: ['BDG-0006', '6935'],
  },
  {
    locale: 'en-GB',
    language: 'english',
    theme: 'dark',
    size: { width: 1920, height: 1080 },
    packer: ['BDG-0007', '7146'],
  },
] as const

/** Keeps a picture of a screen, and what axe finds on it. */
function onlooker(info: TestInfo, name: string) {
  const found: string[] = []
  return {
    found,
    see: async (page: Page, screen: string): Promise<void> => {
      await page.evaluate(() => document.fonts.ready)
      await page.screenshot({ path: info.outputPath(`zone-${screen}-${name}.png`) })
      const { violations } = await new AxeBuilder({ page }).analyze()
      found.push(...violations.map(({ id, nodes }) => `${screen}: ${id} at ${nodes[0]?.target.join(' ')}`))
    },
  }
}

async function setTheme(page: Page, theme: string): Promise<void> {
  await page.evaluate((wanted) => {
    const stored = JSON.parse(localStorage.getItem('baro.preferences') ?? '{}')
    localStorage.setItem('baro.preferences', JSON.stringify({ ...stored, theme: wanted }))
  }, theme)
}

for (const look of LOOKS)
  test(`a cart goes from zone to zone with its totes, and everything comes to packing (${look.locale})`, async ({
    launch,
  }, info) => {
    test.skip(info.project.name !== 'chromium', 'four people at one host')
    test.setTimeout(300_000)
    const station = await launch({ demo: true, locale: look.locale })
    const { page, url } = station
    await page.setViewportSize(look.size)
    const { found, see } = onlooker(info, `${look.locale.slice(0, 2)}-${look.size.width}`)
    const lead = await floorWorker(page)
    await lead.signIn('BDG-0003', '3690')
    await lead.open(url, 'picking')
    await lead.scanner(COMMAND_CODES[look.language])
    await expect(page.locator('html')).toHaveAttribute('lang', look.locale.slice(0, 2))
    await setTheme(page, look.theme)

    // The lead plans by zone, looks at a batch that goes through several, and releases that one.
    await page.goto(`${url}/planning`)
    await page.locator('[data-strategy="zone"]').click()
    await page.getByRole('textbox').first().fill('60')
    await page.getByRole('textbox').last().fill('1')
    await page.keyboard.press('Control+Enter')
    const chain = page.locator('[data-row]', { hasText: '→' }).first()
    await chain.locator('button').click({ timeout: 60_000 })
    const number = (await chain.getAttribute('data-row')) ?? ''
    await page.locator(`[data-batch="${number}"] [data-stop]`).first().waitFor()
    await see(page, 'plan')
    await page.keyboard.press('x')
    await page.keyboard.press('Control+Enter')
    await page.getByRole('alertdialog').locator('button:focus').waitFor()
    await page.waitForTimeout(200)
    await page.keyboard.press('Enter')
    await page.locator('[data-part="released"]').waitFor({ timeout: 60_000 })
    await page.locator('[data-part="released"] button').last().click()
    await expect(page.locator('[data-task="B-0001-1"]')).toContainText('1/')
    await expect(page.locator('[data-task="B-0001-2"]')).toContainText('B-0001-1')
    await page.waitForTimeout(300)
    await see(page, 'wave')

    // Picker after picker asks for work of the zone in which the cart stands, and hands it over.
    const browser = page.context().browser()
    if (browser === null) throw new Error('a page in Chromium has its browser')
    const open = async (badge: string, pin: string, screen: 'picking' | 'packing') => {
      const context = await browser.newContext({ locale: look.locale, viewport: look.size })
      const own = await context.newPage()
      await own.goto(url)
      const worker = await floorWorker(own)
      await worker.signIn(badge, pin)
      await setTheme(own, look.theme)
      await worker.open(url, screen)
      return { own, worker }
    }
    const pickers = [await open('BDG-0004', '4712', 'picking'), await open('BDG-0005', '5824', 'picking')]
    const totes = Array.from({ length: 24 }, (_, index) => `TOTE-${String(index + 1).padStart(2, '0')}`)
    const used: string[] = []
    const picker = (turn: number) => present(pickers[turn % 2], 'there are two of them')
    const ask = async (turn: number, zone: string, screen?: string): Promise<Answer> => {
      const { own, worker } = picker(turn)
      // Otherwise its answer could be taken for that of the scan after it.
      const answered = own.waitForResponse((response) => response.url().endsWith('/rpc/picking/scan'))
      await own.locator(`[data-choice="zone-${zone}"]`).click()
      await answered
      await expect(own.locator(`[data-choice="zone-${zone}"]`)).toHaveAttribute('aria-pressed', 'true')
      if (screen !== undefined) await see(own, screen)
      return worker.command('picking', 'giveWork')
    }
    const way = zonesIn(station.dataDirectory)
    expect(way.length).toBeGreaterThan(1)
    for (const [turn, zone] of way.entries()) {
      const { own, worker } = picker(turn)
      const next = way[turn + 1] ?? null
      // The next zone has nothing before the cart is there.
      if (next !== null) expect((await ask(turn + 1, next, `idle-${next}`)).feedback?.name).toBe('noWorkInZone')
      const answer = await ask(turn, zone)
      expect(answer.bench.task).toMatchObject({ zone, part: { number: turn + 1, of: way.length }, nextZone: next })
      if (turn > 0) await see(own, `take-over-${turn}`)
      used.push(...(await worker.pickUntil('drop', answer, totes)))
      await see(own, next === null ? 'drop' : `hand-over-${turn + 1}`)
      const over = await worker.command('picking', 'done')
      expect(over.feedback?.name).toBe(next === null ? 'dropped' : 'handedOver')
    }

    // The bench gets every unit of the order, whichever zone it came from.
    const [badge, pin] = look.packer
    const { worker: packer } = await open(badge, pin, 'packing')
    const packed = await packer.scan('packing', used[0] ?? '')
    const picked = packed.bench.lines.map((line: { picked: number }) => line.picked)
    const database = new Database(join(station.dataDirectory, 'replica.db'), { readonly: true })
    const asked = database
      .prepare(
        `SELECT quantity FROM order_line JOIN tote ON tote.order_id = order_line.order_id WHERE tote.code = ?
         AND quantity > 0 ORDER BY line_no`,
      )
      .pluck()
      .all(used[0] ?? '')
    database.close()
    expect([...picked].sort()).toEqual([...(asked as number[])].sort())
    expect(picked.length).toBeGreaterThan(1)
    expect(found).toEqual([])
  })

/** The zones through which the only chain goes, in the order of its tasks. */
function zonesIn(dataDirectory: string): string[] {
  const database = new Database(join(dataDirectory, 'replica.db'), { readonly: true })
  const zones = database.prepare('SELECT zone FROM pick_task ORDER BY number').pluck().all() as string[]
  database.close()
  return zones
}

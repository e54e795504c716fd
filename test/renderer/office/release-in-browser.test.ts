import { randomUUID } from 'node:crypto'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { chromiumFlags, findChromium } from '../../support/hosts.ts'
import { openTestStation, signIn, type TestStation } from '../../support/station.ts'
import { fillSmallWarehouse, order } from '../../support/warehouse.ts'
import { servePages } from './preview.ts'

const tool = findChromium()
const reason = tool.path === null ? ` (skipped: ${tool.reason})` : ''
const sessionId = randomUUID()
const FROM = '2999-12-01'

describe.skipIf(tool.path === null)(`releases and what waits in a real browser${reason}`, () => {
  let station: TestStation
  let pages: Awaited<ReturnType<typeof servePages>>
  let browser: Browser
  let context: BrowserContext | undefined
  const errors: string[] = []
  const ids = new Map<string, string>()
  const client = () => station.client(sessionId)

  beforeAll(async () => {
    station = await openTestStation()
    const orders = [order(1, [['A1', 2]], { availableFrom: FROM }), order(2, [['A2', 130]]), order(3, [['A3', 1]])]
    await fillSmallWarehouse(station.station.core, orders, false)
    await signIn(client(), 'BDG-1')
    for (const { id, number } of (await client().orders.list({})).rows) ids.set(number.slice(1), id)
    pages = await servePages(async (request) =>
      /^\/(rpc|files)\//.test(new URL(request.url).pathname) ? station.station.handle(request, { sessionId }) : null,
    )
    browser = await chromium.launch({ executablePath: tool.path ?? '', args: [...chromiumFlags] })
  }, 60_000)
  afterEach(async () => {
    await context?.close()
    context = undefined
    expect(errors.splice(0)).toEqual([])
  })
  afterAll(async () => {
    await browser?.close()
    await pages?.close()
    await station?.close()
  })

  const open = async (path: string, locale = 'en', theme = 'light', size = [1280, 800]): Promise<Page> => {
    await context?.close()
    context = await browser.newContext({ viewport: { width: size[0] ?? 1280, height: size[1] ?? 800 } })
    const page = await context.newPage()
    page.on('pageerror', (error) => errors.push(String(error)))
    await page.addInitScript((stored) => localStorage.setItem('baro.preferences', JSON.stringify(stored)), {
      ...{ locale, theme, pxPerMm: 3.8 },
    })
    await page.goto(`${pages.address}${path}`)
    await page.locator('[data-office]').waitFor({ timeout: 60_000 })
    return page
  }
  const row = (page: Page, externalId: string) => page.locator(`[data-order="${ids.get(externalId)}"]`)
  const policies = async () => (await client().site.view()).policies

  it('changes the rules, and refuses what is none beside its field', { timeout: 90_000 }, async () => {
    const page = await open('/settings/release')
    const save = page.getByRole('button', { name: 'Save', exact: true })
    const collections = page.getByRole('textbox', { name: /^Collections/ })
    await collections.fill('CJ 1-5 17:00\nCJ 5 18:00')
    await page.getByText('CJ 5 18:00 is not like CJ 1-5 17:00, or names a day twice.').waitFor()
    expect(await save.isDisabled()).toBe(true)
    await collections.fill('CJ 1-5 17:00\n* 6 12:00')
    const closed = page.getByRole('textbox', { name: /^Closed on/ })
    await closed.fill('2026-02-30')
    await page.getByText('2026-02-30 is no date like 2026-12-25.').waitFor()
    expect(await save.isDisabled()).toBe(true)
    await closed.fill('2026-12-25')
    await page.getByText('paid', { exact: true }).click()
    await page.getByText('What came first', { exact: true }).click()
    await page.getByText('Release waiting orders as soon as stock comes in').click()
    await save.click()
    await expect.poll(policies).toMatchObject({
      pickablePayments: ['authorized', 'cod'],
      stockChoice: { prefer: 'fifo' },
      release: {
        backorders: 'by-hand',
        holidays: ['2026-12-25'],
        collections: [
          { carrier: 'CJ', weekdays: [1, 2, 3, 4, 5], at: '17:00' },
          { carrier: '', weekdays: [6], at: '12:00' },
        ],
      },
    })
    await page.getByText('paid', { exact: true }).click()
    await save.click()
    await expect.poll(policies).toMatchObject({ pickablePayments: ['authorized', 'paid', 'cod'] })
  })

  it('names why each order is not released, and shows what is promised to those that wait', {
    timeout: 90_000,
  }, async () => {
    const { refused } = await client().orders.releaseAll()
    expect(refused.map(({ number, name, params }) => [number, name, params])).toEqual([
      ['#1', 'notReleasable', { reason: 'preOrder', from: FROM }],
      ['#2', 'underReserved', { missing: 30 }],
    ])
    const page = await open('/orders')
    await row(page, '1').getByText('pre-order', { exact: true }).waitFor()
    await row(page, '1').click()
    await page.locator('[data-sheet]').waitFor()
    await page.getByText(/^A pre-order: it can be released from .*2999 on/).waitFor()
    await page.getByText('100 on hand, 0 reserved, 2 promised, 98 available', { exact: false }).waitFor()
    await page.keyboard.press('Escape')
    await row(page, '2').click()
    await page.getByText('30 units are missing. The order waits for stock.').waitFor()
  })

  it.each([
    ['en', 'light', [1280, 800]],
    ['ko', 'dark', [1920, 1080]],
    ['ko', 'light', [1280, 800]],
    ['en', 'dark', [1920, 1080]],
  ])('is readable for everybody: %s, %s', { timeout: 90_000 }, async (locale, theme, size) => {
    for (const [name, path] of [
      ['settings', '/settings/release'],
      ['orders', '/orders'],
    ] as const) {
      const page = await open(path, locale, theme, size)
      await page.waitForLoadState('networkidle')
      if (name === 'orders') {
        await row(page, locale === 'en' ? '2' : '1').click()
        await page.locator('[data-sheet]').waitFor()
      }
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
      const folder = process.env.BARO_PICTURES
      if (folder !== undefined)
        await page.screenshot({ path: `${folder}/${name}-${locale}-${theme}-${size[0]}.png`, fullPage: true })
    }
  })
})

import { randomUUID } from 'node:crypto'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { saveServices } from '../../../commands/services/save-services.ts'
import { chromiumFlags, findChromium } from '../../support/hosts.ts'
import { serviceBook } from '../../support/service-books.ts'
import { openTestStation, signIn, type TestStation } from '../../support/station.ts'
import { fillSmallWarehouse } from '../../support/warehouse.ts'
import { servePages } from './preview.ts'

const tool = findChromium()
const reason = tool.path === null ? ` (skipped: ${tool.reason})` : ''
const sessionId = randomUUID()
const BOOK = serviceBook({
  services: [
    { code: 'CJ-STD', priceMinor: 2_500, limits: { grams: 20_000, sidesMm: 1_600 } },
    { code: 'X-AIR', carrierCode: 'X', mode: 'air', priceMinor: 1_900 },
  ],
  holidays: ['2026-12-25'],
  rules: [
    { id: '배터리 항공 금지', when: { kinds: ['lithium-battery'], modes: ['air'] }, effect: { kind: 'forbid' } },
    { id: 'mark', when: { batteryOverWh: 100 }, effect: { kind: 'require-mark', mark: 'UN3481' } },
  ],
})

describe.skipIf(tool.path === null)(`services and rules in a real browser${reason}`, () => {
  let station: TestStation
  let pages: Awaited<ReturnType<typeof servePages>>
  let browser: Browser
  let context: BrowserContext | undefined
  const errors: string[] = []

  beforeAll(async () => {
    station = await openTestStation()
    await fillSmallWarehouse(station.station.core, [])
    await station.station.core.run(saveServices, { after: 0, book: BOOK }, { operatorId: null, station: 'TEST' })
    await signIn(station.client(sessionId), 'BDG-1')
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

  const open = async (tab: string, locale = 'en', theme = 'light'): Promise<Page> => {
    context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
    const page = await context.newPage()
    page.on('pageerror', (error) => errors.push(String(error)))
    await page.addInitScript((stored) => localStorage.setItem('baro.preferences', JSON.stringify(stored)), {
      locale,
      theme,
      pxPerMm: 3.8,
    })
    await page.goto(`${pages.address}/settings/services/${tab}`)
    await page.locator('[data-office]').waitFor({ timeout: 60_000 })
    return page
  }
  const view = () => station.client(sessionId).services.view()

  it('shows a fault at its place, leads to it, and saves nothing until it is mended', { timeout: 90_000 }, async () => {
    const page = await open('edit')
    const area = page.getByRole('textbox', { name: 'Services, rate cards, calendar and rules' })
    const save = page.getByRole('button', { name: 'Save as a new version' })
    const text = await area.inputValue()
    await area.fill(text.replace('"serviceCode": "X-AIR"', '"serviceCode": "GONE"'))
    await page.locator('[data-fault="cards[1].serviceCode"]').waitFor()
    await page.getByText('There is no “GONE”.').waitFor()
    expect(await save.isDisabled()).toBe(true)
    await page.getByRole('button', { name: 'cards[1].serviceCode' }).press('Enter')
    const marked = await area.evaluate((field: HTMLTextAreaElement) =>
      field.value.slice(field.selectionStart, field.selectionEnd),
    )
    expect(marked).toBe('"GONE"')
    await area.fill('{\n  oops')
    await page.getByText('The text cannot be read from line 2').waitFor()
    await area.fill(text.replace('"handlingDays": 0', '"handlingDays": 1'))
    await page.locator('[data-fault]').first().waitFor({ state: 'detached' })
    await save.press('Enter')
    await expect.poll(view).toMatchObject({ version: 2, book: { handlingDays: 1 } })
    await page.getByText('Version 2').waitFor()
  })

  it('tells somebody who edited an older version, and keeps what was saved', { timeout: 60_000 }, async () => {
    const page = await open('edit')
    const area = page.getByRole('textbox', { name: 'Services, rate cards, calendar and rules' })
    const { version, text } = await view()
    await area.fill(text.replace('"handlingDays": 1', '"handlingDays": 3'))
    await station.client(sessionId).services.save({ after: version, text: text.replace('CJ-STD-card', 'CJ-2026') })
    const save = page.getByRole('button', { name: 'Save as a new version' })
    await expect.poll(() => save.isEnabled(), { timeout: 10_000 }).toBe(true)
    await save.press('Enter')
    await page.getByText('Somebody saved a newer version meanwhile').waitFor()
    expect(await view()).toMatchObject({ version: version + 1, book: { handlingDays: 1 } })
  })

  it('tries a carton: which services take it, and which rule forbids one', { timeout: 60_000 }, async () => {
    const page = await open('try')
    await page.locator('[data-offer="X-AIR"][data-first="true"]').waitFor()
    await page.getByText('lithium battery').click()
    await page.locator('[data-refused="X-AIR"]').getByText('Rule “배터리 항공 금지” forbids it.').waitFor()
    await page.getByText('not known of').first().waitFor()
    await page.getByRole('textbox', { name: 'Battery, Wh' }).fill('74')
    await page.keyboard.press('Tab')
    await page.locator('[data-offer="CJ-STD"][data-first="true"]').waitFor()
  })

  for (const tab of ['services', 'prices', 'calendar', 'rules', 'try', 'edit'])
    for (const [locale, theme] of [
      ['ko', 'dark'],
      ['en', 'light'],
    ] as const)
      it(`is accessible in ${locale}, ${theme}: ${tab}`, { timeout: 60_000 }, async () => {
        const page = await open(tab, locale, theme)
        await page.waitForTimeout(800)
        const { violations } = await new AxeBuilder({ page }).analyze()
        expect(violations.map(({ id: rule, nodes }) => [rule, nodes.map(({ target }) => target)])).toEqual([])
      })
})

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

describe.skipIf(tool.path === null)(`label templates and papers in a real browser${reason}`, () => {
  let station: TestStation
  let pages: Awaited<ReturnType<typeof servePages>>
  let browser: Browser
  let context: BrowserContext | undefined
  const errors: string[] = []

  beforeAll(async () => {
    station = await openTestStation()
    await fillSmallWarehouse(station.station.core, [order(1, [['A1', 1]])])
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

  const open = async (path: string, locale = 'en', theme = 'light'): Promise<Page> => {
    context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
    const page = await context.newPage()
    page.on('pageerror', (error) => errors.push(String(error)))
    await page.addInitScript((stored) => localStorage.setItem('baro.preferences', JSON.stringify(stored)), {
      locale,
      theme,
      pxPerMm: 3.8,
    })
    await page.goto(`${pages.address}${path}`)
    await page.locator('[data-office]').waitFor({ timeout: 60_000 })
    return page
  }
  const template = async (id: string) => (await station.client(sessionId).templates.list()).find((one) => one.id === id)
  const fill = async (page: Page, name: string, value: string) => {
    await page.getByRole('textbox', { name, exact: true }).fill(value)
    await page.keyboard.press('Tab')
  }

  it('edits a template by keyboard beside its drawing, says where a fault is, saves a version and goes back', {
    timeout: 90_000,
  }, async () => {
    const page = await open('/settings/templates')
    await page.getByRole('button', { name: 'Edit Location' }).press('Enter')
    const paper = page.getByRole('img', { name: 'The label with invented values' })
    await paper.waitFor()
    await fill(page, 'Width of the label, mm', '90')
    await page.locator('[data-fault="elements[1].box"]').waitFor()
    const save = page.getByRole('button', { name: 'Save as a new version' })
    expect(await save.isDisabled()).toBe(true)
    await page.getByRole('button', { name: 'elements[1].box' }).press('Enter')
    await fill(page, 'Width', '86')
    await page.locator('[data-fault="elements[1].box"]').waitFor({ state: 'detached' })
    await page.locator('[data-element="0"] > button').press('Enter')
    await fill(page, 'Width', '80')
    await page.locator('[data-fault]').waitFor({ state: 'detached' })
    await paper.waitFor()
    await save.press('Enter')
    await expect.poll(() => template('location')).toMatchObject({ version: 1, drawn: 1, widthMm: 90 })
    await page.getByText('Version 1').waitFor()
    await page.getByRole('button', { name: 'Back to the original' }).press('Enter')
    await page.getByRole('button', { name: 'Use the original' }).press('Enter')
    await expect.poll(() => template('location')).toMatchObject({ version: 2, drawn: 0, widthMm: 100 })
  })

  it('takes a template as code, too, and names the line that cannot be read', { timeout: 60_000 }, async () => {
    const page = await open('/settings/templates/item')
    await page
      .getByRole('radio', { name: 'Code' })
      .or(page.getByRole('button', { name: 'Code', exact: true }))
      .first()
      .press('Enter')
    const code = page.getByRole('textbox', { name: 'Code of the template' })
    const text = await code.inputValue()
    await code.fill('{\n  oops')
    await page.getByText('The code cannot be read from line 2').waitFor()
    await code.fill(text.replace('"heightMm": 30', '"heightMm": 33'))
    await page.getByText('50 × 33 mm').waitFor()
    await page.getByRole('button', { name: 'Save as a new version' }).press('Enter')
    await expect.poll(() => template('item')).toMatchObject({ version: 1, heightMm: 33 })
  })

  it('leaves lengths as they are when somebody only walks through the fields', { timeout: 60_000 }, async () => {
    const page = await open('/settings/templates/shipping-100x150')
    await page.locator('[data-element="6"] > button').press('Enter')
    const height = page.getByRole('textbox', { name: 'Height', exact: true })
    expect(await height.inputValue()).toBe('2.6')
    for (let step = 0; step < 12; step += 1) await page.keyboard.press('Tab')
    expect(await height.inputValue()).toBe('2.6')
    expect(await page.getByRole('button', { name: 'Drop my changes' }).count()).toBe(0)
  })

  for (const path of ['/settings/templates', '/settings/templates/shipping-4x6', '/settings/sheets', '/orders/first'])
    for (const [locale, theme] of [
      ['ko', 'dark'],
      ['en', 'light'],
    ] as const)
      it(`is accessible in ${locale}, ${theme}: ${path}`, { timeout: 60_000 }, async () => {
        const id = station.station.core.store.reader.prepare('SELECT id FROM "order"').pluck().get() as string
        const page = await open(path.replace('first', encodeURIComponent(id)), locale, theme)
        await page.waitForTimeout(800)
        const { violations } = await new AxeBuilder({ page }).analyze()
        expect(violations.map(({ id: rule, nodes }) => [rule, nodes.map(({ target }) => target)])).toEqual([])
      })
})

import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { chromiumFlags, findChromium } from '../../support/hosts.ts'
import type { FakeOptions } from './fake-station.ts'
import { type Preview, startPreview } from './preview.ts'

const tool = findChromium()
const reason = tool.path === null ? ` (skipped: ${tool.reason})` : ''
const STATION: FakeOptions = { orders: 50, empty: false, signedIn: true, printers: 'several' }

describe.skipIf(tool.path === null)(`printers and labels in a real browser${reason}`, () => {
  let preview: Preview
  let browser: Browser
  let context: BrowserContext | undefined
  const errors: string[] = []

  beforeAll(async () => {
    preview = await startPreview(STATION)
    browser = await chromium.launch({ executablePath: tool.path ?? '', args: [...chromiumFlags] })
  }, 60_000)
  afterEach(async () => {
    await context?.close()
    context = undefined
    expect(errors.splice(0)).toEqual([])
  })
  afterAll(async () => {
    await browser?.close()
    await preview?.close()
  })

  const open = async (
    path: string,
    options: Partial<FakeOptions> = {},
    look = { locale: 'en', theme: 'light' },
  ): Promise<Page> => {
    preview.reset({ ...STATION, ...options })
    context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
    const page = await context.newPage()
    page.on('pageerror', (error) => errors.push(String(error)))
    await page.addInitScript(
      (stored) => localStorage.setItem('baro.preferences', JSON.stringify({ ...stored, pxPerMm: 3.8 })),
      look,
    )
    await page.goto(`${preview.address}${path}`)
    await page.locator('[data-office]').waitFor({ timeout: 60_000 })
    return page
  }
  const calls = (name: string) =>
    preview
      .calls()
      .filter((call) => call.name === name)
      .map(({ input }) => input)
  const textOf = (page: Page, selector: string) => page.locator(selector).first().textContent()

  it('says of every printer what it is, how it stands, what waits, and the one remedy', async () => {
    const page = await open('/settings/printers')
    const zebra = '[data-printer="zd421"]'
    await expect.poll(() => textOf(page, zebra)).toContain('Not ready')
    await expect.poll(() => textOf(page, zebra), { timeout: 10_000 }).toContain('1 page in the queue')
    expect(await textOf(page, zebra)).toContain('The printer is out of paper. Put paper in.')
    expect(await textOf(page, zebra)).toContain('10.0.0.31')
    expect(await textOf(page, '[data-printer="folder"]')).toContain('cannot be written')
    await expect.poll(() => textOf(page, '[data-printer="laser"]')).toContain('Does not say how it is')
    await page.locator(zebra).getByRole('button', { name: 'Try now' }).press('Enter')
    await expect.poll(() => textOf(page, `${zebra} [data-standing]`)).toBe('Ready')
    expect(calls('tryNow')).toEqual([{ printerId: 'zd421' }])
  }, 60_000)

  it('adds a network label printer by keyboard alone and prints a test on it at once', async () => {
    const page = await open('/settings/printers', { printers: 'bare' })
    await page.getByRole('button', { name: 'Add a printer…' }).press('Enter')
    await page.getByRole('textbox', { name: 'Name on the floor' }).waitFor()
    await page.keyboard.type('Bench 2', { delay: 130 })
    const address = page.getByRole('textbox', { name: 'Address in the network' })
    await address.focus()
    await page.keyboard.type('10.0.0.310', { delay: 130 })
    await page.keyboard.press('Tab')
    await expect.poll(() => textOf(page, '[role="dialog"]')).toContain('This is no address')
    const test = page.getByRole('button', { name: 'Save and print a test' })
    expect(await test.isDisabled()).toBe(true)
    await address.press('End')
    await address.press('Backspace')
    await test.press('Enter')
    await expect.poll(() => page.locator('[data-test-result="sent"]').count()).toBe(1)
    expect(calls('savePrinter')).toEqual([
      expect.objectContaining({ name: 'Bench 2', kind: 'zpl-network', address: '10.0.0.31', dpi: 203 }),
    ])
    expect(calls('printTest')).toEqual([{ printerId: 'printer-1', what: 'test' }])
  }, 60_000)

  it('keeps what was entered when the station refuses a printer, and says why', async () => {
    const page = await open('/settings/printers')
    await page.getByRole('button', { name: 'Edit 포장대 2 라벨' }).click()
    const address = page.getByRole('textbox', { name: 'Address in the network' })
    await address.fill('10.0.0.99')
    await address.press('Enter')
    await expect.poll(() => page.locator('[data-problem="E-PRN-039"]').count()).toBe(1)
    expect(await address.inputValue()).toBe('10.0.0.99')
  }, 60_000)

  it('adds a printer that the machine knows by one press, and does not offer it again', async () => {
    const page = await open('/settings/printers')
    await page.getByRole('button', { name: 'Add Brother_QL-820' }).press('Enter')
    await expect.poll(() => page.locator('[data-found="Brother_QL-820"]').count()).toBe(0)
    expect(calls('savePrinter')).toEqual([
      expect.objectContaining({ address: 'Brother_QL-820', media: { widthMm: 100, heightMm: 150 } }),
    ])
  }, 60_000)

  it('takes another paper and size, and darkness that can be given back to the printer', async () => {
    const page = await open('/settings/printers')
    await page.getByRole('button', { name: 'Edit 포장대 2 라벨' }).click()
    await page.getByRole('button', { name: /Paper that is in it/ }).press('Enter')
    await page.getByRole('option', { name: 'Another size' }).press('Enter')
    await page.getByRole('textbox', { name: 'Width in mm' }).fill('76.2')
    await page.getByRole('textbox', { name: 'Darkness, 0 to 30' }).fill('')
    await page.getByRole('textbox', { name: 'Darkness, 0 to 30' }).press('Tab')
    await page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).press('Enter')
    await expect
      .poll(() => calls('savePrinter'))
      .toEqual([expect.objectContaining({ media: { widthMm: 76.2, heightMm: 100 }, darkness: null, speed: 4 })])
    await expect.poll(() => textOf(page, '[data-printer="zd421"]')).toContain('76.2 × 100 mm')
  }, 60_000)

  it('calibrates: prints the page, takes both gaps and moves the print by the difference', async () => {
    const page = await open('/settings/printers')
    await page.locator('[data-printer="spare"]').getByRole('button', { name: 'Calibrate…' }).press('Enter')
    await page.getByRole('button', { name: 'Print the calibration page' }).press('Enter')
    await expect.poll(() => calls('printTest')).toEqual([{ printerId: 'spare', what: 'calibration' }])
    await page.getByRole('textbox', { name: 'A: gap on the left, in mm' }).fill('3.5')
    await page.getByRole('checkbox', { name: 'The frame is cut off here' }).nth(1).press('Space')
    const upper = page.getByRole('textbox', { name: 'B: ruler at the upper edge, in mm' })
    await upper.fill('2')
    await upper.press('Tab')
    await page.locator('[data-offset="-2.5 2"]').waitFor()
    await page.getByRole('button', { name: 'Move the print' }).press('Enter')
    await expect
      .poll(() => calls('savePrinter'))
      .toEqual([expect.objectContaining({ id: 'spare', offset: { xMm: -2.5, yMm: 2 } })])
  }, 60_000)

  it('says before it removes a printer that the print dialog takes its documents, and does it so', async () => {
    const page = await open('/settings/printers')
    await page.locator('[data-printer="laser"]').getByRole('button', { name: 'Remove…' }).press('Enter')
    const dialog = page.getByRole('alertdialog')
    await expect.poll(() => dialog.textContent()).toContain('Packing slips · Sheets of codes · Invoices')
    await dialog.getByRole('button', { name: 'Remove' }).press('Enter')
    await expect.poll(() => page.locator('[data-printer="laser"]').count()).toBe(0)
    expect(calls('saveRoutes')).toEqual([{ label: 'zd421', slip: 'dialog', sheet: 'dialog', invoice: 'dialog' }])
    expect(calls('removePrinter')).toEqual([{ printerId: 'laser' }])
  }, 60_000)

  it('does not remove a printer for which pages wait', async () => {
    const page = await open('/settings/printers')
    await page.locator('[data-printer="zd421"]').getByRole('button', { name: 'Remove…' }).press('Enter')
    const dialog = page.getByRole('alertdialog')
    await expect.poll(() => dialog.textContent()).toContain('Pages still wait for it')
    expect(await dialog.getByRole('button', { name: 'Remove' }).isDisabled()).toBe(true)
  }, 60_000)

  it('routes a kind of document to another printer, and offers no ZPL printer for a slip', async () => {
    const page = await open('/settings/printers')
    await page.getByRole('button', { name: /^Office laser Packing slips/ }).press('Enter')
    expect(await page.getByRole('option', { name: '포장대 2 라벨' }).getAttribute('aria-disabled')).toBe('true')
    await page.getByRole('option', { name: 'Print dialog' }).press('Enter')
    await page.getByRole('button', { name: 'Save', exact: true }).press('Enter')
    await expect
      .poll(() => calls('saveRoutes'))
      .toEqual([{ label: 'zd421', slip: 'dialog', sheet: 'laser', invoice: 'laser' }])
  }, 60_000)

  it('shows a packer the printers and lets a test be printed, and nothing that changes them', async () => {
    const page = await open('/settings/printers', { role: 'packer' })
    await expect.poll(() => textOf(page, '[data-printer="zd421"]')).toContain('Not ready')
    for (const name of [/^Edit/, /^Add/, /^Remove/, /^Calibrate/])
      expect(await page.getByRole('button', { name }).count()).toBe(0)
    await page.getByRole('button', { name: 'Print a test on Bench 1, labels' }).press('Enter')
    await expect.poll(() => calls('printTest')).toEqual([{ printerId: 'spare', what: 'test' }])
  }, 60_000)

  it('shows above the labels why the printer stands still, and lets them go on', async () => {
    const page = await open('/labels')
    const zebra = page.getByRole('list', { name: 'Printers' }).locator('[data-printer="zd421"]')
    await expect.poll(() => zebra.textContent()).toContain('1 page waits')
    expect(await zebra.textContent()).toContain('out of paper')
    await zebra.getByRole('button', { name: 'Try now' }).press('Enter')
    await expect.poll(() => zebra.getAttribute('data-state')).toBe('ready')
  }, 60_000)

  it('keeps the labels of one printer, in the address', async () => {
    const page = await open('/labels?printer=spare')
    const rows = page.getByRole('grid').getByRole('row')
    await expect.poll(async () => (await rows.allTextContents()).filter((row) => row.includes('#')).length).toBe(1)
    expect((await rows.allTextContents()).join()).toContain('#10499')
  }, 60_000)

  it('tells every attempt of a label with its reason, and asks whether an unclear one is there', async () => {
    const page = await open('/labels/job-2')
    await expect.poll(() => page.locator('[data-sheet] [data-attempt]').count()).toBe(2)
    const [newest, oldest] = await page.locator('[data-sheet] [data-attempt]').allTextContents()
    expect(newest).toContain('The connection broke')
    expect(oldest).toContain('does not answer')
    await page.keyboard.press('n')
    await expect.poll(() => calls('resolvePrint')).toEqual([{ printJobId: 'job-2', found: false }])
  }, 60_000)

  it('sends a waiting label to another printer by keyboard alone, and says why one cannot take it', async () => {
    const page = await open('/labels/job-7')
    await expect.poll(() => textOf(page, '[data-sheet]')).toContain('out of paper')
    await page.getByRole('button', { name: 'Another printer…', disabled: false }).press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: /Printer$/ }).press('Enter')
    // What it waits for already is not offered as another printer.
    expect(await page.getByRole('option', { name: '포장대 2 라벨' }).count()).toBe(0)
    await page.getByRole('option', { name: 'Office laser' }).press('Enter')
    await dialog.getByRole('button', { name: 'Print there' }).press('Enter')
    await dialog.locator('[data-problem="E-PRN-035"]').waitFor()
    await dialog.getByRole('button', { name: /Printer$/ }).press('Enter')
    await page.getByRole('option', { name: 'Bench 1, labels' }).press('Enter')
    await dialog.getByRole('button', { name: 'Print there' }).press('Enter')
    await dialog.waitFor({ state: 'detached' })
    expect(calls('print').at(-1)).toEqual({ printJobId: 'job-7', printerId: 'spare' })
    await expect.poll(() => textOf(page, '[data-sheet]')).toContain('Printed, label not scanned yet')
  }, 60_000)

  it('lets a dialog be left by Escape right after what was pressed in it is disabled or gone', async () => {
    const page = await open('/labels/job-7')
    await page.getByRole('button', { name: 'Another printer…', disabled: false }).press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: /Printer$/ }).press('Enter')
    await page.getByRole('option', { name: 'Office laser' }).press('Enter')
    await dialog.getByRole('button', { name: 'Print there' }).press('Enter')
    await dialog.locator('[data-problem="E-PRN-035"]').waitFor()
    await expect.poll(() => page.evaluate(() => document.activeElement?.closest('[role="dialog"]') !== null)).toBe(true)
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await page.goto(`${preview.address}/settings/printers`)
    await page.locator('[data-printer="spare"]').getByRole('button', { name: 'Calibrate…' }).press('Enter')
    await page.getByRole('button', { name: 'Print the calibration page' }).press('Enter')
    await dialog.locator('[data-test-result="sent"]').waitFor()
    await expect.poll(() => page.evaluate(() => document.activeElement?.closest('[role="dialog"]') !== null)).toBe(true)
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
  }, 60_000)

  it('shows every label small in its row, and names its printer there and in its sheet', async () => {
    const page = await open('/labels')
    const row = page.getByRole('row').filter({ hasText: '#10499' })
    await expect.poll(() => row.textContent()).toContain('Bench 1, labels')
    const drawn = () =>
      row.locator('img').evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth > 0)
    await expect.poll(drawn).toBe(true)
    expect(new Set(calls('drawing')).size).toBe(8)
    await row.click()
    await expect.poll(() => textOf(page, '[data-sheet]')).toContain('Bench 1, labels')
  }, 60_000)

  it('takes back what still waits for its printer', async () => {
    const page = await open('/labels/job-7')
    await page.getByRole('button', { name: 'Take back' }).press('Enter')
    await expect.poll(() => calls('withdraw')).toHaveLength(1)
    await page.getByRole('button', { name: 'Print', exact: true }).waitFor()
  }, 60_000)

  it.each([
    { locale: 'ko', theme: 'light' },
    { locale: 'en', theme: 'light' },
    { locale: 'ko', theme: 'dark' },
    { locale: 'en', theme: 'dark' },
  ])(
    'breaks no rule of axe in $locale, $theme',
    async (look) => {
      const found: string[] = []
      for (const [path, press] of [
        ['/settings/printers', null],
        ['/settings/printers', 'zd421:1'],
        ['/settings/printers', 'zd421:3'],
        ['/settings/printers', 'zd421:4'],
        ['/settings/printers', 'zd421:5'],
        ['/labels/job-7', null],
        ['/labels', null],
      ] as const) {
        const page = await open(path, {}, look)
        await page.locator('[data-printer="zd421"][data-state="not-ready"]').waitFor()
        const [printer = '', button = ''] = press?.split(':') ?? []
        if (press !== null) {
          await page.locator(`[data-printer="${printer}"] [data-problem] button`).waitFor()
          await page.locator(`[data-printer="${printer}"]`).getByRole('button').nth(Number(button)).click()
          await page.locator('[role="dialog"], [role="alertdialog"]').waitFor()
        }
        await page.waitForLoadState('networkidle')
        await page.evaluate(() => document.fonts.ready)
        const { violations } = await new AxeBuilder({ page }).analyze()
        found.push(
          ...violations.map(
            ({ id, nodes }) => `${path} ${press}: ${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
          ),
        )
        await context?.close()
      }
      expect(found).toEqual([])
    },
    180_000,
  )
})

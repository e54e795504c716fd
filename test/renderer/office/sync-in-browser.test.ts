import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { chromiumFlags, findChromium } from '../../support/hosts.ts'
import type { FakeSync } from './fake-sync.ts'
import { type Preview, startPreview } from './preview.ts'

const tool = findChromium()
const reason = tool.path === null ? ` (skipped: ${tool.reason})` : ''
const STATION = { orders: 50, empty: false, signedIn: true }
const STATES: readonly FakeSync[] = ['alone', 'online', 'offline', 'starting', 'stopped']

describe.skipIf(tool.path === null)(`sync, exceptions and stations in a real browser${reason}`, () => {
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

  /** Opens a path of a station whose sync stands so; every test starts from the fixture's own rows. */
  const open = async (sync: FakeSync, path: string, look = { locale: 'en', theme: 'light' }): Promise<Page> => {
    preview.reset({ ...STATION, sync })
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

  it('says on every office screen since when the station is offline, and leads from there to Sync', async () => {
    const page = await open('offline', '/orders')
    const lamp = page.locator('[data-lamp="sync"]')
    await expect.poll(() => lamp.textContent()).toMatch(/Offline since \d\d:\d\d · 12 unsent · oldest 14 min/)
    await lamp.focus()
    await page.keyboard.press('Enter')
    await page.locator('[data-sync="offline"]').waitFor()
    expect(await page.locator('[data-problem="E-SYN-001"]').textContent()).toContain('The centre does not answer.')
    await page.keyboard.press('r')
    await expect.poll(() => calls('retry')).toHaveLength(1)
  }, 60_000)

  it('offers the unsent work as a file only while something is unsent', async () => {
    const unsent = await open('offline', '/sync')
    await unsent.getByRole('button', { name: 'Save the unsent work as a file' }).waitFor()
    await context?.close()
    const sent = await open('online', '/sync')
    await sent.locator('[data-sync="online"]').waitFor()
    expect(await sent.getByRole('button', { name: 'Save the unsent work as a file' }).count()).toBe(0)
  }, 60_000)

  it('shows how far the first fill is, and what stopped sync', async () => {
    const filling = await open('starting', '/sync')
    await expect.poll(() => filling.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('45')
    await context?.close()
    const stopped = await open('stopped', '/sync')
    await expect.poll(() => stopped.locator('[data-problem]').textContent()).toContain('This station was revoked.')
    // A revoked station cannot help itself by fetching everything anew.
    expect(await stopped.getByRole('button', { name: 'Fetch everything anew…' }).count()).toBe(0)
  }, 60_000)

  it('lists what became of everything, waiting and trouble apart, and finds the order of a row', async () => {
    const page = await open('online', '/sync')
    await page.locator('[data-outcome="exception"]').first().waitFor()
    await page.getByRole('radio', { name: 'With trouble' }).click()
    await expect.poll(() => page.locator('[data-outcome="applied"]').count()).toBe(0)
    expect(await page.locator('[data-outcome="refused"]').first().textContent()).toContain('not enough stock')
    await page.getByRole('link', { name: '#10496' }).click()
    await expect.poll(() => new URL(page.url()).search).toBe('?q=%2310496')
  }, 60_000)

  it('lets a lead decide by keyboard alone, a recount with its number, and goes on to the next', async () => {
    const page = await open('online', '/exceptions')
    await page.getByRole('grid').focus()
    await page.keyboard.press('Home')
    await page.keyboard.press('Enter')
    await page.locator('[data-sheet]').waitFor()
    expect(await page.locator('[data-sheet]').textContent()).toContain('Pick B-1127 had been taken away')
    await page.keyboard.press('c')
    const counted = page.getByRole('alertdialog').getByRole('textbox')
    await counted.waitFor()
    expect(await page.getByRole('button', { name: 'Decide so' }).isDisabled()).toBe(true)
    await page.keyboard.type('17', { delay: 120 })
    await page.keyboard.press('Enter')
    await expect
      .poll(() => calls('resolve'))
      .toEqual([{ exceptionId: 'exception-1', resolution: 'recount', quantity: 17 }])
    await expect.poll(() => page.url()).toContain('/exceptions/exception-2')
    await page.getByRole('alertdialog').waitFor({ state: 'detached' })
    // This one is not about a shelf: nothing can be counted, so the key for that does nothing.
    await page.keyboard.press('c')
    await page.keyboard.press('b')
    await expect
      .poll(() => page.getByRole('alertdialog').getByRole('heading').textContent())
      .toBe('Put everything back')
    // A key goes to what has the focus: whoever types sees it there first.
    await page.locator('[role="alertdialog"] button:focus').waitFor()
    // As slow as a person: two keys and Enter within a few milliseconds are a scan.
    await page.waitForTimeout(200)
    await page.keyboard.press('Enter')
    await page.getByText('Nothing waits for a decision').waitFor()
  }, 60_000)

  it('keeps an exception open and says why when the centre could not do what was decided', async () => {
    const page = await open('online', '/exceptions/exception-1')
    await page.locator('[data-resolution="recount"]').click()
    await page.getByRole('alertdialog').getByRole('textbox').fill('999')
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('alertdialog')
    await expect.poll(() => dialog.textContent()).toContain('The tote belonged to another order by then.')
    await page.keyboard.press('Escape')
    await expect.poll(() => page.locator('[data-sheet]').count()).toBe(1)
  }, 60_000)

  it('leads from a revoked station to what it sent, which a lead decides about by keyboard alone', async () => {
    const page = await open('online', '/settings/stations')
    await page.getByRole('button', { name: 'What it sent since…' }).press('Enter')
    await page.getByRole('radio', { name: 'Kept aside (6)' }).waitFor()
    const grid = page.getByRole('grid')
    await grid.focus()
    await page.keyboard.press('Home')
    await page.keyboard.press('Space')
    await page.keyboard.press('m')
    const dialog = page.getByRole('alertdialog')
    await expect.poll(() => dialog.getByRole('heading').textContent()).toBe('Move 1 step to the exceptions?')
    await page.locator('[role="alertdialog"] button:focus').waitFor()
    await page.waitForTimeout(200)
    await page.keyboard.press('Enter')
    await page.getByRole('radio', { name: 'Kept aside (5)' }).waitFor()
    await dialog.waitFor({ state: 'detached' })
    await grid.focus()
    await page.keyboard.press('Control+a')
    await page.keyboard.press('d')
    await expect.poll(() => dialog.textContent()).toContain('No stock is moved')
    await dialog.getByRole('button', { name: 'Drop' }).press('Enter')
    await page.getByText('Nothing is kept aside').waitFor()
    const [moved, dropped] = calls('decideAside') as { ids: string[]; decision: string }[]
    expect(moved).toEqual({ ids: ['st-3/in-1/1/hash'], decision: 'readmit' })
    expect([dropped?.ids.length, dropped?.decision]).toEqual([5, 'discard'])
  }, 60_000)

  it('says that what is kept aside is at the centre while the station is offline', async () => {
    const page = await open('offline', '/exceptions/aside')
    await expect.poll(() => page.locator('[data-problem="E-SYN-001"]').textContent()).toContain('does not answer')
    expect(await page.getByText('Nothing is kept aside').count()).toBe(0)
  }, 60_000)

  it('sets how many picks the station keeps ready, by keyboard and within limits, where it has a centre', async () => {
    const page = await open('online', '/settings/station')
    const field = page.getByRole('textbox', { name: 'Picks kept ready for work without the network' })
    await expect.poll(() => field.inputValue()).toBe('8')
    expect(await page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true)
    await field.fill('900')
    await field.press('Tab')
    await expect.poll(() => field.inputValue()).toBe('64')
    await field.fill('12')
    await field.press('Tab')
    await page.getByRole('button', { name: 'Save' }).press('Enter')
    await expect.poll(() => calls('saveStation')).toEqual([{ name: 'Office 1', prefetchTasks: 12 }])
    await context?.close()
    const alone = await open('alone', '/settings/station')
    await alone.getByRole('textbox', { name: 'Name of the station' }).waitFor()
    await expect.poll(() => alone.getByRole('textbox').count()).toBe(1)
  }, 60_000)

  it('joins by the text of a QR, and explains why a centre refuses the data', async () => {
    const page = await open('alone', '/settings/stations')
    await page.getByRole('button', { name: 'Connect to a centre…' }).click()
    const address = page.getByRole('textbox', { name: 'Address of the centre' })
    await address.fill('baro:join?centre=http%3A%2F%2F10.0.0.7%3A7400&code=K7QF-2MXD')
    await expect.poll(() => address.inputValue()).toBe('http://10.0.0.7:7400')
    expect(await page.getByRole('textbox', { name: 'Code' }).inputValue()).toBe('K7QF-2MXD')
    await page.getByText("Bring this station's data to the centre").click()
    await page.getByRole('button', { name: 'Connect', exact: false }).last().click()
    await expect.poll(() => page.getByRole('alert').textContent()).toContain('That centre has data already')
    await page.getByText("Bring this station's data to the centre").click()
    await address.press('Enter')
    await page.getByRole('progressbar').waitFor()
    expect(calls('join').at(-1)).toEqual({
      centre: 'http://10.0.0.7:7400',
      code: 'K7QF-2MXD',
      bring: false,
    })
  }, 60_000)

  it('makes a code for another station, and takes work away only after saying what that means', async () => {
    const page = await open('online', '/settings/stations')
    await page.getByRole('button', { name: 'Add a station…' }).click()
    await page.getByRole('textbox', { name: 'Name of the station' }).fill('P-05')
    await page.keyboard.press('Enter')
    await page.locator('[data-join-code="K7QF-2MXD"] svg').first().waitFor()
    await page.locator('[role="dialog"]:focus-within').waitFor()
    await page.keyboard.press('Escape')
    await page.locator('[data-claim="B-1130"]').getByRole('button').click()
    const dialog = page.getByRole('alertdialog')
    await expect.poll(() => dialog.textContent()).toContain('look into the totes first')
    await dialog.getByRole('button', { name: 'Take it away' }).click()
    await expect.poll(() => page.locator('[data-claim="B-1130"]').count()).toBe(0)
    expect(calls('revokeClaim')).toEqual([{ taskId: 'task-1' }])
  }, 60_000)

  it.each(STATES)(
    'breaks no rule of axe while it is %s',
    async (state) => {
      const found: string[] = []
      for (const [path, look] of [
        ['/sync', { locale: 'ko', theme: 'light' }],
        ['/exceptions/exception-1', { locale: 'en', theme: 'dark' }],
        ['/exceptions/aside', { locale: 'ko', theme: 'dark' }],
        ['/settings/stations', { locale: 'ko', theme: 'dark' }],
        ['/settings/station', { locale: 'en', theme: 'light' }],
      ] as const) {
        const page = await open(state, path, look)
        await page.waitForLoadState('networkidle')
        await page.evaluate(() => document.fonts.ready)
        const { violations } = await new AxeBuilder({ page }).analyze()
        found.push(
          ...violations.map(
            ({ id, nodes }) => `${path}: ${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
          ),
        )
        await context?.close()
      }
      expect(found).toEqual([])
    },
    180_000,
  )
})

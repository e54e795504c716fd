import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { chromiumFlags, findChromium } from '../../support/hosts.ts'
import type { FakePlanning } from './fake-planning.ts'
import { type Preview, startPreview } from './preview.ts'

const tool = findChromium()
const reason = tool.path === null ? ` (skipped: ${tool.reason})` : ''
const STATION = { orders: 50, empty: false, signedIn: true }
const LOOK = { locale: 'en', theme: 'light', width: 1280, height: 800 }

describe.skipIf(tool.path === null)(`planning in a real browser${reason}`, () => {
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

  const open = async (planning: FakePlanning, path = '/planning', look = LOOK, role?: 'packer'): Promise<Page> => {
    preview.reset({ ...STATION, planning, ...(role === undefined ? {} : { role }) })
    context = await browser.newContext({ viewport: { width: look.width, height: look.height } })
    const page = await context.newPage()
    page.on('pageerror', (error) => errors.push(String(error)))
    await page.addInitScript(
      ({ locale, theme }) => localStorage.setItem('baro.preferences', JSON.stringify({ locale, theme, pxPerMm: 3.8 })),
      look,
    )
    await page.goto(`${preview.address}${path}`)
    await page.locator('[data-office]').waitFor({ timeout: 60_000 })
    return page
  }
  const asked = (page: Page): Promise<void> => page.locator('[data-strategy]').first().waitFor()
  /** Asks for a plan as it stands and waits until one batch shows. */
  const plan = async (page: Page): Promise<void> => {
    await asked(page)
    await page.keyboard.press('Control+Enter')
    await page.locator('[data-batch="1"]').waitFor()
  }
  const calls = (name: string) =>
    preview
      .calls()
      .filter((call) => call.name === name)
      .map(({ input }) => input)

  it('plans all that waits by one key, and walks from batch to batch by J and K', async () => {
    const page = await open({ floor: 'plain' })
    await plan(page)
    expect(calls('plan')).toHaveLength(1)
    expect(calls('plan')[0]).toMatchObject({ strategy: 'cluster', limits: null, limit: 1_000, seconds: 5 })
    const stops = await page.locator('[data-stop]').count()
    expect(await page.locator('[data-part="plates"] li').count()).toBe(stops)
    expect(await page.locator('[data-map="tour"]').getAttribute('d')).toMatch(/^M[\d.]+ /)
    await page.keyboard.press('j')
    await page.locator('[data-batch="2"]').waitFor()
    expect(new URL(page.url()).search).toBe('?batch=2')
    await page.keyboard.press('k')
    await page.locator('[data-batch="1"]').waitFor()
  }, 60_000)

  it('says beside a field what is wrong with it, and plans only once that is right', async () => {
    const page = await open({ floor: 'plain' })
    const totes = page.getByRole('textbox', { name: 'Totes' })
    await totes.fill('30')
    await page.getByText('From 1 to 24').waitFor()
    expect(await totes.getAttribute('aria-invalid')).toBe('true')
    await page.keyboard.press('Control+Enter')
    expect(calls('plan')).toEqual([])
    await totes.fill('6')
    await page.getByRole('textbox', { name: 'Weight in kg' }).fill('20.5')
    await page.locator('[data-strategy="zone"]').click()
    await page.keyboard.press('Control+Enter')
    await page.locator('[data-batch="1"]').waitFor()
    expect(calls('plan')[0]).toMatchObject({ strategy: 'zone', limits: { totes: 6, weightGrams: 20_500 } })
  }, 60_000)

  it('shows how far a plan is and cancels it, and leads back to the same wishes', async () => {
    const page = await open({ floor: 'plain', moods: ['slow'] })
    await page.getByRole('textbox', { name: 'Seconds' }).fill('30')
    await page.keyboard.press('Control+Enter')
    await expect.poll(() => page.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('40')
    await page.getByText('2 of 5 s').waitFor()
    await page.keyboard.press('Escape')
    await page.locator('[data-plan-phase="cancelled"]').waitFor()
    expect(calls('cancel')).toEqual([{ planId: 'plan-1' }])
    await page.getByRole('button', { name: 'Change this one' }).click()
    await expect.poll(() => page.getByRole('textbox', { name: 'Seconds' }).inputValue()).toBe('30')
  }, 60_000)

  it('says in words with their code that another plan goes on, that nothing is left, and that a plan is forgotten', async () => {
    const busy = await open({ floor: 'plain', moods: ['busy'] })
    await asked(busy)
    await busy.keyboard.press('Control+Enter')
    await expect.poll(() => busy.locator('[data-problem="E-PLN-002"]').textContent()).toContain('Another plan')
    await context?.close()
    const failed = await open({ floor: 'plain', moods: ['fails'] })
    await asked(failed)
    await failed.keyboard.press('Control+Enter')
    await expect
      .poll(() => failed.locator('[data-plan-phase="failed"]').textContent())
      .toMatch(/No order is left to plan.*E-PLN-006/)
    await context?.close()
    const forgotten = await open({ floor: 'plain' }, '/planning/nobody')
    await expect
      .poll(() => forgotten.locator('[data-plan-phase="forgotten"]').textContent())
      .toMatch(/forgotten this plan.*E-PLN-001/)
  }, 60_000)

  it('opens a plan again after the page was loaded anew', async () => {
    const page = await open({ floor: 'plain' })
    await plan(page)
    await page.reload()
    await page.locator('[data-batch="1"]').waitFor()
    await page.goto(`${preview.address}/planning`)
    await page.locator('[data-plan="planned"]').click()
    await page.locator('[data-batch="1"]').waitFor()
  }, 60_000)

  it('names why orders were left out, and asks before it leaves something behind', async () => {
    const page = await open({ floor: 'plain' })
    await plan(page)
    await page.locator('[data-part="left-out"]').getByRole('button').click()
    const dialog = page.getByRole('dialog')
    expect(await dialog.textContent()).toContain('Not enough stock: 2 missing')
    expect(await dialog.getByRole('link', { name: '#10008' }).getAttribute('href')).toBe('/orders?q=%2310008')
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    // Wherever the focus is: here on the word that opened the dialog.
    await page.keyboard.press('x')
    await page.keyboard.press('Control+Enter')
    const question = page.getByRole('alertdialog')
    expect(await question.textContent()).toContain('5 batches are not released')
    await question.locator('button:focus').waitFor()
    await page.waitForTimeout(200)
    await page.keyboard.press('Enter')
    await page.locator('[data-part="released"]').waitFor()
    expect(calls('release')).toEqual([{ planId: 'plan-1', batches: [1] }])
    expect(await page.locator('[data-part="released"]').textContent()).toContain('1 order could not go')
    await page.getByRole('button', { name: 'See the wave' }).click()
    await page.locator('[data-task="B-0001"]').waitFor()
  }, 60_000)

  it('shows stops and totes with the cartons that are suggested', async () => {
    const page = await open({ floor: 'plain' })
    await plan(page)
    await page.getByRole('radio', { name: 'Stops' }).click()
    expect(await page.locator('[data-part="stops"]').textContent()).toContain('시카 크림 50 ml')
    await page.getByRole('radio', { name: 'Totes' }).click()
    expect(await page.locator('[data-part="totes"]').textContent()).toContain('a size is not known')
    await page.reload()
    await page.locator('[data-part="totes"]').waitFor()
  }, 60_000)

  it('says plainly that nobody knows where the shelves stand, and shows the stops instead of a map', async () => {
    const page = await open({ floor: 'none' })
    await plan(page)
    await page.getByText('Nobody knows yet where the shelves stand').waitFor()
    expect(await page.locator('[data-map]').count()).toBe(0)
    expect(await page.locator('[data-part="stops"] tbody tr').count()).toBeGreaterThan(8)
  }, 60_000)

  it('takes back what of a wave nobody has, after a question', async () => {
    const page = await open({ floor: 'plain' }, '/planning/waves')
    await page.locator('[data-wave-state]').first().click()
    await page.getByRole('button', { name: 'Take back what nobody has…' }).click()
    expect(await page.getByRole('alertdialog').textContent()).toContain('2 tasks that nobody has go back')
    await page.getByRole('alertdialog').getByRole('button', { name: 'Take back' }).click()
    await expect.poll(() => page.locator('[data-task-state="returned"]').count()).toBe(2)
    expect(calls('cancelWave')).toEqual([{ waveId: 'wave-1' }])
    expect(await page.getByRole('button', { name: 'Take back what nobody has…' }).count()).toBe(0)
  }, 60_000)

  it('tells a newcomer what comes first when nothing waits, and keeps pickers and packers out', async () => {
    const empty = await open({ floor: 'plain', moods: ['empty'] })
    await empty.getByText('No order waits to be picked').waitFor()
    await context?.close()
    const packer = await open({ floor: 'plain' }, '/planning', LOOK, 'packer')
    await packer.getByText('Leads plan the waves').waitFor()
    expect(await packer.locator('nav a[href="/planning"]').count()).toBe(0)
    expect(calls('plan')).toEqual([])
  }, 60_000)

  it('draws two hundred batches on fifty aisles so that the last one is seen at once', async () => {
    const page = await open({ floor: 'wide', batches: 200 }, '/planning', { ...LOOK, width: 1920, height: 1080 })
    await plan(page)
    expect(await page.locator('[data-sign]').count()).toBe(50)
    const url = new URL(page.url())
    await page.goto(`${url.origin}${url.pathname}?batch=200`)
    await page.locator('[data-batch="200"]').waitFor()
    const row = await page.locator('[data-row="200"]').boundingBox()
    expect(row?.y).toBeLessThan(1_080)
    await page.getByRole('button', { name: 'Larger' }).click()
    const region = page.getByRole('group', { name: /The floor from above/ })
    expect(await region.evaluate((element) => element.scrollWidth > element.clientWidth)).toBe(true)
  }, 60_000)

  it.each([
    ['plain', 'ko', 'light'],
    ['blocks', 'en', 'dark'],
    ['turned', 'ko', 'dark'],
    ['none', 'en', 'light'],
  ] as const)(
    'breaks no rule of axe on a %s floor (%s, %s)',
    async (floor, locale, theme) => {
      const page = await open({ floor }, '/planning', { ...LOOK, locale, theme })
      const found: string[] = []
      const look = async (where: string): Promise<void> => {
        await page.evaluate(() => document.fonts.ready)
        const { violations } = await new AxeBuilder({ page }).analyze()
        found.push(
          ...violations.map(
            ({ id, nodes }) => `${where}: ${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
          ),
        )
      }
      await page.locator('[data-strategy]').first().waitFor()
      await look('ask')
      await plan(page)
      await look('preview')
      for (const [index, side] of ['stops', 'totes'].entries()) {
        await page
          .getByRole('radio')
          .nth(index + (floor === 'none' ? 0 : 1))
          .click()
        await page.locator(`[data-part="${side}"]`).waitFor()
        await look(side)
      }
      await page.locator('[data-part="left-out"]').getByRole('button').click()
      await page.getByRole('dialog').waitFor()
      await look('left out')
      await page.goto(`${preview.address}/planning/waves/wave-1`)
      await page.locator('[data-task]').first().waitFor()
      await look('wave')
      expect(found).toEqual([])
    },
    120_000,
  )
})

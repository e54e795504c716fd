import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { COMMAND_CODES } from '../../../domain/command-code.ts'
import { chromiumFlags, findChromium } from '../../support/hosts.ts'
import { packBenches } from '../fixtures/pack-benches.ts'
import { createPageScanner } from '../scan/type-as-scanner.ts'
import { buildFloorPage, type FloorWorld, floorWorld, serveFloor, withLabelPrinter } from './floor-station.ts'

const tool = findChromium()
const reason = tool.path === null ? ` (skipped: ${tool.reason})` : ''
const OUT_OF_PAPER = { state: 'not-ready' as const, reasons: ['E-PRN-023'], waiting: 0 }
const LABEL: FloorWorld['page'] = {
  printJobId: 'job-1',
  widthMm: 100,
  heightMm: 150,
  svg: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 150"><rect x="10" y="100" width="80" height="30"/></svg>',
  pdfPath: '/files/label.pdf',
  sha256: '',
}

describe.skipIf(tool.path === null)(`the printer at the packing bench in a real browser${reason}`, () => {
  let built: Awaited<ReturnType<typeof buildFloorPage>>
  let server: Awaited<ReturnType<typeof serveFloor>>
  let browser: Browser
  let context: BrowserContext
  let page: Page
  let world: FloorWorld
  const errors: string[] = []

  beforeAll(async () => {
    built = await buildFloorPage()
    server = await serveFloor(built.folder, () => world)
    browser = await chromium.launch({ executablePath: tool.path ?? '', args: [...chromiumFlags] })
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await server?.close()
    built?.remove()
  })
  beforeEach(async () => {
    world = { ...floorWorld(LABEL), packing: packBenches.print as FloorWorld['packing'] }
    context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'ko-KR' })
    page = await context.newPage()
    page.setDefaultTimeout(12_000)
    page.on('pageerror', (error) => errors.push(error.message))
    await page.addInitScript(() => {
      window.print = () => undefined
    })
  })
  afterEach(async () => {
    await context.close()
    expect(errors.splice(0)).toEqual([])
  })

  const open = async (look = { locale: 'ko', theme: 'light' }): Promise<void> => {
    await page.addInitScript((stored) => localStorage.setItem('baro.preferences', JSON.stringify(stored)), look)
    await page.goto(`${server.origin}/packing`)
    await page.waitForSelector('[data-screen="packing"][data-step="print"]')
  }

  it.each([
    ['ko', 'light', '준비 안 됨', '용지'],
    ['en', 'dark', 'not ready', 'out of paper'],
  ])(
    'says which one it will be and why not, with the dialog as a large way out (%s, %s)',
    async (locale, theme, state, why) => {
      world = withLabelPrinter(world, OUT_OF_PAPER)
      await open({ locale, theme })
      const line = page.locator('[data-printer="zd421"][data-state="not-ready"]')
      await line.waitFor()
      for (const words of ['ZD421', state, why]) expect(await line.textContent()).toContain(words)
      const { violations } = await new AxeBuilder({ page })
        .options({ rules: { 'color-contrast-enhanced': { enabled: true } } })
        .include('[data-printer]')
        .analyze()
      expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([])
      const box = await page.locator('[data-action="print-by-dialog"]').boundingBox()
      expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(75.5)
      // The line pushes nothing of Now under what closes it.
      const slot = await page.locator('[data-slot]').boundingBox()
      expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(slot?.y ?? 0)
    },
    60_000,
  )

  it('prints a label that waits for paper by the dialog, once', async () => {
    world = withLabelPrinter(world, OUT_OF_PAPER)
    await open()
    await page.locator('[data-action="print-primary"]').click()
    await page.waitForSelector('[data-code="E-PRN-023"]')
    await page.locator('[data-action="print-by-dialog"]').dblclick()
    await page.waitForSelector('[data-screen="packing"][data-step="label"]')
    expect(world.sentTo).toEqual(['dialog'])
    expect(world.starts).toEqual(['job-1'])
  }, 60_000)

  it('takes the command of the dialog while the band says why the label does not come', async () => {
    world = withLabelPrinter(world, OUT_OF_PAPER)
    await open()
    await page.waitForSelector('[data-lamp="printer"][data-state="warning"]')
    await page.locator('[data-action="print-primary"]').click()
    const band = page.locator('[data-code="E-PRN-023"]')
    await band.waitFor()
    // Only the way out stands above the band, whole and with its code.
    expect(await page.locator('[data-action="print-primary"]').count()).toBe(0)
    const other = page.locator('[data-action="print-by-dialog"]')
    expect(await other.textContent()).toContain(COMMAND_CODES.printByDialog)
    const [way, told] = [await other.boundingBox(), await band.boundingBox()]
    expect((way?.y ?? 0) + (way?.height ?? 0)).toBeLessThanOrEqual(told?.y ?? 0)
    const scan = await createPageScanner(page)
    await scan(COMMAND_CODES.printByDialog)
    await page.waitForSelector('[data-screen="packing"][data-step="label"]')
    expect(world.sentTo).toEqual(['dialog'])
    expect(world.starts).toEqual(['job-1'])
    expect(world.scans).toEqual([])
  }, 60_000)

  it('lies whole above the slot, and above the band, on a screen that stands upright', async () => {
    world = withLabelPrinter(world, OUT_OF_PAPER)
    await page.setViewportSize({ width: 800, height: 1280 })
    await open()
    const below = async (foot: string): Promise<number> => {
      const [way, end] = [await other.boundingBox(), await page.locator(foot).boundingBox()]
      return (end?.y ?? 0) - (way?.y ?? 0) - (way?.height ?? 0)
    }
    const other = page.locator('[data-action="print-by-dialog"]')
    await other.waitFor()
    expect(await below('[data-slot]')).toBeGreaterThanOrEqual(0)
    await page.locator('[data-action="print-primary"]').click()
    await page.waitForSelector('[data-code="E-PRN-023"]')
    expect(await below('[data-code="E-PRN-023"]')).toBeGreaterThanOrEqual(0)
  }, 60_000)

  it('leaves room for itself beside the note of a second copy', async () => {
    const print = packBenches.print as FloorWorld['packing']
    world = withLabelPrinter(world, { state: 'ready', reasons: [], waiting: 0 })
    world.packing = {
      ...print,
      printJob: { ...(print.printJob as NonNullable<typeof print.printJob>), state: 'failed', copy: 2 },
    }
    await open()
    const box = await page.locator('[data-action="print-by-dialog"]').boundingBox()
    const slot = await page.locator('[data-slot]').boundingBox()
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(slot?.y ?? 0)
  }, 60_000)

  it('is named without a way out while it is ready', async () => {
    world = withLabelPrinter(world, { state: 'ready', reasons: [], waiting: 0 })
    await open()
    await page.locator('[data-printer="zd421"][data-state="ready"]').waitFor()
    expect(await page.locator('[data-action="print-by-dialog"]').count()).toBe(0)
  }, 60_000)

  it('is no matter where labels go by the dialog', async () => {
    await open()
    await page.locator('[data-action="print-primary"]').waitFor()
    await page.waitForLoadState('networkidle')
    expect(await page.locator('[data-printer]').count()).toBe(0)
  }, 60_000)
})

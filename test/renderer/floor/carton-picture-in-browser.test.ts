import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { CartonPlanView, PackBench } from '../../../contract/station/packing.ts'
import { chromiumFlags, findChromium } from '../../support/hosts.ts'
import { cartonPlan, UNITS_IN, unmeasuredPlan } from '../fixtures/carton-plans.ts'
import { packBenches } from '../fixtures/pack-benches.ts'
import { createPageScanner } from '../scan/type-as-scanner.ts'
import { buildFloorPage, type FloorWorld, floorWorld, serveFloor } from './floor-station.ts'

const tool = findChromium()
const reason = tool.path === null ? ` (skipped: ${tool.reason})` : ''
const LABEL: FloorWorld['page'] = {
  ...{ printJobId: 'job-1', widthMm: 100, heightMm: 150, pdfPath: '/files/label.pdf', sha256: '' },
  svg: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 150"></svg>',
}
const LOOKS = [
  { locale: 'ko', theme: 'light', width: 1280, height: 800 },
  { locale: 'en', theme: 'dark', width: 1280, height: 800 },
  { locale: 'en', theme: 'light', width: 1920, height: 1080 },
  { locale: 'ko', theme: 'dark', width: 800, height: 1280 },
] as const

describe.skipIf(tool.path === null)(`the picture of the carton in a real browser${reason}`, () => {
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
    world = floorWorld(LABEL)
    context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'ko-KR' })
    page = await context.newPage()
    page.setDefaultTimeout(12_000)
    page.on('pageerror', (error) => errors.push(error.message))
  })
  afterEach(async () => {
    await context.close()
    expect(errors.splice(0)).toEqual([])
  })

  /** Opens the bench at a step, with this plan, and waits until the plan is there. */
  const open = async (
    step: 'carton' | 'unit',
    cartons: CartonPlanView,
    look: { locale: string; theme: string; width: number; height: number } = LOOKS[1],
  ): Promise<void> => {
    world = { ...world, packing: packBenches[step] as PackBench, cartons }
    await page.setViewportSize({ width: look.width, height: look.height })
    const { locale, theme } = look
    await page.addInitScript((stored) => localStorage.setItem('baro.preferences', JSON.stringify(stored)), {
      ...{ locale, theme },
    })
    await page.goto(`${server.origin}/packing`)
    await page.waitForSelector(`[data-screen="packing"][data-step="${step}"]`)
    if (cartons.kind === 'planned') await page.waitForSelector('[data-part="carton-picture"] [data-unit]')
    if (cartons.kind === 'by-volume') await page.waitForSelector('[data-part="by-volume"]')
  }
  const states = (state: string): Promise<number> =>
    page.locator(`[data-part="carton-picture"] [data-unit="${state}"]`).count()
  const words = (tag: 'title' | 'desc'): Promise<string | null> =>
    page.locator(`[data-part="carton-picture"] ${tag}`).textContent()

  it.each(LOOKS)(
    'is whole, seen and told in words, with no accessibility violation ($locale, $theme, $width × $height)',
    async (look) => {
      for (const [step, plan] of [
        ['carton', cartonPlan(null, [], 4)],
        ['unit', cartonPlan('BOX-M', UNITS_IN, 4)],
        [look.locale === 'ko' ? 'unit' : 'carton', unmeasuredPlan],
      ] as const) {
        await open(step, plan, look)
        if (look.width === 1280) {
          const { violations } = await new AxeBuilder({ page }).include('[data-region="evidence"]').analyze()
          expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([])
        }
        const evidence = await page.locator('[data-region="evidence"]').evaluate((region) => ({
          over: region.scrollHeight - region.clientHeight,
          wide: region.scrollWidth - region.clientWidth,
        }))
        expect(evidence, `${step} ${plan.kind}`).toEqual({ over: 0, wide: 0 })
        const picture = page.locator('[data-part="carton-picture"]')
        if (plan.kind !== 'planned') continue
        const box = await picture.boundingBox()
        expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThan(100)
      }
    },
    120_000,
  )

  it('shows what is in, what goes in next and what is still to come, and follows the scans', async () => {
    await open('unit', cartonPlan('BOX-M', UNITS_IN))
    expect([await states('in'), await states('next'), await states('later')]).toEqual([6, 1, 4])
    expect(await words('title')).toBe('Carton 1, Box M: 6 of 11 in')
    expect(await words('desc')).toMatch(/^Layer 1: \d+ × .*\. Next: .+$/)
    const next = await page.locator('[data-part="next-unit"]').textContent()
    expect(await words('desc')).toContain(next?.trim())
    world.onScan = () => {
      const unit = packBenches.unit as PackBench
      world.packing = { ...unit, lines: unit.lines.map((line) => ({ ...line, packed: line.picked })), unitsLeft: 0 }
      world.cartons = cartonPlan('BOX-M', [...UNITS_IN, 'barley', 'barley', 'marmalade', 'marmalade', 'whisk'])
      return null
    }
    const scan = await createPageScanner(page)
    await scan('8801234000017')
    await page.waitForFunction(() => document.querySelectorAll('[data-unit="in"]').length === 11)
    expect([await states('next'), await page.locator('[data-part="next-unit"]').count()]).toEqual([0, 0])
  }, 60_000)

  it('shows a carton that nobody took yet as it will be, and what goes into the next ones', async () => {
    const plan = cartonPlan(null, [], 4)
    if (plan.kind !== 'planned') throw new Error('no plan')
    expect(plan.cartons.length).toBeGreaterThan(1)
    await open('carton', plan)
    expect(await states('in')).toBe(plan.placements.length)
    expect(await states('next')).toBe(0)
    expect(await page.locator('[data-part="further-cartons"] li').count()).toBe(plan.cartons.length)
    const evidence = await page.locator('[data-region="evidence"]').textContent()
    expect(evidence).toContain(`Carton 1 of ${plan.cartons.length}`)
  }, 60_000)

  it('lets the suggested carton follow the plan, whatever the bench said before it', async () => {
    const plan = { ...cartonPlan(), suggestedCode: 'BOX-L' } as Extract<CartonPlanView, { kind: 'planned' }>
    plan.cartons = plan.cartons.map((carton) => ({ ...carton, typeCode: 'BOX-L', typeName: 'Box L' }))
    await open('carton', plan)
    const first = page.locator('[data-region="now"] button').first()
    expect(await first.textContent()).toMatch(/^Box L · suggested/)
  }, 60_000)

  it('says which goods have no size or weight, and draws none of them', async () => {
    await open('unit', unmeasuredPlan)
    const why = await page.locator('[data-part="by-volume"]').textContent()
    expect(why).toContain('No size known: Bamboo whisk · Ceramic tea cup')
    expect(why).toContain('No weight known: Yuzu marmalade, 480 g')
    expect(await words('title')).toBe('Carton, 42 percent full')
    expect(await page.locator('[data-part="next-unit"]').count()).toBe(0)
  }, 60_000)

  it('leaves the bench as it is while there is no plan, and for the plan of another order', async () => {
    await open('unit', { kind: 'none' })
    expect(await words('title')).toBe('Carton, 42 percent full')
    world.cartons = { ...cartonPlan('BOX-M', UNITS_IN), orderId: 'other' } as CartonPlanView
    await page.reload({ waitUntil: 'networkidle' })
    expect(await states('in')).toBe(0)
    expect(await words('title')).toBe('Carton, 42 percent full')
  }, 60_000)
})

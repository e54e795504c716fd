import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { PackBench } from '../../../contract/station/packing.ts'
import { chromiumFlags, findChromium } from '../../support/hosts.ts'
import { packBenches } from '../fixtures/pack-benches.ts'
import { buildFloorPage, type FloorWorld, floorWorld, serveFloor } from './floor-station.ts'

const tool = findChromium()
const reason = tool.path === null ? ` (skipped: ${tool.reason})` : ''
const LABEL: FloorWorld['page'] = {
  ...{ printJobId: 'job-1', widthMm: 100, heightMm: 150, pdfPath: '/files/label.pdf', sha256: '' },
  svg: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 150"></svg>',
}
const BENCHES = [
  ['service', 'service', '새벽배송'],
  ['service-none', 'service', '리튬배터리 항공 금지'],
  ['service-attach', 'service', 'UN3481 표시'],
  ['print-service', 'print', '한빛택배 일반택배'],
] as const

describe.skipIf(tool.path === null)(`the service of a carton in a real browser${reason}`, () => {
  let built: Awaited<ReturnType<typeof buildFloorPage>>
  let server: Awaited<ReturnType<typeof serveFloor>>
  let browser: Browser
  let context: BrowserContext
  let page: Page
  let world: FloorWorld

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
    context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'ko-KR' })
    page = await context.newPage()
    page.setDefaultTimeout(12_000)
  })
  afterEach(() => context.close())

  for (const [name, step, words] of BENCHES)
    for (const [locale, theme] of [
      ['ko', 'light'],
      ['en', 'dark'],
    ] as const)
      it(`is said without an accessibility violation: ${name} (${locale}, ${theme})`, async () => {
        world = { ...floorWorld(LABEL), packing: packBenches[name] as PackBench }
        await page.addInitScript((stored) => localStorage.setItem('baro.preferences', JSON.stringify(stored)), {
          ...{ locale, theme },
        })
        await page.goto(`${server.origin}/packing`)
        await page.waitForSelector(`[data-screen="packing"][data-step="${step}"]`)
        await page.getByText(words).first().waitFor()
        const { violations } = await new AxeBuilder({ page }).analyze()
        expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([])
      }, 60_000)
})

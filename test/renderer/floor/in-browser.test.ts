import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { COMMAND_CODES } from '../../../domain/command-code.ts'
import { renderShippingLabel } from '../../../main/documents/shipping-label.ts'
import { decode, pdfFacts, popplerMissing, rasterise } from '../../main/documents/raster.ts'
import { chromiumFlags, findChromium } from '../../support/hosts.ts'
import { feedback, greenTea, oolong, thingOf } from '../fixtures/floor-basics.ts'
import { packBenches } from '../fixtures/pack-benches.ts'
import { pickBenches, pickTask } from '../fixtures/pick-benches.ts'
import { shipBenches } from '../fixtures/ship-benches.ts'
import { signInBenches } from '../fixtures/sign-in-benches.ts'
import { buildFloorPage, type FloorWorld, floorWorld, serveFloor } from './floor-station.ts'

const tool = findChromium()
const reason = tool.path === null ? ` (skipped: ${tool.reason})` : ''
const SSCC = '388012340000789012'

const steps = [
  ...Object.entries(signInBenches)
    .filter(([key]) => key !== 'in')
    .map(([key, bench]) => ({ noun: 'sign-in', key, step: bench.step, change: { signIn: bench } })),
  ...Object.entries(pickBenches).map(([key, bench]) => ({
    noun: 'picking',
    key,
    step: bench.step,
    change: { picking: bench },
  })),
  ...Object.entries(packBenches).map(([key, bench]) => ({
    noun: 'packing',
    key,
    step: bench.step,
    change: { packing: bench },
  })),
  ...Object.entries(shipBenches).map(([key, bench]) => ({
    noun: 'shipping',
    key,
    step: bench.step,
    change: { shipping: bench },
  })),
]

describe.skipIf(tool.path === null)(`the floor screens in a real browser${reason}`, () => {
  let built: Awaited<ReturnType<typeof buildFloorPage>>
  let server: Awaited<ReturnType<typeof serveFloor>>
  let browser: Browser
  let context: BrowserContext
  let page: Page
  let world: FloorWorld
  let label: FloorWorld['page']
  const errors: string[] = []

  beforeAll(async () => {
    const rendered = await renderShippingLabel({
      language: 'ko',
      sender: { name: '바로상점', phone: '02-123-4567', lines: ['서울 성동구 예시로 1'] },
      recipient: {
        name: '박서준',
        phone: '010-1234-4412',
        country: 'KR',
        postcode: '04780',
        province: '서울',
        city: '성동구',
        line1: '예시로 12',
        line2: '101동 1204호',
      },
      orderNumber: '8841 2207',
      channel: 'smartstore',
      cartonNumber: 1,
      code: { kind: 'sscc', sscc: SSCC },
      copy: 1,
    })
    label = {
      printJobId: 'job-1',
      widthMm: 100,
      heightMm: 150,
      svg: rendered.svg,
      pdfPath: '/files/label.pdf',
      sha256: '',
    }
    built = await buildFloorPage()
    server = await serveFloor(built.folder, () => world)
    browser = await chromium.launch({ args: [...chromiumFlags], executablePath: tool.path ?? '' })
  }, 90_000)
  afterAll(async () => {
    await browser?.close()
    await server?.close()
    built?.remove()
  })
  beforeEach(async () => {
    world = floorWorld(label)
    context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'ko-KR' })
    page = await context.newPage()
    page.setDefaultTimeout(8_000)
    page.on('pageerror', (error) => errors.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error' && !/ERR_EMPTY_RESPONSE|ERR_CONNECTION|status of/.test(message.text()))
        errors.push(message.text())
    })
  })
  afterEach(async () => {
    await context.close()
    expect(errors.splice(0)).toEqual([])
  })

  const open = async (noun: string, step: string, query = ''): Promise<void> => {
    await page.goto(`${server.origin}/${noun}${query}`)
    await page.waitForSelector(`[data-screen="${noun}"][data-step="${step}"]`)
    await page.waitForSelector('html[data-scan="ready"]')
  }
  const scan = async (code: string): Promise<void> => {
    await page.keyboard.type(code, { delay: 4 })
    await page.keyboard.press('Enter')
  }

  it.each([
    ['ko', 'light', 1],
    ['en', 'dark', 4],
  ] as const)(
    'have no accessibility violation, no small control and no small text on any step (%s, %s)',
    async (locale, theme, every) => {
      await page.addInitScript(
        (preferences) => {
          localStorage.setItem('baro.preferences', JSON.stringify(preferences))
        },
        { locale, theme },
      )
      for (const [index, { noun, key, step, change }] of steps.entries()) {
        world = { ...floorWorld(label), ...change }
        if (steps[index - 1]?.noun === noun) {
          // The screen reads its bench again when its window gets the focus.
          await page.evaluate(() => window.dispatchEvent(new Event('focus')))
          await page.waitForSelector(`[data-screen="${noun}"][data-step="${step}"]`)
          await page.waitForTimeout(50)
        } else await open(noun, step)
        if (index % every === 0) {
          const found = await new AxeBuilder({ page }).analyze()
          expect(
            found.violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`),
            `${noun}/${key}`,
          ).toEqual([])
        }
        const small = await page.evaluate(() => {
          const controls = [...document.querySelectorAll('button')].filter((button) => {
            const { width, height } = button.getBoundingClientRect()
            return width < 75.5 || height < 75.5
          })
          const texts = [...document.querySelectorAll('[data-region] *')].filter(
            (element) =>
              element.children.length === 0 &&
              element.closest('svg') === null &&
              (element.textContent ?? '').trim() !== '' &&
              Number.parseFloat(getComputedStyle(element).fontSize) < 21.5,
          )
          return [...controls, ...texts].map((element) => element.textContent)
        })
        expect(small, `${noun}/${key}`).toEqual([])
      }
    },
    180_000,
  )

  it('send every scan once, under its own id, and show what came of it', async () => {
    await open('picking', 'location')
    world.onScan = () => {
      world.picking = pickBenches.item as FloorWorld['picking']
      return feedback('locationConfirmed', { location: 'A-03-2-05' })
    }
    await scan('A-03-2-05')
    await page.waitForSelector('[data-screen="picking"][data-step="item"]')
    expect(world.scans).toHaveLength(1)
    expect(world.scans[0]).toMatchObject({ code: 'A-03-2-05', source: 'wedge' })
  })

  it('say since when the station is offline, and lead from the lamp to Sync, without a scan being taken for a key', async () => {
    const { now } = world.strip
    world.strip = {
      ...world.strip,
      sync: { state: 'offline', unsent: 12, since: now - 900_000, oldest: now - 840_000, exceptions: 3 },
    }
    await open('picking', 'location')
    const lamp = page.locator('[data-lamp="sync"]')
    await expect.poll(() => lamp.textContent()).toMatch(/\d\d:\d\d부터 오프라인.*12건, 14분 전부터/)
    expect(await page.locator('[data-lamp="exceptions"]').textContent()).toContain('3건')
    const { height = 0 } = (await page.locator('[data-opens="sync"]').boundingBox()) ?? {}
    expect(height).toBeGreaterThan(75)
    await page.locator('[data-opens="sync"]').focus()
    await scan('A-03-2-05')
    await expect.poll(() => world.scans.length).toBe(1)
    // Just after a scan an Enter still counts as the scanner's.
    await page.waitForTimeout(600)
    expect(world.scans).toHaveLength(1)
    expect(new URL(page.url()).pathname).toBe('/picking')
    await page.locator('[data-opens="sync"]').focus()
    await page.keyboard.press('Enter')
    await expect.poll(() => new URL(page.url()).pathname).toBe('/sync')
  })

  it('fill the lamp when sync has stopped, and name whom to get', async () => {
    world.strip = { ...world.strip, sync: { state: 'stopped', unsent: 2, since: null, oldest: null, exceptions: 0 } }
    await open('picking', 'location')
    await page.waitForSelector('[data-lamp="sync"][data-state="error"]')
    expect(await page.locator('[data-lamp="sync"]').textContent()).toContain('담당자')
  })

  it('tell a picker to check the totes of a cart that somebody else began, until an error needs the room', async () => {
    const bench = pickBenches.location as FloorWorld['picking']
    world.picking = { ...bench, task: { ...pickTask, verify: true } }
    await open('picking', 'location')
    expect(await page.locator('[data-verify]').textContent()).toContain('먼저 토트를 확인하세요')
    const found = await new AxeBuilder({ page }).analyze()
    expect(found.violations.map(({ id }) => id)).toEqual([])
    world.picking = { ...(pickBenches['location-error'] as FloorWorld['picking']), task: world.picking.task }
    await page.evaluate(() => window.dispatchEvent(new Event('focus')))
    await page.waitForSelector('[data-feedback="error"]')
    expect(await page.locator('[data-verify]').count()).toBe(0)
  })

  it('show a wrong item beside the right one and let only its own action end it', async () => {
    await open('picking', 'location')
    world.onScan = ({ code }) => {
      if (code === COMMAND_CODES.acknowledge) {
        world.picking = pickBenches.item as FloorWorld['picking']
        return feedback('acknowledged')
      }
      world.picking = pickBenches['item-error'] as FloorWorld['picking']
      return feedback(
        'wrongItem',
        {},
        { scanned: thingOf(oolong), expected: thingOf(greenTea), acknowledge: 'put-item-back' },
      )
    }
    await scan(oolong.code)
    const band = page.locator('[data-feedback="error"]')
    await band.waitFor()
    expect(await band.getAttribute('data-code')).toBe('E-PCK-009')
    expect(await band.locator('mark').allTextContents()).toEqual(['72', '27'])
    await page.keyboard.press('Enter')
    await page.keyboard.press('Escape')
    expect(await band.count()).toBe(1)
    await scan(COMMAND_CODES.acknowledge)
    await band.waitFor({ state: 'detached' })
    expect(world.scans.map(({ code }) => code)).toEqual([oolong.code, COMMAND_CODES.acknowledge])
  })

  it('ask which of several things was meant, by a button for each that sends its digit', async () => {
    await open('picking', 'location')
    world.onScan = ({ code }) => {
      const isAnswer = code === COMMAND_CODES.quantity2
      world.picking = pickBenches[isAnswer ? 'item' : 'ambiguous'] as FloorWorld['picking']
      return isAnswer ? feedback('locationConfirmed') : (pickBenches.ambiguous?.alert ?? null)
    }
    await scan('A-03-2-05')
    const choices = page.locator('[data-action="choose"]')
    await expect.poll(() => choices.count()).toBe(2)
    await page.keyboard.press('Enter')
    expect(world.scans).toHaveLength(1)
    await choices.nth(1).click()
    await choices.first().waitFor({ state: 'detached' })
    expect(world.scans.map(({ code }) => code)).toEqual(['A-03-2-05', COMMAND_CODES.quantity2])
  })

  it('send the same scan again while the station is silent, and say so', async () => {
    await open('picking', 'location')
    world.silent = 7
    await scan('A-03-2-05')
    await page.waitForSelector('[data-feedback="warning"][data-code="W-NET-001"]')
    await expect.poll(() => world.scans.length).toBe(1)
    await page.waitForSelector('[data-code="W-NET-001"]', { state: 'detached' })
    expect(world.scans).toHaveLength(1)
  })

  it('print once however often the button, the Enter key and the command are pressed', async () => {
    world.packing = packBenches.print as FloorWorld['packing']
    await page.addInitScript(() => {
      Object.assign(window, {
        printed: 0,
        print: () => Object.assign(window, { printed: (window as never as { printed: number }).printed + 1 }),
      })
    })
    await open('packing', 'print')
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BODY')
    const button = page.locator('[data-action="print-primary"]')
    await button.dblclick()
    for (let press = 0; press < 5; press += 1) await page.keyboard.press('Enter')
    await page.waitForSelector('[data-screen="packing"][data-step="label"]')
    expect(world.starts).toEqual(['job-1'])
    expect(world.finished).toEqual(['sent'])
    expect(await page.evaluate(() => (window as never as { printed: number }).printed)).toBe(1)
    expect(await page.locator('[data-paper]').count()).toBe(0)
  })

  it('put the label on a page of exactly its size, with bars that read', async (test) => {
    if (popplerMissing !== undefined) return test.skip(popplerMissing)
    world.packing = packBenches.print as FloorWorld['packing']
    // The dialog stays open until the test has read the page that it would print.
    await page.addInitScript(() =>
      Object.assign(window, { baro: { host: 'electron', print: () => new Promise(() => undefined) } }),
    )
    await open('packing', 'print')
    await page.locator('[data-action="print-primary"]').click()
    await page.waitForSelector('[data-paper="100x150"]', { state: 'attached' })
    const pdf = await page.pdf({ preferCSSPageSize: true })
    const facts = pdfFacts(pdf)
    expect(facts).toMatch(/Pages:\s+1\n/)
    const [, width = '0', height = '0'] = /Page size:\s+([\d.]+) x ([\d.]+) pts/.exec(facts) ?? []
    expect(Math.abs(Number(width) - (100 / 25.4) * 72)).toBeLessThan(0.75)
    expect(Math.abs(Number(height) - (150 / 25.4) * 72)).toBeLessThan(0.75)
    for (const dpi of [203, 300]) expect(decode(rasterise(pdf, dpi))?.text, `${dpi} dpi`).toContain(SSCC)
  })

  it('take a PIN from the keys, from the keypad and from a keyboard as fast as a scanner', async () => {
    world.signIn = signInBenches.pin as FloorWorld['signIn']
    await open('sign-in', 'pin')
    for (const digit of ['4', '8', '2', '7']) await page.keyboard.press(digit, { delay: 160 })
    await expect.poll(() => page.getAttribute('[data-pin]', 'data-pin')).toBe('4')
    await page.keyboard.press('Enter')
    await expect.poll(() => world.pins).toEqual(['4827'])
    for (const digit of ['1', '1', '2', '3']) await page.click(`[data-key="${digit}"]`)
    await page.click('[data-key="submit"]')
    await expect.poll(() => world.pins).toEqual(['4827', '1123'])
    await scan('482711')
    await expect.poll(() => world.pins).toEqual(['4827', '1123', '482711'])
    expect(world.scans).toEqual([])
  })

  it('open More, practice and another language by scan alone', async () => {
    world.suggestions = [
      {
        code: 'A-03-2-05',
        symbology: 'code128',
        kind: 'location',
        title: 'A-03-2-05',
        right: true,
        svg: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 4"><path d="M1 0h1v4H1z"/></svg>',
      },
    ]
    await open('picking', 'location')
    await scan(COMMAND_CODES.more)
    await page.waitForSelector('[data-choice="packScreen"]')
    await scan(COMMAND_CODES.back)
    await page.waitForSelector('[data-choice="packScreen"]', { state: 'detached' })
    await scan(COMMAND_CODES.english)
    await expect.poll(() => page.evaluate(() => document.documentElement.lang)).toBe('en')
    await scan(COMMAND_CODES.help)
    await page.click('[data-suggestion="A-03-2-05"]')
    await expect.poll(() => world.scans.map(({ code, source }) => [code, source])).toEqual([['A-03-2-05', 'button']])
    await scan(COMMAND_CODES.packScreen)
    await page.waitForSelector('[data-screen="packing"]')
  })

  it('lock by command and return to sign-in', async () => {
    await open('picking', 'location')
    await scan(COMMAND_CODES.lock)
    await page.waitForSelector('[data-screen="sign-in"][data-step="badge"]')
    expect(world.locks).toBe(1)
  })

  it('send a typed quantity as digit codes and give back what leaked of a scan', async () => {
    world.picking = { ...(pickBenches.quantity as FloorWorld['picking']), typed: '' }
    await open('picking', 'quantity')
    for (const digit of ['1', '2']) await page.keyboard.press(digit, { delay: 160 })
    await page.keyboard.press('Enter')
    const codes = [COMMAND_CODES.quantity1, COMMAND_CODES.quantity2, COMMAND_CODES.quantityEnter]
    await expect.poll(() => world.scans.map(({ code }) => code)).toEqual(codes)
    await scan(greenTea.code)
    await expect.poll(() => world.scans.length).toBe(4)
    expect(await page.getAttribute('[data-typed]', 'data-typed')).toBe('')
  })
})

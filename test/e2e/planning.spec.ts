import { join } from 'node:path'
import { expect } from '@playwright/test'
import Database from 'better-sqlite3'
import { COMMAND_CODES } from '../../domain/command-code.ts'
import { test } from '../support/launch.ts'
import { floorWorker } from './pages/floor.ts'
import { onlooker } from './pages/onlooker.ts'

const LOOKS = [
  {
    locale: 'ko-KR',
    language: 'korean',
    theme: 'light',
    size: { width: 1280, height: 800 },
    packer: ['BDG-0006', '6935'],
  },
  {
    locale: 'en-GB',
    language: 'english',
    theme: 'dark',
    size: { width: 1920, height: 1080 },
    packer: ['BDG-0007', '7146'],
  },
] as const

const ORDERS = 24

for (const look of LOOKS)
  test(`a lead plans a wave, two pickers share its work, and the bench shows its carton (${look.locale})`, async ({
    launch,
  }, info) => {
    test.skip(info.project.name !== 'chromium', 'three people at one host')
    test.setTimeout(300_000)
    const station = await launch({ demo: true, locale: look.locale })
    const { page, url } = station
    await page.setViewportSize(look.size)
    const name = `${look.locale.slice(0, 2)}-${look.size.width}`
    const { found, look: see } = onlooker(page, info, name)
    const lead = await floorWorker(page)
    await lead.signIn('BDG-0003', '3690')
    await lead.open(url, 'picking')
    await lead.scanner(COMMAND_CODES[look.language])
    await expect(page.locator('html')).toHaveAttribute('lang', look.locale.slice(0, 2))
    await page.evaluate((theme) => {
      const stored = JSON.parse(localStorage.getItem('baro.preferences') ?? '{}')
      localStorage.setItem('baro.preferences', JSON.stringify({ ...stored, theme }))
    }, look.theme)

    // The lead asks for a small plan from the office's rail, and looks at its tours.
    await page.goto(`${url}/orders`)
    await page.locator('nav a[href="/planning"]').click()
    await page.locator('[data-strategy="cluster"][data-selected]').waitFor()
    await see('ask')
    await page.getByRole('textbox').first().fill(String(ORDERS))
    await page.getByRole('textbox').last().fill('1')
    await page.keyboard.press('Control+Enter')
    await page.locator('[data-plan-phase="planned"] [data-batch="1"]').waitFor({ timeout: 60_000 })
    const stops = await page
      .locator('[data-part="plates"] [data-location]')
      .evaluateAll((plates) => plates.map((plate) => plate.getAttribute('data-location')))
    expect(stops.length).toBeGreaterThan(1)
    await expect(page.locator('[data-stop]')).toHaveCount(stops.length)
    await expect(page.locator('[data-map="tour"]')).toHaveAttribute('d', /^M.+A/)
    await see('map')
    await page.keyboard.press('j')
    await page.locator('[data-batch="2"]').waitFor()
    await page.keyboard.press('k')
    await page.locator('[data-batch="1"]').waitFor()
    await page.getByRole('radio').nth(1).click()
    await page.locator('[data-part="stops"]').waitFor()
    await see('stops')
    await page.getByRole('radio').nth(2).click()
    await page.locator('[data-part="totes"]').waitFor()
    await see('totes')

    // Orders that need a match are left out, so Baro asks first; the plan is still there after the page was loaded anew.
    await page.reload()
    await page.locator('[data-batch="1"]').waitFor()
    const batches = await page.locator('[data-row]').count()
    await page.keyboard.press('Control+Enter')
    await page.getByRole('alertdialog').locator('button:focus').waitFor()
    await page.waitForTimeout(200)
    await page.keyboard.press('Enter')
    await page.locator('[data-part="released"]').waitFor({ timeout: 60_000 })
    await see('released')

    // Two pickers in browsers of their own are given different carts of that wave.
    const browser = page.context().browser()
    if (browser === null) throw new Error('a page in Chromium has its browser')
    const open = async (badge: string, pin: string, screen: 'picking' | 'packing') => {
      const context = await browser.newContext({ locale: look.locale, viewport: look.size })
      const own = await context.newPage()
      await own.goto(url)
      const worker = await floorWorker(own)
      await worker.signIn(badge, pin)
      await worker.open(url, screen)
      return { own, worker }
    }
    const { worker: first } = await open('BDG-0004', '4712', 'picking')
    const { worker: second } = await open('BDG-0005', '5824', 'picking')
    const { bench } = await first.command('picking', 'giveWork')
    const totes = Array.from({ length: 20 }, (_, index) => `TOTE-${String(index + 1).padStart(2, '0')}`)
    const used = await second.pickCart(totes)
    const database = new Database(join(station.dataDirectory, 'replica.db'), { readonly: true })
    const tasks = database
      .prepare(
        `SELECT task.number, task.state, operator.name FROM pick_task task JOIN wave ON wave.id = task.wave_id
         LEFT JOIN operator ON operator.id = task.operator_id ORDER BY task.number`,
      )
      .all() as { number: string; state: string; name: string | null }[]
    database.close()
    expect(tasks).toHaveLength(batches)
    expect(used.length).toBeGreaterThan(0)
    expect(tasks[0]).toMatchObject({ number: bench.task.number, name: '최누리' })
    expect(tasks[1]).toMatchObject({ state: 'done', name: 'Maya Lindqvist' })

    // The lead sees who has what.
    await page.locator('[data-part="released"] button').last().click()
    await expect(page.locator('[data-task-state="done"]')).toHaveCount(1)
    await expect(page.locator('[data-task-state="taken"]')).toHaveCount(1)
    await expect(page.locator('[data-task-state="open"]')).toHaveCount(batches - 2)
    await see('wave')

    // At the bench the carton that was suggested is drawn with the goods in it.
    const [badge, pin] = look.packer
    const { own, worker: packer } = await open(badge, pin, 'packing')
    const packing = onlooker(own, info, name)
    const [tote = ''] = used
    const answer = await packer.scan('packing', tote)
    if (answer.bench.step === 'note') await packer.command('packing', 'confirm')
    await expect(own.locator('[data-part="carton-picture"] [data-unit]').first()).toBeVisible({ timeout: 20_000 })
    await packing.look('carton')
    expect([...found, ...packing.found]).toEqual([])
  })

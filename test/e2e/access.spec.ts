import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { COMMAND_CODES } from '../../domain/command-code.ts'
import { test } from '../support/launch.ts'
import { floorWorker } from './pages/floor.ts'

/** Rules of axe that this page breaks, with the elements that break them; empty when it breaks none. */
async function violations(page: Page, where: string): Promise<string[]> {
  await page.evaluate(() => document.fonts.ready)
  const { violations: found } = await new AxeBuilder({ page }).analyze()
  return found.map(({ id, nodes }) => `${where}: ${id} at ${nodes.map((node) => node.target.join(' ')).join(', ')}`)
}

async function look(page: Page, theme: 'light' | 'dark' | 'high-contrast'): Promise<void> {
  await page.evaluate((chosen) => {
    const stored = JSON.parse(localStorage.getItem('baro.preferences') ?? '{}')
    localStorage.setItem('baro.preferences', JSON.stringify({ ...stored, theme: chosen }))
  }, theme)
}

test('axe finds nothing on set-up', async ({ launch }) => {
  const { page } = await launch()
  await page.getByRole('heading').first().waitFor()
  expect(await violations(page, 'set-up')).toEqual([])
})

test('axe finds nothing on any screen, in both languages, light and dark', async ({ launch }) => {
  test.setTimeout(300_000)
  const { page, url } = await launch({ demo: true, locale: 'ko-KR' })
  const worker = await floorWorker(page)
  const found: string[] = []
  await page.locator('[data-screen="sign-in"]').waitFor()
  found.push(...(await violations(page, 'sign-in')))
  await worker.signIn('BDG-0001', '1357')
  for (const [language, theme] of [
    ['korean', 'light'],
    ['english', 'dark'],
  ] as const) {
    await look(page, theme)
    for (const screen of ['picking', 'packing', 'shipping'] as const) {
      await worker.open(url, screen)
      await worker.scanner(COMMAND_CODES[language])
      await expect(page.locator('html')).toHaveAttribute('lang', language === 'korean' ? 'ko' : 'en')
      found.push(...(await violations(page, `${screen} ${language} ${theme}`)))
    }
    await worker.open(url, 'picking')
    await worker.scan('picking', 'NO-SUCH-CODE')
    await page.locator('[data-feedback="error"]').waitFor()
    found.push(...(await violations(page, `picking error ${language} ${theme}`)))
    await worker.command('picking', 'acknowledge')
    for (const noun of [
      'orders',
      'import',
      'planning',
      'planning/waves',
      'settings',
      'settings/release',
      'settings/stations',
      'labels',
      'scan-log',
      'sync',
      'exceptions',
    ]) {
      await page.goto(`${url}/${noun}`)
      await page.locator(`[data-office]`).waitFor()
      await page.waitForLoadState('networkidle')
      found.push(...(await violations(page, `${noun} ${language} ${theme}`)))
    }
    await page.goto(`${url}/orders`)
    await page.locator('[data-order]').first().waitFor()
    await page.keyboard.press('Enter')
    await page.locator('[data-sheet]').waitFor()
    found.push(...(await violations(page, `order sheet ${language} ${theme}`)))
  }
  expect(found).toEqual([])
})

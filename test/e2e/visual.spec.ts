import { expect } from '@playwright/test'
import { test } from '../support/launch.ts'

const SCENES = [
  'floor-pick-location',
  'floor-pick-error',
  'floor-pick-put',
  'floor-offline',
  'floor-pack',
  'floor-label',
  'floor-sign-in',
  'floor-sign-in-pin',
  'floor-problem',
  'floor-bands',
  'office-orders',
  'office-map',
  'office-controls',
]
const LOOKS = [
  { name: 'ko-light-1280', size: { width: 1280, height: 800 }, locale: 'ko', theme: 'light' },
  { name: 'en-dark-1920', size: { width: 1920, height: 1080 }, locale: 'en', theme: 'dark' },
  { name: 'ko-contrast-portrait', size: { width: 800, height: 1280 }, locale: 'ko', theme: 'high-contrast' },
] as const

test('every drawn scene looks as it was approved, in three looks', async ({ launch }) => {
  test.setTimeout(240_000)
  const { page, url } = await launch()
  for (const look of LOOKS) {
    await page.setViewportSize(look.size)
    await page.evaluate(
      ({ locale, theme }) => localStorage.setItem('baro.preferences', JSON.stringify({ locale, theme, pxPerMm: 3.8 })),
      look,
    )
    for (const scene of SCENES) {
      // Office screens are for desks: nobody turns those monitors on their side.
      if (scene.startsWith('office-') && look.size.width < 1280) continue
      await page.goto(`${url}/gallery/${scene}`)
      await page.getByRole('main').first().waitFor()
      await page.evaluate(() => document.fonts.ready)
      await expect.soft(page).toHaveScreenshot(`${scene}-${look.name}.png`)
    }
  }
})

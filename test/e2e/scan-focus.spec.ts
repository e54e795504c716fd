import { expect, type Page } from '@playwright/test'
import { test } from '../support/launch.ts'
import { floorWorker } from './pages/floor.ts'

const SCREENS = [
  '/picking',
  '/packing',
  '/shipping',
  '/orders',
  '/import',
  '/labels',
  '/exceptions',
  '/scan-log',
  '/sync',
  '/scanner',
  '/gallery/office-controls',
  '/gallery/floor-pack',
  ...['site', 'rules', 'operators', 'carriers', 'screen', 'sheets', 'stations', 'station', 'printers'].map(
    (p) => `/settings/${p}`,
  ),
]
const FOCUSABLE =
  'a[href], button:not([disabled]), input:not([disabled]):not([type=hidden]), textarea:not([disabled]), select:not([disabled]), [tabindex]:not([tabindex="-1"])'

type Counted = { clicks: string[] }

/** Counts clicks and submits from now on, whatever stops them later. */
async function count(page: Page): Promise<void> {
  await page.evaluate(() => {
    const counted: Counted = { clicks: [] }
    Object.assign(window, { counted })
    const note = (event: Event): void => {
      counted.clicks.push(`${event.type} on ${(event.target as Element).outerHTML.slice(0, 120)}`)
    }
    window.addEventListener('click', note, true)
    window.addEventListener('submit', note, true)
  })
}

/** Focuses every element that can have the focus, replays a scan at each, and gives what was clicked; `seen` counts them. */
async function scanEverywhere(
  page: Page,
  scanner: (code: string) => Promise<void>,
): Promise<{ seen: number; clicks: string[] }> {
  await count(page)
  let seen = 0
  for (let index = 0; index < 200; index += 1) {
    const focused = await page.evaluate(
      ({ selector, at }) => {
        const all = [...document.querySelectorAll<HTMLElement>(selector)].filter((one) => one.checkVisibility())
        all[at]?.focus()
        return at < all.length
      },
      { selector: FOCUSABLE, at: index },
    )
    if (!focused) break
    await scanner('999979')
    seen += 1
  }
  return { seen, clicks: await page.evaluate(() => (window as unknown as { counted: Counted }).counted.clicks) }
}

test('a scan presses nothing, whatever element of whatever screen has the focus', async ({ launch }) => {
  test.setTimeout(420_000)
  const { page, url } = await launch({ demo: true, locale: 'en-GB' })
  const worker = await floorWorker(page)
  await page.locator('[data-screen="sign-in"]').waitFor()
  const atSignIn = await scanEverywhere(page, worker.scanner)
  expect(atSignIn.clicks).toEqual([])
  await page.reload()
  await worker.signIn('BDG-0001', '1357')
  let seen = atSignIn.seen
  for (const path of SCREENS) {
    await page.goto(`${url}${path}`)
    await page.locator('html[data-scan="ready"]').waitFor()
    await page.locator('main').first().waitFor()
    const here = await scanEverywhere(page, worker.scanner)
    expect(here.clicks, path).toEqual([])
    expect(here.seen, path).toBeGreaterThan(0)
    seen += here.seen
  }
  process.stdout.write(`scans at ${seen} focused elements of ${SCREENS.length + 1} screens: 0 clicks\n`)
})

import { expect, type Page } from '@playwright/test'

/** The words that somebody reads to join a centre, in the language of the screen. */
export type JoinWords = { connect: RegExp; address: string; code: string; send: string }

/** The screens of sync and of exceptions, and joining, as a person uses them. */
export function syncWorker(page: Page) {
  const state = page.locator('[data-sync]')
  return {
    /** Joins the centre from Set-up of an empty station, and waits until the site is here. */
    joinFromSetup: async (words: JoinWords, centre: string, code: string): Promise<void> => {
      await page.locator('[data-setup]').waitFor()
      await page.getByRole('button', { name: words.connect }).click()
      await page.getByRole('textbox', { name: words.address }).fill(centre)
      await page.getByRole('textbox', { name: words.code, exact: true }).fill(code)
      await page.getByRole('button', { name: words.send, exact: true }).click()
      await page.locator('[data-screen="sign-in"]').waitFor({ timeout: 60_000 })
    },
    /** Opens Sync and waits until it says so. */
    expectSync: async (url: string, expected: 'online' | 'offline'): Promise<void> => {
      await page.goto(`${url}/sync`)
      await expect(state).toHaveAttribute('data-sync', expected, { timeout: 30_000 })
    },
    /** What the lamp of sync says on the screen that shows. */
    lamp: () => page.locator('[data-lamp="sync"]').first(),
    /** Decides about all that waits on Exceptions, one after the other, in the same way; how many there were. */
    resolveAll: async (url: string, resolution: 'accept' | 'return', decide: string): Promise<number> => {
      const button = page.getByRole('button', { name: decide })
      await page.goto(`${url}/exceptions`)
      const rows = page.getByRole('row').filter({ hasText: '#' })
      await rows.first().click()
      const choice = page.locator(`[data-resolution="${resolution}"]`)
      for (let decided = 0; ; decided += 1) {
        // The next one opens by itself; after the last one the sheet is gone.
        await expect(choice.or(page.locator('[data-office]:not(:has([data-resolution]))')).first()).toBeVisible()
        if ((await choice.count()) === 0) return decided
        await expect(async () => {
          await choice.click({ timeout: 3_000 })
          await expect(button).toBeVisible({ timeout: 3_000 })
        }).toPass({ timeout: 30_000 })
        await button.click()
        await expect(button).toHaveCount(0, { timeout: 20_000 })
      }
    },
  }
}

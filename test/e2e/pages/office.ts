import { expect, type Page } from '@playwright/test'

/** A person at the office's keyboard; `words` are the few labels that the robot has to read, in the language of the screen. */
export function officeWorker(page: Page, words: { chooseFile: string; search: string }) {
  const order = (number: string) => page.locator('[role=row]', { hasText: number })
  return {
    /** Opens the list of orders and waits until rows or the empty state show. */
    openOrders: async (url: string): Promise<void> => {
      await page.goto(`${url}/orders`)
      await expect(page.locator('[data-office="/orders"]')).toBeVisible()
    },
    order,
    /** Finds orders by anything that the one search box understands. */
    search: async (text: string): Promise<void> => {
      await page.keyboard.press('Control+k')
      await page.getByRole('searchbox', { name: words.search }).fill(text)
    },
    /** Opens the sheet of an order that shows. */
    openOrder: async (number: string): Promise<void> => {
      await order(number).first().click()
      await expect(page.locator('[data-sheet]')).toBeVisible()
    },
    /** Chooses a file in Import, waits for the dry run and takes the good records by Enter; the counts as shown. */
    importFile: async (
      url: string,
      file: { name: string; mimeType: string; buffer: Buffer } | string,
    ): Promise<Record<string, string>> => {
      await page.goto(`${url}/import`)
      const chosen = page.waitForEvent('filechooser')
      await page.getByRole('button', { name: words.chooseFile }).click()
      await (await chosen).setFiles(file)
      await page.locator('[data-phase="checked"]').waitFor({ timeout: 60_000 })
      const counts = await page
        .locator('[data-count]')
        .evaluateAll((items) =>
          Object.fromEntries(
            items.map((item) => [item.getAttribute('data-count') ?? '', item.querySelector('b')?.textContent ?? '']),
          ),
        )
      await page.keyboard.press('Enter')
      await page.locator('[data-phase="taken"]').waitFor({ timeout: 120_000 })
      return counts
    },
    /** The step of Set-up that shows. */
    setupStep: () => page.locator('[data-setup]').getAttribute('data-setup'),
  }
}

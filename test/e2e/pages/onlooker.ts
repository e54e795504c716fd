import AxeBuilder from '@axe-core/playwright'
import type { Page, TestInfo } from '@playwright/test'

/** Looks at a page as a person and as axe: keeps a picture `<screen>-<name>.png` of each screen, and what axe finds. */
export function onlooker(page: Page, info: TestInfo, name: string) {
  const found: string[] = []
  return {
    found,
    look: async (screen: string): Promise<void> => {
      await page.evaluate(() => document.fonts.ready)
      await page.screenshot({ path: info.outputPath(`${screen}-${name}.png`) })
      const { violations } = await new AxeBuilder({ page }).analyze()
      found.push(
        ...violations.map(
          ({ id, nodes }) => `${screen}: ${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
        ),
      )
    },
  }
}

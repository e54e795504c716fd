import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { test } from '../support/launch.ts'
import { floorWorker } from './pages/floor.ts'
import { officeWorker } from './pages/office.ts'

const fixtures = join(import.meta.dirname, '../../resources/fixtures')

test('the office takes the good orders of a file, finds one, and the same file again changes nothing', async ({
  launch,
}) => {
  test.setTimeout(180_000)
  const { page, url } = await launch({ demo: true, locale: 'ko-KR' })
  await (await floorWorker(page)).signIn('BDG-0001', '1357')
  const office = officeWorker(page, { chooseFile: '파일 고르기', search: '주문·송장·SKU·전화 뒷자리·이름' })

  const sound = readFileSync(join(fixtures, 'orders-shopify.csv'), 'utf8')
  const broken = sound.replace(/\+0900,\d+,/, '+0900,0,')
  const first = await office.importFile(url, { name: 'broken.csv', mimeType: 'text/csv', buffer: Buffer.from(broken) })
  expect(Number(first.problem)).toBe(1)
  // The demo warehouse knows these orders already, from another day: they are changed, not doubled.
  expect(Number(first.update)).toBeGreaterThan(5)

  const again = await office.importFile(url, { name: 'orders.csv', mimeType: 'text/csv', buffer: Buffer.from(sound) })
  expect(Number(again.problem ?? 0)).toBe(0)
  expect(Number(again.same)).toBe(Number(first.update))

  await office.openOrders(url)
  const number = /^(#\d+),/m.exec(sound)?.[1] ?? ''
  await office.search(number)
  await office.openOrder(number)
  await expect(page.locator('[data-sheet]')).toContainText(number)
})

test('an empty store begins with set-up', async ({ launch }) => {
  const { page } = await launch({ locale: 'en-GB' })
  const office = officeWorker(page, { chooseFile: 'Choose a file', search: '' })
  await page.locator('[data-setup]').waitFor()
  expect(await office.setupStep()).toBe('site')
})

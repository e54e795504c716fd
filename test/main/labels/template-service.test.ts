import { afterEach, beforeEach, expect, test } from 'vitest'
import { ShippingLabelInput } from '../../../domain/shipping-label.ts'
import { openStation, type TestWorld } from './template-world.ts'

let world: TestWorld
beforeEach(async () => {
  world = await openStation()
})
afterEach(() => world.close())

test('a template is read, edited, saved as a version and given up again, and every version stays', async () => {
  const { office } = world
  const before = (await office.templates.list()).find(({ id }) => id === 'item')
  expect(before).toMatchObject({ version: 0, drawn: 0, widthMm: 50, heightMm: 30, versions: [] })
  const { text } = await office.templates.read({ id: 'item', version: 0 })
  const taller = text.replace('"heightMm": 30', '"heightMm": 35')
  const saved = (await office.templates.save({ id: 'item', after: 0, text: taller })).find(({ id }) => id === 'item')
  expect(saved).toMatchObject({ version: 1, drawn: 1, heightMm: 35, versions: [{ version: 1, builtIn: false }] })
  expect(saved?.versions[0]?.savedBy).not.toBeNull()
  const back = (await office.templates.save({ id: 'item', after: 1, text: null })).find(({ id }) => id === 'item')
  expect(back).toMatchObject({ version: 2, drawn: 0, heightMm: 30 })
  expect(await office.templates.read({ id: 'item', version: 1 })).toEqual({ text: taller })
  await expect(office.templates.read({ id: 'item', version: 2 })).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('a preview draws what the text says, or says where the fault is; a code too wide for its box is one', async () => {
  const { office } = world
  const { text } = await office.templates.read({ id: 'item', version: 0 })
  const preview = (changed: string) => office.templates.preview({ id: 'item', text: changed, language: 'ko', dpi: 203 })
  const good = await preview(text)
  expect(good.svg).toContain('제주 녹차')
  expect(good).toMatchObject({ faults: [], small: [], widthMm: 50 })
  expect(await preview(text.replace('{sku}', '{price}'))).toMatchObject({
    svg: null,
    faults: [{ path: 'elements[3].lines[0].text', code: 'E-TPL-007', params: { binding: 'price' } }],
  })
  const narrow = text.replace('"widthMm": 49', '"widthMm": 20')
  expect((await preview(narrow)).faults).toEqual([
    { path: 'elements[1].box', code: 'E-TPL-012', params: { value: '8801234567893' } },
  ])
  await expect(office.templates.save({ id: 'item', after: 0, text: narrow })).rejects.toMatchObject({
    code: 'REFUSED',
    data: { code: 'E-TPL-012', params: { path: 'elements[1].box' } },
  })
})

test('a label keeps the template of its first print: a reprint looks the same, the next carton has the new one', async () => {
  const { office } = world
  const first = await world.packUntilLabel()
  const { text } = await office.templates.read({ id: 'shipping-4x6', version: 0 })
  await office.templates.save({ id: 'shipping-4x6', after: 0, text: text.replaceAll('받는 분', '받으실 분') })
  await office.templates.use({ id: 'shipping-4x6' })
  const again = await world.page(first)
  expect(again).toMatchObject({ widthMm: 100, heightMm: 150 })
  expect(again.svg).toContain('받는 분')
  const second = await world.packUntilLabel(first)
  const { input } = world.job(second)
  expect(ShippingLabelInput.parse(JSON.parse(input)).template).toEqual({ id: 'shipping-4x6', version: 1 })
  expect(await world.page(second)).toMatchObject({ widthMm: 101.6, heightMm: 152.4 })
  expect((await world.page(second)).svg).toContain('받으실 분')
  await office.templates.save({ id: 'shipping-4x6', after: 1, text: null })
  expect((await world.page(second)).svg).toContain('받으실 분')
})

test('a shipping label is not saved whose code a printer of the trade could not print, or that has none', async () => {
  const { office } = world
  const id = 'shipping-100x150' as const
  const { text } = await office.templates.read({ id, version: 0 })
  type Element = { kind: string; value?: string; box: { widthMm: number }; module: object }
  const changed = (change: (element: Element) => Element | null): string => {
    const body = JSON.parse(text) as { elements: Element[] }
    return JSON.stringify({ ...body, elements: body.elements.flatMap((element) => change(element) ?? []) })
  }
  // 45 mm hold an SSCC at 203 dpi, 45.6 mm at 300; 47.7 mm hold a number of the site's own.
  const narrow = (binding: string, widthMm: number) =>
    changed((element) =>
      element.value?.includes(binding) === true
        ? { ...element, box: { ...element.box, widthMm }, module: { wantedMm: 0.25, leastMm: 0.25 } }
        : element,
    )
  const faults = async (tight: string) =>
    (await office.templates.preview({ id, text: tight, language: 'ko', dpi: 203 })).faults.map(({ code }) => code)
  expect(await faults(narrow('code.sscc', 45.7))).toEqual([])
  expect(await faults(narrow('code.sscc', 45.1))).toEqual(['E-TPL-012'])
  expect(await faults(narrow('code.internal', 48.5))).toEqual([])
  expect(await faults(narrow('code.internal', 46))).toEqual(['E-TPL-012'])
  const without = (binding: string) =>
    changed((element) => (element.value?.includes(binding) === true ? null : element))
  expect(await faults(without('code.internal'))).toEqual([])
  expect(await faults(without('code.sscc'))).toEqual(['E-TPL-015'])
  for (const [wrong, code] of [
    [narrow('code.internal', 46), 'E-TPL-012'],
    [without('code.sscc'), 'E-TPL-015'],
  ])
    await expect(office.templates.save({ id, after: 0, text: wrong ?? '' })).rejects.toMatchObject({ data: { code } })
})

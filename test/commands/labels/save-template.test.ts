import { afterEach, beforeEach, expect, test } from 'vitest'
import { saveTemplate } from '../../../commands/labels/save-template.ts'
import { builtInTemplate } from '../../../domain/template-built-in.ts'
import { type CentreWorld, openCentreWorld } from '../../support/centre-world.ts'

let world: CentreWorld
beforeEach(async () => {
  world = await openCentreWorld()
})
afterEach(() => world.close())

const { body } = builtInTemplate('item')
const save = (after: number, change: object | null = {}) =>
  world.decide(saveTemplate, { templateId: 'item', after, body: change === null ? null : { ...body, ...change } })
const kept = () =>
  world.rows<{ version: number; body: string | null }>('SELECT version, body FROM label_template ORDER BY version')

test('versions of a template are counted from 1 and kept for good, also when the site goes back', async () => {
  expect(await save(0)).toEqual({ ok: true, value: { version: 1 } })
  expect(await save(1, { heightMm: 32 })).toEqual({ ok: true, value: { version: 2 } })
  expect(await save(2, null)).toEqual({ ok: true, value: { version: 3 } })
  const rows = await kept()
  expect(rows.map((row) => row.body && JSON.parse(row.body).heightMm)).toEqual([30, 32, null])
})

test('who edited an older version is told so, and overwrites nothing', async () => {
  await save(0)
  expect(await save(0, { heightMm: 40 })).toMatchObject({ ok: false, refusal: { name: 'templateChanged' } })
  expect(await save(7, { heightMm: 40 })).toMatchObject({ ok: false, refusal: { name: 'notFound' } })
  expect(await kept()).toHaveLength(1)
})

test('a template with a fault is refused with the place of the fault', async () => {
  expect(await save(0, { widthMm: 20 })).toMatchObject({
    ok: false,
    refusal: { name: 'templateBad', params: { path: 'elements[0].box', code: 'E-TPL-008' } },
  })
  expect(await kept()).toEqual([])
})

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { importItems } from '../../../commands/items/import-items.ts'
import { type CommandStore, item, openCommandStore } from '../command-store.ts'

let commands: CommandStore
beforeEach(() => {
  commands = openCommandStore()
})
afterEach(() => commands.close())

const codes = () => commands.rows('SELECT code, units FROM item_barcode ORDER BY code')

describe('importing items', () => {
  it('keeps GTINs of every length as 14 digits, and other barcodes as they are', async () => {
    const barcodes = [
      { code: '18801234567890', units: 12 },
      { code: 'CASE-7', units: 6 },
    ]
    await commands.accepted(importItems, { items: [item('A', { gtin: '8801234567893', barcodes })] })
    expect(codes()).toEqual([
      { code: '08801234567893', units: 1 },
      { code: '18801234567890', units: 12 },
      { code: 'CASE-7', units: 6 },
    ])
  })

  it('changes no row when the same items come again, and drops a barcode that the file no longer has', async () => {
    const first = item('A', {
      barcodes: [
        { code: 'X-1', units: 1 },
        { code: 'X-2', units: 2 },
      ],
    })
    await commands.accepted(importItems, { items: [first] })
    const before = commands.changes()
    expect(await commands.accepted(importItems, { items: [first] })).toMatchObject({ outcomes: ['same'] })
    expect(commands.changes()).toBe(before)
    const next = { ...first, barcodes: [{ code: 'X-2', units: 3 }] }
    expect(await commands.accepted(importItems, { items: [next] })).toMatchObject({ outcomes: ['update'] })
    expect(codes()).toEqual([{ code: 'X-2', units: 3 }])
  })

  it('never forgets what makes goods dangerous because a file says nothing of it, only when it says that they are not', async () => {
    const goods = { goodsKinds: ['lithium-battery' as const], unClass: '9', unNumber: 'UN3480', batteryWh: 74 }
    const known = () => commands.rows('SELECT goods_kinds, un_class, un_number, battery_wh FROM item')
    await commands.accepted(importItems, { items: [item('A', goods)] })
    await commands.accepted(importItems, { items: [item('A', { name: 'Power bank' })] })
    expect(known()).toEqual([{ goods_kinds: 'lithium-battery', un_class: '9', un_number: 'UN3480', battery_wh: 74 }])
    const nothing = { goodsKinds: null, unClass: null, unNumber: null, batteryWh: null }
    await commands.accepted(importItems, { items: [item('A', nothing)] })
    expect(known()).toEqual([{ goods_kinds: '', un_class: null, un_number: null, battery_wh: null }])
  })

  it('refuses an item whose barcode belongs to another one, whole, and takes the others', async () => {
    const result = await commands.accepted(importItems, {
      items: [
        item('A', { gtin: '8801234567893' }),
        item('B', {
          barcodes: [
            { code: 'OK', units: 1 },
            { code: '08801234567893', units: 1 },
          ],
        }),
        item('C'),
      ],
    })
    expect(result.outcomes).toEqual(['new', 'refused', 'new'])
    expect(result.problems).toMatchObject([{ index: 1, name: 'duplicateCode', params: { sku: 'A' } }])
    expect(commands.rows('SELECT sku FROM item ORDER BY sku')).toEqual([{ sku: 'A' }, { sku: 'C' }])
    expect(codes()).toHaveLength(1)
  })
})

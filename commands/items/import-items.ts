import { z } from 'zod'
import type { Tx } from '../../db/port.ts'
import type { Row } from '../../db/tables.ts'
import { normaliseCode } from '../../domain/barcode.ts'
import { toGtin14 } from '../../domain/check-digit.ts'
import { deriveId } from '../../domain/ids.ts'
import { ItemInput } from '../../domain/inputs.ts'
import { accept, defineCommand } from '../command.ts'
import { type RecordOutcome, type RecordOutcomes, sameRow } from '../import-outcome.ts'

/**
 * Adds and changes items by their SKU; an item's barcodes become those of the file, and what makes it dangerous stays when
 * nothing is said of that. A barcode of another item refuses the whole item with `duplicateCode`, and the others go on.
 */
export const importItems = defineCommand({
  type: 'items.import',
  version: 1,
  class: 'INTENT',
  args: z.object({ items: z.array(ItemInput).min(1).max(200) }),
  async run(tx, command) {
    const result: RecordOutcomes = { outcomes: [], problems: [] }
    for (const [index, input] of command.args.items.entries()) {
      const [before] = await tx.find('item', 'sku', input.sku)
      const id = before?.id ?? deriveId(command.id, `i${index}`)
      const codes = barcodesOf(input)
      const taken = await takenCode(tx, id, codes)
      if (taken !== null) {
        result.outcomes.push('refused')
        result.problems.push({ index, field: 'barcodes', value: taken.code, name: 'duplicateCode', params: taken })
        continue
      }
      result.outcomes.push(await putItem(tx, before, itemRow(id, input, before), codes))
    }
    return accept(result)
  },
})

/** The form in which a barcode is kept and looked up: GTINs of all lengths as 14 digits, others without stray characters. */
export function storedBarcode(code: string): string {
  const plain = normaliseCode(code)
  return toGtin14(plain) ?? plain
}

function barcodesOf(input: ItemInput): Map<string, number> {
  const codes = new Map<string, number>()
  for (const { code, units } of input.barcodes) codes.set(storedBarcode(code), units)
  if (input.gtin !== undefined) codes.set(storedBarcode(input.gtin), 1)
  return codes
}

async function takenCode(
  tx: Tx,
  itemId: string,
  codes: ReadonlyMap<string, number>,
): Promise<{ code: string; sku: string } | null> {
  for (const code of codes.keys()) {
    const owner = await tx.get('item_barcode', code)
    if (owner !== undefined && owner.item_id !== itemId)
      return { code, sku: (await tx.get('item', owner.item_id))?.sku ?? '' }
  }
  return null
}

function itemRow(id: string, input: ItemInput, before: Row<'item'> | undefined): Row<'item'> {
  return {
    id,
    sku: input.sku,
    name: input.name,
    gtin: input.gtin ?? null,
    length_mm: input.lengthMm ?? null,
    width_mm: input.widthMm ?? null,
    height_mm: input.heightMm ?? null,
    weight_grams: input.weightGrams ?? null,
    picture: input.picture ?? null,
    tracking: input.tracking,
    fragile: input.fragile ? 1 : 0,
    keep_upright: input.keepUpright === true ? 1 : 0,
    goods_kinds: kindsOf(input.goodsKinds) ?? before?.goods_kinds ?? '',
    un_class: told(input.unClass, before?.un_class),
    un_number: told(input.unNumber, before?.un_number),
    battery_wh: told(input.batteryWh, before?.battery_wh),
    mix_class: input.mixClass === undefined || input.mixClass === '' ? null : input.mixClass,
  }
}

function kindsOf(kinds: ItemInput['goodsKinds']): string | undefined {
  return kinds === undefined ? undefined : [...new Set(kinds)].sort().join(' ')
}

/** What was said; when nothing was, what was known. */
function told<Value>(said: Value | null | undefined, known: Value | null | undefined): Value | null {
  return said === undefined ? (known ?? null) : said
}

async function putItem(
  tx: Tx,
  before: Row<'item'> | undefined,
  row: Row<'item'>,
  codes: ReadonlyMap<string, number>,
): Promise<RecordOutcome> {
  let changed = before === undefined || !sameRow(before, row)
  if (changed) await tx.put('item', row)
  const known = before === undefined ? [] : await tx.find('item_barcode', 'item', row.id)
  for (const old of known) {
    if (codes.has(old.code)) continue
    await tx.remove('item_barcode', old.code)
    changed = true
  }
  for (const [code, units] of codes) {
    if (known.some((old) => old.code === code && old.units === units)) continue
    await tx.put('item_barcode', { code, item_id: row.id, units })
    changed = true
  }
  return before === undefined ? 'new' : changed ? 'update' : 'same'
}

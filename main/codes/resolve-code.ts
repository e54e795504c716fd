import type { Tx } from '../../db/port.ts'
import type { Row } from '../../db/tables.ts'
import { type ClassifiedCode, type ClassifyOptions, classifyCode } from '../../domain/barcode.ts'
import type { Meaning, MeantItem } from '../../domain/meaning.ts'

/** Finds out what a code means here: classified by its form first, then looked up under every kind that it can be. */
export async function resolveCode(tx: Tx, raw: string, options: ClassifyOptions): Promise<Meaning> {
  const classified = classifyCode(raw, options)
  const meaning: Meaning = {
    text: classified.text,
    unreadable: classified.kind === 'invalid' ? classified.reason : null,
    gs1Problem: 'problem' in classified ? (classified.problem ?? null) : null,
    command: classified.kind === 'command' ? classified.name : null,
    brokenCommand: classified.kind === 'text' && classified.note === 'command-check',
    item: null,
    otherItems: [],
    lot: classified.kind === 'gs1' ? (classified.lot ?? null) : null,
    serial: classified.kind === 'gs1' ? (classified.serial ?? null) : null,
    expiresOn: classified.kind === 'gs1' ? (classified.expiresOn ?? classified.bestBeforeOn ?? null) : null,
    location: null,
    tote: null,
    cartonType: null,
    carton: null,
    carrier: null,
    operator: null,
  }
  if (classified.kind === 'invalid' || classified.kind === 'command') return meaning
  const text = classified.text
  const [item, ...otherItems] = await findItems(tx, classified)
  meaning.item = item ?? null
  meaning.otherItems = otherItems
  const [location] = await tx.find('location', 'code', text)
  if (location) meaning.location = { id: location.id, code: location.code }
  const [tote] = await tx.find('tote', 'code', text)
  if (tote) meaning.tote = { id: tote.id, code: tote.code, name: tote.name }
  const [cartonType] = await tx.find('carton_type', 'code', text)
  if (cartonType?.active === 1) meaning.cartonType = { id: cartonType.id, code: cartonType.code, name: cartonType.name }
  const [carton] = await tx.find('carton', 'code', classified.kind === 'sscc' ? classified.sscc : text)
  if (carton?.code) meaning.carton = { id: carton.id, code: carton.code, orderId: carton.order_id }
  const [carrier] = await tx.find('carrier', 'code', text)
  if (carrier?.active === 1) meaning.carrier = { id: carrier.id, code: carrier.code, name: carrier.name }
  const [operator] = await tx.find('operator', 'badge', text)
  if (operator) meaning.operator = { id: operator.id, name: operator.name }
  return meaning
}

/** The items that a code stands for: by what it says itself, by a barcode that is written so, by a SKU. Each once. */
async function findItems(tx: Tx, code: ClassifiedCode): Promise<MeantItem[]> {
  const found: MeantItem[] = []
  const add = (item: Row<'item'> | undefined, units: number): void => {
    if (item !== undefined && !found.some(({ id }) => id === item.id)) found.push(asItem(item, units))
  }
  for (const candidate of itemCodes(code)) {
    const barcode = await tx.get('item_barcode', candidate)
    if (barcode !== undefined) add(await tx.get('item', barcode.item_id), unitsOf(code, barcode.units))
  }
  // A store code's reference is short: it is asked for only where nothing longer is known.
  const skus = code.kind === 'store' && found.length === 0 ? [code.text, code.reference] : [code.text]
  for (const sku of skus) add((await tx.find('item', 'sku', sku))[0], 1)
  if (code.kind === 'store' && found.length === 0) {
    const barcode = await tx.get('item_barcode', code.reference)
    if (barcode !== undefined) add(await tx.get('item', barcode.item_id), barcode.units)
  }
  return found
}

function itemCodes(code: ClassifiedCode): string[] {
  if (code.kind === 'gs1') return code.gtin14 === undefined ? [code.text] : [code.gtin14, code.text]
  if (code.kind === 'gtin') return [code.gtin14, code.text]
  if (code.kind === 'store') return [code.zeroed, code.text].flatMap((one) => [one.padStart(14, '0'), one])
  return [code.text]
}

function asItem(item: Row<'item'>, units: number): MeantItem {
  return {
    id: item.id,
    name: item.name,
    picture: item.picture,
    tracking: item.tracking as MeantItem['tracking'],
    units,
  }
}

/** A GS1 code may say itself how many it stands for; a count of nothing says nothing. */
function unitsOf(code: ClassifiedCode, usual: number): number {
  return code.kind === 'gs1' && code.count !== undefined && code.count > 0 ? code.count : usual
}

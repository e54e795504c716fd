import type { Tx } from '../../db/port.ts'
import type { Row } from '../../db/tables.ts'
import { type ClassifiedCode, classifyCode } from '../../domain/barcode.ts'
import type { Meaning } from '../../domain/meaning.ts'

/** Finds out what a code means here: classified by its form first, then looked up under every kind that it can be. */
export async function resolveCode(tx: Tx, raw: string): Promise<Meaning> {
  const classified = classifyCode(raw)
  const meaning: Meaning = {
    text: classified.text,
    unreadable: classified.kind === 'invalid' ? classified.reason : null,
    command: classified.kind === 'command' ? classified.name : null,
    brokenCommand: classified.kind === 'text' && classified.note === 'command-check',
    item: null,
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
  meaning.item = await findItem(tx, classified)
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

async function findItem(tx: Tx, code: ClassifiedCode): Promise<Meaning['item']> {
  for (const candidate of itemCodes(code)) {
    const barcode = await tx.get('item_barcode', candidate)
    if (barcode !== undefined) {
      const item = await tx.get('item', barcode.item_id)
      if (item !== undefined) return asItem(item, unitsOf(code, barcode.units))
    }
  }
  const [bySku] = await tx.find('item', 'sku', code.text)
  return bySku === undefined ? null : asItem(bySku, 1)
}

function itemCodes(code: ClassifiedCode): string[] {
  if (code.kind === 'gs1') return code.gtin14 === undefined ? [code.text] : [code.gtin14, code.text]
  if (code.kind === 'gtin') return [code.gtin14, code.text]
  return [code.text]
}

function asItem(item: Row<'item'>, units: number): Meaning['item'] {
  return {
    id: item.id,
    name: item.name,
    picture: item.picture,
    tracking: item.tracking as 'none' | 'lot' | 'serial',
    units,
  }
}

/** A GS1 code may say itself how many it stands for; a count of nothing says nothing. */
function unitsOf(code: ClassifiedCode, usual: number): number {
  return code.kind === 'gs1' && code.count !== undefined && code.count > 0 ? code.count : usual
}

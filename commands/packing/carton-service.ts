import { z } from 'zod'
import type { Tx } from '../../db/port.ts'
import type { Row } from '../../db/tables.ts'
import { present } from '../../domain/assert.ts'
import { businessDate } from '../../domain/business-date.ts'
import { type CartonToSend, refusalOf } from '../../domain/carton-service.ts'
import type { AddressInput, Role } from '../../domain/inputs.ts'
import { supervises } from '../../domain/roles.ts'
import type { ServiceBook } from '../../domain/service-book.ts'
import { type CartonGoods, goodsKindsIn } from '../../domain/shipping-rules.ts'
import { accept, type CommandContext, type Decision, refuse } from '../command.ts'
import { newestServices, serviceBookKey } from '../services/save-services.ts'

const Name = z.string().min(1).max(64)

/**
 * The service that a carton goes with as the station chose it: by which version of the book, at what price (minor units),
 * leaving and arriving on which days, and what was attached to the carton for it.
 */
export const ChosenService = z.object({
  version: z.int().min(1),
  code: Name,
  priceMinor: z.int().min(0),
  shipDate: z.iso.date(),
  deliverBy: z.iso.date(),
  documents: z.array(Name).max(100).default([]),
  marks: z.array(Name).max(100).default([]),
})
export type ChosenService = z.infer<typeof ChosenService>

/** A carton without a service. */
export const NO_SERVICE = {
  service_version: null,
  service_code: null,
  service_name: null,
  price_minor: null,
  ship_date: null,
  deliver_by: null,
}

/** The columns of a carton that say how it goes. */
export type ServiceColumns = Pick<Row<'carton'>, keyof typeof NO_SERVICE | 'carrier_code'>

/** A version of the service book, read. */
export type KeptBook = { version: number; book: ServiceBook }

/** The book by which cartons are closed now; null where the site has no services. */
export async function currentBook(tx: Tx): Promise<KeptBook | null> {
  const kept = bookIn(await newestServices(tx))
  return kept?.book.services.some(({ active }) => active) === true ? kept : null
}

/** The book of one version; null when it is not there. */
export async function bookOfVersion(tx: Tx, version: number): Promise<KeptBook | null> {
  return bookIn(await tx.get('service_book', serviceBookKey(version)))
}

// Every scan at a bench asks for the book, and it may be long; a text that is the same is read once.
const read = new Map<string, ServiceBook>()
const READ_AT_MOST = 4

function bookIn(row: Row<'service_book'> | undefined): KeptBook | null {
  if (row?.body == null) return null
  let book = read.get(row.body)
  if (book === undefined) {
    // What was saved was checked when it was saved.
    book = JSON.parse(row.body) as ServiceBook
    if (read.size >= READ_AT_MOST) read.clear()
    read.set(row.body, book)
  }
  return { version: row.version, book }
}

/**
 * What a carton is as services and rules see it. Its sizes are the inner ones of its type; a weight that was not measured is
 * that of its goods and the carton, as far as all of them are known.
 */
export async function cartonToSend(
  tx: Tx,
  { carton, weightGrams }: { carton: Row<'carton'>; weightGrams: number | null },
  book: ServiceBook,
): Promise<CartonToSend> {
  const order = present(await tx.get('order', carton.order_id), 'orders are never removed')
  const type = present(await tx.get('carton_type', carton.carton_type_id), 'carton types are never removed')
  const goods = new Map<string, CartonGoods>()
  let valueMinor = 0
  for (const line of await tx.find('carton_line', 'carton', carton.id)) {
    const item = present(await tx.get('item', line.item_id), 'items are never removed')
    const sold = await tx.get('order_line', line.order_line_id)
    valueMinor += (sold?.price_minor ?? 0) * line.quantity
    const before = goods.get(item.id)
    goods.set(item.id, goodsOf(item, (before?.units ?? 0) + line.quantity))
  }
  const weights = [...goods.values()].map(({ grams, units }) => (grams === null ? null : grams * units))
  const theory = weights.includes(null)
    ? null
    : weights.reduce<number>((sum, grams) => sum + (grams ?? 0), type.tare_grams)
  const address = JSON.parse(order.ship_to) as AddressInput
  const level = book.services.find((service) => isSame(service.level, order.shipping_method))?.level ?? null
  const shipBy = order.ship_by === null ? null : businessDate(order.ship_by, book.calendar.timeZone)
  const cartons = (await tx.find('carton', 'order', order.id)).filter((one) => one.state !== 'undone')
  const earlier = cartons.filter((one) => one.id !== carton.id).sort((a, b) => a.number - b.number)
  return {
    cartonId: carton.id,
    goods: [...goods.values()],
    grams: weightGrams ?? theory,
    sizes: { lengthMm: type.inner_length_mm, widthMm: type.inner_width_mm, heightMm: type.inner_height_mm },
    valueMinor: order.currency === book.currency ? valueMinor : null,
    to: { country: address.country, postcode: address.postcode },
    cashMinor: order.payment === 'cod' ? order.total_minor : 0,
    promise: { shipBy, deliverBy: null, level },
    wished: await wishOf(tx, order, book),
    sameAs: earlier.find((one) => one.service_code !== null)?.service_code ?? null,
  }
}

function goodsOf(item: Row<'item'>, units: number): CartonGoods {
  const sizes = [item.length_mm, item.width_mm, item.height_mm]
  return {
    itemId: item.id,
    units,
    kinds: goodsKindsIn(item.goods_kinds),
    unClass: item.un_class,
    unNumber: item.un_number,
    batteryWh: item.battery_wh,
    grams: item.weight_grams,
    longestMm: sizes.includes(null) ? null : Math.max(...sizes.map((size) => size ?? 0)),
  }
}

/** The carrier that an order asks for by code or name; one that no service has stays the text it is. */
async function wishOf(tx: Tx, order: Row<'order'>, book: ServiceBook): Promise<string | null> {
  const text = order.carrier_code ?? ''
  if (text.trim() === '') return null
  for (const code of new Set(book.services.map(({ carrierCode }) => carrierCode))) {
    const [carrier] = await tx.find('carrier', 'code', code)
    if (isSame(code, text) || isSame(carrier?.name ?? code, text)) return code
  }
  return text
}

function isSame(a: string, b: string): boolean {
  const plain = (text: string) => text.toUpperCase().replace(/\s/g, '')
  return plain(a) === plain(b)
}

/** True for an operator who may send a carton with another carrier than the order asks for. */
export function mayChooseFreely(role: string | undefined): boolean {
  return role !== undefined && supervises(role as Role)
}

/**
 * How a carton goes, as columns, when limits, rules and its order allow it; refused otherwise. It is judged by the version
 * of the book that it was chosen by, so that a carton closed while a station was away stays what it is.
 */
export async function judgeService(
  tx: Tx,
  command: CommandContext,
  carton: { carton: Row<'carton'>; weightGrams: number | null },
  chosen: ChosenService | null,
): Promise<Decision<ServiceColumns>> {
  if (chosen === null) {
    if ((await currentBook(tx)) !== null) return refuse('serviceMissing')
    return accept({ ...NO_SERVICE, carrier_code: carton.carton.carrier_code })
  }
  const kept = await bookOfVersion(tx, chosen.version)
  if (kept === null) return refuse('serviceUnknown', { service: chosen.code })
  const operator = command.operatorId === null ? undefined : await tx.get('operator', command.operatorId)
  const facts = await cartonToSend(tx, carton, kept.book)
  const refusal = refusalOf(facts, chosen, kept.book, mayChooseFreely(operator?.role))
  if (refusal !== null) return refuse(refusal.name, await withNames(tx, refusal.params))
  const service = present(
    kept.book.services.find(({ code }) => code === chosen.code),
    'what is not refused is in the book',
  )
  return accept({
    carrier_code: service.carrierCode,
    service_version: kept.version,
    service_code: service.code,
    service_name: service.name,
    price_minor: chosen.priceMinor,
    ship_date: chosen.shipDate,
    deliver_by: chosen.deliverBy,
  })
}

/** The same with the names of carrier and item that people know. */
async function withNames(tx: Tx, params: Record<string, string | number>): Promise<Record<string, string | number>> {
  const { itemId, carrier = '', ...rest } = params
  const [row] = await tx.find('carrier', 'code', String(carrier))
  const item = itemId === undefined ? undefined : await tx.get('item', String(itemId))
  return { ...rest, carrier: row?.name ?? carrier, ...(item === undefined ? {} : { item: item.name }) }
}

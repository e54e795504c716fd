import type { CarrierService } from '../../domain/carrier-service.ts'
import type { RateCard, Surcharge } from '../../domain/rate-card.ts'
import type { ServiceChoiceTable, ShipmentToSend } from '../../domain/service-choice.ts'

/** What one service comes to; `sort` holds what it is compared by. */
export type OracleOffer = { code: string; price: number; ship: string; there: string; late: boolean; rank: number }

const SEOUL_MS = 9 * 3_600_000
const DAY_MS = 86_400_000
const dateOf = (ms: number) => new Date(ms).toISOString().slice(0, 10)
const weekdayOf = (ms: number) => ((new Date(ms).getUTCDay() + 6) % 7) + 1
const total = (numbers: number[]) => numbers.reduce((sum, each) => sum + each, 0)

/** Every service that takes the shipment, worked out one by one for a site in Seoul, where clocks never change. */
export function allOffers(shipment: ShipmentToSend, table: ServiceChoiceTable, at: number): OracleOffer[] {
  return table.services.flatMap((service) => {
    if (!service.active || shipment.cartons.length === 0 || !mayTake(service, shipment)) return []
    if (shipment.promise.level !== null && shipment.promise.level !== service.level) return []
    const ship = shipDay(service, shipment, table, at)
    const card = table.cards.filter(
      (each) =>
        each.serviceCode === service.code &&
        ship !== null &&
        !(ship < each.validFrom) &&
        !(ship > (each.validTo ?? 'never')),
    )[0]
    if (ship === null || card === undefined) return []
    const priced = price(card, shipment)
    if (priced === null) return []
    const there = arrival(service, shipment, ship, priced.days)
    const { shipBy, deliverBy } = shipment.promise
    const late = (shipBy !== null && ship > shipBy) || (deliverBy !== null && there > deliverBy)
    return [{ code: service.code, price: priced.price, ship, there, late, rank: service.rank }]
  })
}

/** The offer that no other one beats. */
export function bestOffer(offers: readonly OracleOffer[]): OracleOffer | null {
  const someInTime = offers.some(({ late }) => !late)
  const beats = (a: OracleOffer, b: OracleOffer): boolean => {
    if (someInTime && a.late !== b.late) return b.late
    if (!someInTime && a.there !== b.there) return a.there < b.there
    if (a.price !== b.price) return a.price < b.price
    if (a.there !== b.there) return a.there < b.there
    if (a.ship !== b.ship) return a.ship < b.ship
    return a.rank !== b.rank ? a.rank < b.rank : a.code < b.code
  }
  return offers.find((offer) => offers.every((other) => other === offer || beats(offer, other))) ?? null
}

function mayTake({ limits }: CarrierService, { cartons, to, cashMinor }: ShipmentToSend): boolean {
  const none = Number.POSITIVE_INFINITY
  if (limits.countries !== null && limits.countries.indexOf(to.country) < 0) return false
  if (cashMinor > 0 && (limits.cashMinor === null || cashMinor > limits.cashMinor)) return false
  if (cartons.length > (limits.cartons ?? none)) return false
  if (total(cartons.map(({ valueMinor }) => valueMinor)) > (limits.valueMinor ?? none)) return false
  return cartons.every(({ grams, lengthMm, widthMm, heightMm }) => {
    const [a = 0, b = 0, c = 0] = [lengthMm, widthMm, heightMm].sort((x, y) => y - x)
    const isShort = a <= (limits.longestMm ?? none) && a + 2 * (b + c) <= (limits.girthMm ?? none)
    return isShort && grams <= (limits.grams ?? none) && a + b + c <= (limits.sidesMm ?? none)
  })
}

function shipDay(
  service: CarrierService,
  shipment: ShipmentToSend,
  table: ServiceChoiceTable,
  at: number,
): string | null {
  const isWorked = (ms: number) =>
    table.calendar.workingDays.includes(weekdayOf(ms)) && !table.calendar.holidays.includes(dateOf(ms))
  const today = Date.parse(dateOf(at + SEOUL_MS))
  const from = (start: number): number | null => {
    for (let ms = start; ms < start + 60 * DAY_MS; ms += DAY_MS) {
      const time = service.collections.cutOffs.find(({ weekday }) => weekday === weekdayOf(ms))?.at
      if (time === undefined || !isWorked(ms)) continue
      const [hours = 0, minutes = 0] = time.split(':').map(Number)
      if (ms + (hours * 60 + minutes) * 60_000 - SEOUL_MS >= at) return ms
    }
    return null
  }
  let ms = from(today)
  if (ms !== null && shipment.handlingDays > 0) {
    for (let left = shipment.handlingDays; left > 0; ) {
      ms += DAY_MS
      if (isWorked(ms)) left -= 1
    }
    ms = from(ms)
  }
  return ms === null ? null : dateOf(ms)
}

function arrival(service: CarrierService, shipment: ShipmentToSend, ship: string, days: number): string {
  const { deliveryDays, holidays } = service.deliveries
  const isClosed = (ms: number) =>
    !deliveryDays.includes(weekdayOf(ms)) ||
    holidays.some(({ country, dates }) => country === shipment.to.country && dates.includes(dateOf(ms)))
  let ms = Date.parse(ship)
  if (days === 0) while (isClosed(ms)) ms += DAY_MS
  for (let left = days; left > 0; ) {
    ms += DAY_MS
    if (!isClosed(ms)) left -= 1
  }
  return dateOf(ms)
}

/** How many characters of the postcode a list of areas knows; -1 for the rest of the world, -2 for not at all. */
function closeness(areas: RateCard['zones'][number]['areas'], to: ShipmentToSend['to']): number {
  const postcode = to.postcode.replace(/[ -]/g, '').toUpperCase()
  let closest = -2
  for (const { country, prefixes } of areas) {
    if (country === '*') closest = Math.max(closest, -1)
    if (country !== to.country) continue
    if (prefixes.length === 0) closest = Math.max(closest, 0)
    for (let length = 1; length <= postcode.length; length += 1)
      if (prefixes.includes(postcode.slice(0, length))) closest = Math.max(closest, length)
  }
  return closest
}

function price(card: RateCard, shipment: ShipmentToSend): { price: number; days: number } | null {
  const { cartons, to, cashMinor } = shipment
  const fits = card.zones.map((zone) => closeness(zone.areas, to))
  const most = Math.max(...fits)
  const zone = card.zones[fits.indexOf(most)]
  if (zone === undefined || most === -2) return null
  const up = (amount: number, step: number) => (amount % step === 0 ? amount : amount - (amount % step) + step)
  const volumetric = cartons.map(({ lengthMm, widthMm, heightMm }) => {
    const volume = [lengthMm, widthMm, heightMm].reduce((product, mm) => product * up(mm, card.roundUpMm), 1)
    return card.divisor === null ? 0 : Math.ceil(volume / card.divisor)
  })
  const actual = cartons.map(({ grams }) => grams)
  const pairs: [number, number][] =
    card.weighs === 'carton'
      ? actual.map((each, index) => [each, volumetric[index] ?? 0])
      : [[total(actual), total(volumetric)]]
  let freight = 0
  for (const [weight, volume] of pairs) {
    const counted = up(Math.max(weight, volume, 1), card.roundUpGrams)
    const bracket = card.brackets
      .filter((each) => each.zone === zone.code)
      .find((each) => each.overGrams < counted && counted <= each.upToGrams)
    if (bracket === undefined) return null
    freight += bracket.priceMinor
    if (bracket.step !== null)
      for (let above = bracket.overGrams; above < counted; above += bracket.step.grams) freight += bracket.step.minor
  }
  const percent = (minor: number, basisPoints: number) => Math.round((minor * basisPoints) / 10_000)
  const bases = { freight, value: total(cartons.map(({ valueMinor }) => valueMinor)), cash: cashMinor }
  const extra = (surcharge: Surcharge): number => {
    const { when, share, per, fixedMinor } = surcharge
    if (when.cashOnDelivery && cashMinor <= 0) return 0
    if (when.areas && closeness(when.areas, to) === -2) return 0
    const those = cartons.filter(({ grams, valueMinor, lengthMm, widthMm, heightMm }) => {
      const longest = Math.max(lengthMm, widthMm, heightMm)
      const girth = longest + 2 * (lengthMm + widthMm + heightMm - longest)
      if (when.overGrams !== undefined && grams <= when.overGrams) return false
      if (when.longestOverMm !== undefined && longest <= when.longestOverMm) return false
      if (when.girthOverMm !== undefined && girth <= when.girthOverMm) return false
      return when.valueOverMinor === undefined || valueMinor > when.valueOverMinor
    })
    if (those.length === 0) return 0
    const once = share === null ? 0 : percent(bases[share.of], share.basisPoints)
    return once + fixedMinor * (per === 'carton' ? those.length : 1)
  }
  const extras = card.surcharges.map(extra)
  const fuelled = total(extras.filter((_, index) => card.surcharges[index]?.fuelled === true))
  const sum = freight + total(extras) + percent(freight + fuelled, card.fuelBasisPoints)
  return { price: up(sum, card.roundUpMinor), days: zone.transitDays }
}

import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react'
import { countryName } from '../i18n/country-name.ts'
import { useFormat } from '../i18n/use-format.ts'

/** Why a service does not take a shipment: a code, and what the code speaks of. */
export type ServiceReason = { readonly code: string; readonly params: Readonly<Record<string, string | number>> }

type Format = ReturnType<typeof useFormat>
type Sentence = (params: ServiceReason['params'], format: Format, currency: string) => MessageDescriptor

/** A size in whole centimetres where it is that, else in millimetres. */
function length(format: Format, value: string | number | undefined): string {
  const mm = Number(value ?? 0)
  return mm % 10 === 0 ? `${format.number(mm / 10)} cm` : `${format.number(mm)} mm`
}

const size =
  (word: (limit: string, found: string) => MessageDescriptor): Sentence =>
  ({ limit, found }, format) =>
    word(length(format, limit), length(format, found))

const REASONS: Readonly<Record<string, Sentence>> = {
  inactive: () => msg`Not offered at the moment.`,
  otherLevel: ({ wanted = '' }) => msg`The order was sold with the level “${wanted}”.`,
  otherCarrier: ({ wanted = '' }) => msg`The order asks for ${wanted}. A lead may choose it all the same.`,
  valueUnknown: () => msg`What the goods are worth is not known in the site’s currency.`,
  noCartons: () => msg`There is no carton.`,
  tooManyCartons: ({ limit = 0 }) => msg`Takes ${limit} cartons at most.`,
  tooHeavy: ({ limit = 0, found = 0 }, format) => {
    const [most, weight] = [format.weight(Number(limit)), format.weight(Number(found))]
    return msg`Takes ${most} at most; this weighs ${weight}.`
  },
  tooLong: size((limit, found) => msg`Longest side ${limit} at most; this has ${found}.`),
  tooGirthy: size((limit, found) => msg`Length and girth ${limit} at most; this has ${found}.`),
  tooBulky: size((limit, found) => msg`Three sides together ${limit} at most; this has ${found}.`),
  tooValuable: ({ limit = 0 }, format, currency) => {
    const most = format.money(Number(limit), currency)
    return msg`Takes goods up to ${most}.`
  },
  countryNotServed: ({ country = '' }) => msg`Does not go to ${country}.`,
  noCashOnDelivery: () => msg`Collects no cash at the door.`,
  tooMuchCash: ({ limit = 0 }, format, currency) => {
    const most = format.money(Number(limit), currency)
    return msg`Collects up to ${most} at the door.`
  },
  noCollection: () => msg`Is not collected within a year.`,
  noDelivery: () => msg`Never arrives there.`,
  cardMissing: ({ shipDate = '' }, format) => {
    const day = shipDate === '' ? '' : format.day(String(shipDate))
    return msg`Has no rate card for ${day}.`
  },
  otherCurrency: () => msg`Its rate card is in another currency.`,
  zoneUnknown: ({ country = '', postcode = '' }) => msg`Its rate card has no zone for ${country} ${postcode}.`,
  bracketMissing: ({ grams = 0 }, format) => {
    const weight = format.weight(Number(grams))
    return msg`Its rate card has no price for ${weight}.`
  },
  ruleStops: ({ rule = '', violation = '', item = '', facts = '' }) => {
    if (violation === 'factMissing') return msg`Rule “${rule}”: not known of ${item || '—'}: ${facts}`
    if (violation === 'tooMany') return msg`Rule “${rule}”: too many of ${item || '—'} in one carton.`
    return item === '' ? msg`Rule “${rule}” forbids it.` : msg`Rule “${rule}” forbids it for ${item}.`
  },
}

/** Says in one sentence why a service does not take a shipment; money is in `currency`. */
export function useServiceReason(currency: string): (reason: ServiceReason) => string {
  const { i18n } = useLingui()
  const format = useFormat()
  return ({ code, params }) => {
    const sentence = REASONS[code]
    const { country } = params
    const said = country === undefined ? params : { ...params, country: countryName(String(country), i18n.locale) }
    return sentence === undefined ? code : i18n._(sentence(said, format, currency))
  }
}

import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react'
import type { ServiceFault } from '../../../contract/station/services.ts'
import type { CarrierService } from '../../../domain/carrier-service.ts'
import type { Area } from '../../../domain/postcode-area.ts'
import type { GOODS_KINDS, ShippingRule, TRANSPORT_MODES } from '../../../domain/shipping-rules.ts'
import { useFormat } from '../../i18n/use-format.ts'

/** What kinds of goods are called. */
export const KIND_WORDS: Readonly<Record<(typeof GOODS_KINDS)[number], MessageDescriptor>> = {
  'lithium-battery': msg({ message: 'lithium battery', context: 'goods' }),
  liquid: msg({ message: 'liquid', context: 'goods' }),
  aerosol: msg({ message: 'aerosol', context: 'goods' }),
  alcohol: msg({ message: 'alcohol', context: 'goods' }),
  magnet: msg({ message: 'magnet', context: 'goods' }),
}

/** How a service travels. */
export const MODE_WORDS: Readonly<Record<(typeof TRANSPORT_MODES)[number], MessageDescriptor>> = {
  road: msg({ message: 'by road', context: 'transport' }),
  rail: msg({ message: 'by rail', context: 'transport' }),
  air: msg({ message: 'by air', context: 'transport' }),
  sea: msg({ message: 'by sea', context: 'transport' }),
}

// A Monday, so that weekday 1 is its first day.
const MONDAY = Date.UTC(2026, 10, 16)

/** Words for what a service book says: weekdays, cut-offs, places, rules, faults. */
export function useBookWords(currency: string) {
  const { i18n } = useLingui()
  const format = useFormat()
  /** Whole weights without a row of zeros. */
  const weight = (grams: number): string =>
    grams >= 1_000 && grams % 100 === 0
      ? `${format.number(grams / 1_000, grams % 1_000 === 0 ? 0 : 1)} kg`
      : format.weight(grams)
  const weekday = (day: number): string =>
    new Intl.DateTimeFormat(format.locale, { weekday: 'short', timeZone: 'UTC' }).format(
      MONDAY + (day - 1) * 86_400_000,
    )
  const weekdays = (days: readonly number[]): string => {
    const sorted = days.toSorted((a, b) => a - b)
    const [first = 0, last = 0] = [sorted[0], sorted.at(-1)]
    const isRun = sorted.length > 2 && last - first === sorted.length - 1
    return isRun ? `${weekday(first)}–${weekday(last)}` : sorted.map(weekday).join(', ')
  }
  const area = ({ country, prefixes }: Area): string => {
    const place = country === '*' ? i18n._(msg({ message: 'everywhere else', context: 'rate card' })) : country
    return prefixes.length === 0
      ? place
      : `${place} ${prefixes.slice(0, 6).join(', ')}${prefixes.length > 6 ? ' …' : ''}`
  }
  const cutOffs = ({ collections }: CarrierService): string => {
    const times = new Map<string, number[]>()
    for (const { weekday: day, at } of collections.cutOffs) times.set(at, [...(times.get(at) ?? []), day])
    return [...times].map(([at, days]) => `${weekdays(days)} ${at}`).join(' · ')
  }
  const length = (mm: number): string => `${format.number(mm / 10, mm % 10 === 0 ? 0 : 1)} cm`
  const limits = ({ limits: { grams, longestMm, sidesMm, girthMm, valueMinor } }: CarrierService): string[] => [
    ...(grams === null ? [] : [weight(grams)]),
    ...(longestMm === null ? [] : [i18n._(msg`longest side ${length(longestMm)}`)]),
    ...(sidesMm === null ? [] : [i18n._(msg`three sides ${length(sidesMm)}`)]),
    ...(girthMm === null ? [] : [i18n._(msg`length and girth ${length(girthMm)}`)]),
    ...(valueMinor === null ? [] : [format.money(valueMinor, currency)]),
  ]
  return {
    weekdays,
    weight,
    area,
    cutOffs,
    limits,
    conditions: (rule: ShippingRule) => conditions(rule),
    effect,
    fault,
    length,
  }

  function conditions({ when }: ShippingRule): string[] {
    const say = (message: MessageDescriptor): string => i18n._(message)
    const names = (list: readonly string[]): string => list.join(', ')
    const over = (mm: number | undefined, word: (size: string) => MessageDescriptor): string[] =>
      mm === undefined ? [] : [say(word(length(mm)))]
    const heavier = (grams: number | undefined, word: (text: string) => MessageDescriptor): string[] =>
      grams === undefined ? [] : [say(word(weight(grams)))]
    return [
      ...(when.kinds === undefined ? [] : [names(when.kinds.map((kind) => i18n._(KIND_WORDS[kind])))]),
      ...(when.unClasses === undefined ? [] : [say(msg`dangerous goods class ${names(when.unClasses)}`)]),
      ...(when.unNumbers === undefined ? [] : [names(when.unNumbers)]),
      ...(when.batteryOverWh === undefined ? [] : [say(msg`battery over ${format.number(when.batteryOverWh)} Wh`)]),
      ...heavier(when.itemOverGrams, (text) => msg`one unit over ${text}`),
      ...over(when.itemLongestOverMm, (size) => msg`one unit longer than ${size}`),
      ...heavier(when.cartonOverGrams, (text) => msg`carton over ${text}`),
      ...over(when.longestOverMm, (size) => msg`longest side over ${size}`),
      ...over(when.girthOverMm, (size) => msg`length and girth over ${size}`),
      ...(when.valueOverMinor === undefined
        ? []
        : [say(msg`worth more than ${format.money(when.valueOverMinor, currency)}`)]),
      ...(when.countries === undefined ? [] : [say(msg`to ${names(when.countries)}`)]),
      ...(when.exceptCountries === undefined ? [] : [say(msg`not to ${names(when.exceptCountries)}`)]),
      ...(when.carriers === undefined ? [] : [say(msg`with ${names(when.carriers)}`)]),
      ...(when.services === undefined ? [] : [say(msg`with ${names(when.services)}`)]),
      ...(when.modes === undefined ? [] : [names(when.modes.map((mode) => i18n._(MODE_WORDS[mode])))]),
    ]
  }
  function effect({ effect: what }: ShippingRule): string {
    switch (what.kind) {
      case 'forbid':
        return i18n._(msg({ message: 'forbidden', context: 'rule' }))
      case 'require-document':
        return i18n._(msg`only with the document ${what.document}`)
      case 'require-mark':
        return i18n._(msg`only with the mark ${what.mark}`)
      case 'limit-quantity':
        return i18n._(msg`at most ${what.units} units in a carton`)
    }
  }
  function fault(found: ServiceFault): string {
    return i18n._(faultSentence(found))
  }
}

const sentences: Readonly<Record<string, (text: (name: string) => string) => MessageDescriptor>> = {
  'E-RUL-001': () => msg`Something is missing here, or of another kind than expected.`,
  'E-RUL-002': (text) => msg`At least ${text('least')}.`,
  'E-RUL-003': (text) => msg`At most ${text('most')}.`,
  'E-RUL-004': (text) => msg`There is no field “${text('field')}”.`,
  'E-RUL-005': (text) => msg`One of these: ${text('choices')}`,
  'E-RUL-006': () => msg`It does not have the form it needs.`,
  'E-RUL-010': (text) => msg`“${text('key')}” stands here twice; the first is at ${text('first')}.`,
  'E-RUL-011': (text) => msg`There is no “${text('name')}”.`,
  'E-RUL-012': () => msg`It ends before it begins.`,
  'E-RUL-013': (text) => msg`Nobody knows the time zone “${text('timeZone')}”.`,
  'E-RUL-014': () => msg`No day is ever worked, collected or delivered on.`,
  'E-RUL-015': (text) => msg`${text('date')} is both open and closed.`,
  'E-RUL-020': (text) => msg`The weights overlap with those at ${text('other')}.`,
  'E-RUL-021': (text) => msg`From ${text('fromGrams')} to ${text('toGrams')} g there is no price.`,
  'E-RUL-022': (text) => msg`The zone “${text('zone')}” has no price.`,
  'E-RUL-023': (text) => msg`The card has no zone “${text('zone')}”.`,
  'E-RUL-024': (text) => msg`Two zones claim the same place; the other is “${text('other')}”.`,
  'E-RUL-025': (text) => msg`Two cards of the service hold on ${text('date')}; the other is “${text('other')}”.`,
  'E-RUL-026': (text) => msg`The currency is ${text('currency')}, but the site’s is ${text('expected')}.`,
  'E-RUL-027': () => msg`The surcharge charges nothing, or a share for each carton.`,
  'E-RUL-028': (text) => msg`The service “${text('name')}” has no rate card.`,
  'E-RUL-030': (text) => msg`Rules lift each other in a circle: ${text('circle')}`,
  'E-RUL-031': (text) => msg`It can never matter, because “${text('other')}” says more.`,
  'E-RUL-032': () => msg`It can never apply.`,
  'E-RUL-040': () => msg`It would forbid everything.`,
}

function faultSentence({ code, params }: ServiceFault): MessageDescriptor {
  const text = (name: string): string => String(params[name] ?? '')
  if (code === 'E-RUL-007')
    return params.line === undefined
      ? msg`The text cannot be read: a bracket, comma or quotation mark is missing.`
      : msg`The text cannot be read from line ${text('line')}: a bracket, comma or quotation mark is missing.`
  return sentences[code]?.(text) ?? msg`It does not have the form it needs.`
}

import { describe, expect, it } from 'vitest'
import { type CartonToSend, chooseForCarton } from '../../domain/carton-service.ts'
import { checkServiceBook } from '../../domain/service-book.ts'
import { DEMO_CARRIERS } from '../../resources/demo/people.ts'
import { demoServices } from '../../resources/demo/services.ts'

const book = demoServices()
const TUESDAY = Date.parse('2026-11-24T10:00:00+09:00')
const carton = (change: Partial<CartonToSend> = {}): CartonToSend => ({
  cartonId: 'c',
  goods: [
    { itemId: 'i', units: 1, kinds: [], unClass: null, unNumber: null, batteryWh: null, grams: 900, longestMm: 200 },
  ],
  grams: 1_500,
  sizes: { lengthMm: 340, widthMm: 250, heightMm: 180 },
  valueMinor: 30_000,
  to: { country: 'KR', postcode: '06236' },
  cashMinor: 0,
  promise: { shipBy: null, deliverBy: null, level: null },
  wished: null,
  sameAs: null,
  ...change,
})
const chosen = (change: Partial<CartonToSend> = {}) => {
  const choice = chooseForCarton(carton(change), book, TUESDAY)
  return choice.kind === 'chosen' ? [choice.offer.serviceCode, choice.offer.priceMinor] : choice.kind
}
const goods = (kinds: ('lithium-battery' | 'liquid')[]) => carton().goods.map((one) => ({ ...one, kinds }))

describe('the services of the demo warehouse', () => {
  it('have no fault', () => {
    const around = { carriers: DEMO_CARRIERS.map(({ code }) => code), currency: 'KRW' }
    expect(checkServiceBook(book, around).problems).toEqual([])
  })

  it.each([
    ['a small parcel in Seoul', {}, ['cj-std', 3_300]],
    ['a heavier one', { grams: 4_000 }, ['hanjin-std', 3_900]],
    [
      'one to Jeju, where the cheapest is another one',
      { to: { country: 'KR', postcode: '63122' } },
      ['post-std', 6_200],
    ],
    [
      'one that was sold as fast',
      { promise: { shipBy: null, deliverBy: null, level: '빠른 배송' } },
      ['cj-dawn', 5_500],
    ],
    ['one abroad', { to: { country: 'US', postcode: '94107' } }, ['post-ems', 52_000]],
    ['a battery abroad', { to: { country: 'US', postcode: '94107' }, goods: goods(['lithium-battery']) }, 'refused'],
    ['a battery within Korea', { goods: goods(['lithium-battery']) }, ['cj-std', 3_300]],
  ] as const)('take %s', (_, change, expected) => {
    expect(chosen(change)).toEqual(expected)
  })
})

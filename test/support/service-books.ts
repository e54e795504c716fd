import { ServiceBook } from '../../domain/service-book.ts'

const WEEKDAYS = [1, 2, 3, 4, 5]

/** What differs between the services of a small book. */
export type SmallService = {
  code: string
  carrierCode?: string
  priceMinor?: number
  transitDays?: number
  level?: string
  mode?: 'road' | 'air'
  cutOff?: string
  weekdays?: readonly number[]
  limits?: object
}

/** A small book in won: services that cost one price for the whole country, and whatever rules are given. */
export function serviceBook(
  change: {
    services?: readonly SmallService[]
    carrierCode?: string
    currency?: string
    timeZone?: string
    holidays?: readonly string[]
    handlingDays?: number
    rules?: readonly object[]
  } = {},
): ServiceBook {
  const { carrierCode = 'CJ', currency = 'KRW', timeZone = 'Asia/Seoul', services = [{ code: 'CJ-STD' }] } = change
  return ServiceBook.parse({
    calendar: { timeZone, holidays: [...(change.holidays ?? [])] },
    handlingDays: change.handlingDays ?? 0,
    currency,
    services: services.map((one) => ({
      code: one.code,
      carrierCode: one.carrierCode ?? carrierCode,
      name: one.code,
      level: one.level ?? 'standard',
      mode: one.mode ?? 'road',
      collections: {
        cutOffs: (one.weekdays ?? WEEKDAYS).map((weekday) => ({ weekday, at: one.cutOff ?? '16:30' })),
      },
      limits: one.limits ?? {},
    })),
    cards: services.map((one) => ({
      id: `${one.code}-card`,
      serviceCode: one.code,
      currency,
      validFrom: '2020-01-01',
      zones: [{ code: 'KR', areas: [{ country: 'KR' }], transitDays: one.transitDays ?? 1 }],
      brackets: [{ zone: 'KR', overGrams: 0, upToGrams: 30_000, priceMinor: one.priceMinor ?? 3_000 }],
    })),
    rules: change.rules ?? [],
  })
}

/** Currencies that a site may count in. */
export const CURRENCIES: readonly string[] = [
  'KRW',
  'USD',
  'EUR',
  'JPY',
  'CNY',
  'GBP',
  'AUD',
  'CAD',
  'HKD',
  'SGD',
  'TWD',
  'THB',
  'VND',
]

/** Every IANA time zone that this browser knows, Seoul first. */
export function timeZones(): readonly string[] {
  return ['Asia/Seoul', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'Asia/Seoul')]
}

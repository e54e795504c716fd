import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  formatCode,
  formatCountdown,
  formatDate,
  formatDay,
  formatDuration,
  formatMoney,
  formatNumber,
  formatTime,
  formatWeight,
  lastFour,
} from '../../../renderer/i18n/format.ts'

test('money comes from minor units and shows as many decimals as its currency has', () => {
  expect(formatMoney('ko', 12900, 'KRW')).toBe('₩12,900')
  expect(formatMoney('en', 12900, 'KRW')).toBe('₩12,900')
  expect(formatMoney('en', 1999, 'USD')).toBe('$19.99')
  expect(formatMoney('en', 5, 'GBP')).toBe('£0.05')
})

test('a weight is grams below a kilogram and kilograms to the gram from there on', () => {
  expect(formatWeight('en', 850)).toBe('850 g')
  expect(formatWeight('ko', 1624)).toBe('1.624 kg')
  expect(formatWeight('en', -40)).toBe('-40 g')
})

test('times are the time on the wall of the site', () => {
  const at = Date.UTC(2026, 10, 20, 23, 30)
  expect(formatTime('ko', at, 'Asia/Seoul')).toBe('08:30')
  expect(formatDate('ko', at, 'Asia/Seoul')).toBe('2026. 11. 21.')
  expect(formatDate('en', at, 'Europe/London')).toBe('20 Nov 2026')
})

test('an expiry date is a day, not a moment, and what is no day stays as it was', () => {
  expect(formatDay('en', '2026-09-30')).toBe('30 Sep 2026')
  expect(formatDay('ko', '2026-09-30')).toBe('2026. 9. 30.')
  expect(formatDay('en', 'soon')).toBe('soon')
})

test('durations are said in one or two units', () => {
  expect(formatDuration('en', 37 * 60_000)).toBe('37 min')
  expect(formatDuration('ko', 125 * 60_000)).toBe('2시간 5분')
  expect(formatDuration('en', 40_000)).toBe('40 s')
  expect(formatDuration('ko', 26 * 3_600_000)).toBe('1일 2시간')
})

test('a countdown goes on below zero with a minus sign', () => {
  expect(formatCountdown(108 * 60_000)).toBe('1:48')
  expect(formatCountdown(-12 * 60_000)).toBe('−0:12')
})

test('long digit codes are grouped in fours and lose nothing', () => {
  expect(formatCode('601234567890')).toBe('6012 3456 7890')
  expect(formatCode('A-03-2-05')).toBe('A-03-2-05')
  fc.assert(
    fc.property(fc.stringMatching(/^\d{0,24}$/), (code) => {
      expect(formatCode(code).replaceAll(' ', '')).toBe(code)
    }),
  )
  expect(lastFour('8801234567893')).toBe('7893')
})

test('numbers are grouped as the locale writes them', () => {
  expect(formatNumber('ko', 2688)).toBe('2,688')
  expect(formatNumber('en', 1.5, 1)).toBe('1.5')
})

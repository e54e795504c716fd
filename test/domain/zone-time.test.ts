import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { instantAt, isTimeZone } from '../../domain/zone-time.ts'
import { clockOf } from './wall-clock.ts'

const LONG = process.env.BARO_LONG === '1'
const iso = (at: number) => new Date(at).toISOString().replace('.000', '')

describe('the instant of a time at a place', () => {
  it.each([
    ['an ordinary one', '2026-11-23', 16 * 60 + 30, 'Asia/Seoul', '2026-11-23T07:30:00Z'],
    ['one west of Greenwich', '2026-11-23', 16 * 60 + 30, 'America/Los_Angeles', '2026-11-24T00:30:00Z'],
    ['one with a quarter of an hour', '2026-11-23', 0, 'Asia/Kathmandu', '2026-11-22T18:15:00Z'],
    ['the end of a day', '2026-11-23', 1_440, 'Asia/Seoul', '2026-11-23T15:00:00Z'],
    ['summer', '2026-07-01', 12 * 60, 'Europe/Berlin', '2026-07-01T10:00:00Z'],
    ['one just before the clock goes forward', '2026-03-29', 119, 'Europe/Berlin', '2026-03-29T00:59:00Z'],
    ['one that the clock jumps over: the jump', '2026-03-29', 150, 'Europe/Berlin', '2026-03-29T01:00:00Z'],
    ['one just after that', '2026-03-29', 181, 'Europe/Berlin', '2026-03-29T01:01:00Z'],
    ['one that comes twice: the first', '2026-10-25', 150, 'Europe/Berlin', '2026-10-25T00:30:00Z'],
    ['one after it came twice', '2026-10-25', 180, 'Europe/Berlin', '2026-10-25T02:00:00Z'],
    ['one in a jump of half an hour', '2026-10-04', 135, 'Australia/Lord_Howe', '2026-10-03T15:30:00Z'],
    ['a midnight that is jumped over', '2018-11-04', 0, 'America/Sao_Paulo', '2018-11-04T03:00:00Z'],
    ['a day that is left out', '2011-12-30', 720, 'Pacific/Apia', '2011-12-30T10:00:00Z'],
    ['one at a place that nobody knows', '2026-11-23', 60, 'Nowhere/Town', '2026-11-23T01:00:00Z'],
  ])('is right for %s', (_, date, minute, timeZone, expected) => {
    expect(iso(instantAt(date, minute, timeZone))).toBe(expected)
  })

  it('is the first at which the clock shows it or more, wherever and whenever', { timeout: 600_000 }, () => {
    const zones = ['Europe/Berlin', 'America/New_York', 'America/St_Johns', 'Australia/Lord_Howe', 'Pacific/Apia']
    const changes = ['2026-03-08', '2026-03-29', '2026-04-05', '2026-10-04', '2026-10-25', '2026-11-01', '2011-12-30']
    const someDay = fc.date({ min: new Date('2005-01-01'), max: new Date('2037-12-31'), noInvalidDate: true })
    const date = fc.oneof(
      fc.constantFrom(...changes),
      someDay.map((day) => day.toISOString().slice(0, 10)),
    )
    const zone = fc.constantFrom(...zones, 'Africa/Casablanca', 'Asia/Tehran', 'Asia/Seoul', 'America/Sao_Paulo')
    fc.assert(
      fc.property(date, fc.nat(1_440), zone, (day, minute, timeZone) => {
        const wanted = `${day} ${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
        const clock = clockOf(timeZone)
        const at = instantAt(day, minute, timeZone)
        expect(clock(at) >= wanted).toBe(true)
        // Every quarter of an hour of the day before, and the minute before: none of them shows as much.
        for (let before = at - 86_400_000; before < at; before += 900_000) expect(clock(before) < wanted).toBe(true)
        expect(clock(at - 60_000) < wanted).toBe(true)
      }),
      { seed: 31, numRuns: LONG ? 10_000 : 300 },
    )
  })
})

describe('a time zone', () => {
  it('is known or not', () => {
    for (const known of ['Asia/Seoul', 'UTC', 'Europe/Berlin']) expect(isTimeZone(known), known).toBe(true)
    for (const unknown of ['', 'Korea', 'Asia/Soul', 'GMT+25']) expect(isTimeZone(unknown), unknown).toBe(false)
  })
})

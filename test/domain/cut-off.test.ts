import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Calendar } from '../../domain/calendar.ts'
import { Collections, checkCollections, Deliveries, nextCollection, promise } from '../../domain/cut-off.ts'
import { collectionByWatching } from './cut-off-oracle.ts'

const LONG = process.env.BARO_LONG === '1'
const week = (at: string, weekdays = [1, 2, 3, 4, 5]) => weekdays.map((weekday) => ({ weekday, at }))
const collections = (changes: Partial<Collections> = {}): Collections =>
  Collections.parse({ cutOffs: week('16:30'), ...changes })
const calendar = (changes: Partial<Calendar> = {}): Calendar => Calendar.parse({ timeZone: 'Asia/Seoul', ...changes })
const at = (text: string) => Date.parse(text)

describe('the next collection', () => {
  it.each([
    ['before the cut-off', '2026-11-23T16:29:59+09:00', '2026-11-23'],
    ['at the cut-off', '2026-11-23T16:30:00+09:00', '2026-11-23'],
    ['after the cut-off', '2026-11-23T16:30:00.001+09:00', '2026-11-24'],
    ['after Friday’s cut-off', '2026-11-27T17:00:00+09:00', '2026-11-30'],
    ['on a Saturday', '2026-11-28T09:00:00+09:00', '2026-11-30'],
    ['just before midnight of a Sunday', '2026-11-29T23:59:59+09:00', '2026-11-30'],
    ['while it is still Sunday in UTC', '2026-11-30T08:00:00+09:00', '2026-11-30'],
  ])('of an order known %s', (_, text, date) => {
    expect(nextCollection(collections(), at(text), calendar())?.date).toBe(date)
  })

  it.each([
    ['leaves out a holiday of the site', collections(), calendar({ holidays: ['2026-11-24'] }), '2026-11-25'],
    [
      'leaves out a date on which the carrier does not come',
      collections({ exceptions: [{ date: '2026-11-24', at: null }] }),
      calendar(),
      '2026-11-25',
    ],
    [
      'knows an earlier cut-off',
      collections({ exceptions: [{ date: '2026-11-24', at: '08:00' }] }),
      calendar(),
      '2026-11-25',
    ],
    [
      'knows a later cut-off',
      collections({ cutOffs: week('08:00'), exceptions: [{ date: '2026-11-24', at: '18:00' }] }),
      calendar(),
      '2026-11-24',
    ],
    [
      'knows an extra collection on a worked Saturday',
      collections({ cutOffs: week('16:30', [1]), exceptions: [{ date: '2026-11-28', at: '12:00' }] }),
      calendar({ openDays: ['2026-11-28'] }),
      '2026-11-28',
    ],
    [
      'hands nothing over on a Saturday that nobody works',
      collections({ cutOffs: week('16:30', [1]), exceptions: [{ date: '2026-11-28', at: '12:00' }] }),
      calendar(),
      '2026-11-30',
    ],
    [
      'has a cut-off of its own for each weekday',
      collections({
        cutOffs: [
          { weekday: 2, at: '08:00' },
          { weekday: 3, at: '12:00' },
        ],
      }),
      calendar(),
      '2026-11-25',
    ],
    ['lasts to the end of the day', collections({ cutOffs: week('24:00') }), calendar(), '2026-11-24'],
  ])('%s', (_, of, site, date) => {
    expect(nextCollection(of, at('2026-11-24T09:00:00+09:00'), site)?.date).toBe(date)
  })

  it.each([
    ['summer', 'Europe/Berlin', '2026-03-27T15:30:00Z', '2026-03-27T15:30:00.000Z'],
    ['the Monday after the clock went forward', 'Europe/Berlin', '2026-03-27T15:31:00Z', '2026-03-30T14:30:00.000Z'],
    ['the Monday after it went back', 'Europe/Berlin', '2026-10-23T14:31:00Z', '2026-10-26T15:30:00.000Z'],
    ['a site in the far west', 'Pacific/Honolulu', '2026-11-24T02:30:00Z', '2026-11-24T02:30:00.000Z'],
    ['a site in the far east', 'Pacific/Kiritimati', '2026-11-23T02:31:00Z', '2026-11-24T02:30:00.000Z'],
  ])('has its cut-off by the clock of the site: %s', (_, timeZone, text, expected) => {
    const next = nextCollection(collections(), at(text), calendar({ timeZone }))
    expect(new Date(next?.cutOffAt ?? 0).toISOString()).toBe(expected)
  })

  it('is none when the carrier never comes or nobody ever works', () => {
    expect(nextCollection(collections({ cutOffs: [] }), 0, calendar())).toBeNull()
    expect(nextCollection(collections(), 0, calendar({ workingDays: [6, 7] }))).toBeNull()
  })

  it('is the one whose cut-off comes first when the clock is watched minute by minute', { timeout: 1_200_000 }, () => {
    const zone = fc.constantFrom(
      'Asia/Seoul',
      'Europe/Berlin',
      'America/New_York',
      'Australia/Lord_Howe',
      'Asia/Tehran',
    )
    const time = fc.oneof(
      fc.constantFrom('00:00', '02:30', '01:45', '03:00', '24:00'),
      fc.tuple(fc.nat(23), fc.nat(59)).map((both) => both.map((each) => String(each).padStart(2, '0')).join(':')),
    )
    const start = fc.constantFrom('2026-03-06', '2026-03-27', '2026-04-03', '2026-10-02', '2026-10-23', '2026-10-30')
    const near = fc
      .tuple(start, fc.nat(5))
      .map(([day, more]) => new Date(at(day) + more * 86_400_000).toISOString().slice(0, 10))
    const plan = fc.record({
      cutOffs: fc.uniqueArray(fc.record({ weekday: fc.integer({ min: 1, max: 7 }), at: time }), {
        selector: (each) => each.weekday,
        maxLength: 7,
      }),
      exceptions: fc.uniqueArray(fc.record({ date: near, at: fc.option(time, { nil: null }) }), {
        selector: (each) => each.date,
        maxLength: 3,
      }),
    })
    const site = fc.record({
      workingDays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { maxLength: 7 }),
      holidays: fc.uniqueArray(near, { maxLength: 2 }),
      openDays: fc.uniqueArray(near, { maxLength: 1 }),
    })
    fc.assert(
      fc.property(plan, site, zone, start, fc.nat(3 * 86_400_000), (of, days, timeZone, day, more) => {
        const now = at(day) + more
        const known = calendar({ timeZone, ...days })
        const next = nextCollection(of, now, known)
        const watched = collectionByWatching(of, now, known, 8)
        if (watched !== null) expect(next).toEqual(watched)
        else expect(next === null || next.cutOffAt > now + 7 * 86_400_000).toBe(true)
      }),
      { seed: 51, numRuns: LONG ? 2_000 : 60 },
    )
  })

  it('never goes back when an order is known later', () => {
    fc.assert(
      fc.property(fc.nat(400 * 1_440), fc.nat(5_000), (minute, more) => {
        const [early, late] = [minute, minute + more].map((each) =>
          nextCollection(collections(), at('2026-01-01') + each * 60_000, calendar({ timeZone: 'America/New_York' })),
        )
        expect((early?.cutOffAt ?? 0) <= (late?.cutOffAt ?? 0)).toBe(true)
      }),
      { seed: 52, numRuns: 300 },
    )
  })
})

describe('the promise of a service', () => {
  const service = (changes: Partial<Deliveries> = {}) => ({
    collections: collections(),
    deliveries: Deliveries.parse({
      holidays: [
        { country: 'KR', dates: ['2026-12-25'] },
        { country: 'US', dates: ['2026-11-26'] },
      ],
      ...changes,
    }),
  })

  it.each([
    ['the next day', { transitDays: 1, country: 'KR' }, '2026-11-24T10:00:00+09:00', '2026-11-24', '2026-11-25'],
    ['over a weekend', { transitDays: 1, country: 'KR' }, '2026-11-27T10:00:00+09:00', '2026-11-27', '2026-11-30'],
    [
      'over a holiday there',
      { transitDays: 2, country: 'KR' },
      '2026-12-24T10:00:00+09:00',
      '2026-12-24',
      '2026-12-29',
    ],
    [
      'over a holiday of that country only',
      { transitDays: 3, country: 'US' },
      '2026-11-24T10:00:00+09:00',
      '2026-11-24',
      '2026-11-30',
    ],
    ['the same day', { transitDays: 0, country: 'KR' }, '2026-11-24T10:00:00+09:00', '2026-11-24', '2026-11-24'],
    ['after the cut-off', { transitDays: 1, country: 'KR' }, '2026-11-24T17:00:00+09:00', '2026-11-25', '2026-11-26'],
    [
      'after two days of handling',
      { transitDays: 1, country: 'KR', handlingDays: 2 },
      '2026-11-26T10:00:00+09:00',
      '2026-11-30',
      '2026-12-01',
    ],
  ])('is kept %s', (_, wanted, text, shipDate, deliverBy) => {
    expect(promise(service(), wanted, at(text), calendar())).toMatchObject({ shipDate, deliverBy })
  })

  it('counts Saturdays where the service delivers on them', () => {
    const found = promise(
      service({ deliveryDays: [1, 2, 3, 4, 5, 6] }),
      { transitDays: 1, country: 'KR' },
      at('2026-11-27T10:00:00+09:00'),
      calendar(),
    )
    expect(found).toMatchObject({ shipDate: '2026-11-27', deliverBy: '2026-11-28' })
  })

  it('is none when it never leaves or never arrives', () => {
    const wanted = { transitDays: 1, country: 'KR' }
    expect(promise({ ...service(), collections: collections({ cutOffs: [] }) }, wanted, 0, calendar())).toBeNull()
    expect(promise(service({ deliveryDays: [] }), wanted, 0, calendar())).toBeNull()
  })
})

describe('collections as data', () => {
  it.each([
    ['a weekday twice', { cutOffs: [...week('16:30'), { weekday: 3, at: '12:00' }] }, ['cutOffs[5].weekday E-RUL-010']],
    [
      'a date twice',
      {
        cutOffs: week('16:30'),
        exceptions: [
          { date: '2026-01-01', at: null },
          { date: '2026-01-01', at: '12:00' },
        ],
      },
      ['exceptions[1].date E-RUL-010'],
    ],
    ['no collection at all', { cutOffs: [], exceptions: [{ date: '2026-01-01', at: null }] }, ['cutOffs E-RUL-014']],
    [
      'a time that is none',
      {
        cutOffs: [
          { weekday: 1, at: '24:01' },
          { weekday: 2, at: '9:00' },
        ],
      },
      ['cutOffs[0].at E-RUL-006', 'cutOffs[1].at E-RUL-006'],
    ],
  ])('are refused with %s', (_, value, expected) => {
    const checked = checkCollections(value)
    expect(checked.problems.map(({ path, code }) => `${path} ${code}`)).toEqual(expected)
  })

  it('are taken when all is well', () => {
    expect(checkCollections(collections()).problems).toEqual([])
  })
})

import { afterEach, beforeEach, expect, test } from 'vitest'
import { saveServices } from '../../../commands/services/save-services.ts'
import { saveSite } from '../../../commands/site/save-site.ts'
import { type CentreWorld, openCentreWorld } from '../../support/centre-world.ts'
import { serviceBook } from '../../support/service-books.ts'

const SITE = {
  name: 'Test site',
  timeZone: 'Asia/Seoul',
  currency: 'KRW',
  labelLanguage: 'ko' as const,
  senderName: '바로상점',
  senderPhone: '',
  senderPostcode: '04524',
  senderLine1: '세종대로 1',
  senderLine2: '',
  gs1Prefix: null,
}

let world: CentreWorld
beforeEach(async () => {
  world = await openCentreWorld()
  await world.decide(saveSite, SITE)
})
afterEach(() => world.close())

const save = (after: number, book: object | null) =>
  world.decide(saveServices, { after, book: book === null ? null : serviceBook(book) })
const kept = () =>
  world.rows<{ version: number; is_newest: number; body: string | null }>(
    'SELECT version, is_newest, body FROM service_book ORDER BY version',
  )

test('versions of the service book are counted from 1 and kept for good, and one of them is the newest', async () => {
  expect(await save(0, {})).toEqual({ ok: true, value: { version: 1 } })
  expect(await save(1, { handlingDays: 2 })).toEqual({ ok: true, value: { version: 2 } })
  expect(await save(2, null)).toEqual({ ok: true, value: { version: 3 } })
  const rows = await kept()
  expect(rows.map((row) => row.body && JSON.parse(row.body).handlingDays)).toEqual([0, 2, null])
  expect(rows.map((row) => row.is_newest)).toEqual([0, 0, 1])
})

test('who edited an older version is told so, and overwrites nothing', async () => {
  await save(0, {})
  expect(await save(0, { handlingDays: 1 })).toMatchObject({ ok: false, refusal: { name: 'servicesChanged' } })
  expect(await save(7, {})).toMatchObject({ ok: false, refusal: { name: 'notFound' } })
  expect(await kept()).toHaveLength(1)
})

test.each([
  ['a carrier that the site does not have', { carrierCode: 'NONE' }, 'services[0].carrierCode', 'E-RUL-011'],
  ['another currency than the site', { currency: 'USD' }, 'currency', 'E-RUL-026'],
  ['a time zone nobody knows', { timeZone: 'Mars/Base' }, 'calendar.timeZone', 'E-RUL-013'],
  [
    'a rule about a service that is not there',
    { rules: [{ id: 'r', when: { services: ['GONE'] }, effect: { kind: 'forbid' } }] },
    'rules[0].when.services[0]',
    'E-RUL-011',
  ],
] as const)('%s is refused with its place, and nothing is half saved', async (_, change, path, code) => {
  expect(await save(0, change)).toMatchObject({ ok: false, refusal: { name: 'servicesBad', params: { path, code } } })
  expect(await kept()).toEqual([])
})

import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { saveOperator } from '../../../commands/site/save-operator.ts'
import { savePolicies } from '../../../commands/site/save-site.ts'
import { Policies } from '../../../domain/policies.ts'
import { hashPin, verifyPin } from '../../../main/sessions/pin.ts'
import {
  command,
  openTestStation,
  type StationClient,
  scanOf,
  signIn,
  type TestStation,
} from '../../support/station.ts'
import { fillSmallWarehouse, gtin13, order, PIN } from '../../support/warehouse.ts'

const nobody = { operatorId: null, station: 'TEST' }
let now = 1_800_000_000_000
let station: TestStation
let client: StationClient
let sessionId: string

beforeEach(async () => {
  now = 1_800_000_000_000
  station = await openTestStation({ platform: { now: () => now } })
  await fillSmallWarehouse(station.station.core, [order(1, [['A1', 3]])])
  await station.station.core.run(
    savePolicies,
    { policies: Policies.parse({ pinAttempts: 3, pinLockMinutes: 5 }) },
    nobody,
  )
  sessionId = randomUUID()
  client = station.client(sessionId)
})
afterEach(() => station.close())

const badge = (code: string, at = client) => at.session.scan(scanOf(code))

describe('badge and PIN', () => {
  test('a badge asks for its PIN, and the PIN lets in', async () => {
    expect((await client.session.current()).bench.step).toBe('badge')
    expect((await badge('BDG-2')).bench).toMatchObject({
      step: 'pin',
      badgeOf: { name: 'Picker Two' },
      attemptsLeft: 3,
    })
    const reply = await client.session.pin({ pin: PIN })
    expect(reply.bench).toMatchObject({ step: 'in', session: { operator: { name: 'Picker Two', role: 'picker' } } })
    expect(reply.feedback?.name).toBe('signedIn')
  })

  test('a lock lasts its minutes even when the clock that set it was years ahead', async () => {
    now += 20 * 365 * 86_400_000
    await badge('BDG-2')
    for (let attempt = 0; attempt < 3; attempt += 1) await client.session.pin({ pin: '0000' })
    now = 1_800_000_000_000
    expect((await badge('BDG-2')).bench.lockedUntil).toBe(now + 5 * 60_000)
    now += 4 * 60_000
    expect((await badge('BDG-2')).bench.lockedUntil).toBe(now + 60_000)
    now += 60_000
    expect((await badge('BDG-2')).bench.lockedUntil).toBeNull()
    expect((await client.session.pin({ pin: PIN })).bench.step).toBe('in')
  })

  test('what is no badge, nobody’s badge or a badge out of use each says its own', async () => {
    expect((await badge('BDG-99')).feedback).toMatchObject({ name: 'badgeUnknown', code: 'E-SGN-001' })
    expect((await badge(gtin13(1))).feedback).toMatchObject({ name: 'notABadge', code: 'E-SGN-005' })
    await station.station.core.run(
      saveOperator,
      {
        id: null,
        badge: 'BDG-7',
        name: 'Gone',
        role: 'picker',
        pinHash: await hashPin(PIN),
        language: null,
        active: false,
        otherAdministrators: 1,
      },
      nobody,
    )
    expect((await badge('BDG-7')).feedback).toMatchObject({ name: 'badgeInactive', code: 'E-SGN-004' })
    expect((await client.session.pin({ pin: PIN })).feedback?.name).toBe('badgeUnknown')
  })

  test('wrong PINs lock the badge at every browser, through a restart, until the time is over', async () => {
    await badge('BDG-2')
    expect((await client.session.pin({ pin: '0000' })).feedback).toMatchObject({
      name: 'pinWrong',
      params: { left: 2 },
    })
    await client.session.pin({ pin: '0000' })
    expect((await client.session.pin({ pin: '0000' })).feedback?.name).toBe('badgeLocked')
    expect((await client.session.pin({ pin: PIN })).feedback?.name).toBe('badgeLocked')
    await station.reopen()
    const other = station.client()
    expect((await badge('BDG-2', other)).bench.lockedUntil).toBe(now + 300_000)
    expect((await other.session.pin({ pin: PIN })).bench.step).toBe('pin')
    now += 300_001
    expect((await other.session.pin({ pin: PIN })).bench.step).toBe('in')
  })

  test('many guesses at once are no more guesses than one after the other', async () => {
    await badge('BDG-2')
    const guesses = await Promise.all(
      ['0001', '0002', '0003', '0004', '0005', PIN].map((pin) => client.session.pin({ pin })),
    )
    expect(guesses.map((guess) => guess.bench.step)).not.toContain('in')
    expect(guesses.filter((guess) => guess.feedback?.name === 'badgeLocked').length).toBeGreaterThanOrEqual(4)
  })

  test('a right PIN forgives the wrong ones before it', async () => {
    for (let round = 0; round < 3; round += 1) {
      await badge('BDG-2')
      await client.session.pin({ pin: '0000' })
      await client.session.pin({ pin: '0000' })
      expect((await client.session.pin({ pin: PIN })).bench.step).toBe('in')
    }
  })

  test('a PIN is kept as a salted hash that only the PIN opens', async () => {
    const [one, two] = [await hashPin('1234'), await hashPin('1234')]
    expect(one).not.toBe(two)
    expect(await verifyPin('1234', one)).toBe(true)
    expect(await verifyPin('1235', one)).toBe(false)
    expect(await verifyPin('1234', 'plain$1234')).toBe(false)
    const { journal } = station.station.core
    expect(JSON.stringify(journal.after(0, 1_000))).not.toContain(`"${PIN}"`)
  })

  test('an operator who is taken out of use is out at the next call', async () => {
    await signIn(client, 'BDG-2')
    const row = station.station.core.store.reader.prepare("SELECT * FROM operator WHERE badge = 'BDG-2'").get() as {
      id: string
    }
    await station.station.core.run(
      saveOperator,
      {
        id: row.id,
        badge: 'BDG-2',
        name: 'Picker Two',
        role: 'picker',
        pinHash: null,
        language: null,
        active: false,
        otherAdministrators: 1,
      },
      nobody,
    )
    await expect(client.picking.bench()).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' })
  })
})

describe('coming back', () => {
  const count = async () => {
    await client.picking.scan(scanOf(command('giveWork')))
    await client.picking.scan(scanOf('T-1'))
    const { bench } = await client.picking.scan(scanOf(gtin13(1)))
    expect(bench).toMatchObject({ step: 'item', counted: 1 })
  }

  test('after a lock one stands where one stood', async () => {
    await signIn(client, 'BDG-1')
    await count()
    await client.session.lock()
    await expect(client.picking.bench()).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' })
    await signIn(client, 'BDG-1')
    expect((await client.picking.bench()).bench).toMatchObject({ step: 'item', counted: 1 })
  })

  test('another badge in between sees nothing of it, and takes nothing from it', async () => {
    await signIn(client, 'BDG-1')
    await count()
    await signIn(client, 'BDG-2')
    const theirs = (await client.picking.bench()).bench
    expect(theirs).toMatchObject({ step: 'idle', task: null })
    expect((await client.picking.scan(scanOf('T-4'))).feedback?.block).toBe(true)
    await signIn(client, 'BDG-1')
    expect((await client.picking.bench()).bench).toMatchObject({ step: 'item', counted: 1, alert: null })
    await signIn(client, 'BDG-2')
    expect((await client.picking.bench()).bench.alert?.name).toBe('codeNotExpectedNow')
  })

  test('after a restart one is still signed in at the same place', async () => {
    await signIn(client, 'BDG-1')
    await count()
    await station.reopen()
    expect((await client.picking.bench()).bench).toMatchObject({ step: 'item', counted: 1 })
  })

  test('the sign-in shows whose work waits', async () => {
    await signIn(client, 'BDG-1')
    await count()
    const waiting = (await client.session.lock()).bench.parked
    expect(waiting).toEqual([{ operatorName: '관리자', taskNumber: 'B-0001', done: 0, total: 1 }])
  })
})

describe('two browsers', () => {
  test('have their own operator, language and place', async () => {
    const other = station.client()
    await signIn(client, 'BDG-1')
    await signIn(other, 'BDG-3')
    await client.session.language({ language: 'en' })
    await other.session.screen({ screen: 'shipping' })
    expect((await client.session.current()).bench.session).toMatchObject({
      language: 'en',
      operator: { name: '관리자' },
    })
    expect((await other.session.current()).bench.session).toMatchObject({ language: 'ko', screen: 'shipping' })
    await client.session.lock()
    expect((await other.session.current()).bench.step).toBe('in')
  })

  test('each tell the idle lock that the site decided', async () => {
    await station.station.core.run(savePolicies, { policies: Policies.parse({ idleLockMinutes: 3 }) }, nobody)
    expect((await client.session.current()).bench.policies).toEqual({ idleLockMinutes: 3 })
  })

  test('speak the language of the badge that is scanned', async () => {
    const row = station.station.core.store.reader.prepare("SELECT * FROM operator WHERE badge = 'BDG-2'").get() as {
      id: string
    }
    await station.station.core.run(
      saveOperator,
      {
        id: row.id,
        badge: 'BDG-2',
        name: 'Picker Two',
        role: 'picker',
        pinHash: null,
        language: 'en',
        active: true,
        otherAdministrators: 1,
      },
      nobody,
    )
    expect((await badge('BDG-2')).bench.session.language).toBe('en')
    expect((await badge('BDG-3', station.client())).bench.session.language).toBe('ko')
  })
})

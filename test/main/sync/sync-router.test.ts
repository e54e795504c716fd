import { randomUUID } from 'node:crypto'
import { call } from '@orpc/server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { joinText, readJoinText } from '../../../contract/station/sync.ts'
import { aloneSync, NO_CENTRE, type SyncDesk, syncRouter } from '../../../main/sync/sync-router.ts'
import { openTestStation, type StationClient, signIn, type TestStation } from '../../support/station.ts'
import { fillSmallWarehouse } from '../../support/warehouse.ts'

describe('the sync procedures of a station without a centre', () => {
  let opened: TestStation
  let administrator: StationClient
  let picker: StationClient
  beforeAll(async () => {
    opened = await openTestStation()
    await fillSmallWarehouse(opened.station.core, [])
    administrator = opened.client()
    await signIn(administrator, 'BDG-1')
    picker = opened.client()
    await signIn(picker, 'BDG-2')
  })
  afterAll(() => opened.close())

  test('say that it stands alone, with nothing unsent and nobody else', async () => {
    const view = await picker.sync.view()
    expect(view).toMatchObject({ state: 'alone', centre: { kind: 'none', url: null }, unsent: 0, problem: null })
    expect(await picker.sync.commands({ only: 'all', before: null })).toEqual({ rows: [], before: null })
    expect(await picker.sync.exceptions()).toEqual({ rows: [] })
    expect(await picker.sync.stations()).toEqual({ stations: [] })
    expect(await administrator.sync.aside()).toEqual({ rows: [], more: false })
    expect(JSON.parse((await picker.sync.diagnostics()).text)).toMatchObject({ sync: { state: 'alone' } })
  })

  test('refuse what needs a centre with a code of its own', async () => {
    const asked = { centre: 'http://centre.test:7400', code: 'ABCD-EFGH', bring: false }
    for (const refused of [
      administrator.sync.join(asked),
      administrator.sync.joinCode({ name: 'P-02' }),
      administrator.sync.acceptReset(),
      administrator.sync.revokeStation({ stationId: 'station-2' }),
      administrator.sync.revokeClaim({ taskId: 'task-1' }),
      administrator.sync.decideAside({ ids: ['a'], decision: 'discard' }),
    ])
      await expect(refused).rejects.toMatchObject({ code: 'UNSUPPORTED', data: { code: NO_CENTRE } })
  })

  test('let nobody who is not an administrator join, add or revoke, and no picker decide', async () => {
    for (const refused of [
      picker.sync.join({ centre: 'http://centre.test', code: 'ABCD', bring: false }),
      picker.sync.joinCode({ name: 'P-02' }),
      picker.sync.acceptReset(),
      picker.sync.revokeStation({ stationId: 'station-2' }),
      picker.sync.revokeClaim({ taskId: 'task-1' }),
      picker.sync.aside(),
      picker.sync.decideAside({ ids: ['a'], decision: 'discard' }),
      picker.sync.resolve({ exceptionId: 'x', resolution: 'accept', quantity: null }),
    ])
      await expect(refused).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  test('answer nobody who is not signed in, once there are operators', async () => {
    const stranger = opened.client()
    for (const refused of [
      stranger.sync.view(),
      stranger.sync.commands({ only: 'all', before: null }),
      stranger.sync.diagnostics(),
      stranger.sync.exceptions(),
      stranger.sync.stations(),
      stranger.sync.join({ centre: 'http://centre.test', code: 'ABCD', bring: false }),
    ])
      await expect(refused).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' })
  })
})

test('before Set-up whoever stands there may join a centre and see how far the first fill is', async () => {
  const opened = await openTestStation()
  try {
    const client = opened.client()
    expect((await client.sync.view()).state).toBe('alone')
    await expect(client.sync.join({ centre: 'http://centre.test', code: 'ABCD', bring: false })).rejects.toMatchObject({
      data: { code: NO_CENTRE },
    })
  } finally {
    await opened.close()
  }
})

describe('the text of a join code', () => {
  test('is read back as it was made, whatever is in it', () => {
    for (const [centre, code] of [
      ['http://10.0.0.7:7400', 'K7QF-2MXD'],
      ['https://centre.example/한글?a=1&b=2', 'A B&C=D'],
      [null, 'ABCD'],
    ] as const)
      expect(readJoinText(joinText(centre, code))).toEqual({ centre, code })
  })

  test('is no other text that somebody scans into the field', () => {
    for (const text of ['', 'BDG-0001', 'baro:join?', 'baro:join?centre=http%3A%2F%2Fx', 'https://baro:join?code=1'])
      expect(readJoinText(text)).toBeNull()
  })

  test('comes with the QR that holds it, and a recount without a number is refused before anything is asked', async () => {
    const opened = await openTestStation()
    try {
      await fillSmallWarehouse(opened.station.core, [])
      const sessionId = randomUUID()
      await signIn(opened.client(sessionId), 'BDG-1')
      const asked: string[] = []
      const desk: SyncDesk = {
        ...aloneSync(opened.station.core),
        joinCode: async () => ({ code: 'K7QF-2MXD', expiresAt: 1, centre: 'http://10.0.0.7:7400' }),
        resolve: async ({ resolution }) => {
          asked.push(resolution)
          return []
        },
      }
      const router = syncRouter(opened.station.core, desk)
      const code = await call(router.joinCode, { name: 'P-02' }, { context: { sessionId } })
      expect(code.text).toBe('baro:join?centre=http%3A%2F%2F10.0.0.7%3A7400&code=K7QF-2MXD')
      expect(code.svg).toMatch(/^<svg .*<path d="M/)
      const resolve = (quantity: number | null) =>
        call(router.resolve, { exceptionId: 'x', resolution: 'recount', quantity }, { context: { sessionId } })
      await expect(resolve(null)).rejects.toMatchObject({ code: 'REFUSED', data: { code: 'E-SYN-036' } })
      await resolve(3)
      expect(asked).toEqual(['recount'])
    } finally {
      await opened.close()
    }
  })
})

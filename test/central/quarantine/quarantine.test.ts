import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type AdminCommand, runAdmin } from '../../../central/admin/admin-commands.ts'
import { importOrders } from '../../../commands/orders/import-orders.ts'
import { saveOperator } from '../../../commands/site/save-operator.ts'
import { revokeStation } from '../../../commands/stations/revoke-station.ts'
import { SYNC_CODES } from '../../../contract/central/codes.ts'
import { QuarantineDecided, QuarantineReply, SYNC_PATHS } from '../../../contract/central/messages.ts'
import type { CentreClient } from '../../support/centre-client.ts'
import { openTestCentre, type TestCentre } from '../../support/open-test-centre.ts'
import { order } from '../../support/warehouse.ts'

describe('the quarantine', () => {
  let test: TestCentre
  let one: CentreClient
  let two: CentreClient
  let lead = ''
  let picker = ''
  beforeEach(async () => {
    test = await openTestCentre()
    ;[one, two] = [await test.station('one'), await test.station('two')]
    const operator = { pinHash: 'x', language: null, active: true, id: null, otherAdministrators: 1 } as const
    await two.ask(saveOperator, { ...operator, badge: 'B1', name: 'Lead', role: 'lead' })
    await two.ask(saveOperator, { ...operator, badge: 'B2', name: 'Picker', role: 'picker' })
    const ids = await test.store.ask<{ id: string }>('SELECT id FROM operator ORDER BY badge')
    ;[lead = '', picker = ''] = ids.map(({ id }) => id)
    await two.ask(revokeStation, { stationId: one.me.stationId })
    await one.session()
    one.fact('orders.record-reveal', { orderId: 'x' })
    one.fact('orders.record-reveal', { orderId: 'y' })
    await one.push()
  })
  afterEach(() => test.close())

  const listed = async () => (await two.get(SYNC_PATHS.quarantine, QuarantineReply)).rows
  const decide = async (ids: string | string[], decision: string, operatorId: string | null) =>
    two.read(
      await two.send('POST', SYNC_PATHS.quarantine, { ids: [ids].flat(), decision, operatorId }),
      QuarantineDecided,
    )
  const setState = (station: CentreClient, state: string) =>
    test.store.write(async (tx) => {
      const row = await tx.get('station', station.me.stationId)
      if (row !== undefined) await tx.put('station', { ...row, state })
    })
  const ONE = { decided: 1, left: [] }
  const platform = { now: () => 1, randomBytes: () => new Uint8Array(16), log: () => undefined }
  const line = (command: AdminCommand) => runAdmin({ store: test.store, platform, backup: null }, command)

  it('keeps every command of a revoked station whole, once', async () => {
    await one.push()
    const rows = await listed()
    expect(rows.map(({ command }) => command)).toEqual(one.journal)
    expect(rows[0]).toMatchObject({ stationId: one.me.stationId, reason: 'revoked', state: 'kept' })
  })

  it('lets what is readmitted follow from what blocks its order already, in the order in which it was done', async () => {
    one.fact('orders.record-reveal', { orderId: 'x' })
    one.fact('orders.record-reveal', { orderId: 'x' })
    await one.push()
    const [first, , third, fourth] = await listed()
    for (const row of [third, first, fourth]) await decide(row?.id ?? '', 'readmit', lead)
    const rows = await test.store.ask<{ id: string; seq: number; caused_by: string | null; reason: string }>(
      'SELECT id, seq, caused_by, reason FROM fact_exception ORDER BY seq',
    )
    const [before, cause] = rows
    expect(rows.map(({ seq, caused_by, reason }) => [seq, caused_by, reason])).toEqual([
      [1, null, 'failed'],
      [3, null, 'failed'],
      [4, [before, cause].find((row) => row?.id === rows[2]?.caused_by)?.id, 'blocked'],
    ])
  })

  it('lets a lead discard a command, or make an exception of it that is settled like any other', async () => {
    const [first, second] = await listed()
    expect(await decide(first?.id ?? '', 'discard', lead)).toEqual(ONE)
    expect(await decide(second?.id ?? '', 'readmit', lead)).toEqual(ONE)
    expect(await decide(second?.id ?? '', 'readmit', lead)).toEqual(ONE)
    expect(await listed()).toEqual([])
    expect(await test.store.ask('SELECT command_id, state FROM fact_exception')).toEqual([
      { command_id: one.journal[1]?.id, state: 'open' },
    ])
    expect(await decide(first?.id ?? '', 'readmit', lead)).toEqual({
      decided: 0,
      left: [{ id: first?.id, state: 'discarded' }],
    })
    expect(await test.store.ask(`SELECT state FROM quarantine WHERE seq = 1`)).toEqual([{ state: 'discarded' }])
  })

  it('is not asked about when the very command was taken after all', async () => {
    const three = await test.station('three')
    const made = [{ ...order(1, [['A1', 1]]), contentHash: 'h' }]
    await two.ask(importOrders, { orders: made, pickablePayments: ['paid'] })
    const [{ id: orderId } = { id: '' }] = await test.store.ask<{ id: string }>('SELECT id FROM "order"')
    three.fact('orders.record-reveal', { orderId })
    await setState(three, 'quarantined')
    await three.push()
    const kept = (await listed()).find(({ stationId }) => stationId === three.me.stationId)
    await setState(three, 'active')
    expect((await three.push()).results).toMatchObject([{ status: 'applied' }])
    const taken = { decided: 0, left: [{ id: kept?.id, state: 'applied' }] }
    expect(await decide(kept?.id ?? '', 'readmit', lead)).toEqual(taken)
    const { value, lines } = await line({ name: 'quarantine readmit', id: three.me.stationId })
    expect([value, lines[1]]).toEqual([taken, '1 were taken already, and stay as they are.'])
    expect(await test.store.ask(`SELECT state FROM quarantine WHERE id = ?`, kept?.id ?? '')).toEqual([
      { state: 'kept' },
    ])
  })

  it('does not stop a station that may go on, when only what it did later was asked about', async () => {
    const three = await test.station('three')
    await setState(three, 'quarantined')
    three.fact('orders.record-reveal', { orderId: 'x' })
    three.fact('orders.record-reveal', { orderId: 'y' })
    await three.push()
    const second = (await listed()).find(({ stationId, seq }) => stationId === three.me.stationId && seq === 2)
    expect(await decide(second?.id ?? '', 'readmit', lead)).toEqual(ONE)
    await setState(three, 'active')
    const told = { appliedThrough: 2, results: [{ seq: 1 }, { seq: 2, status: 'exception', code: 'failed' }] }
    expect(await three.push()).toMatchObject(told)
    expect(await three.push()).toMatchObject(told)
    const asked = await test.store.ask('SELECT id FROM fact_exception WHERE command_id = ?', three.journal[1]?.id ?? '')
    expect(asked).toHaveLength(1)
  })

  it('is decided for many at once, in the order in which they were done, whatever order they are named in', async () => {
    one.fact('orders.record-reveal', { orderId: 'x' })
    await one.push()
    const rows = await listed()
    const named = rows.map(({ id }) => id).reverse()
    expect(await decide([...named, ...named], 'readmit', lead)).toEqual({ decided: 3, left: [] })
    const made = await test.store.ask('SELECT seq, caused_by IS NULL AS root FROM fact_exception ORDER BY seq')
    expect(made).toEqual([1, 2, 3].map((seq) => ({ seq, root: seq < 3 ? 1 : 0 })))
    await expect(decide([...named, 'nothing'], 'discard', lead)).rejects.toMatchObject({ status: 404 })
  })

  it('is listed and decided from the command line of the centre, one by one or for a whole station', async () => {
    const [first] = await listed()
    const told = (await line({ name: 'quarantine list' })).lines
    expect(told).toHaveLength(2)
    expect(told[0]).toMatch(/^one\t.+T.+Z\torders\.record-reveal\trevoked\t/)
    expect(told[0]).toContain(first?.id)
    expect((await line({ name: 'quarantine discard', id: first?.id ?? '' })).lines).toEqual([
      '1 facts are now dropped; the record stays.',
    ])
    expect((await line({ name: 'quarantine readmit', id: one.me.stationId })).value).toEqual(ONE)
    expect(await test.store.ask('SELECT seq FROM fact_exception')).toEqual([{ seq: 2 }])
    expect((await line({ name: 'quarantine list' })).lines).toEqual(['Nothing is kept aside.'])
    await expect(line({ name: 'quarantine discard', id: one.me.stationId })).rejects.toThrow('is kept aside')
  })

  it('asks about what cannot be read, too', async () => {
    const [first] = await listed()
    const command = JSON.stringify({ ...first?.command, args: '{"orderId":' })
    await test.store.write(async (tx) => {
      const row = await tx.own.get('quarantine', first?.id ?? '')
      if (row !== undefined) await tx.own.put('quarantine', { ...row, command })
    })
    expect(await decide(first?.id ?? '', 'readmit', lead)).toEqual(ONE)
  })

  it('is decided by nobody else, and by no revoked station', async () => {
    const [first] = await listed()
    const refused = { status: 403, problem: { code: SYNC_CODES.notAllowed } }
    for (const who of [picker, null, 'nobody'])
      await expect(decide(first?.id ?? '', 'discard', who)).rejects.toMatchObject(refused)
    await expect(decide('nothing', 'discard', lead)).rejects.toMatchObject({ status: 404 })
    const body = { ids: [first?.id], decision: 'discard', operatorId: lead }
    expect((await one.send('POST', SYNC_PATHS.quarantine, body)).status).toBe(403)
    expect(await listed()).toHaveLength(2)
  })
})

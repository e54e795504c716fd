import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { takeFacts } from '../../../central/facts/take-facts.ts'
import { isProblem } from '../../../central/sync-problem.ts'
import { COMMANDS } from '../../../commands/all-commands.ts'
import { revokeClaim } from '../../../commands/claims/revoke-claim.ts'
import { accept, defineCommand } from '../../../commands/command.ts'
import { seeNote } from '../../../commands/packing/open-order.ts'
import { skipLine } from '../../../commands/picking/skip-line.ts'
import { dispatch } from '../../../commands/shipping/dispatch.ts'
import { readmitStation } from '../../../commands/stations/readmit-station.ts'
import { revokeStation } from '../../../commands/stations/revoke-station.ts'
import { SYNC_CODES } from '../../../contract/central/codes.ts'
import type { CentreStore } from '../../../db/centre-port.ts'
import { chainHash } from '../../../db/chain.ts'
import { claimFor, type HeldTask } from '../../support/centre-work.ts'
import { type CentreWorld, openCentreWorld, openExceptions, type WorldStation } from '../../support/centre-world.ts'

let world: CentreWorld
let station: WorldStation
let other: WorldStation
beforeEach(async () => {
  world = await openCentreWorld()
  station = await world.station('one')
  other = await world.station('two')
})
afterEach(async () => {
  expect(await world.broken()).toEqual([])
  await world.close()
})

const statuses = (reply: { results: { status: string; code: string }[] }) =>
  reply.results.map(({ status, code }) => (code === '' ? status : `${status} ${code}`))
const count = async (table: string) => (await world.row<{ n: number }>(`SELECT count(*) AS n FROM ${table}`)).n
const picked = async (orderId: string) =>
  (await world.row<{ picked: number }>('SELECT sum(picked) AS picked FROM order_line WHERE order_id = ?', orderId))
    .picked
const stationState = async (id: string) =>
  (await world.row<{ state: string }>('SELECT state FROM station WHERE id = ?', id)).state

/** One order of one unit, claimed by the first station. */
async function oneOrder(): Promise<{ orderId: string; task: HeldTask }> {
  const [orderId = ''] = await world.orders('A')
  return { orderId, task: await claimFor(world, station, [orderId]) }
}

describe('facts in order', () => {
  it('are applied once each, with outcome, position, rows and a word to the station in one revision', async () => {
    const { orderId, task } = await oneOrder()
    await task.tote(1, 'T-1')
    await task.pick(1, 'T-1')
    const before = (await world.store.position()).revision
    const reply = await station.push()
    expect(statuses(reply)).toEqual(['applied', 'applied'])
    expect(reply).toMatchObject({ appliedThrough: 2, limits: { commands: 500 } })
    expect(await picked(orderId)).toBe(1)
    const [commit, ...more] = await world.store.log(before, ['work', `ack/${station.id}`], 1_000)
    expect(more).toEqual([])
    expect(reply.results.map(({ revision }) => revision)).toEqual([commit?.revision, commit?.revision])
    expect(commit?.entries.filter(({ table }) => table === 'ack')).toEqual([
      { table: 'ack', pk: station.id, row: JSON.stringify({ incarnation: station.incarnation, seq: 2 }) },
    ])
    expect(commit?.entries.some(({ table }) => table === 'pick_line')).toBe(true)
    expect(await world.row('SELECT applied_seq, hash FROM station_position WHERE id = ?', station.id)).toEqual({
      applied_seq: 2,
      hash: station.journal[1]?.hash,
    })
  })

  it('that come again are told as they were first, and change nothing', async () => {
    const { orderId, task } = await oneOrder()
    await task.tote(1, 'T-1')
    await task.pick(1, 'T-1')
    await task.pick(1, 'T-1')
    const first = await station.push()
    expect(statuses(first)).toEqual(['applied', 'applied', 'exception tooMany'])
    const hash = await world.store.stateHash()
    const { revision } = await world.store.position()
    expect((await station.push(station.body(0))).results).toEqual(first.results)
    expect((await station.push({ ...station.body(1), commands: station.journal.slice(1, 2) })).results).toEqual(
      first.results.slice(1, 2),
    )
    expect(await world.store.stateHash()).toBe(hash)
    expect((await world.store.position()).revision).toBe(revision)
    expect(await picked(orderId)).toBe(1)
  })

  it('that come again with new ones behind them are told, and the new ones taken', async () => {
    const { orderId, task } = await oneOrder()
    await task.tote(1, 'T-1')
    const first = await station.push()
    await task.pick(1, 'T-1')
    const second = await station.push(station.body(0))
    expect(second.results[0]).toEqual(first.results[0])
    expect(statuses(second)).toEqual(['applied', 'applied'])
    expect(await picked(orderId)).toBe(1)
  })

  it('are in the tables with their outcomes or not at all, wherever the centre dies', async () => {
    const { orderId, task } = await oneOrder()
    await task.tote(1, 'T-1')
    await task.pick(1, 'T-1')
    const dying: CentreStore = {
      ...world.store,
      write: async (run, warm) => {
        await world.store.write(run, warm)
        throw new Error('gone')
      },
    }
    const known = { id: station.id, incarnation: station.incarnation, bootId: 'x' }
    const options = { now: 1, registry: COMMANDS }
    await expect(takeFacts(dying, known, station.body(), options)).rejects.toThrow('gone')
    expect(statuses(await station.push())).toEqual(['applied', 'applied'])
    expect([await picked(orderId), await count('outcome'), await count('fact_exception')]).toEqual([1, 2, 0])
  })

  it('are not taken past a gap: the next one is named', async () => {
    const { task } = await oneOrder()
    await task.tote(1, 'T-1')
    await task.pick(1, 'T-1')
    await task.drop()
    await station.push({ ...station.body(0), commands: station.journal.slice(0, 1) })
    expect(await station.tryPush(station.body(2))).toEqual({ code: SYNC_CODES.sequenceGap, params: { expected: 2 } })
    expect(await count('outcome')).toBe(1)
  })

  it('whose chain of hashes is broken are not taken, none of them', async () => {
    const { task } = await oneOrder()
    await task.tote(1, 'T-1')
    await task.pick(1, 'T-1')
    const [first, second] = station.body().commands
    if (first === undefined || second === undefined) throw new Error('two facts')
    const changed = { ...second, args: second.args.replace('"quantity":1', '"quantity":2') }
    expect(await station.tryPush({ ...station.body(), commands: [first, changed] })).toMatchObject({
      code: SYNC_CODES.chainBroken,
      params: { seq: 2 },
    })
    expect(await station.tryPush({ ...station.body(), commands: [second] })).toMatchObject({
      code: SYNC_CODES.bodyWrong,
    })
    station.journal.splice(1)
    station.fact(skipLine, { pickLineId: 'x' }, { id: first.id })
    expect(await station.tryPush()).toMatchObject({ code: SYNC_CODES.idReused })
    expect(await count('outcome')).toBe(0)
    expect(await stationState(station.id)).toBe('active')
  })

  it('of another timeline are not taken', async () => {
    const { task } = await oneOrder()
    await task.tote(1, 'T-1')
    const reply = await station.tryPush({ ...station.body(), timeline: 'another' })
    expect(reply).toMatchObject({ code: SYNC_CODES.timelineOther })
    expect(await count('outcome')).toBe(0)
  })

  it('count as covered by a copy as far as its revision goes', async () => {
    const { task } = await oneOrder()
    await task.tote(1, 'T-1')
    const first = await station.push()
    expect(first.durableThrough).toBe(0)
    await world.store.write(async (tx) => {
      const state = await tx.own.get('centre_state', 'centre')
      if (state !== undefined)
        await tx.own.put('centre_state', { ...state, durable_revision: first.results[0]?.revision ?? 0 })
    })
    for (let index = 0; index < 5; index += 1) station.fact(skipLine, { pickLineId: 'nowhere' })
    expect((await station.push()).durableThrough).toBe(1)
  })
})

describe('a journal that forked', () => {
  it('with another fact under a number that was taken: nothing is applied, all is kept, and a person is asked', async () => {
    const { orderId, task } = await oneOrder()
    await task.tote(1, 'T-1')
    const clone = station.copy()
    await station.push()
    clone.journal.length = 0
    clone.fact(skipLine, { pickLineId: 'x' })
    clone.journal.push(...(await following(clone, task)))
    const body = clone.body(0)
    expect(await clone.tryPush(body)).toMatchObject({ code: SYNC_CODES.journalForked })
    await expectKept(body.commands.map((command) => JSON.stringify(command)))
    expect(await picked(orderId)).toBe(0)
  })

  it('that goes on from what the centre never took is found by the hash it names', async () => {
    const { orderId, task } = await oneOrder()
    await task.tote(1, 'T-1')
    const clone = station.copy()
    await station.push()
    clone.journal.length = 0
    clone.fact(skipLine, { pickLineId: 'x' })
    clone.journal.push(...(await following(clone, task)))
    const body = clone.body(1)
    expect(await clone.tryPush(body)).toMatchObject({ code: SYNC_CODES.journalForked })
    await expectKept(body.commands.map((command) => JSON.stringify(command)))
    expect(await picked(orderId)).toBe(0)
  })

  it('shows in the middle too, when nothing that was taken follows it', async () => {
    const { orderId, task } = await oneOrder()
    await task.tote(1, 'T-1')
    const clone = station.copy()
    await task.pick(1, 'T-1')
    task.drop()
    await station.push()
    clone.fact(skipLine, { pickLineId: 'x' })
    expect(await clone.tryPush(clone.body(1))).toMatchObject({ code: SYNC_CODES.journalForked })
    expect(await stationState(station.id)).toBe('quarantined')
    expect([await picked(orderId), await count('quarantine')]).toEqual([1, 1])
  })

  it('is kept aside once, however often it is sent, and a station let in again goes on where it was taken', async () => {
    const { orderId, task } = await oneOrder()
    await task.tote(1, 'T-1')
    const clone = station.copy()
    await station.push()
    clone.journal.length = 0
    clone.fact(skipLine, { pickLineId: 'x' })
    await clone.tryPush(clone.body(0))
    await clone.tryPush(clone.body(0))
    await task.pick(1, 'T-1')
    const reply = await station.push()
    expect(statuses(reply)).toEqual([`quarantined ${SYNC_CODES.journalForked}`])
    expect(reply.appliedThrough).toBe(1)
    expect(await count('quarantine')).toBe(2)
    expect(await picked(orderId)).toBe(0)
    await world.run(readmitStation, { stationId: station.id })
    expect(statuses(await station.push(station.body(1)))).toEqual(['applied'])
    expect(await clone.tryPush(clone.body(0))).toMatchObject({ code: SYNC_CODES.journalForked })
  })

  it('shows by another incarnation under the same identity', async () => {
    const { task } = await oneOrder()
    await task.tote(1, 'T-1')
    await station.push()
    await task.pick(1, 'T-1')
    const other = { id: station.id, incarnation: 'another', bootId: 'x' }
    const options = { now: 1, registry: COMMANDS }
    expect(await takeFacts(world.store, other, station.body(), options)).toMatchObject({
      code: SYNC_CODES.journalForked,
    })
    expect(await stationState(station.id)).toBe('quarantined')
  })

  it('also shows at the facts of before the station joined, which count as applied', async () => {
    const { task } = await oneOrder()
    station.fact(skipLine, { pickLineId: 'alone' })
    const last = station.journal.at(-1) ?? raise()
    await world.store.write((tx) =>
      tx.own.put('station_position', {
        ...{ id: station.id, incarnation: station.incarnation, applied_seq: 1, hash: last.hash },
        ...{ seen_at: 1, cursor: 0, boot_id: 'x' },
      }),
    )
    await task.tote(1, 'T-1')
    expect(statuses(await station.push(station.body(0)))).toEqual(['applied', 'applied'])
    expect(await count('outcome')).toBe(1)
    const clone = await world.station('three')
    clone.fact(skipLine, { pickLineId: 'changed' })
    await world.store.write((tx) =>
      tx.own.put('station_position', {
        ...{ id: clone.id, incarnation: clone.incarnation, applied_seq: 1, hash: last.hash },
        ...{ seen_at: 1, cursor: 0, boot_id: 'x' },
      }),
    )
    expect(await clone.tryPush(clone.body(0))).toMatchObject({ code: SYNC_CODES.journalForked })
  })

  /** A pick that continues the clone's own chain. */
  async function following(clone: WorldStation, task: HeldTask) {
    await task.pick(1, 'T-1')
    const { seq: _, hash: __, ...pick } = station.journal.pop() ?? raise()
    return [{ ...pick, seq: clone.journal.length + 1, hash: chainHash(clone.journal.at(-1)?.hash ?? '', pick) }]
  }
  async function expectKept(commands: string[]) {
    expect(await stationState(station.id)).toBe('quarantined')
    const kept = await world.rows<{ command: string; reason: string }>(
      'SELECT command, reason FROM quarantine ORDER BY seq',
    )
    expect(kept).toEqual(commands.map((command) => ({ command, reason: 'forked' })))
    expect(await count('outcome')).toBe(1)
  }
})

describe('a station that was revoked', () => {
  it('is still heard, into quarantine, and moves nothing', async () => {
    const { orderId, task } = await oneOrder()
    await task.tote(1, 'T-1')
    await world.run(revokeStation, { stationId: station.id })
    const before = await world.store.stateHash()
    const reply = await station.push()
    expect(statuses(reply)).toEqual([`quarantined ${SYNC_CODES.stationRevoked}`])
    expect(await count('quarantine')).toBe(1)
    expect(await count('outcome')).toBe(0)
    expect(await world.store.stateHash()).toBe(before)
    expect(await picked(orderId)).toBe(0)
    const nobody = { id: 'nobody', incarnation: 'x', bootId: 'x' }
    const options = { now: 1, registry: COMMANDS }
    expect(await takeFacts(world.store, nobody, station.body(0), options)).toMatchObject({
      code: SYNC_CODES.stationRevoked,
    })
  })

  it('and enrolled again with its old journal applies nothing twice', async () => {
    const { orderId, task } = await oneOrder()
    await task.tote(1, 'T-1')
    await task.pick(1, 'T-1')
    await station.push()
    const again = { id: other.id, incarnation: 'again', bootId: 'x' }
    const options = { now: 1, registry: COMMANDS }
    const reply = await takeFacts(world.store, again, station.body(0), options)
    expect(isProblem(reply) ? [] : statuses(reply)).toEqual(['applied', 'applied'])
    expect(reply).toMatchObject({ appliedThrough: 2 })
    expect(await picked(orderId)).toBe(1)
    expect(await openExceptions(world)).toEqual([])
  })
})

describe('a fact that cannot be applied is kept whole as an exception', () => {
  it('when the centre does not know it, cannot read it, or was sent a request instead', async () => {
    const [orderId = ''] = await world.orders('A')
    station.fact({ ...seeNote, version: 99 }, { orderId })
    station.fact(seeNote, { orderId: 7 } as never)
    station.fact(dispatch, { orderId })
    station.fact({ ...seeNote, class: 'INTENT' }, { orderId: 'another' })
    const reply = await station.push()
    expect(statuses(reply)).toEqual([
      'exception commandUnknown',
      'exception argsWrong',
      'exception blocked',
      'exception notAFact',
    ])
    expect(reply.appliedThrough).toBe(4)
    other.fact(dispatch, { orderId: 'a third' })
    expect(statuses(await other.push())).toEqual(['exception notAFact'])
    const [kept] = await openExceptions(world)
    const sent = station.journal[0]
    expect(kept).toMatchObject({
      command_id: sent?.id,
      seq: 1,
      station_id: station.id,
      type: 'packing.see-note',
      version: 99,
      args: sent?.args,
      at: sent?.at,
      business_date: sent?.business_date,
      order_id: orderId,
      caused_by: null,
      reason: 'commandUnknown',
    })
  })

  it('when its arguments are none that any command has, whatever they look like', async () => {
    for (const lines of [[null], [7], ['x'], [[]], null]) station.fact(seeNote, { lines } as never)
    station.fact(seeNote, { orderId: 'a\0b' })
    station.fact(seeNote, { orderId: 'c' })
    expect(statuses(await station.push())).toEqual([...Array(6).fill('exception argsWrong'), 'exception failed'])
  })

  it('when it needs a claim and has none, an old one, or that of another station', async () => {
    const orderIds = await world.orders('A', 'B')
    const task = await claimFor(world, station, orderIds)
    const [firstSlot, secondSlot] = task.slots
    const toteId = await world.tote('T-1')
    const assign = COMMANDS.get('picking.assign-tote@1') ?? raise()
    station.fact(assign, { slotId: firstSlot, toteId })
    expect(statuses(await station.push())).toEqual(['exception claimMissing'])
    const old = JSON.stringify({ task: task.taskId, epoch: 0 })
    station.fact(assign, { slotId: secondSlot, toteId: await world.tote('T-2') }, { claim: old })
    expect(statuses(await station.push())).toEqual(['exception claimStale'])
    const [third = ''] = await world.orders('A')
    const elsewhere = await claimFor(world, station, [third])
    other.fact(
      assign,
      { slotId: elsewhere.slots[0] ?? '', toteId: await world.tote('T-3') },
      { claim: elsewhere.claim },
    )
    expect(statuses(await other.push())).toEqual(['exception claimStale'])
    // A claim on one task is none on another, whoever holds both.
    const [fourth = ''] = await world.orders('B')
    const mine = await claimFor(world, station, [fourth])
    const foreign = { claim: task.claim }
    station.fact(assign, { slotId: mine.slots[0] ?? '', toteId: await world.tote('T-4') }, foreign)
    expect(statuses(await station.push())).toEqual(['exception claimStale'])
    expect(await world.rows(`SELECT id FROM tote WHERE state <> 'empty'`)).toEqual([])
  })

  it('when its claim was taken away before it came; what follows it on that order points to it', async () => {
    const { orderId, task } = await oneOrder()
    await task.tote(1, 'T-1')
    await station.push()
    await world.run(revokeClaim, { taskId: task.taskId })
    await task.pick(1, 'T-1')
    task.drop()
    expect(statuses(await station.push())).toEqual(['exception claimStale', 'exception blocked'])
    const [first, second] = await openExceptions(world)
    expect(first).toMatchObject({ order_id: orderId, tote_id: await world.tote('T-1'), pick_task_id: task.taskId })
    expect(second).toMatchObject({ caused_by: first?.id, order_id: null, tote_id: null, pick_task_id: task.taskId })
    expect(await picked(orderId)).toBe(0)
  })

  it('when its rule refuses it or breaks down; other orders go on', async () => {
    const orderIds = await world.orders('A', 'B')
    const task = await claimFor(world, station, orderIds)
    await task.tote(1, 'T-1')
    await task.pick(1, 'T-1', 5)
    await task.tote(2, 'T-2')
    await task.pick(2, 'T-2')
    station.fact(seeNote, { orderId: 'no such order' })
    const reply = await station.push()
    expect(statuses(reply)).toEqual(['applied', 'exception tooMany', 'applied', 'applied', 'exception failed'])
    expect(await Promise.all(orderIds.map(picked))).toEqual([0, 1])
  })

  it('when its tote is one that two stations gave away: both orders wait for a person', async () => {
    const { task } = await oneOrder()
    await task.tote(1, 'T-1')
    await station.push()
    const [second = ''] = await world.orders('B')
    const theirs = await claimFor(world, other, [second])
    const given = await theirs.tote(1, 'T-1')
    expect(statuses(await other.push())).toEqual(['exception toteInUse'])
    await task.pick(1, 'T-1')
    expect(statuses(await station.push())).toEqual(['exception blocked'])
    expect((await openExceptions(world)).at(-1)).toMatchObject({ caused_by: `${given}.exception` })
  })

  it('when a fact about its whole cart waits: what happened after the drop-off follows from that', async () => {
    const task = await claimFor(world, station, await world.orders('A', 'B'))
    await task.tote(1, 'T-1')
    const wrong = await task.pick(1, 'T-1', 5)
    await task.tote(2, 'T-2')
    await task.pick(2, 'T-2')
    task.drop()
    expect(statuses(await station.push()).at(-1)).toBe('exception blocked')
    const openOrder = COMMANDS.get('packing.open-order@1') ?? raise()
    other.fact(openOrder, { toteId: await world.tote('T-2'), takeOver: false })
    expect(statuses(await other.push())).toEqual(['exception blocked'])
    expect((await openExceptions(world)).at(-1)).toMatchObject({ caused_by: `${wrong}.exception` })
  })

  it('when a row it names was to be made by another exception, however far that chain goes', async () => {
    const { orderId, task } = await oneOrder()
    const toteId = await world.tote('T-1')
    const [openOrder, openCarton, packUnit] = [
      'packing.open-order@1',
      'packing.open-carton@1',
      'packing.pack-unit@1',
    ].map((name) => COMMANDS.get(name) ?? raise())
    if (openOrder === undefined || openCarton === undefined || packUnit === undefined) throw raise()
    await task.tote(1, 'T-1')
    await station.push()
    // The tote is not at the bench as far as the centre knows.
    const opened = other.fact(openOrder, { toteId, takeOver: false })
    const { id: cartonTypeId } = await world.row<{ id: string }>('SELECT id FROM carton_type')
    const carton = other.fact(openCarton, { packSessionId: `${opened}.session`, cartonTypeId })
    const { id: orderLineId } = await world.row<{ id: string }>('SELECT id FROM order_line WHERE order_id = ?', orderId)
    other.fact(packUnit, { cartonId: `${carton}.carton`, orderLineId, quantity: 1, lot: '', serial: '', scans: [] })
    expect(statuses(await other.push())).toEqual(['exception toteNotReady', 'exception blocked', 'exception blocked'])
    const [root, ...rest] = await openExceptions(world)
    expect(rest.map(({ caused_by }) => caused_by)).toEqual([root?.id, root?.id])
    expect(rest.map(({ order_id }) => order_id)).toEqual([orderId, orderId])
  })
})

describe('what may go better later', () => {
  const full = defineCommand({
    type: 'test.full',
    version: 1,
    class: 'FACT',
    args: z.object({ code: z.string() }),
    async run(tx, command) {
      await tx.put('number_series', { id: 'test', value: 1 })
      if (command.args.code !== '') throw Object.assign(new Error('broken'), { code: command.args.code })
      return accept(null)
    },
  })
  const registry = new Map([...COMMANDS, ['test.full@1', full]])
  it.each(['SQLITE_FULL', 'SQLITE_IOERR_WRITE', '08006', '53100', 'ECONNRESET'])(
    'is thrown, never made an exception: %s',
    async (code) => {
      station.fact(full, { code: '' })
      station.fact(full, { code })
      const known = { id: station.id, incarnation: station.incarnation, bootId: 'x' }
      await expect(takeFacts(world.store, known, station.body(), { now: 1, registry })).rejects.toThrow()
      expect([await count('outcome'), await count('fact_exception')]).toEqual([0, 0])
      expect(await world.rows(`SELECT value FROM number_series WHERE id = 'test'`)).toEqual([])
    },
  )

  it.each(['SQLITE_CONSTRAINT_CHECK', '23514', ''])(
    'is not a broken rule (%s): that ends as an exception at once',
    async (code) => {
      station.fact(full, { code: code === '' ? 'anything' : code })
      const known = { id: station.id, incarnation: station.incarnation, bootId: 'x' }
      const reply = await takeFacts(world.store, known, station.body(), { now: 1, registry })
      expect(isProblem(reply) ? [] : statuses(reply)).toEqual(['exception failed'])
      expect(await world.rows(`SELECT value FROM number_series WHERE id = 'test'`)).toEqual([])
    },
  )
})

function raise(): never {
  throw new Error('not there')
}

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { COMMANDS } from '../../commands/all-commands.ts'
import { NO_SERVICE } from '../../commands/packing/carton-service.ts'
import { claimOf, subjectOf, unknownArguments } from '../../commands/subject.ts'
import { claimFor, type HeldTask } from '../support/centre-work.ts'
import { type CentreWorld, openCentreWorld, type WorldStation } from '../support/centre-world.ts'

const facts = [...COMMANDS.values()].filter((definition) => definition.class === 'FACT')
const argumentNames = (args: z.ZodType) => (args instanceof z.ZodObject ? Object.keys(args.shape) : [])

describe('the subject of every fact', () => {
  it.each(facts.map((definition) => [definition.type, definition] as const))('%s is known', async (_, definition) => {
    const names = argumentNames(definition.args)
    expect(unknownArguments(names)).toEqual([])
    const ids = names.filter((name) => name.endsWith('Id'))
    const world = await openCentreWorld()
    const station = await world.station('one')
    const { rows, orderId } = await everyRow(world, station)
    const subject = await world.store.read((tx) =>
      subjectOf(tx, {
        ...Object.fromEntries(ids.map((name) => [name, rows[name]])),
        ...(names.includes('lines') ? { lines: [{ pickLineId: rows.pickLineId, quantity: 1 }] } : {}),
      }),
    )
    expect(subject.orderIds).toEqual([orderId])
    expect(subject.toteIds).toEqual([await world.tote('T-1')])
    expect(subject.missingCommands).toEqual([])
    await world.close()
  })

  it('of several pick lines at once is their task as a whole', async () => {
    const world = await openCentreWorld()
    const station = await world.station('one')
    const { rows } = await everyRow(world, station)
    const lines = [{ pickLineId: rows.pickLineId, quantity: 1 }]
    const subject = await world.store.read((tx) => subjectOf(tx, { lines }))
    expect(subject).toMatchObject({ taskId: rows.taskId, wholeTask: true, taskIds: [rows.taskId] })
    await world.close()
  })

  it('is of no use where an argument names a row that nobody knows how to follow', () => {
    expect(unknownArguments(['pickLineId', 'parcelId', 'quantity', 'cartonTypeId'])).toEqual(['parcelId'])
  })
})

describe('a subject', () => {
  let world: CentreWorld
  let station: WorldStation
  let task: HeldTask
  let orderIds: string[]
  beforeEach(async () => {
    world = await openCentreWorld()
    station = await world.station('one')
    orderIds = await world.orders('A', 'B')
    task = await claimFor(world, station, orderIds)
    await task.tote(1, 'T-1')
    await station.push()
  })
  afterEach(() => world.close())
  const of = (args: unknown) => world.store.read((tx) => subjectOf(tx, args))

  it('of a whole task is all of its orders and totes', async () => {
    const subject = await of({ taskId: task.taskId })
    expect(subject).toEqual({
      orderIds,
      toteIds: [await world.tote('T-1')],
      namedToteId: null,
      taskId: task.taskId,
      wholeTask: true,
      taskIds: [task.taskId],
      missingCommands: [],
    })
    expect(await world.store.read((tx) => claimOf(tx, subject))).toBe(task.claim)
  })

  it('of a line put into another order’s tote is its own order and both totes', async () => {
    const toteId = await world.tote('T-1')
    const second = task.lines[1] ?? ''
    expect(await of({ pickLineId: second, toteId })).toMatchObject({ orderIds: [orderIds[1]], toteIds: [toteId] })
    expect(await of({ toteId })).toMatchObject({ orderIds: [orderIds[0]], taskId: null, taskIds: [task.taskId] })
    expect(await world.store.read(async (tx) => claimOf(tx, await subjectOf(tx, { toteId })))).toBeNull()
  })

  it('whose row is not there names the command that should have made it', async () => {
    expect(await of({ pickLineId: 'short-1.line.0' })).toMatchObject({ orderIds: [], missingCommands: ['short-1'] })
    expect(await of({ cartonLineId: 'pack-1.line', cartonId: 'open-1.carton' })).toMatchObject({
      missingCommands: ['open-1', 'pack-1'],
    })
    expect(await of({ pickLineId: 'never an id' })).toMatchObject({ missingCommands: [] })
  })

  it('of what is no object at all is nothing', async () => {
    for (const args of [null, undefined, 'x', 7]) expect(await of(args)).toMatchObject({ orderIds: [], toteIds: [] })
  })
})

/** One order as far as it goes, so that there is a row for every argument: its tote, lines, session, carton. */
async function everyRow(world: CentreWorld, station: WorldStation) {
  const [orderId = ''] = await world.orders('A')
  const task = await claimFor(world, station, [orderId])
  await task.tote(1, 'T-1')
  await task.pick(1, 'T-1')
  await station.push()
  const { id: orderLineId } = await world.row<{ id: string }>('SELECT id FROM order_line')
  const { id: itemId } = await world.row<{ id: string }>(`SELECT id FROM item WHERE sku = 'A'`)
  const toteId = await world.tote('T-1')
  const at = { order_id: orderId, carton_type_id: 'x', state: 'open', code: null, code_kind: null, weight_grams: null }
  await world.store.write(async (tx) => {
    await tx.put('pack_session', {
      id: 'p.session',
      order_id: orderId,
      tote_id: toteId,
      state: 'open',
      operator_id: null,
      opened_at: 1,
      done_at: null,
    })
    await tx.put('carton', {
      id: 'o.carton',
      number: 1,
      carrier_code: null,
      tracking_number: null,
      shipment_id: null,
      closed_at: null,
      ...NO_SERVICE,
      ...at,
    })
    await tx.put('carton_line', {
      id: 'l.line',
      carton_id: 'o.carton',
      order_id: orderId,
      order_line_id: orderLineId,
      item_id: itemId,
      lot: '',
      serial: '',
      quantity: 1,
    })
  })
  const rows: Record<string, string> = {
    slotId: task.slots[0] ?? '',
    pickLineId: task.lines[0] ?? '',
    taskId: task.taskId,
    toteId,
    packSessionId: 'p.session',
    cartonId: 'o.carton',
    cartonLineId: 'l.line',
    orderLineId,
    orderId,
  }
  return { rows, orderId }
}

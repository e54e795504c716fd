import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { COMMANDS } from '../../../commands/all-commands.ts'
import type { RequestReply } from '../../../contract/central/messages.ts'
import type { PickBench } from '../../../contract/station/picking.ts'
import { type FloorDesk, openFloorDesk } from '../../../main/floor/floor-desk.ts'
import { openCounters } from '../../../main/journal/counters.ts'
import { setCentrePosition } from '../../../main/journal/replica-position.ts'
import { pickingScreen } from '../../../main/picking/pick-screen.ts'
import { openSessions } from '../../../main/sessions/sessions.ts'
import { buildCore } from '../../../main/station-core.ts'
import type { CentreLink } from '../../../main/sync/ports.ts'
import { command, openTestStation, scanOf, signIn, type TestStation } from '../../support/station.ts'
import { fillSmallWarehouse, order } from '../../support/warehouse.ts'

type Asked = Parameters<CentreLink['request']>[0]

const [ME, OTHER] = ['session-of-the-cart', 'session-beside']
let station: TestStation
let desk: FloorDesk<PickBench>
let asked: Asked[]
/** Lets the centre answer; until it is called, whoever asked waits. */
let answer: () => void
let decide: (body: Asked) => Promise<RequestReply['decision']>

beforeEach(async () => {
  station = await openTestStation()
  const { core } = station.station
  await fillSmallWarehouse(core, [order(1, [['A1', 2]]), order(2, [['A2', 1]])])
  await signIn(station.client(ME), 'BDG-2')
  await signIn(station.client(OTHER), 'BDG-3')
  await core.store.writeWith(
    async (_tx, { database }) =>
      setCentrePosition(database, { ackedSeq: core.journal.lastSeq(), revision: 1, timeline: 't-1' }),
    () => undefined,
  )
  asked = []
  answer = () => undefined
  const opened = new Promise<void>((resolve) => {
    answer = resolve
  })
  decide = async (body) => {
    await opened
    return atTheCentre(body)
  }
  const link: CentreLink = {
    stationId: 'station-1',
    stationNumber: 1,
    journaled: () => undefined,
    request: (body) => {
      asked.push(body)
      return decide(body)
    },
  }
  const sessions = openSessions(core.journal.database, () => 'ko')
  const joined = buildCore({ ...core, sessions, centre: () => link })
  desk = openFloorDesk(joined, sessions, pickingScreen(joined, openCounters(core.journal.database)))
})
afterEach(() => station.close())

/** The command as a centre runs it; its rows are in the replica when the decision is known. */
function atTheCentre(body: Asked): Promise<RequestReply['decision']> {
  return station.station.core.store.write(async (tx) => {
    const definition = COMMANDS.get(`${body.type}@${body.version}`)
    if (definition === undefined) throw new Error(body.type)
    const { id, at, businessDate, operatorId, station: name } = body
    const context = { id, at, businessDate, operatorId, station: name, stationId: 'station-1' }
    return (await definition.run(tx, { ...context, args: JSON.parse(body.args) })) as RequestReply['decision']
  })
}

const later = () => new Promise((resolve) => setTimeout(resolve, 10))
const scanned = (code: string) => ({ ...scanOf(code), source: 'wedge' as const })
const claim = () => scanned(command('giveWork'))

describe('a scan that waits for the centre', () => {
  test('holds up the scans behind it at the same window, in their order, and nobody else', async () => {
    const order: string[] = []
    const scan = claim()
    const first = desk.scan(ME, scan).then(({ feedback }) => order.push(`claim ${feedback?.tone}`))
    const second = desk.scan(ME, scanned('T-1')).then(({ feedback }) => order.push(`tote ${feedback?.tone}`))
    await desk.scan(OTHER, scanned('T-8')).then(() => order.push('other'))
    await later()
    expect([order, asked.map(({ type }) => type)]).toEqual([['other'], ['picking.claim-work']])
    answer()
    await Promise.all([first, second])
    expect(order).toEqual(['other', 'claim ok', 'tote ok'])
    const { journal } = station.station.core
    expect(journal.after(0, 1_000).at(-1)).toMatchObject({ type: 'picking.assign-tote', class: 'FACT' })
    const task = (await desk.bench(ME)).bench.task?.id ?? ''
    expect(journal.after(0, 1_000).at(-1)?.claim).toBe(JSON.stringify({ task, epoch: 1 }))
  })

  test('is one request and one answer, however often it is sent', async () => {
    const scan = claim()
    const replies = [desk.scan(ME, scan), desk.scan(ME, scan)]
    await later()
    answer()
    const [one, again] = await Promise.all(replies)
    expect(again).toEqual(one)
    expect(asked).toHaveLength(1)
    expect(await desk.scan(ME, scan)).toEqual(one)
  })

  test('says so when the centre does not answer, and changes nothing; the next scan asks anew', async () => {
    decide = async () => ({ ok: false, refusal: { name: 'needsCentre', params: {} } })
    const reply = await desk.scan(ME, claim())
    expect(reply).toMatchObject({ feedback: { name: 'needsCentre', tone: 'error' }, bench: { task: null } })
    await desk.scan(ME, scanned(command('acknowledge')))
    decide = atTheCentre
    expect((await desk.scan(ME, claim())).bench.task).not.toBeNull()
    expect(new Set(asked.map(({ id }) => id)).size).toBe(2)
  })
})

describe('an operator whose work is held elsewhere', () => {
  const begin = async () => {
    decide = atTheCentre
    await desk.scan(ME, claim())
    await desk.scan(ME, scanned('T-1'))
  }
  const change = (part: { holder?: string | null; operator_id?: string | null; verify?: number }) =>
    station.station.core.store.write(async (tx) => {
      const [task] = await tx.find('pick_task', 'state', 'started')
      if (task === undefined) throw new Error('Nothing was begun')
      await tx.put('pick_task', { ...task, ...part })
      await tx.put('station', {
        ...{ id: 'station-2', number: 2, name: 'P-02', public_key: 'x', state: 'active', enrolled_at: 0 },
      })
    })

  test('does not see it here, and is told at which station it is', async () => {
    await begin()
    await change({ holder: 'station-2' })
    expect((await desk.bench(ME)).bench).toMatchObject({ task: null, step: 'idle' })
    const { feedback } = await desk.scan(ME, claim())
    expect(feedback).toMatchObject({ name: 'taskElsewhere', code: 'E-SYN-032', params: { station: 'P-02' } })
  })

  test('is told so without the network, too', async () => {
    await begin()
    await change({ holder: 'station-2' })
    decide = async () => ({ ok: false, refusal: { name: 'needsCentre', params: {} } })
    expect((await desk.scan(ME, claim())).feedback).toMatchObject({
      ...{ name: 'taskElsewhere', params: { station: 'P-02' } },
    })
  })

  test('gets no other work until it is finished there, and its own one here once a lead took it away there', async () => {
    await begin()
    await change({ holder: 'station-2' })
    expect((await desk.scan(ME, claim())).feedback?.name).toBe('taskElsewhere')
    await desk.scan(ME, scanned(command('acknowledge')))
    await change({ holder: null, operator_id: null, verify: 1 })
    const { feedback, bench } = await desk.scan(ME, claim())
    expect([feedback?.name, bench.task]).toMatchObject(['verifyTote', { verify: true }])
  })

  test('who takes over what was begun is told to check the totes first, until the first pick', async () => {
    await begin()
    await change({ holder: null, operator_id: null, verify: 1 })
    const { feedback, bench } = await desk.scan(OTHER, claim())
    expect(feedback).toMatchObject({ name: 'verifyTote', tone: 'warning' })
    expect(bench.task).toMatchObject({ verify: true })
  })
})

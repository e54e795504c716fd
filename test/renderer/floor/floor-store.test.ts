import { ORPCError } from '@orpc/client'
import { describe, expect, it } from 'vitest'
import type { Feedback, ScanRequest } from '../../../contract/station/floor.ts'
import { createFloorStore, type FloorPort, type FloorReply } from '../../../renderer/floor/floor-store.ts'
import { troubleOf, waitBeforeRetry } from '../../../renderer/floor/trouble.ts'
import { feedback } from '../fixtures/floor-basics.ts'

type Bench = { place: number }
type Answer = FloorReply<Bench> | Error

function deskOf(answers: Answer[], operatorOf?: (bench: Bench) => string) {
  const heard: ScanRequest[] = []
  const waited: number[] = []
  let running = 0
  let most = 0
  const port: FloorPort<Bench> = {
    bench: async () => ({ bench: { place: 0 }, feedback: null }),
    scan: async (request) => {
      running += 1
      most = Math.max(most, running)
      heard.push(request)
      await Promise.resolve()
      running -= 1
      const answer = answers.shift()
      if (answer === undefined) throw new Error('nothing was prepared')
      if (answer instanceof Error) throw answer
      return answer
    },
    ...(operatorOf === undefined ? {} : { operatorOf }),
  }
  let ids = 0
  const store = createFloorStore<Bench>(port, {
    newId: () => `id-${++ids}`,
    wait: async (milliseconds) => void waited.push(milliseconds),
  })
  return { store, heard, waited, most: () => most }
}

const reply = (place: number, said: Feedback | null = null): FloorReply<Bench> => ({ bench: { place }, feedback: said })
const lost = new TypeError('Failed to fetch')

describe('the store of a floor screen', () => {
  it('replaces the bench by the reply and says what it says', async () => {
    const { store } = deskOf([reply(7, feedback('itemCounted'))])
    expect(await store.getState().scan('8801234004827', 'wedge')).toBe(true)
    expect(store.getState()).toMatchObject({
      bench: { place: 7 },
      feedback: { name: 'itemCounted' },
      busy: 0,
      trouble: null,
    })
  })

  it('repeats a scan without an answer under the same id, waiting longer each time', async () => {
    const { store, heard, waited } = deskOf([lost, lost, lost, reply(1)])
    await store.getState().scan('T-15', 'wedge')
    expect(new Set(heard.map(({ scanId }) => scanId))).toEqual(new Set(['id-1']))
    expect(heard).toHaveLength(4)
    expect(waited).toEqual([250, 500, 1000])
    expect(store.getState()).toMatchObject({ bench: { place: 1 }, trouble: null })
  })

  it('keeps the id that the scanner gave, so that one act is one scan', async () => {
    const { store, heard } = deskOf([reply(1)])
    await store.getState().scan('T-15', 'wedge', '0192f0c1-0000-7000-8000-000000000001')
    expect(heard[0]?.scanId).toBe('0192f0c1-0000-7000-8000-000000000001')
  })

  it('says whose hand it was when it was scanned, also when it is sent again after somebody else came', async () => {
    const { store, heard } = deskOf([lost, lost, reply(2)], ({ place }) => `operator-${place}`)
    store.setState({ bench: { place: 1 } })
    const scanned = store.getState().scan('T-15', 'wedge')
    store.setState({ bench: { place: 2 } })
    await scanned
    expect(heard.map(({ operatorId }) => operatorId)).toEqual(['operator-1', 'operator-1', 'operator-1'])
  })

  it('sends one code after the other and drops those that waited behind an error', async () => {
    const { store, heard, most } = deskOf([reply(1), reply(1, feedback('wrongItem')), reply(2)])
    const { scan } = store.getState()
    const results = await Promise.all([scan('A', 'wedge'), scan('B', 'wedge'), scan('C', 'wedge')])
    expect(results).toEqual([true, false, false])
    expect(heard.map(({ code }) => code)).toEqual(['A', 'B'])
    expect(most()).toBe(1)
  })

  it('does not repeat what the station refused, and keeps the bench', async () => {
    const refusal = new ORPCError('FORBIDDEN', { defined: true, data: { code: 'E-AUT-002', params: {} } })
    const { store, heard } = deskOf([reply(3), refusal])
    await store.getState().scan('A', 'wedge')
    expect(await store.getState().scan('B', 'wedge')).toBe(false)
    expect(heard).toHaveLength(2)
    expect(store.getState()).toMatchObject({
      bench: { place: 3 },
      trouble: { kind: 'refused', name: 'FORBIDDEN', code: 'E-AUT-002' },
    })
  })

  it('does not let a refresh overwrite a scan that was answered meanwhile', async () => {
    const { store } = deskOf([reply(5)])
    const refreshed = store.getState().refresh()
    await store.getState().scan('A', 'wedge')
    await refreshed
    expect(store.getState().bench).toEqual({ place: 5 })
  })
})

describe('what a failed call means', () => {
  it('takes a lost connection and a busy station for something to repeat', () => {
    expect(troubleOf(lost)).toEqual({ kind: 'unanswered' })
    expect(
      troubleOf(new ORPCError('BUSY', { status: 503, defined: true, data: { code: 'E-BSY-001', params: {} } })),
    ).toEqual({
      kind: 'unanswered',
    })
  })

  it('says a full disk instead of trying for ever', () => {
    const full = new ORPCError('BUSY', { status: 503, defined: true, data: { code: 'E-DATA-FULL', params: {} } })
    expect(troubleOf(full)).toMatchObject({ kind: 'refused', code: 'E-DATA-FULL' })
  })

  it('shows a bug by the end of its request id', () => {
    const bug = new ORPCError('INTERNAL_SERVER_ERROR', {
      status: 500,
      data: { code: 'E-BUG-001', params: { requestId: '0192f0c1-0000-7000-8000-00000000abcd' } },
    })
    expect(troubleOf(bug)).toEqual({ kind: 'bug', id: '00000000abcd' })
  })

  it('never waits longer than four seconds before trying again', () => {
    expect(waitBeforeRetry(0)).toBe(250)
    expect(waitBeforeRetry(40)).toBe(4000)
  })
})

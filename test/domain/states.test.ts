import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  CARTON_TRANSITIONS,
  mayFollow,
  ORDER_TRANSITIONS,
  PICK_LINE_TRANSITIONS,
  PICK_TASK_TRANSITIONS,
  PRINT_JOB_TRANSITIONS,
  SHIPMENT_TRANSITIONS,
  STATION_TRANSITIONS,
  TOTE_TRANSITIONS,
  WAVE_TRANSITIONS,
} from '../../domain/states.ts'

type Machine = { name: string; says: string; start: string; table: Record<string, readonly string[]> }

const MACHINES: Machine[] = [
  {
    name: 'Order',
    says: 'An order is born ready, or waits for a match of its items or on hold. `backordered` waits for stock.',
    start: 'received',
    table: ORDER_TRANSITIONS,
  },
  {
    name: 'Wave',
    says: 'Orders that were planned together. Cancelling takes back what nobody has begun; what is on a cart goes on.',
    start: 'released',
    table: WAVE_TRANSITIONS,
  },
  {
    name: 'Pick task',
    says: 'A cart of totes in the hands of one picker; `open` while it waits for one as a part of a wave, or for the cart of another zone.',
    start: 'open',
    table: PICK_TASK_TRANSITIONS,
  },
  { name: 'Pick line', says: 'Units of one order at one place.', start: 'open', table: PICK_LINE_TRANSITIONS },
  { name: 'Tote', says: 'Holds the picked units of one order at a time.', start: 'empty', table: TOTE_TRANSITIONS },
  { name: 'Carton', says: 'Its label may exist once it is closed.', start: 'open', table: CARTON_TRANSITIONS },
  { name: 'Shipment', says: 'What left of one order at one time.', start: 'planned', table: SHIPMENT_TRANSITIONS },
  {
    name: 'Print job',
    says: 'A row before any byte leaves. `unknown` means that a person has to look.',
    start: 'requested',
    table: PRINT_JOB_TRANSITIONS,
  },
  {
    name: 'Station',
    says: 'What the centre allows it. A quarantined one waits for a person; a revoked one never comes back.',
    start: 'active',
    table: STATION_TRANSITIONS,
  },
]
const DOC = join(import.meta.dirname, '../../docs/states.md')

function drawn(): string {
  const parts = MACHINES.map(({ name, says, start, table }) =>
    [
      `## ${name}`,
      says,
      '',
      '```mermaid',
      'stateDiagram-v2',
      `  [*] --> ${start}`,
      ...Object.entries(table).flatMap(([from, next]) =>
        next.length === 0 ? [`  ${from} --> [*]`] : next.map((to) => `  ${from} --> ${to}`),
      ),
      '```',
    ].join('\n'),
  )
  const head =
    '# What may follow what\n\nDrawn from the tables of `domain/states.ts`, which alone decide. `test/domain/states.test.ts` keeps this page equal to\nthem, and writes it anew with `BARO_WRITE=1`.'
  return `${[head, ...parts].join('\n\n')}\n`
}

function reachable(table: Record<string, readonly string[]>, from: string): Set<string> {
  const seen = new Set([from])
  for (const state of seen) for (const next of table[state] ?? []) seen.add(next)
  return seen
}

describe('the tables of states', () => {
  test('are drawn in the documentation as they are', () => {
    if (process.env.BARO_WRITE === '1') writeFileSync(DOC, drawn())
    expect(readFileSync(DOC, 'utf8')).toBe(drawn())
  })

  test.each(MACHINES)('of the $name name only states that exist, each reachable from the first', ({ table, start }) => {
    const states = Object.keys(table)
    expect(
      Object.values(table)
        .flat()
        .filter((state) => !states.includes(state)),
    ).toEqual([])
    expect(Object.entries(table).flatMap(([from, next]) => next.filter((to) => to === from))).toEqual([])
    expect([...reachable(table, start)].sort()).toEqual([...states].sort())
  })

  test.each(MACHINES)('of the $name leave a way to an end from every state', ({ table }) => {
    const ends = Object.keys(table).filter((state) => table[state]?.length === 0)
    // Pick lines and totes go round: their ends are where the work is done.
    const wanted = ends.length > 0 ? ends : ['done', 'emptied']
    for (const state of Object.keys(table))
      expect(
        [...reachable(table, state)].some((other) => wanted.includes(other)),
        state,
      ).toBe(true)
  })

  test('allow staying where one is, and nothing that is not written down', () => {
    for (const { table } of MACHINES)
      for (const from of Object.keys(table))
        for (const to of Object.keys(table))
          expect(mayFollow(table, from, to)).toBe(from === to || (table[from] ?? []).includes(to))
  })

  test('never let a label be stuck on a carton that is not closed, nor an order ship that is not packed', () => {
    const statesBefore = (table: Record<string, readonly string[]>, to: string) =>
      Object.keys(table).filter((from) => table[from]?.includes(to))
    expect(statesBefore(CARTON_TRANSITIONS, 'labelled')).toEqual(['closed'])
    expect(statesBefore(ORDER_TRANSITIONS, 'shipped')).toEqual(['packed'])
    expect(statesBefore(PRINT_JOB_TRANSITIONS, 'sending')).toEqual(['rendered', 'failed'])
  })
})

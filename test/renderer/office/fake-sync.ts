import { implement } from '@orpc/server'
import { stationContract } from '../../../contract/station/index.ts'
import type { StripView } from '../../../contract/station/session.ts'
import {
  type AsideFact,
  type ExceptionView,
  joinText,
  type StationView,
  type SyncCommand,
  type SyncView,
} from '../../../contract/station/sync.ts'
import { codeSvg } from '../../../main/documents/svg.ts'

/** How the pretended station stands towards its centre. */
export type FakeSync = SyncView['state']

const MINUTE = 60_000

/** Where sync stands, by its state; times are counted back from now. */
export function syncView(state: FakeSync, now = Date.now()): SyncView {
  const base: SyncView = {
    state,
    centre: { kind: 'remote', url: 'http://192.168.0.10:7400' },
    station: { id: 'st-0192f3c8', number: 4, name: 'P-04', incarnation: 'in-7f21' },
    revision: 48_213,
    unsent: 0,
    oldest: null,
    offlineSince: null,
    lastContact: now - 2_000,
    progress: null,
    problem: null,
    retryAt: null,
    clockDifferenceMs: 140,
    keyKept: 'file',
  }
  switch (state) {
    case 'alone':
      return {
        ...base,
        centre: { kind: 'none', url: null },
        station: { id: null, number: null, name: 'P-04', incarnation: null },
        revision: 0,
        lastContact: null,
        clockDifferenceMs: null,
        keyKept: 'none',
      }
    case 'online':
      return base
    case 'offline':
      return {
        ...base,
        unsent: 12,
        oldest: now - 14 * MINUTE,
        offlineSince: now - 15 * MINUTE,
        lastContact: now - 15 * MINUTE,
        problem: { code: 'E-SYN-001', params: {} },
        retryAt: now + 12_000,
        clockDifferenceMs: -3 * MINUTE,
        keyKept: 'basic',
      }
    case 'starting':
      return { ...base, progress: { step: 'downloading', done: 18_400_000, total: 41_000_000 } }
    case 'stopped':
      return { ...base, unsent: 3, oldest: now - 40 * MINUTE, problem: { code: 'E-SYN-007', params: {} } }
  }
}

/** What the strip says of the same. */
export function stripSync(state: FakeSync, exceptions: number, now = Date.now()): StripView['sync'] {
  const { unsent, oldest, offlineSince } = syncView(state, now)
  return { state, unsent, since: offlineSince, oldest, exceptions }
}

const TYPES = [
  'picking.confirm-pick',
  'packing.pack-unit',
  'packing.close-carton',
  'orders.release',
  'brand.new-command',
]

function command(index: number, now: number): SyncCommand {
  const base = {
    seq: 2_000 - index,
    id: `command-${index}`,
    type: TYPES[index % TYPES.length] ?? '',
    at: now - index * MINUTE,
    operator: index % 2 === 0 ? '김하늘' : '이도윤',
    orderNumber: index % 7 === 6 ? null : `#${10_500 - index}`,
    state: 'applied' as const,
    code: '',
    params: {},
    revision: 48_000 - index,
  }
  if (index < 3) return { ...base, state: 'waiting', revision: null }
  if (index === 4) return { ...base, state: 'exception', code: 'claimStale', params: { task: 'B-1127' } }
  if (index === 8) return { ...base, seq: null, state: 'refused', code: 'underReserved' }
  if (index === 9) return { ...base, seq: null, state: 'unknown', code: 'centreSilent' }
  if (index === 11) return { ...base, state: 'quarantined', code: 'E-SYN-008' }
  return base
}

/** Three facts that wait, one of them hanging on the first. */
export function exceptionRows(now = Date.now()): ExceptionView[] {
  const base: ExceptionView = {
    id: 'exception-1',
    type: 'picking.confirm-pick',
    at: now - 50 * MINUTE,
    operator: '김하늘',
    station: 'P-04',
    order: { id: 'order-9', number: '#1010491' },
    tote: 'T-15',
    item: { name: '제주 유기농 녹차 20티백', sku: 'TEA-020', location: 'A-03-2-05', quantity: 3 },
    reason: 'claimStale',
    params: { task: 'B-1127' },
    causedBy: null,
    followers: 1,
    may: ['accept', 'return', 'recount'],
  }
  return [
    {
      ...base,
      id: 'exception-2',
      type: 'packing.pack-unit',
      at: now - 20 * MINUTE,
      order: { id: 'order-12', number: '2026112000012' },
      item: null,
      reason: 'orderStopped',
      params: {},
      followers: 0,
      may: ['accept', 'return'],
    },
    base,
    {
      ...base,
      id: 'exception-3',
      type: 'picking.drop-off',
      at: now - 48 * MINUTE,
      reason: 'blocked',
      params: { by: base.type },
      causedBy: 'exception-1',
      followers: 0,
      may: [],
    },
  ]
}

/** What a station sent after it was revoked, and one of a copied disk. */
function asideRows(now = Date.now()): AsideFact[] {
  const base = { station: 'Bench 3', reason: 'revoked' as const, operator: '이도윤' }
  return Array.from({ length: 6 }, (_, index) => ({
    ...base,
    id: `st-3/in-1/${index + 1}/hash`,
    type: TYPES[index % 3] ?? '',
    at: now - (90 - index) * MINUTE,
    order: index === 5 ? null : { id: `order-${index}`, number: `#10104${index}` },
    ...(index === 5 ? { station: 'P-01', reason: 'forked' as const, operator: '' } : {}),
  }))
}

function stationRows(now = Date.now()): StationView[] {
  const at = now - 40 * 24 * 60 * MINUTE
  const claim = { operator: '이도윤', done: 3, total: 9 }
  return [
    {
      id: 'st-1',
      number: 1,
      name: 'P-01',
      state: 'active',
      enrolledAt: at,
      self: false,
      claims: [
        { taskId: 'task-1', number: 'B-1130', state: 'started', ...claim },
        { taskId: 'task-2', number: 'B-1131', state: 'claimed', ...claim, done: 0 },
      ],
    },
    { id: 'st-4', number: 4, name: 'P-04', state: 'active', enrolledAt: at, self: true, claims: [] },
    { id: 'st-3', number: 3, name: 'Bench 3', state: 'revoked', enrolledAt: at, self: false, claims: [] },
  ]
}

/** The sync procedures of a pretended station; `said` hears what was asked for. */
export function fakeSync(state: FakeSync, said: (name: string, input: unknown) => void) {
  const { sync } = implement(stationContract)
  let shown: FakeSync = state
  let exceptions = state === 'alone' ? [] : exceptionRows()
  let stations = state === 'alone' ? [] : stationRows()
  let aside = state === 'alone' ? [] : asideRows()
  const view = () => syncView(shown)
  return {
    waiting: () => exceptions.filter(({ causedBy }) => causedBy === null).length,
    shown: () => shown,
    router: {
      view: sync.view.handler(view),
      commands: sync.commands.handler(({ input }) => {
        if (state === 'alone') return { rows: [], before: null }
        const start = input.before ?? 0
        const all = Array.from({ length: 100 }, (_, index) => command(start + index, Date.now()))
        const rows = all.filter(
          (row) =>
            input.only === 'all' ||
            (input.only === 'waiting' ? row.state === 'waiting' : !['waiting', 'applied'].includes(row.state)),
        )
        return { rows, before: start < 400 && input.only === 'all' ? start + 100 : null }
      }),
      retry: sync.retry.handler(() => {
        said('retry', {})
        return view()
      }),
      diagnostics: sync.diagnostics.handler(() => ({ text: '{"version":"0.1.0"}' })),
      join: sync.join.handler(({ input, errors }) => {
        said('join', input)
        if (input.bring) throw errors.REFUSED({ data: { code: 'E-SYN-012', params: {} } })
        shown = 'starting'
        return view()
      }),
      joinCode: sync.joinCode.handler(({ input }) => {
        said('joinCode', input)
        const made = { code: 'K7QF-2MXD', expiresAt: Date.now() + 10 * MINUTE, centre: 'http://192.168.0.10:7400' }
        const text = joinText(made.centre, made.code)
        return { ...made, text, svg: codeSvg(text, 'qr', 5) }
      }),
      acceptReset: sync.acceptReset.handler(() => {
        said('acceptReset', {})
        return view()
      }),
      stations: sync.stations.handler(() => ({ stations })),
      revokeStation: sync.revokeStation.handler(({ input }) => {
        said('revokeStation', input)
        stations = stations.map((one) => (one.id === input.stationId ? { ...one, state: 'revoked' as const } : one))
        return { stations }
      }),
      revokeClaim: sync.revokeClaim.handler(({ input }) => {
        said('revokeClaim', input)
        stations = stations.map((one) => ({
          ...one,
          claims: one.claims.filter(({ taskId }) => taskId !== input.taskId),
        }))
        return { stations }
      }),
      aside: sync.aside.handler(({ errors }) => {
        if (state === 'offline') throw errors.BUSY({ data: { code: 'E-SYN-001', params: {} } })
        return { rows: aside, more: false }
      }),
      decideAside: sync.decideAside.handler(({ input }) => {
        said('decideAside', input)
        aside = aside.filter(({ id }) => !input.ids.includes(id))
        return { rows: aside, more: false, decided: input.ids.length, taken: 0 }
      }),
      exceptions: sync.exceptions.handler(() => ({ rows: exceptions })),
      resolve: sync.resolve.handler(({ input, errors }) => {
        said('resolve', input)
        if (input.quantity === 999)
          throw errors.REFUSED({
            data: {
              code: 'E-CMD-resolutionNotPossible',
              params: { name: 'resolutionNotPossible', reason: 'toteInUse' },
            },
          })
        exceptions = exceptions.filter(({ id, causedBy }) => id !== input.exceptionId && causedBy !== input.exceptionId)
        return { rows: exceptions }
      }),
    },
  }
}

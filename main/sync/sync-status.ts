import type { Params } from '../../contract/errors.ts'
import type { StopReason, SyncMachine } from './machine.ts'
import type { KeyStore, SyncJournal } from './ports.ts'

/** How sync stands, as far as sync knows: the Sync screen's view without the host's part (embedded or remote, name). */
export type SyncStatus = {
  state: 'alone' | 'starting' | 'online' | 'offline' | 'stopped'
  centre: string | null
  stationId: string | null
  stationNumber: number | null
  incarnation: string | null
  revision: number
  unsent: number
  oldest: number | null
  offlineSince: number | null
  lastContact: number | null
  progress: SyncMachine['progress']
  problem: { code: string; params: Params } | null
  stopped: StopReason | null
  retryAt: number | null
  /** The centre's clock less this one's, in milliseconds: for people, no decision uses it. */
  clockDifferenceMs: number | null
  keyKept: 'none' | KeyStore['kind']
}

/** Reads the status off the machine and the journal. */
export function statusOf(
  m: SyncMachine,
  { journal, keys, isJoined }: { journal: SyncJournal; keys: KeyStore; isJoined: boolean },
): SyncStatus {
  const membership = isJoined ? journal.loadMembership() : null
  const oldest = isJoined && m.lastSeq > m.resolvedThrough ? journal.after(m.resolvedThrough, 1)[0]?.at : undefined
  return {
    state: stateOf(m),
    centre: membership?.centre ?? null,
    stationId: membership?.stationId ?? null,
    stationNumber: membership?.stationNumber ?? null,
    incarnation: membership?.incarnation ?? null,
    revision: m.revision,
    unsent: m.lastSeq - m.resolvedThrough,
    oldest: oldest ?? null,
    offlineSince: m.offlineSince,
    lastContact: m.lastContact ?? membership?.onlineAt ?? null,
    progress: m.progress,
    problem: m.problem,
    stopped: m.stopped,
    retryAt: m.retryAt,
    clockDifferenceMs: m.clockDifferenceMs,
    keyKept: isJoined ? keys.kind : 'none',
  }
}

function stateOf(m: SyncMachine): SyncStatus['state'] {
  switch (m.phase) {
    case 'alone':
    case 'offline':
    case 'stopped':
      return m.phase
    case 'streaming':
      return m.online ? 'online' : m.offlineSince === null ? 'starting' : 'offline'
    case 'connecting':
      return m.online ? 'online' : m.offlineSince === null ? 'starting' : 'offline'
    default:
      return 'starting'
  }
}

import { hash } from 'node:crypto'
import type { LogCommit } from '../../db/centre-port.ts'
import type { KnownStation } from '../door/endpoint.ts'

type Ack = { incarnation: string; seq: number }
type Shared = { changes: string; checksum: string; acks: Map<string, Ack> }

// Every station that follows the same scopes is sent the same rows: they are put into text once.
const shared = new WeakMap<LogCommit, Shared>()

function sharedOf(commit: LogCommit): Shared {
  const known = shared.get(commit)
  if (known !== undefined) return known
  const rows: string[] = []
  const acks = new Map<string, Ack>()
  for (const { table, pk, row } of commit.entries) {
    if (table === 'ack') acks.set(pk, JSON.parse(row ?? '{}'))
    else rows.push(`["${table}",${JSON.stringify(pk)},${row ?? 'null'}]`)
  }
  const changes = `[${rows.join(',')}]`
  const made = { changes, checksum: hash('sha256', changes).slice(0, 16), acks }
  shared.set(commit, made)
  return made
}

/**
 * One commit of the log as the JSON text of a `Commit` for one station: the rows go in as the log keeps them, unparsed, and
 * the checksum is over exactly that text. Acknowledgements of other stations are left out.
 */
export function commitText(commit: LogCommit, station: Pick<KnownStation, 'id' | 'incarnation'>): string {
  const { changes, checksum, acks } = sharedOf(commit)
  const own = acks.get(station.id)
  const ack = own?.incarnation === station.incarnation ? own.seq : null
  return `{"revision":${commit.revision},"ack":${ack},"checksum":"${checksum}","changes":${changes}}`
}

// The frames of a page for whoever has no acknowledgement in it: with many stations that is nearly everybody.
const pages = new WeakMap<readonly LogCommit[], { bytes: Uint8Array | null; acked: ReadonlySet<string> }>()

/** All commits of a page as events for one station, in one piece; the page is the key under which it is remembered. */
export function commitFrames(
  page: readonly LogCommit[],
  station: Pick<KnownStation, 'id' | 'incarnation'>,
): Uint8Array {
  let known = pages.get(page)
  if (known === undefined) {
    const acked = new Set(page.flatMap((commit) => [...sharedOf(commit).acks.keys()]))
    known = { bytes: null, acked }
    pages.set(page, known)
  }
  if (known.acked.has(station.id)) return framesOf(page, station)
  known.bytes ??= framesOf(page, { id: '', incarnation: '' })
  return known.bytes
}

function framesOf(page: readonly LogCommit[], station: Pick<KnownStation, 'id' | 'incarnation'>): Uint8Array {
  return Buffer.from(page.map((commit) => eventText('commit', commitText(commit, station))).join(''))
}

function eventText(event: string, text: string): string {
  return `event: ${event}\ndata: ${text}\n\n`
}

/** One event in SSE framing, as bytes. `text` is one line of JSON. */
export function frame(event: 'commit' | 'reset' | 'beat', text: string): Uint8Array {
  return Buffer.from(eventText(event, text))
}

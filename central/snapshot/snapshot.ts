import { type SnapshotReply, SYNC_PATHS } from '../../contract/central/messages.ts'
import type { CentreStore } from '../../db/centre-port.ts'
import { activeEndpoint, type Endpoint, type KnownStation } from '../door/endpoint.ts'
import { jsonAnswer } from '../door/json.ts'
import { MessageRefused } from '../door/refusal.ts'
import { readScopes } from '../stream/log-reader.ts'
import { packingFor } from './pack.ts'
import type { SnapshotFiles } from './snapshot-files.ts'

/** `GET snapshot?scopes=&packing=`: a snapshot to start from, with how much of the station's own journal it includes. */
export function snapshotEndpoint(store: CentreStore, files: SnapshotFiles): Endpoint {
  return activeEndpoint({
    method: 'GET',
    path: SYNC_PATHS.snapshot,
    answer: async ({ url, station, note }) => {
      const asked = packingFor(url.searchParams.get('packing'))
      const { sha256, name, packing, revision, timeline, bytes, unpackedBytes } = await files.latest(
        readScopes(url),
        asked,
      )
      const ack = await includedSeq(store, station, revision)
      note({ revision, bytes })
      const path = `${SYNC_PATHS.snapshot}/${name}`
      const reply: SnapshotReply = { path, packing, revision, timeline, bytes, sha256, unpackedBytes, ack }
      return jsonAnswer(reply)
    },
  })
}

/** The last fact of the station's journal whose effect is in the centre's tables as of a revision. */
async function includedSeq(store: CentreStore, station: KnownStation, revision: number): Promise<number> {
  // In this order: a fact taken in between is then among the later ones and counts as not included.
  const position = await store.read((tx) => tx.own.get('station_position', station.id))
  if (position === undefined || position.incarnation !== station.incarnation) return 0
  const [later] = await store.ask<{ seq: number | null }>(
    'SELECT MIN(seq) AS seq FROM outcome WHERE station_id = ? AND incarnation = ? AND revision > ?',
    ...[station.id, station.incarnation, revision],
  )
  return later?.seq == null ? position.applied_seq : Math.min(position.applied_seq, Number(later.seq) - 1)
}

/** `GET snapshot/<name>`: the file, also in one range of bytes (206), so that a fetch that broke off can go on. */
export function snapshotFileEndpoint(files: SnapshotFiles): Endpoint {
  return activeEndpoint({
    method: 'GET',
    path: `${SYNC_PATHS.snapshot}/`,
    answer: async ({ request, url }) => {
      const file = await files.open(url.pathname.slice(SYNC_PATHS.snapshot.length + 1))
      if (file === null) throw new MessageRefused(410, 'snapshotGone')
      const { bytes } = file
      const headers = new Headers({
        'content-type': url.pathname.endsWith('.zst') ? 'application/zstd' : 'application/gzip',
        'cache-control': 'no-store',
        'accept-ranges': 'bytes',
      })
      const asked = request.headers.get('range')
      const range = asked === null ? { start: 0, end: bytes - 1 } : readRange(asked, bytes)
      if (range === null) {
        headers.set('content-range', `bytes */${bytes}`)
        return new Response(null, { status: 416, headers })
      }
      const { start, end } = range
      headers.set('content-length', String(end - start + 1))
      if (asked !== null) headers.set('content-range', `bytes ${start}-${end}/${bytes}`)
      return new Response(file.read(start, end), { status: asked === null ? 200 : 206, headers })
    },
  })
}

/** One range `a-b`, `a-` or `-n` of a file; null when it cannot be given. */
function readRange(text: string, bytes: number): { start: number; end: number } | null {
  const [, from = '', to = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(text) ?? []
  if (from === '' && to === '') return null
  const start = from === '' ? Math.max(0, bytes - Number(to)) : Number(from)
  const end = from === '' || to === '' ? bytes - 1 : Math.min(bytes - 1, Number(to))
  return start <= end && start < bytes ? { start, end } : null
}

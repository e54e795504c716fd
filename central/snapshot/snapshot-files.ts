import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, readdir, rename, rm, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { Packing } from '../../contract/central/messages.ts'
import type { CentreParts } from '../parts.ts'
import { packFile } from './pack.ts'

/** A snapshot in a file: a packed SQLite file of some scopes as of a revision. */
export type KeptSnapshot = {
  /** SHA-256 of the packed file in hex. */
  sha256: string
  /** The file's name: the hash, and how it is packed. */
  name: string
  packing: Packing
  revision: number
  timeline: string
  bytes: number
  unpackedBytes: number
  builtAt: number
}

/** How long a snapshot is given to other stations as well, and how long its file stays for those who are fetching it. */
export type SnapshotLimits = { reuseMs: number; keepMs: number }

/** The limits of a centre at work: five minutes, and an hour. */
export const SNAPSHOT_LIMITS: SnapshotLimits = { reuseMs: 5 * 60_000, keepMs: 60 * 60_000 }

/** The snapshots of a centre, in `<directory>/snapshots`; processes of one centre may share the folder. */
export type SnapshotFiles = {
  /** A snapshot that is young enough and that the log still goes on from, or a new one; who asks meanwhile shares it. */
  latest(scopes: readonly string[], packing: Packing): Promise<KeptSnapshot>
  /** The file's size and its bytes from `start` to `end` (inclusive), or null when there is no such file any more. */
  open(name: string): Promise<{ bytes: number; read(start: number, end: number): ReadableStream<Uint8Array> } | null>
  /** Removes files whose time is over. */
  sweep(): Promise<void>
}

/** Opens the folder, making it when needed. */
export function openSnapshotFiles(
  { store, platform }: CentreParts,
  directory: string,
  limits: SnapshotLimits,
): SnapshotFiles {
  const folder = join(directory, 'snapshots')
  const kept = new Map<string, KeptSnapshot>()
  const building = new Map<string, Promise<KeptSnapshot>>()

  const usable = async (snapshot: KeptSnapshot | undefined): Promise<boolean> => {
    if (snapshot === undefined || platform.now() - snapshot.builtAt >= limits.reuseMs) return false
    const { floor, timeline } = await store.position()
    if (snapshot.revision < floor || snapshot.timeline !== timeline) return false
    return (await sizeOf(join(folder, snapshot.name))) !== null
  }
  const build = async (scopes: readonly string[], packing: Packing): Promise<KeptSnapshot> => {
    await mkdir(folder, { recursive: true })
    const raw = join(folder, `${randomUUID()}.making`)
    const packed = `${raw}.packed`
    try {
      const { timeline } = await store.position()
      const revision = await store.snapshotTo(raw, scopes)
      const unpackedBytes = (await stat(raw)).size
      const { sha256, bytes } = await packFile(raw, packed, packing)
      const name = `${sha256}${SUFFIX[packing]}`
      await rename(packed, join(folder, name))
      return { sha256, name, packing, revision, timeline, bytes, unpackedBytes, builtAt: platform.now() }
    } finally {
      for (const path of [raw, `${raw}-wal`, `${raw}-shm`, `${raw}-journal`, packed]) await rm(path, { force: true })
    }
  }

  return {
    latest: async (scopes, packing) => {
      const name = [packing, ...scopes].join(',')
      const found = kept.get(name)
      if (found !== undefined && (await usable(found))) return found
      const running = building.get(name)
      if (running !== undefined) return running
      const mine = build(scopes, packing)
        .then((snapshot) => {
          kept.set(name, snapshot)
          return snapshot
        })
        .finally(() => building.delete(name))
      building.set(name, mine)
      return mine
    },
    open: async (name) => {
      if (!/^[0-9a-f]{64}\.(gz|zst)$/.test(name)) return null
      const path = join(folder, name)
      const bytes = await sizeOf(path)
      if (bytes === null) return null
      const read = (start: number, end: number): ReadableStream<Uint8Array> =>
        Readable.toWeb(createReadStream(path, { start, end })) as ReadableStream<Uint8Array>
      return { bytes, read }
    },
    sweep: async () => {
      for (const name of await readdir(folder).catch(() => [])) {
        const path = join(folder, name)
        // The file system's clock on both sides: the platform's may be a test's.
        const age = Date.now() - ((await stat(path).catch(() => null))?.mtimeMs ?? Date.now())
        if (age > limits.keepMs) await unlink(path).catch(() => undefined)
      }
    },
  }
}

async function sizeOf(path: string): Promise<number | null> {
  return stat(path).then(
    ({ size }) => size,
    () => null,
  )
}

const SUFFIX = { gzip: '.gz', zstd: '.zst' } as const satisfies Record<Packing, string>

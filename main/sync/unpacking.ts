import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createWriteStream, rmSync } from 'node:fs'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import zlib from 'node:zlib'
import type { Packing } from '../../contract/central/messages.ts'
import type { PackedShape } from './ports.ts'

/** Thrown when a fetched snapshot is not what was named; its part is removed. */
export class SnapshotDamagedError extends Error {}

const PIECE_BYTES = 1 << 20

/** One unpacking of packed bytes that come in order into a file; until `end` resolved, the file is nothing. */
export type Unpacking = {
  /** How many packed bytes it was given. */
  readonly taken: number
  /** Resolves when there is room for more; rejects when the bytes cannot be unpacked or written. */
  take(bytes: Uint8Array): Promise<void>
  /** Resolves once the file is written. SnapshotDamagedError when it is not what was named; else what went wrong. */
  end(sha256: string): Promise<void>
  /** Gives it up and lets go of the file, which stays as it is. */
  stop(): Promise<void>
}

/** Begins to unpack into a new file, in place of one that is there. */
export function startUnpacking(file: string, { packing, unpackedBytes }: PackedShape): Unpacking {
  // A file of its own: whoever still writes into an older one of this name does not reach it.
  rmSync(file, { force: true })
  const hash = createHash('sha256')
  let [taken, unpacked] = [0, 0]
  const counted = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      unpacked += chunk.length
      // A small file may unpack into one that fills the disk.
      if (unpacked > unpackedBytes) done(new SnapshotDamagedError('The snapshot is larger than it says'))
      else done(null, chunk)
    },
  })
  const unpacker = unpackerOf(packing)
  const written = pipeline(unpacker, counted, createWriteStream(file, { mode: 0o600 }))
  // Whoever gives more, or ends it, hears of what went wrong.
  written.catch(() => undefined)
  return {
    get taken() {
      return taken
    },
    take: async (bytes) => {
      if (unpacker.destroyed) return written
      taken += bytes.byteLength
      hash.update(bytes)
      if (!unpacker.write(bytes)) await Promise.race([once(unpacker, 'drain'), written])
    },
    end: async (sha256) => {
      unpacker.end()
      await written
      if (hash.digest('hex') !== sha256) throw new SnapshotDamagedError('The snapshot is not the one that was named')
      if (unpacked !== unpackedBytes) throw new SnapshotDamagedError('The snapshot is shorter than it says')
    },
    stop: async () => {
      unpacker.destroy()
      await written.catch(() => undefined)
    },
  }
}

function unpackerOf(packing: Packing): zlib.Gunzip | zlib.ZstdDecompress {
  const sized = { chunkSize: PIECE_BYTES }
  return packing === 'zstd' ? zlib.createZstdDecompress(sized) : zlib.createGunzip(sized)
}

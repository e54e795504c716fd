import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import zlib from 'node:zlib'
import type { Packing } from '../../contract/central/messages.ts'
import type { SnapshotFiles } from './ports.ts'

/** Thrown when a fetched snapshot is not what was named; its part is removed. */
export class SnapshotDamagedError extends Error {}

const PIECE_BYTES = 1 << 20

function unpacker(packing: Packing): zlib.Gunzip | zlib.ZstdDecompress {
  const sized = { chunkSize: PIECE_BYTES }
  return packing === 'zstd' ? zlib.createZstdDecompress(sized) : zlib.createGunzip(sized)
}

/** Snapshots on their way in a folder of their own, which is made when it is first needed. */
export function openSnapshotFiles(directory: string): SnapshotFiles {
  const partOf = (sha256: string): string => join(directory, `${sha256}.part`)
  const fileOf = (sha256: string): string => join(directory, `${sha256}.db`)
  const removeOthers = (name: string | null): void => {
    if (!existsSync(directory)) return
    for (const each of readdirSync(directory))
      if (name === null || !each.startsWith(name)) rmSync(join(directory, each), { force: true, recursive: true })
  }
  return {
    have: async (sha256) => {
      removeOthers(sha256)
      const part = partOf(sha256)
      return existsSync(part) ? statSync(part).size : 0
    },
    write: async (sha256, at, bytes) => {
      mkdirSync(directory, { recursive: true, mode: 0o700 })
      const file = await open(partOf(sha256), at === 0 ? 'w' : 'r+', 0o600)
      try {
        await file.write(bytes, 0, bytes.byteLength, at)
      } finally {
        await file.close()
      }
    },
    unpack: async (sha256, unpackedBytes, packing) => {
      const [part, file] = [partOf(sha256), fileOf(sha256)]
      const hash = createHash('sha256')
      let unpacked = 0
      const hashed = new Transform({
        transform: (chunk: Buffer, _encoding, done) => {
          hash.update(chunk)
          done(null, chunk)
        },
      })
      const counted = new Transform({
        transform: (chunk: Buffer, _encoding, done) => {
          unpacked += chunk.length
          // A small file may unpack into one that fills the disk.
          if (unpacked > unpackedBytes) done(new SnapshotDamagedError('The snapshot is larger than it says'))
          else done(null, chunk)
        },
      })
      try {
        const target = createWriteStream(file, { mode: 0o600 })
        const source = createReadStream(part, { highWaterMark: PIECE_BYTES })
        await pipeline(source, hashed, unpacker(packing), counted, target)
        if (hash.digest('hex') !== sha256) throw new SnapshotDamagedError('The snapshot is not the one that was named')
        if (unpacked !== unpackedBytes) throw new SnapshotDamagedError('The snapshot is shorter than it says')
      } catch (error) {
        rmSync(file, { force: true })
        // A full disk says nothing about what was fetched.
        if ((error as { code?: string }).code !== 'ENOSPC') rmSync(part, { force: true })
        throw error
      }
      return file
    },
    clear: async () => removeOthers(null),
  }
}

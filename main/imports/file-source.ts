import { createReadStream } from 'node:fs'
import { open, readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { ImportRefusal } from './import-refusal.ts'

/** A file on disk by its path, or one that is already in memory (dropped on a screen). */
export type FileInput = string | { bytes: Uint8Array; name: string }

/** Bytes that can be read from the beginning as often as needed. */
export interface FileSource {
  name: string
  size: number
  /** The first `length` bytes, or all there are. */
  head: (length: number) => Promise<Buffer>
  /** The bytes from the beginning, in pieces of 64 kB; other work gets its turn between them. */
  chunks: () => AsyncGenerator<Buffer, void, undefined>
  /** Everything at once; only for files whose size has been checked. */
  all: () => Promise<Buffer>
}

const PIECE = 65_536

function fromMemory(bytes: Uint8Array, name: string): FileSource {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return {
    name,
    size: buffer.length,
    head: async (length) => buffer.subarray(0, length),
    async *chunks() {
      for (let at = 0; at < buffer.length; at += PIECE) {
        yield buffer.subarray(at, at + PIECE)
        await nextTurn()
      }
    },
    all: async () => buffer,
  }
}

async function fromDisk(path: string): Promise<FileSource> {
  const found = await stat(path).catch((error: unknown) => {
    throw new ImportRefusal('file-missing', { file: basename(path) }, error)
  })
  if (!found.isFile()) throw new ImportRefusal('file-missing', { file: basename(path) })
  return {
    name: basename(path),
    size: found.size,
    async head(length) {
      const file = await open(path, 'r')
      try {
        const buffer = Buffer.alloc(Math.min(length, found.size))
        const { bytesRead } = await file.read(buffer, 0, buffer.length, 0)
        return buffer.subarray(0, bytesRead)
      } finally {
        await file.close()
      }
    },
    async *chunks() {
      for await (const chunk of createReadStream(path, { highWaterMark: PIECE })) yield chunk as Buffer
    },
    all: () => readFile(path),
  }
}

/** Opens a file; a missing one is refused with `file-missing`, an empty one with `file-empty`. */
export async function openSource(input: FileInput): Promise<FileSource> {
  const source = typeof input === 'string' ? await fromDisk(input) : fromMemory(input.bytes, input.name)
  if (source.size === 0) throw new ImportRefusal('file-empty', { file: source.name })
  return source
}

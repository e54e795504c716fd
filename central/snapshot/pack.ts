import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { promisify } from 'node:util'
import zlib from 'node:zlib'
import type { Packing } from '../../contract/central/messages.ts'

/**
 * So much of a file is packed by itself: several pieces at once, as many as the machine has cores. A power of two, not
 * below a station's chunk of 1 MiB: where a frame of zstd ends within a chunk of what it unpacks to, Node 24 drops all
 * frames after it. Gzip knows no such limit.
 */
export const PIECE_BYTES = 4 << 20
const MOST_AT_ONCE = 4

/** How to pack for who asks for zstd; gzip where this Node has no zstd yet. */
export function packingFor(asked: string | null): Packing {
  return asked === 'zstd' && typeof zlib.zstdCompress === 'function' ? 'zstd' : 'gzip'
}

/**
 * Packs a file into another one: its pieces one after the other, which both formats define to be the same as one piece.
 * The SHA-256 (hex) and the size of what was written; the same for the same content. What goes wrong leaves a part.
 */
export async function packFile(from: string, to: string, packing: Packing): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256')
  let bytes = 0
  const target = await open(to, 'w')
  try {
    for await (const piece of packedPieces(from, pieceOf(packing))) {
      hash.update(piece)
      bytes += piece.length
      await target.writeFile(piece)
    }
  } finally {
    await target.close()
  }
  return { sha256: hash.digest('hex'), bytes }
}

/** The pieces in their order; those after the one that is waited for are packed meanwhile. */
async function* packedPieces(path: string, pack: (piece: Buffer) => Promise<Buffer>): AsyncGenerator<Buffer> {
  const atOnce = Math.min(MOST_AT_ONCE, availableParallelism())
  const packing: Promise<Buffer>[] = []
  const source = await open(path, 'r')
  try {
    for (let at = 0; ; at += PIECE_BYTES) {
      const piece = await readPiece(source, at)
      if (piece.length === 0) break
      const packed = pack(piece)
      // Where an earlier one fails, nobody waits for this one.
      packed.catch(() => undefined)
      packing.push(packed)
      if (packing.length > atOnce) yield await (packing.shift() as Promise<Buffer>)
    }
  } finally {
    await source.close()
  }
  for (const packed of packing) yield await packed
}

/** A whole piece, or what is left of the file, however little a single read brings. */
async function readPiece(source: FileHandle, at: number): Promise<Buffer> {
  const piece = Buffer.allocUnsafeSlow(PIECE_BYTES)
  let length = 0
  while (length < PIECE_BYTES) {
    const { bytesRead } = await source.read(piece, length, PIECE_BYTES - length, at + length)
    if (bytesRead === 0) break
    length += bytesRead
  }
  return piece.subarray(0, length)
}

function pieceOf(packing: Packing): (piece: Buffer) => Promise<Buffer> {
  if (packing === 'gzip') return (piece) => gzip(piece, { level: 1 })
  return (piece) => promisify(zlib.zstdCompress)(piece, { params: { [zlib.constants.ZSTD_c_compressionLevel]: 1 } })
}

const gzip: (piece: Buffer, options: zlib.ZlibOptions) => Promise<Buffer> = promisify(zlib.gzip)

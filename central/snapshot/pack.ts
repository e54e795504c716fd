import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { promisify } from 'node:util'
import zlib from 'node:zlib'
import type { Packing } from '../../contract/central/messages.ts'

/** So much of a file is packed by itself: several pieces at once, as many as the machine has cores. */
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
  for await (const piece of createReadStream(path, { highWaterMark: PIECE_BYTES })) {
    const packed = pack(piece as Buffer)
    // Where an earlier one fails, nobody waits for this one.
    packed.catch(() => undefined)
    packing.push(packed)
    if (packing.length > atOnce) yield await (packing.shift() as Promise<Buffer>)
  }
  for (const packed of packing) yield await packed
}

function pieceOf(packing: Packing): (piece: Buffer) => Promise<Buffer> {
  if (packing === 'gzip') return (piece) => gzip(piece, { level: 1 })
  return (piece) => promisify(zlib.zstdCompress)(piece, { params: { [zlib.constants.ZSTD_c_compressionLevel]: 1 } })
}

const gzip: (piece: Buffer, options: zlib.ZlibOptions) => Promise<Buffer> = promisify(zlib.gzip)

import { createHash, randomBytes } from 'node:crypto'
import { createReadStream, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { createGunzip, createZstdDecompress, gunzipSync, zstdDecompressSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { PIECE_BYTES, packFile, packingFor } from '../../../central/snapshot/pack.ts'

/** Rows like those of a table: packed they are some times smaller, and no piece is like another. */
function rows(bytes: number): Buffer {
  const lines: string[] = []
  for (let length = 0; length < bytes; length += 64)
    lines.push(`${randomBytes(12).toString('hex')} ${'on hand '.repeat(5)}`.slice(0, 63))
  return Buffer.from(`${lines.join('\n')}\n`.padEnd(bytes, '.')).subarray(0, bytes)
}

describe('a packed file', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'baro-pack-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))
  const whole = { gzip: gunzipSync, zstd: zstdDecompressSync }
  const stream = { gzip: createGunzip, zstd: createZstdDecompress }

  it.each([
    ['gzip', 1],
    ['gzip', PIECE_BYTES + 1],
    ['zstd', 1],
    ['zstd', PIECE_BYTES - 1],
    ['zstd', PIECE_BYTES],
    ['zstd', 2 * PIECE_BYTES],
    ['zstd', 3 * PIECE_BYTES + 5],
  ] as const)('by %s of %i bytes is one file to whoever unpacks it, at once or as it comes', async (packing, bytes) => {
    const [from, to] = [join(folder, 'raw'), join(folder, 'packed')]
    const content = rows(bytes)
    writeFileSync(from, content)
    const packed = await packFile(from, to, packing)
    const written = readFileSync(to)
    expect(packed).toEqual({ sha256: createHash('sha256').update(written).digest('hex'), bytes: written.length })
    expect(whole[packing](written).equals(content)).toBe(true)
    for (const [piece, chunkSize] of [
      [1_000, 16_384],
      [65_536, 1 << 20],
      [1 << 20, 1 << 20],
    ] as const) {
      const pieces = createReadStream(to, { highWaterMark: piece }).pipe(stream[packing]({ chunkSize }))
      expect((await buffer(pieces)).equals(content), `${piece} bytes into ${chunkSize}`).toBe(true)
    }
    if (bytes > PIECE_BYTES) expect(statSync(to).size).toBeLessThan(bytes * 0.8)
    expect(await packFile(from, to, packing)).toEqual(packed)
  })

  it('is not said to be there when the file that it is made of cannot be read', async () => {
    const to = join(folder, 'packed')
    await expect(packFile(join(folder, 'none'), to, 'zstd')).rejects.toThrow('ENOENT')
    expect(existsSync(to) && statSync(to).size > 0).toBe(false)
  })

  it('is by zstd only for who asks for it', () => {
    expect([packingFor('zstd'), packingFor('rar'), packingFor(null)]).toEqual(['zstd', 'gzip', 'gzip'])
  })
})

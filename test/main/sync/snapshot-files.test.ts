import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openSnapshotFiles } from '../../../main/sync/snapshot-files.ts'
import { SnapshotDamagedError } from '../../../main/sync/unpacking.ts'

describe.each(['gzip', 'zstd'] as const)('a snapshot packed by %s', (packing) => {
  const content = Buffer.concat([randomBytes(3_000_000), Buffer.alloc(2_000_000, 'rows'), randomBytes(1_000_000)])
  const pack = packing === 'zstd' ? zstdCompressSync : gzipSync
  const PACKED_ALONE = 4 << 20
  const packed = Buffer.concat([pack(content.subarray(0, PACKED_ALONE)), pack(content.subarray(PACKED_ALONE))])
  const sha256 = createHash('sha256').update(packed).digest('hex')
  const shape = { packing, unpackedBytes: content.length }
  const PIECE = 64_000
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'baro-snapshot-files-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))
  type Files = ReturnType<typeof openSnapshotFiles>

  async function give(files: Files, from: number, to: number, bytes = packed): Promise<void> {
    for (let at = from; at < to; at += PIECE)
      await files.write(sha256, at, bytes.subarray(at, Math.min(to, at + PIECE)), shape)
  }
  const half = Math.floor(packed.length / 2)
  const target = () => join(folder, `${sha256}.db`)

  it('is unpacked while it comes, so that after the last byte little is left to do', async () => {
    const files = openSnapshotFiles(folder)
    await give(files, 0, half)
    await vi.waitFor(() => expect(statSync(target()).size).toBeGreaterThan(1_000_000))
    await give(files, half, packed.length)
    // Read once more it would not be what was named.
    writeFileSync(join(folder, `${sha256}.part`), Buffer.alloc(packed.length))
    expect(readFileSync(await files.unpack(sha256, shape)).equals(content)).toBe(true)
  })

  it('goes on from where it was cut, in the same process and in a later one', async () => {
    const files = openSnapshotFiles(folder)
    await give(files, 0, half)
    expect(await files.have(sha256)).toBe(half)
    await give(files, half, half + 200_000)
    const later = openSnapshotFiles(folder)
    expect(await later.have(sha256)).toBe(half + 200_000)
    await give(later, half + 200_000, packed.length)
    expect(readFileSync(await later.unpack(sha256, shape)).equals(content)).toBe(true)
  })

  it('that begins anew in the middle, or comes in an odd order, is unpacked from its whole part', async () => {
    const files = openSnapshotFiles(folder)
    await give(files, 0, half)
    await give(files, 0, 300_000)
    await give(files, 200_000, packed.length)
    expect(readFileSync(await files.unpack(sha256, shape)).equals(content)).toBe(true)
  })

  it('that is damaged on the way is no file, and nothing of it stays', async () => {
    for (const at of [100, half, packed.length - 6]) {
      const wrong = Buffer.from(packed)
      wrong[at] = (wrong[at] as number) ^ 0x55
      const files = openSnapshotFiles(folder)
      await give(files, 0, packed.length, wrong)
      await expect(files.unpack(sha256, shape), `byte ${at}`).rejects.toThrow()
      expect(readdirSync(folder)).toEqual([])
      expect(await files.have(sha256)).toBe(0)
    }
  })

  it('that is larger or shorter than it says, or ends too early, is no file', async () => {
    for (const unpackedBytes of [content.length - 1, content.length + 1]) {
      const files = openSnapshotFiles(folder)
      const odd = { packing, unpackedBytes }
      await files.write(sha256, 0, packed, odd)
      await expect(files.unpack(sha256, odd)).rejects.toThrow(SnapshotDamagedError)
      expect(readdirSync(folder)).toEqual([])
    }
    const files = openSnapshotFiles(folder)
    await give(files, 0, packed.length - 10)
    await expect(files.unpack(sha256, shape)).rejects.toThrow()
    expect(readdirSync(folder)).toEqual([])
  })

  it('that was begun is gone, with what is unpacked of it, once it is cleared or another one is wanted', async () => {
    const files = openSnapshotFiles(folder)
    await give(files, 0, half)
    await files.clear()
    expect(readdirSync(folder)).toEqual([])
    await give(files, 0, half)
    expect(await files.have('a'.repeat(64))).toBe(0)
    expect(existsSync(target())).toBe(false)
    await give(files, 0, packed.length)
    expect(readFileSync(await files.unpack(sha256, shape)).equals(content)).toBe(true)
  })
})

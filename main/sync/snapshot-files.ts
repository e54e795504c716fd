import { createReadStream, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { isDiskFull } from '../../domain/retriable.ts'
import type { SnapshotFiles } from './ports.ts'
import { startUnpacking, type Unpacking } from './unpacking.ts'

const PIECE_BYTES = 1 << 20

/**
 * Snapshots on their way in a folder of their own, which is made when it is first needed. What comes from the first byte
 * on is unpacked as it comes, beside the part that a later process goes on from: that one unpacks the part from its begin.
 */
export function openSnapshotFiles(directory: string): SnapshotFiles {
  const partOf = (sha256: string): string => join(directory, `${sha256}.part`)
  const fileOf = (sha256: string): string => join(directory, `${sha256}.db`)
  const sizeOf = (sha256: string): number => (existsSync(partOf(sha256)) ? statSync(partOf(sha256)).size : 0)
  let early: { sha256: string; unpacking: Unpacking } | null = null

  /** What is unpacked so far goes: the part may need its room. */
  const giveUp = async (): Promise<void> => {
    if (early === null) return
    const { sha256, unpacking } = early
    early = null
    await unpacking.stop()
    rmSync(fileOf(sha256), { force: true })
  }
  const removeOthers = async (name: string | null): Promise<void> => {
    if (early?.sha256 !== name) await giveUp()
    if (!existsSync(directory)) return
    for (const each of readdirSync(directory))
      if (name === null || !each.startsWith(name)) rmSync(join(directory, each), { force: true, recursive: true })
  }
  /** The unpacking that all of the part went through as it came; what went wrong with it shows from the part. */
  const finishEarly = async (sha256: string): Promise<boolean> => {
    if (early?.sha256 !== sha256 || early.unpacking.taken !== sizeOf(sha256)) return false
    const isDone = await early.unpacking.end(sha256).then(
      () => true,
      () => false,
    )
    if (isDone) early = null
    return isDone
  }
  return {
    have: async (sha256) => {
      await removeOthers(sha256)
      return sizeOf(sha256)
    },
    write: async (sha256, at, bytes, shape) => {
      mkdirSync(directory, { recursive: true, mode: 0o700 })
      if (early !== null && (early.sha256 !== sha256 || early.unpacking.taken !== at)) await giveUp()
      if (at === 0) early ??= { sha256, unpacking: startUnpacking(fileOf(sha256), shape) }
      const file = await open(partOf(sha256), at === 0 ? 'w' : 'r+', 0o600)
      try {
        await file.write(bytes, 0, bytes.byteLength, at)
      } finally {
        await file.close()
      }
      await early?.unpacking.take(bytes).catch(giveUp)
    },
    unpack: async (sha256, shape) => {
      const [part, file] = [partOf(sha256), fileOf(sha256)]
      try {
        if (await finishEarly(sha256)) return file
        await giveUp()
        await unpackPart(part, file, { sha256, ...shape })
        return file
      } catch (error) {
        rmSync(file, { force: true })
        // A full disk says nothing about what was fetched.
        if (!isDiskFull(error)) rmSync(part, { force: true })
        throw error
      }
    },
    clear: () => removeOthers(null),
  }
}

async function unpackPart(
  part: string,
  file: string,
  named: Parameters<typeof startUnpacking>[1] & { sha256: string },
) {
  const unpacking = startUnpacking(file, named)
  try {
    for await (const piece of createReadStream(part, { highWaterMark: PIECE_BYTES })) await unpacking.take(piece)
    await unpacking.end(named.sha256)
  } finally {
    await unpacking.stop()
  }
}

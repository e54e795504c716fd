import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { StationCore } from '../core.ts'

const KEPT = 3
const NAME = /^replica-(\d+)\.db$/

/**
 * Copies the shared tables into `copies/replica-<seq>.db` beside them and keeps the last three copies; the path of the
 * new one. Scans go on meanwhile. Rejects when the disk has no room; the copies there are stay then.
 */
export async function copyReplica(core: Pick<StationCore, 'store' | 'journal' | 'dataDirectory'>): Promise<string> {
  const folder = join(core.dataDirectory, 'copies')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const target = join(folder, `replica-${core.journal.lastSeq()}.db`)
  const unfinished = `${target}.unfinished`
  await rm(unfinished, { force: true })
  try {
    await core.store.copyTo(unfinished)
    await rename(unfinished, target)
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
  const copies = (await readdir(folder))
    .flatMap((name) => (NAME.test(name) ? [{ name, seq: Number(NAME.exec(name)?.[1]) }] : []))
    .sort((a, b) => b.seq - a.seq)
  for (const { name } of copies.slice(KEPT)) await rm(join(folder, name), { force: true })
  return target
}

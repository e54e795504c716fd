import { closeSync, existsSync, fsyncSync, openSync, renameSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { LastingDatabase } from './lasting-database.ts'

/**
 * Puts a file in the place of a database that is open, without copying a row: its log is copied into it, all connections
 * (the writing one last) are closed, the new file takes its name, and they are opened again. At any moment the name leads
 * to the whole old file or to the whole new one. The new file has to be on the disk already (`onDisk`), with no log beside it.
 * False, with everything as it was, when another program has the old file open, or a file cannot be renamed here.
 */
export function exchangeFile(path: string, from: string, connections: readonly LastingDatabase[]): boolean {
  if (existsSync(`${from}-wal`)) return false
  connections.at(-1)?.database.pragma('wal_checkpoint(TRUNCATE)')
  const closed: LastingDatabase[] = []
  try {
    for (const connection of connections) {
      connection.close()
      closed.push(connection)
    }
    // Whoever closes a database last removes its log: one that is still there belongs to somebody else, and a log
    // beside another file than its own would damage that.
    if (existsSync(`${path}-wal`)) return false
    renameSync(from, path)
    syncFolder(dirname(path))
    return true
  } catch {
    return false
  } finally {
    for (const connection of closed.reverse()) connection.reopen()
  }
}

/** Waits until all of a file is on the disk. */
export async function onDisk(path: string): Promise<void> {
  const file = await open(path, 'r+')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

function syncFolder(path: string): void {
  // Windows has no such thing; there the file system's own journal has to do.
  if (process.platform === 'win32') return
  const folder = openSync(path, 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

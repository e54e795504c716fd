import { chmodSync, closeSync, fsyncSync, openSync } from 'node:fs'
import Database from 'better-sqlite3'
import { DatabaseRefusedError, refusedBy } from './open-database.ts'

const ALL_PAGES = 2 ** 31 - 1

/**
 * Copies a database that another process may be writing into a new file: one state of it, between two commits, which holds
 * up no writer. The copy needs no other file, was read through, is flushed and readable by this user alone. Throws
 * DatabaseRefusedError.
 */
export async function copyBeside(from: string, to: string): Promise<void> {
  try {
    const source = new Database(from, { readonly: true, fileMustExist: true, timeout: 10_000 })
    try {
      // All that is left at once: when somebody wrote between two steps, the copy would begin anew, and perhaps never end.
      await source.backup(to, { progress: () => ALL_PAGES })
    } finally {
      source.close()
    }
    const copy = new Database(to)
    try {
      copy.pragma('journal_mode = DELETE')
      const said = copy.pragma('quick_check', { simple: true })
      if (said !== 'ok') throw new DatabaseRefusedError('E-DATA-CORRUPT', `The copy is not sound (${said}): ${to}`)
    } finally {
      copy.close()
    }
    chmodSync(to, 0o600)
    const file = openSync(to, 'r+')
    try {
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
  } catch (error) {
    throw refusedBy(error, from)
  }
}

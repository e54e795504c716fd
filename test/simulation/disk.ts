import Database from 'better-sqlite3'
import { prepareOnce } from './statements.ts'
import type { Owner } from './virtual-time.ts'

/** What a commit of an owner's files meets. */
export type CommitFault = 'crash-before' | 'crash-after' | 'io-error'

/** Whose files these are, and what happens to their commits. */
export type DiskOwner = Owner & {
  readonly folder: string
  /** Asked at each COMMIT of a file; null: it goes well. */
  atCommit(path: string): CommitFault | null
  /** A COMMIT of a file went well. */
  committed?(path: string): void
  /** The owner is gone with all its handles, now. */
  crash(why: string): void
}

/** Thrown out of a commit whose machine is gone. */
export class CrashedError extends Error {}

type Handle = Database.Database
const owners = new Map<string, { owner: DiskOwner; handles: Set<Handle> }>()
let patched = false

/** From now on the commits of files in the owner's folder ask it. */
export function watchDisk(owner: DiskOwner): void {
  patch()
  owners.set(owner.folder, { owner, handles: new Set() })
}

/** Closes every handle on the owner's files, in whatever they are: open transactions roll back. */
export function dropHandles(owner: DiskOwner): void {
  const found = owners.get(owner.folder)
  if (found?.owner !== owner) return
  owners.delete(owner.folder)
  for (const handle of found.handles) {
    try {
      if (handle.open) handle.close()
    } catch {
      // A handle in the middle of a question closes when it is forgotten.
    }
  }
}

/** Files of the owner cannot grow any more, or can again. */
export function fillDisk(owner: DiskOwner, full: boolean): void {
  for (const handle of owners.get(owner.folder)?.handles ?? []) {
    if (!handle.open || handle.readonly) continue
    try {
      handle.pragma(`max_page_count = ${full ? 1 : 1_073_741_823}`)
    } catch {
      // It is at work; the disk is not full for this one.
    }
  }
}

function known(handle: Handle): { owner: DiskOwner; handles: Set<Handle> } | undefined {
  const slash = handle.name.lastIndexOf('/')
  const found = owners.get(handle.name.slice(0, slash))
  if (found !== undefined) found.handles.add(handle)
  return found
}

function commit(handle: Handle, run: () => unknown): unknown {
  const found = known(handle)
  const file = handle.name.slice(handle.name.lastIndexOf('/') + 1)
  const fault = found?.owner.alive === true ? found.owner.atCommit(file) : null
  if (found === undefined || fault === null) {
    const result = run()
    found?.owner.committed?.(file)
    return result
  }
  if (fault === 'io-error')
    throw new (Database as unknown as { SqliteError: new (message: string, code: string) => Error }).SqliteError(
      'disk I/O error',
      'SQLITE_IOERR_FSYNC',
    )
  const result = fault === 'crash-after' ? run() : undefined
  found.owner.crash(`${fault} ${file}`)
  throw new CrashedError(`Gone${String(result).slice(0, 0)}`)
}

function patch(): void {
  if (patched) return
  patched = true
  const { prepare, exec, pragma } = Database.prototype as unknown as {
    prepare: (this: Handle, sql: string) => Database.Statement
    exec: (this: Handle, sql: string) => Handle
    pragma: (this: Handle, ...asked: unknown[]) => unknown
  }
  Object.assign(Database.prototype, {
    pragma(this: Handle, ...asked: unknown[]) {
      known(this)
      return pragma.apply(this, asked)
    },
    prepare(this: Handle, sql: string) {
      known(this)
      const statement = prepareOnce(this, sql, (text) => prepare.call(this, text))
      if (sql !== 'COMMIT') return statement
      return { run: () => commit(this, () => statement.run()) }
    },
    exec(this: Handle, sql: string) {
      known(this)
      if (sql === 'COMMIT') return commit(this, () => exec.call(this, sql))
      return exec.call(this, sql)
    },
  })
}

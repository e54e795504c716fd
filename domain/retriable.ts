const SQLITE = /^SQLITE_(FULL|IOERR|BUSY|LOCKED|NOMEM|READONLY|CANTOPEN|PROTOCOL|CORRUPT|NOTADB|INTERRUPT)/
// Classes of PostgreSQL: connection, rolled back (deadlock), resources, operator intervention, system, internal.
const POSTGRESQL = /^(08|40|53|57|58|XX)[0-9A-Z]{3}$/
const SYSTEM = /^(ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_|ENOSPC|EIO|EMFILE|ENFILE|EROFS|EDQUOT)/
const LOST =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect)/

/**
 * True when the same work may succeed later without anybody changing it: no room, an I/O error, a lost connection. False
 * for a rule of the tables that was broken and for a bug, which would end the same way each time.
 */
export function isRetriable(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const code = String((at as { code?: unknown }).code ?? '')
    if (SQLITE.test(code) || POSTGRESQL.test(code) || SYSTEM.test(code) || code.startsWith('E-DATA-')) return true
    if (LOST.test(at.message)) return true
  }
  return false
}

// SQLite, the file system and PostgreSQL each have their own word for it.
const FULL = ['E-DATA-FULL', 'SQLITE_FULL', 'ENOSPC', 'EDQUOT', '53100']

/** True when something failed only because there was no room left on the disk; looks at causes too. */
export function isDiskFull(error: unknown): boolean {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: unknown }
  if (typeof code === 'string' && FULL.some((full) => code.startsWith(full))) return true
  return cause !== undefined && cause !== error && isDiskFull(cause)
}

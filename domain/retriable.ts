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

import { randomBytes } from 'node:crypto'

/** The name of the cookie that carries a browser's session id. */
export const SESSION_COOKIE = 'baro_session'

/** The session id in a `Cookie` header, or null when there is none of the form that this host issues (32 hex digits). */
export function readSessionId(header: string | undefined): string | null {
  for (const part of header?.split(';') ?? []) {
    const [name, value] = part.trim().split('=')
    if (name === SESSION_COOKIE && value !== undefined && /^[0-9a-f]{32}$/.test(value)) return value
  }
  return null
}

/** A new session id: 128 random bits as 32 hex digits. */
export function newSessionId(): string {
  return randomBytes(16).toString('hex')
}

/** The `Set-Cookie` value for a session id: out of reach of scripts and of other sites, gone when the browser closes. */
export function sessionCookie(sessionId: string): string {
  return `${SESSION_COOKIE}=${sessionId}; Path=/; HttpOnly; SameSite=Strict`
}

import { scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import type { CentreRow } from '../../db/centre-tables.ts'
import type { CentreParts } from '../parts.ts'

/** How long a one-time code may be used. */
export const CODE_LIFE_MS = 10 * 60_000

// Crockford's letters: none of them is heard or read as another.
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const derive = promisify(scrypt) as (text: string, salt: string, length: number) => Promise<Buffer>

/** A code of forty random bits as it is read aloud, such as `7KQ2-M9XD`. */
export function codeWords(random: Uint8Array): string {
  const letters = [...random.subarray(0, 8)].map((byte) => LETTERS[byte & 31]).join('')
  return `${letters.slice(0, 4)}-${letters.slice(4)}`
}

/** What a person typed, as the code was made: capitals, no spaces or dashes, `O` for zero, `I` and `L` for one. */
export function readCode(typed: string): string {
  return typed.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1')
}

/** The hash that a code is kept by. Slow on purpose: within ten minutes nobody finds the code of a copied table. */
export async function hashCode(typed: string): Promise<string> {
  return (await derive(readCode(typed), 'baro enrolment', 32)).toString('hex')
}

/** True when the hash is that of this row's code; takes the same time wherever they differ. */
export function isCodeOf(row: CentreRow<'enrolment'>, hash: string): boolean {
  const [one, other] = [Buffer.from(row.id), Buffer.from(hash)]
  return one.length === other.length && timingSafeEqual(one, other)
}

/** Makes a one-time code and keeps its hash; codes whose time is over are forgotten. */
export async function makeCode(
  { store, platform }: CentreParts,
  name: string,
): Promise<{ code: string; expiresAt: number }> {
  const code = codeWords(platform.randomBytes(8))
  const now = platform.now()
  const expiresAt = now + CODE_LIFE_MS
  const id = await hashCode(code)
  const old = await store.ask<{ id: string }>(
    'SELECT id FROM enrolment WHERE expires_at <= ? ORDER BY expires_at LIMIT 100',
    now - CODE_LIFE_MS,
  )
  await store.write(async (tx) => {
    for (const row of old) await tx.own.remove('enrolment', row.id)
    await tx.own.put('enrolment', { id, name, created_at: now, expires_at: expiresAt, used_by: null })
  })
  return { code, expiresAt }
}

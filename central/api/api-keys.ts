import { createHash } from 'node:crypto'
import { API_SCOPES, type ApiScope } from '../../contract/central/api/operation.ts'
import type { CentreStore } from '../../db/centre-port.ts'
import type { CentrePlatform } from '../parts.ts'
import type { ApiCaller } from './api-call.ts'
import { ApiRefusal } from './api-problem.ts'

/** An API key as it is listed: never its token, which only its owner has. */
export type ListedApiKey = {
  id: string
  name: string
  scopes: ApiScope[]
  createdAt: number
  revokedAt: number | null
  usedAt: number | null
}

const PREFIX = 'baro_'
/** How old the moment of last use may be before it is written again. */
const USE_AGE_MS = 60_000

/** Makes an API key; the token is told this once and kept as its hash only. */
export async function createApiKey(
  { store, platform }: { store: CentreStore; platform: CentrePlatform },
  wanted: { name: string; scopes: readonly ApiScope[] },
): Promise<{ id: string; token: string }> {
  const token = PREFIX + Buffer.from(platform.randomBytes(32)).toString('base64url')
  const id = hashOf(token)
  await store.write((tx) =>
    tx.own.put('api_key', {
      id,
      name: wanted.name,
      scopes: [...new Set(wanted.scopes)].join(' '),
      created_at: platform.now(),
      revoked_at: null,
      used_at: null,
    }),
  )
  return { id, token }
}

/** Ends an API key at once; false when there is none with this id. */
export async function revokeApiKey(
  { store, platform }: { store: CentreStore; platform: CentrePlatform },
  id: string,
): Promise<boolean> {
  return store.write(async (tx) => {
    const row = await tx.own.get('api_key', id)
    if (row === undefined) return false
    if (row.revoked_at === null) await tx.own.put('api_key', { ...row, revoked_at: platform.now() })
    return true
  })
}

/** All API keys, oldest first, revoked ones too. */
export async function listApiKeys(store: CentreStore): Promise<ListedApiKey[]> {
  type Row = {
    id: string
    name: string
    scopes: string
    created_at: number
    revoked_at: number | null
    used_at: number | null
  }
  const rows = await store.ask<Row>(
    'SELECT id, name, scopes, created_at, revoked_at, used_at FROM api_key ORDER BY created_at, id',
  )
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    scopes: scopesOf(row.scopes),
    createdAt: row.created_at,
    revokedAt: row.revoked_at,
    usedAt: row.used_at,
  }))
}

/** Whom a request claims to be: the id that its key would have; that of no key where it sends none. */
export function keyNameOf(request: Request): string {
  return hashOf((request.headers.get('authorization') ?? '').trim().split(/ +/)[1] ?? '')
}

/** Who sends this request, by its `Authorization` header. Throws ApiRefusal: `keyMissing` or `keyWrong`. */
export async function authenticate(
  { store, platform }: { store: CentreStore; platform: CentrePlatform },
  request: Request,
): Promise<ApiCaller> {
  const challenge = { 'www-authenticate': 'Bearer' }
  const [scheme, token, ...rest] = (request.headers.get('authorization') ?? '').trim().split(/ +/)
  if (scheme?.toLowerCase() !== 'bearer' || token === undefined || rest.length > 0)
    throw new ApiRefusal('keyMissing', {}, challenge)
  if (!token.startsWith(PREFIX)) throw new ApiRefusal('keyWrong', {}, challenge)
  const id = hashOf(token)
  const row = await store.read((tx) => tx.own.get('api_key', id))
  if (row === undefined || row.revoked_at !== null) throw new ApiRefusal('keyWrong', {}, challenge)
  if ((row.used_at ?? 0) < platform.now() - USE_AGE_MS) await noteUse(store, platform, id)
  return { id, name: row.name, scopes: scopesOf(row.scopes) }
}

/** That a key was used is worth a line, but no request fails for it. */
async function noteUse(store: CentreStore, platform: CentrePlatform, id: string): Promise<void> {
  try {
    await store.write(async (tx) => {
      const row = await tx.own.get('api_key', id)
      if (row !== undefined) await tx.own.put('api_key', { ...row, used_at: platform.now() })
    })
  } catch (error) {
    platform.log({ level: 'warn', event: 'api-key-use-not-noted', error: String(error) })
  }
}

function scopesOf(text: string): ApiScope[] {
  return text.split(' ').filter((scope): scope is ApiScope => Object.hasOwn(API_SCOPES, scope))
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

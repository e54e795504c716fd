import { oc } from '@orpc/contract'
import { z } from 'zod'
import { API_ERRORS } from './errors.ts'

/** What an API key may be allowed to do. */
export const API_SCOPES = {
  'orders:read': 'Read orders, their story and their shipments.',
  'orders:write': 'Create and change orders, cancel them, hold them.',
  'items:read': 'Read items.',
  'items:write': 'Create and change items.',
  'stock:read': 'Read stock and availability.',
  'stock:write': 'Set counted stock.',
} as const

/** One of {@link API_SCOPES}. */
export type ApiScope = keyof typeof API_SCOPES

/** What the API's door knows of each operation: the scope that a key needs for it. */
export type ApiMeta = { scope: ApiScope }

/** Where the operations begin. */
export const API_PREFIX = '/api/v1'

/** Limits that the API names in its document: records of one list page, of one written batch, and bytes of a body. */
export const API_LIMITS = { page: 200, batch: 500, bodyBytes: 2_000_000, idempotencyDays: 7 } as const

/** An operation that needs a scope; every one may answer with any problem of the closed list. */
export function operation(scope: ApiScope) {
  return oc.$meta<ApiMeta>({ scope }).errors(API_ERRORS)
}

/** A schema with what its document says of it. */
export function says<S extends z.ZodType>(schema: S, description: string, example?: unknown): S {
  return schema.meta({ description, ...(example === undefined ? {} : { examples: [example] }) })
}

/** The header that makes a write safe to repeat: one to 200 visible ASCII characters. */
export const WriteHeaders = z.object({
  'idempotency-key': says(
    z.string().regex(/^[!-~]{1,200}$/),
    'Chosen by the caller, one per intended write. The same key with the same request gets the same stored answer for seven days; with another request it is refused with 409.',
    '7c9e6679-7425-40de-944b-e07fc1f90ae7',
  ).optional(),
})

/** Where a page of a list begins and how long it is. */
export const PageQuery = z.strictObject({
  cursor: says(
    z.string().min(1).max(500),
    'The `next` of the page before; left out, the list begins at its start.',
  ).optional(),
  limit: says(z.int().min(1).max(API_LIMITS.page), 'Records of one page.', 100).default(100),
})

/** Where the next page begins, or null after the last. */
export const NextCursor = says(
  z.string().nullable(),
  'Send it as `cursor` for the next page; null after the last one. Opaque, and good for the same filters only.',
)

/** Instants, as everywhere in the API. */
export const Instant = z.int().min(0)

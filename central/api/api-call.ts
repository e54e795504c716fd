import type { ApiScope } from '../../contract/central/api/operation.ts'

/** Who asks: an API key as it stood when the request came in; `id` is the hash of its token. */
export type ApiCaller = { id: string; name: string; scopes: readonly ApiScope[] }

/** One request on its way to its answer. */
export type ApiCall = {
  readonly requestId: string
  readonly caller: ApiCaller
  /** How the write may be told apart from others; null without an `Idempotency-Key`. `hash` covers the whole request. */
  readonly idempotency: { key: string; hash: string } | null
  /** Becomes true when the answer is one that was stored before. */
  replayed: boolean
  /** What went wrong, as it was thrown. */
  failure: { error: unknown } | null
}

/** What the operations know. */
export type ApiContext = { call: ApiCall }

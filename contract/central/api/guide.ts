import { API_LIMITS, API_PREFIX } from './operation.ts'

/** What an integrator has to know before the first request, in short chapters of plain text. */
export const API_GUIDE: readonly { title: string; paragraphs: readonly string[] }[] = [
  {
    title: 'Keys and scopes',
    paragraphs: [
      'Send your key with every request: Authorization: Bearer baro_… A key is shown once, when it is made; the centre keeps its hash only.',
      'A key carries scopes such as orders:read. Each operation names the one that it needs; without it the answer is 403.',
    ],
  },
  {
    title: 'Values',
    paragraphs: [
      'Money is whole minor units of the currency: 24000 KRW is 24000, 12.50 EUR is 1250. Instants are UTC milliseconds. Lengths are millimetres, weights grams. Days are YYYY-MM-DD at the site.',
      'What the document does not know is refused, so that a misspelt field is told and not lost.',
    ],
  },
  {
    title: 'Writing safely',
    paragraphs: [
      `Send an Idempotency-Key of your own with every write, one per intended write. When no answer came, send the same request with the same key: it is done once, and you get the stored answer, marked with Idempotency-Replayed: true. Keys are kept for ${API_LIMITS.idempotencyDays} days. The same key with another request is refused with 409. Refusals (404, 409, 422) that were decided over the records are stored too; what was turned away before that (400, 401, 403, 413, 415, 429) is not.`,
      'Orders, items and counts are safe to send again even without a key, because equal content changes nothing.',
    ],
  },
  {
    title: 'Lists',
    paragraphs: [
      `A list comes in pages of at most ${API_LIMITS.page} records. While next is not null, ask again with cursor set to it and with the same filters. A page may hold fewer records than its limit while there is a next one.`,
      'To follow orders, list all of them once, keep the revision and the timeline of the first page, and from then on ask with changedSince and timeline; keep those of each last page. When the answer is 409 (E-API-017), begin again with all of them: the changes are not kept any more, or the centre was restored from a copy that does not know them.',
    ],
  },
  {
    title: 'Limits',
    paragraphs: [
      `A body has at most ${API_LIMITS.bodyBytes / 1_000_000} MB and a write at most ${API_LIMITS.batch} records. A key may burst and then has a steady rate, and so has an address for requests without a valid key; above it the answer is 429, and Retry-After says how many seconds to wait.`,
    ],
  },
  {
    title: 'Problems',
    paragraphs: [
      'Every answer that is not 2xx has the same body: a code of a closed list, an English message, params, and the id of the request. Decide by the code, never by the message.',
      `All paths of operations begin with ${API_PREFIX}. A change that would break you gets a new prefix; fields may be added to answers at any time.`,
    ],
  },
]

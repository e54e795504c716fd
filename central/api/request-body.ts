import { API_LIMITS } from '../../contract/central/api/operation.ts'
import { isKeepable } from '../../domain/keepable-text.ts'
import { readBody } from '../door/read-body.ts'
import { ApiRefusal } from './api-problem.ts'

const MOST_DEPTH = 32
const [QUOTE, BACKSLASH, OPEN, CLOSE, OPEN_LIST, CLOSE_LIST] = [0x22, 0x5c, 0x7b, 0x7d, 0x5b, 0x5d]

/**
 * The body of a write as text that is JSON for certain, '' when there is none: at most 2 MB, not nested deeper than 32,
 * without characters that no database keeps. Throws ApiRefusal.
 */
export async function readJsonText(request: Request): Promise<string> {
  const bytes = await readBody(request, API_LIMITS.bodyBytes)
  if (bytes.byteLength === 0) return ''
  const type = request.headers.get('content-type') ?? ''
  if (!/^application\/json *(;|$)/i.test(type.trim())) throw new ApiRefusal('contentTypeWrong')
  if (depthOf(bytes) > MOST_DEPTH) throw new ApiRefusal('bodyUnreadable', { depth: MOST_DEPTH })
  let text: string
  let value: unknown
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    value = JSON.parse(text)
  } catch {
    throw new ApiRefusal('bodyUnreadable')
  }
  refuseStrange(value, 'body')
  return text
}

/** Refuses texts with NUL or half a character anywhere in a value. */
export function refuseStrange(value: unknown, field: string): void {
  if (typeof value === 'string') {
    if (!isKeepable(value))
      throw new ApiRefusal('inputWrong', { field, expected: 'Text without NUL and without half characters' })
  } else if (Array.isArray(value)) {
    for (const [index, each] of value.entries()) refuseStrange(each, `${field}.${index}`)
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, each] of Object.entries(value)) {
      refuseStrange(key, field)
      refuseStrange(each, `${field}.${key.slice(0, 60)}`)
    }
  }
}

/** How deep brackets lie within each other, outside of strings. */
function depthOf(bytes: Uint8Array): number {
  let depth = 0
  let deepest = 0
  let inText = false
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at]
    if (inText) {
      if (byte === BACKSLASH) at += 1
      else if (byte === QUOTE) inText = false
    } else if (byte === QUOTE) inText = true
    else if (byte === OPEN || byte === OPEN_LIST) deepest = Math.max(deepest, ++depth)
    else if (byte === CLOSE || byte === CLOSE_LIST) depth -= 1
  }
  return deepest
}

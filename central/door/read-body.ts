import type { z } from 'zod'
import { MessageRefused } from './refusal.ts'

/** The body, at most `limitBytes` of it: one that says or proves to be longer is refused before it is read to its end. */
export async function readBody(request: Request, limitBytes: number): Promise<Uint8Array> {
  const said = Number(request.headers.get('content-length') ?? 0)
  if (said > limitBytes) throw tooLarge(limitBytes)
  if (request.body === null) return new Uint8Array(0)
  const chunks: Uint8Array[] = []
  let total = 0
  const reader = request.body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)
    total += value.byteLength
    if (total > limitBytes) {
      reader.cancel().catch(() => undefined)
      throw tooLarge(limitBytes)
    }
    chunks.push(value)
  }
}

function tooLarge(limitBytes: number): MessageRefused {
  return new MessageRefused(413, 'bodyTooLarge', { limitBytes })
}

/** The body as JSON of a shape; refused with `bodyWrong` and the place of the first fault. */
export function parseBody<S extends z.ZodType>(body: Uint8Array, shape: S): z.output<S> {
  let json: unknown
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    throw new MessageRefused(400, 'bodyWrong', { at: '' })
  }
  const parsed = shape.safeParse(json)
  if (!parsed.success) throw new MessageRefused(400, 'bodyWrong', { at: placeOf(parsed.error) })
  return parsed.data
}

function placeOf(error: z.ZodError): string {
  return (error.issues[0]?.path ?? []).join('.').slice(0, 200)
}

/** A whole number of the query, not negative, or `fallback` when it is not named; refused with `bodyWrong` otherwise. */
export function wholeNumber(url: URL, name: string, fallback: number | null = null): number {
  const text = url.searchParams.get(name)
  if (text === null && fallback !== null) return fallback
  if (text === null || !/^\d{1,15}$/.test(text)) throw new MessageRefused(400, 'bodyWrong', { at: name })
  return Number(text)
}

/** An answer of JSON that nobody keeps. */
export function jsonAnswer(value: unknown): Response {
  return jsonText(JSON.stringify(value))
}

/** The same from text that is JSON already. */
export function jsonText(text: string): Response {
  return new Response(text, { headers: { 'content-type': 'application/json', 'cache-control': 'no-store' } })
}

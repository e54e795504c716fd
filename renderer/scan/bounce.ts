/** Two equal codes closer together than this are one trigger pull that bounced. */
export const BOUNCE_MS = 250

/**
 * A filter that is true for a code heard again within 250 ms of its last hearing; a trigger that keeps bouncing stays one scan,
 * because every bounce starts the 250 ms anew. Times are milliseconds on one clock.
 */
export function createBounceFilter(): (text: string, at: number) => boolean {
  let last: { text: string; at: number } | null = null
  return (text, at) => {
    const bounced = last !== null && last.text === text && at - last.at < BOUNCE_MS
    last = { text, at }
    return bounced
  }
}

import { useCallback, useMemo, useState } from 'react'

/** Characters typed by keys or keypad, each with its time in milliseconds. */
export type Typed = readonly { readonly text: string; readonly at: number }[]

/** Keys older than this cannot have come from the scan that just arrived. */
const LEAK_WINDOW_MS = 2_000
/** The first keys of a scan that the page hears before the burst is recognised. */
const LEAKED_KEYS = 2

/** Takes back the first keys of a scan that slipped into an entry; what a person typed stays. */
export function withoutLeak(typed: Typed, code: string, now: number): Typed {
  for (let leaked = Math.min(LEAKED_KEYS, typed.length); leaked > 0; leaked -= 1) {
    const tail = typed.slice(-leaked)
    const fresh = tail.every(({ at }) => now - at <= LEAK_WINDOW_MS)
    if (
      fresh &&
      code.toUpperCase().startsWith(
        tail
          .map(({ text }) => text)
          .join('')
          .toUpperCase(),
      )
    )
      return typed.slice(0, -leaked)
  }
  return typed
}

/** An entry that lives on the screen until it is sent. */
export type Entry = {
  readonly text: string
  add: (text: string) => void
  remove: () => void
  clear: () => void
  /** To be called with every scan: takes back what leaked of it. */
  scanned: (code: string) => void
}

/** An entry of at most `limit` characters. */
export function useEntry(limit: number): Entry {
  const [typed, setTyped] = useState<Typed>([])
  const add = useCallback(
    (text: string) => setTyped((before) => (before.length >= limit ? before : [...before, { text, at: Date.now() }])),
    [limit],
  )
  const remove = useCallback(() => setTyped((before) => before.slice(0, -1)), [])
  const clear = useCallback(() => setTyped([]), [])
  const scanned = useCallback((code: string) => setTyped((before) => withoutLeak(before, code, Date.now())), [])
  const text = typed.map((key) => key.text).join('')
  return useMemo(() => ({ text, add, remove, clear, scanned }), [text, add, remove, clear, scanned])
}

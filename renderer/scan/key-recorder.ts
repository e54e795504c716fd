import type { WedgeKey } from './wedge-key.ts'

/** After so long without a key a reading is over. */
export const READING_SILENCE_MS = 700
/** Fewer keys than this were a person's. */
const FEWEST_KEYS = 5

/** Collects the keys of one reading of a test code. */
export type KeyRecorder = {
  /** Takes a key; true when it must not reach the page. */
  take: (key: WedgeKey) => boolean
  stop: () => void
}

const LEAVES: ReadonlySet<string> = new Set(['Tab', 'Escape', 'Enter', 'Space', 'NumpadEnter'])

/** A recorder that gives every burst of keys to `read` once it is quiet; single keys of a person pass through to the page. */
export function createKeyRecorder(read: (keys: WedgeKey[]) => void): KeyRecorder {
  let keys: WedgeKey[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  const finish = (): void => {
    const heard = keys
    keys = []
    if (heard.filter(({ type, repeat }) => type === 'keydown' && !repeat).length >= FEWEST_KEYS) read(heard)
  }
  return {
    take(key) {
      clearTimeout(timer)
      timer = setTimeout(finish, READING_SILENCE_MS)
      const begins = keys.every(({ code }) => LEAVES.has(code))
      keys.push(key)
      return !(begins && (LEAVES.has(key.code) || key.metaKey))
    },
    stop() {
      clearTimeout(timer)
      keys = []
    },
  }
}

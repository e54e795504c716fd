/** How far in front a scan context lies: a dialog covers the screen, the lock covers everything. */
export type ScanLevel = 'screen' | 'dialog' | 'lock'

/** One place that wants scans: the higher level is in front, within a level the later `order`. */
export type ScanContext<Value> = { level: ScanLevel; order: number; value: Value }

/** A stack of scan contexts of which exactly one, the frontmost, is active; nothing ever falls through to the next. */
export type ScanContexts<Value> = {
  /** Puts a context in its place and returns the function that takes it away (safe to call twice). */
  add: (context: ScanContext<Value>) => () => void
  /** The frontmost context, or null when nobody listens. */
  active: () => ScanContext<Value> | null
}

const RANK: Readonly<Record<ScanLevel, number>> = { screen: 0, dialog: 1, lock: 2 }

/** An empty stack of scan contexts. */
export function createScanContexts<Value>(): ScanContexts<Value> {
  let stack: readonly ScanContext<Value>[] = []
  return {
    add(context) {
      stack = [...stack, context].sort(
        (left, right) => RANK[left.level] - RANK[right.level] || left.order - right.order,
      )
      return () => {
        stack = stack.filter((other) => other !== context)
      }
    },
    active: () => stack.at(-1) ?? null,
  }
}

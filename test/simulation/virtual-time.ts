import { createHash } from 'node:crypto'

/** Whoever timers and events belong to: nothing of one that is not alive happens any more. */
export type Owner = { readonly name: string; alive: boolean }

/** Something that happened; `asked` is not empty where a person asked for it, and the line then ends with the answer. */
export type Decided = { line: string; asked: string }

/** Whether two runs did the same there. */
export function isSameDecision(one: Decided | undefined, other: Decided | undefined): boolean {
  return one?.line === other?.line && one?.asked === other?.asked
}

type Entry = { at: number; tie: number; count: number; owner: Owner; run: () => void; cancelled: boolean }

const realNow = performance.now.bind(performance)
/** Milliseconds that really passed, for the limits of a run. */
export const realMs = (): number => realNow()

/** Time, and everything that happens in it, of one run; the same seed gives the same order. */
export class VirtualTime {
  now = 1_767_000_000_000
  events = 0
  /** Real work (files, zlib, threads) that has to end before time goes on. */
  busy = 0
  owner: Owner = { name: 'world', alive: true }
  readonly #heap: Entry[] = []
  readonly #tie: () => number
  readonly #hash = createHash('sha256')
  readonly #decisions: Decided[] = []
  readonly #compared: readonly Decided[] | null
  /** True from where something else happened than in the run that this one is compared with: time ends there. */
  hasParted = false
  readonly lines: string[] | null
  /** Left out of the trace: where the files of a run lie. */
  folder = '\n'
  #count = 0

  constructor(tie: () => number, keepLines = false, compared: readonly Decided[] | null = null) {
    this.#tie = tie
    this.#compared = compared
    this.lines = keepLines ? [] : null
  }

  /** Adds a line to what has to be the same the second time; one with `timed` holds wall clocks, or what depends on them. */
  trace(line: string, timed?: 'timed'): void {
    const whole = `${this.now} ${line.replaceAll(this.folder, '')}\n`
    this.#hash.update(whole)
    if (timed === undefined) this.#decide({ line: timeless(whole), asked: '' })
    this.lines?.push(whole)
  }

  /** Adds what somebody asks, perhaps without an answer ever: from where that differs, two runs cannot be compared. */
  asks(asked: string): void {
    this.#decide({ line: timeless(`${this.now} ${asked}`), asked: '' })
  }

  /** Adds what was decided about something that was asked, as the same line both times. */
  decided(line: string, asked: string): void {
    this.trace(line, 'timed')
    this.#decide({ line: timeless(`${this.now} ${line}`), asked: timeless(asked) })
  }

  #decide(decided: Decided): void {
    const other = this.#compared?.[this.#decisions.length]
    this.#decisions.push(decided)
    if (this.#compared !== null && !isSameDecision(decided, other)) this.hasParted = true
  }

  /** What happened and was decided, line by line, whatever the clocks of stations say. */
  get decisions(): readonly Decided[] {
    return this.#decisions
  }

  digest(): string {
    return this.#hash.copy().digest('hex')
  }

  /** Runs later in virtual time, for an owner who has to be alive then; gives back how to take it away. */
  after(ms: number, owner: Owner, run: () => void): () => void {
    this.#count += 1
    const wait = Number.isFinite(ms) ? Math.max(0, ms) : 0
    const entry = { at: this.now + wait, tie: this.#tie(), count: this.#count, owner, run, cancelled: false }
    push(this.#heap, entry)
    return () => {
      entry.cancelled = true
    }
  }

  /** Work outside of virtual time: time stands still until it ended. */
  async whileBusy<R>(job: () => Promise<R>): Promise<R> {
    this.busy += 1
    try {
      return await job()
    } finally {
      this.busy -= 1
    }
  }

  /** Lets everything happen up to a point in time, or until `isOver`. */
  async runUntil(end: number, isOver: () => boolean = () => false): Promise<void> {
    await this.settle()
    for (;;) {
      if (this.hasParted || isOver()) return
      const next = this.#heap[0]
      if (next === undefined || next.at > end) break
      pop(this.#heap)
      if (next.cancelled || !next.owner.alive) continue
      this.now = Math.max(this.now, next.at)
      this.events += 1
      this.owner = next.owner
      next.run()
      await this.settle()
    }
    this.now = Math.max(this.now, end)
  }

  /** Everything that follows from the event at once has happened. */
  async settle(): Promise<void> {
    await turn()
    while (this.busy > 0 || hasFileWork()) await turn()
    await turn()
  }
}

const realSetImmediate = setImmediate
function turn(): Promise<void> {
  return new Promise((resolve) => realSetImmediate(resolve))
}

function hasFileWork(): boolean {
  for (const name of process.getActiveResourcesInfo()) if (name.startsWith('FSReq') || name === 'CloseReq') return true
  return false
}

function before(a: Entry, b: Entry): boolean {
  return a.at !== b.at ? a.at < b.at : a.tie !== b.tie ? a.tie < b.tie : a.count < b.count
}

function push(heap: Entry[], entry: Entry): void {
  let at = heap.push(entry) - 1
  while (at > 0) {
    const up = (at - 1) >> 1
    if (!before(entry, heap[up] as Entry)) break
    heap[at] = heap[up] as Entry
    at = up
  }
  heap[at] = entry
}

function pop(heap: Entry[]): void {
  const last = heap.pop()
  if (last === undefined || heap.length === 0) return
  let at = 0
  for (;;) {
    let down = 2 * at + 1
    if (down >= heap.length) break
    if (down + 1 < heap.length && before(heap[down + 1] as Entry, heap[down] as Entry)) down += 1
    if (!before(heap[down] as Entry, last)) break
    heap[at] = heap[down] as Entry
    at = down
  }
  heap[at] = last
}

/** Without what a wall clock has a part in: the first half of ids, and hashes of rows with instants in them. */
function timeless(text: string): string {
  return text.replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-7/g, '-7').replaceAll(/[0-9a-f]{64}/g, '-')
}

let current: VirtualTime | null = null

/** From here on timers and clocks of this process are those of this run. */
export function takeTime(time: VirtualTime): void {
  current = time
}

type Timer = { ref(): Timer; unref(): Timer; hasRef(): boolean; refresh(): Timer; cancel(): void }

function timer(start: () => () => void): Timer {
  let stop = start()
  const made: Timer = {
    ref: () => made,
    unref: () => made,
    hasRef: () => true,
    refresh: () => {
      stop()
      stop = start()
      return made
    },
    cancel: () => stop(),
  }
  return made
}

/** Replaces the timers and clocks of this process; called before anything of Baro is loaded. */
export function replaceClocks(): void {
  const time = (): VirtualTime => {
    if (current === null) throw new Error('There is no time yet')
    return current
  }
  const later = (ms: unknown, run: () => void, again: boolean): Timer => {
    const owner = time().owner
    const here = time()
    const wait = Math.max(1, Number(ms) || 0)
    return timer(() => {
      let stop: () => void = () => undefined
      const arm = (): void => {
        stop = here.after(wait, owner, () => {
          if (again) arm()
          run()
        })
      }
      arm()
      return () => stop()
    })
  }
  const clear = (made: unknown): void => (made as Timer | undefined)?.cancel?.()
  Object.assign(globalThis, {
    setTimeout: (run: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) =>
      later(ms, () => run(...args), false),
    setInterval: (run: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) =>
      later(ms, () => run(...args), true),
    clearTimeout: clear,
    clearInterval: clear,
  })
  Date.now = () => current?.now ?? 0
  performance.now = () => current?.now ?? 0
}

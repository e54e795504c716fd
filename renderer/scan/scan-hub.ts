import { normaliseCode } from '../../domain/barcode.ts'
import { createBounceFilter } from './bounce.ts'
import { hasHangul, recoverHangul } from './recover-hangul.ts'
import { createScanContexts, type ScanContext, type ScanLevel } from './scan-contexts.ts'
import { type Heard, type Scan, type ScanListener, type ScanSource, splitAim } from './scan-source.ts'
import type { Tone } from './sound.ts'
import type { AbandonReason } from './wedge-key.ts'

/** How many scans may wait while one is being dealt with. */
export const SCAN_QUEUE_LIMIT = 10

/**
 * Something about scanning that the operator must be told; `at` is `performance.now()`.
 * bounce: same code within 250 ms, dropped · abandoned: a scan began and did not end well · hangul: the input method garbled it ·
 * unclaimed: nobody listens now · queue-full: the eleventh waiting scan, dropped · discarded: waiting scans thrown away after an
 * error or because another context came in front · failed: the screen's own code threw.
 */
export type ScanNotice =
  | { kind: 'bounce'; text: string; at: number }
  | { kind: 'abandoned'; reason: AbandonReason; text: string; at: number }
  | { kind: 'hangul' | 'unclaimed' | 'queue-full' | 'failed'; text: string; at: number }
  | { kind: 'discarded'; texts: readonly string[]; at: number }

/** What the strip and the scan slot show; a new object on every change. */
export type ScanState = {
  /** Scans that wait in the active context. */
  queueLength: number
  /** A scan of the active context is being dealt with. */
  busy: boolean
  /** The last accepted scan, or null. */
  lastScan: Scan | null
  bounceCount: number
  notice: ScanNotice | null
}

/** What the hub needs from outside: a clock (`performance.now()`), ids, sounds, a place for errors. */
export type ScanHubPorts = {
  now: () => number
  newId: () => string
  play: (tone: Tone) => void
  reportError: (error: unknown) => void
  /** Vouches for a code recovered from Hangul, beside check digits and Baro's own prefixes. */
  isKnownCode?: (candidate: string) => boolean
}

type Line = { listener: () => ScanListener; queue: Scan[]; busy: boolean }

/** One stream of scans for the whole window: contexts, queue, bounce filter and what is shown of them. */
export type ScanHub = {
  listen: (context: { level: ScanLevel; order: number; listener: () => ScanListener }) => () => void
  hear: (heard: Heard) => void
  /** Sends a code as if it had been scanned now; for buttons on the screen. */
  emit: (code: string) => void
  abandon: (reason: AbandonReason, text: string) => void
  clearNotice: () => void
  state: () => ScanState
  subscribe: (changed: () => void) => () => void
}

type Board = {
  update: (change?: Partial<ScanState>) => void
  tell: (notice: ScanNotice, tone: Tone, change?: Partial<ScanState>) => void
} & Pick<ScanHub, 'state' | 'subscribe'>

/** A hub without listeners. */
export function createScanHub(ports: ScanHubPorts): ScanHub {
  const contexts = createScanContexts<Line>()
  const bounced = createBounceFilter()
  const { update, tell, state, subscribe } = createBoard(() => contexts.active()?.value, ports.play)

  const discard = (line: Line): void => {
    const texts = line.queue.splice(0).map(({ text }) => text)
    if (texts.length > 0) tell({ kind: 'discarded', texts, at: ports.now() }, 'error')
  }
  const work = async (context: ScanContext<Line>): Promise<void> => {
    const line = context.value
    if (line.busy) return
    line.busy = true
    for (let scan = line.queue.shift(); scan !== undefined; scan = line.queue.shift()) {
      update()
      const discardQueue = await deal(line, scan)
      // What was scanned for this context must not act behind the dialog that has come in front of it.
      if (discardQueue || contexts.active() !== context) discard(line)
    }
    line.busy = false
    update()
  }
  const deal = async (line: Line, scan: Scan): Promise<boolean> => {
    try {
      return (await line.listener()(scan))?.discardQueue === true
    } catch (error) {
      ports.reportError(error)
      tell({ kind: 'failed', text: scan.text, at: ports.now() }, 'error')
      return true
    }
  }
  const accept = (source: ScanSource): void => {
    const { text, lastAt: at } = source
    const context = contexts.active()
    if (bounced(text, at)) tell({ kind: 'bounce', text, at }, 'tick', { bounceCount: state().bounceCount + 1 })
    else if (context === null) tell({ kind: 'unclaimed', text, at }, 'warning')
    else if (context.value.queue.length >= SCAN_QUEUE_LIMIT) tell({ kind: 'queue-full', text, at }, 'error')
    else {
      const scan = { ...source, id: ports.newId() }
      context.value.queue.push(scan)
      update({ lastScan: scan, notice: null })
      void work(context)
    }
  }
  const hear: ScanHub['hear'] = (heard) => {
    const normal = normaliseCode(heard.raw)
    const split = splitAim(normal)
    const aim = heard.aim ?? split?.aim
    const text = split === null ? normal : split.rest
    const whole: Heard = aim === undefined ? heard : { ...heard, aim }
    if (heard.source !== 'wedge' || !hasHangul(text)) return accept({ ...whole, text })
    const recovered = recoverHangul(text, ports.isKnownCode)
    if (recovered !== null) accept({ ...whole, text: recovered, quality: 'recovered' })
    else tell({ kind: 'hangul', text, at: heard.lastAt }, 'warning')
  }
  return {
    listen({ level, order, listener }) {
      const line: Line = { listener, queue: [], busy: false }
      const remove = contexts.add({ level, order, value: line })
      update()
      return () => {
        remove()
        discard(line)
        update()
      }
    },
    hear,
    emit: (code) =>
      hear({ raw: code, source: 'screen', quality: 'pressed', firstAt: ports.now(), lastAt: ports.now() }),
    abandon: (reason, text) => tell({ kind: 'abandoned', reason, text, at: ports.now() }, 'warning'),
    clearNotice: () => update({ notice: null }),
    state,
    subscribe,
  }
}

function createBoard(activeLine: () => Line | undefined, play: (tone: Tone) => void): Board {
  const subscribers = new Set<() => void>()
  let state: ScanState = { queueLength: 0, busy: false, lastScan: null, bounceCount: 0, notice: null }
  const update: Board['update'] = (change = {}) => {
    const line = activeLine()
    state = { ...state, queueLength: line?.queue.length ?? 0, busy: line?.busy ?? false, ...change }
    for (const changed of subscribers) changed()
  }
  return {
    update,
    tell(notice, tone, change = {}) {
      play(tone)
      update({ ...change, notice })
    },
    state: () => state,
    subscribe(changed) {
      subscribers.add(changed)
      return () => subscribers.delete(changed)
    },
  }
}

import { create, type StoreApi, type UseBoundStore } from 'zustand'
import type { ScanRequest } from '../../contract/station/floor.ts'
import { newScanId } from '../scan/scan-source.ts'
import type { StationFeedback } from './feedback-facts.ts'
import { type Trouble, troubleOf, waitBeforeRetry } from './trouble.ts'

/** What every verb of the floor answers: where one stands now, and what to say about the scan. */
export type FloorReply<Bench> = { readonly bench: Bench; readonly feedback: StationFeedback | null }

/** The two procedures that a floor screen needs; a repeated `scanId` returns the stored reply. */
export type FloorPort<Bench> = {
  bench: (signal: AbortSignal) => Promise<FloorReply<Bench>>
  scan: (request: ScanRequest, signal: AbortSignal) => Promise<FloorReply<Bench>>
  /** Who works at a bench: a scan that is sent again later still says whose it was. */
  operatorOf?: (bench: Bench) => string | undefined
}

/** Who or what entered a code. */
export type CodeSource = ScanRequest['source']

/** The state of a floor screen: its bench, the last answer, and what is still under way. */
export type FloorState<Bench> = {
  readonly bench: Bench | null
  readonly feedback: StationFeedback | null
  /** Codes that were sent or wait their turn. */
  readonly busy: number
  /** Why there is no answer; null while all is well. */
  readonly trouble: Trouble | null
  /** Reads the bench anew, e.g. when the window gets the focus; what was said last stays. */
  refresh: () => Promise<void>
  /**
   * Sends a code and resolves when it is answered, to false when the answer blocks: codes that waited behind it are dropped.
   * Codes are answered one after the other; a lost connection repeats the same code under the same id.
   */
  scan: (code: string, source: CodeSource, scanId?: string) => Promise<boolean>
  /** Takes a reply that came another way than by a scan. */
  take: (reply: FloorReply<Bench>) => void
  /** Says that another call of this screen failed. */
  fail: (error: unknown) => void
  /** Clears what was said last, where nothing has to be acknowledged. */
  dismiss: () => void
}

/** What a floor store needs from outside, so that tests can do without a page. */
export type FloorSurroundings = {
  newId: () => string
  wait: (milliseconds: number) => Promise<void>
}

/** A code without an answer for so long is sent again under the same id. */
export const ANSWER_TIMEOUT_MS = 8_000

const inPage: FloorSurroundings = {
  newId: () => newScanId(),
  wait: (milliseconds) => new Promise((done) => setTimeout(done, milliseconds)),
}

/** The hook that a screen uses to read its store. */
export type FloorStore<Bench> = UseBoundStore<StoreApi<FloorState<Bench>>>

type Waiting = { readonly request: ScanRequest; readonly done: (goOn: boolean) => void }

/** The store of one floor screen: every action is a scan, every reply replaces the bench. */
export function createFloorStore<Bench>(
  port: FloorPort<Bench>,
  surroundings: Partial<FloorSurroundings> = {},
): FloorStore<Bench> {
  const { newId, wait } = { ...inPage, ...surroundings }
  const queue: Waiting[] = []
  let working = false
  let answers = 0

  return create<FloorState<Bench>>((set, get) => {
    const send = async (request: ScanRequest): Promise<boolean> => {
      for (let attempt = 0; ; attempt += 1) {
        try {
          const reply = await port.scan(request, AbortSignal.timeout(ANSWER_TIMEOUT_MS))
          get().take(reply)
          return reply.feedback?.block !== true
        } catch (error) {
          const trouble = troubleOf(error)
          set({ trouble })
          if (trouble.kind !== 'unanswered') return false
          await wait(waitBeforeRetry(attempt))
        }
      }
    }
    const work = async (): Promise<void> => {
      if (working) return
      working = true
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        set({ busy: queue.length + 1 })
        const goOn = await send(next.request)
        next.done(goOn)
        if (!goOn) for (const dropped of queue.splice(0)) dropped.done(false)
      }
      working = false
      set({ busy: 0 })
    }
    return {
      bench: null,
      feedback: null,
      busy: 0,
      trouble: null,
      dismiss: () => set({ feedback: null, trouble: null }),
      fail: (error) => set({ trouble: troubleOf(error) }),
      take: ({ bench, feedback }) => {
        answers += 1
        set({ bench, feedback, trouble: null })
      },
      refresh: async () => {
        const before = answers
        try {
          const { bench } = await port.bench(AbortSignal.timeout(ANSWER_TIMEOUT_MS))
          // A scan that was answered meanwhile knows better.
          if (answers === before && !working) set({ bench, trouble: null })
        } catch (error) {
          if (answers === before) set({ trouble: troubleOf(error) })
        }
      },
      scan: (code, source, scanId = newId()) =>
        new Promise<boolean>((done) => {
          const { bench } = get()
          const operatorId = bench === null ? undefined : port.operatorOf?.(bench)
          const whose = operatorId === undefined ? {} : { operatorId }
          queue.push({ request: { scanId, code, source, ...whose }, done })
          void work()
        }),
    }
  })
}

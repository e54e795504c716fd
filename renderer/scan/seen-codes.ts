import type { AcceptedKind } from '../../contract/station/floor.ts'
import { chooseCode } from './camera-formats.ts'
import type { SeenCode } from './decode-picture.ts'

/** A code in view that nobody has chosen yet. */
export type Offer = SeenCode & { code: string }

/** What the pictures come to: one code to take, a choice to be made, or nothing yet. */
export type Verdict =
  | { kind: 'take'; offer: Offer; firstAt: number; sure: boolean }
  | { kind: 'choose'; offers: readonly Offer[] }
  | { kind: 'none' }

/** Codes without a check digit of their own must be seen twice alike: decoders do misread. */
const CHECKED: ReadonlySet<string> = new Set(['datamatrix', 'qr'])
/** A code that has been taken is not taken again until it was out of view for so long. */
const AWAY_MS = 900
/** Several codes may come into view one after the other: a choice is offered when they stay. */
const STEADY_MS = 300

/** Turns pictures into codes: each once while it stays in view. Times are milliseconds on one clock. */
export function createSeenCodes(): (
  seen: readonly SeenCode[],
  accepts: readonly AcceptedKind[],
  at: number,
) => Verdict {
  const views = new Map<string, { count: number; firstAt: number; lastAt: number; taken: boolean }>()
  let manySince: number | null = null
  return (seen, accepts, at) => {
    for (const [code, view] of views) if (at - view.lastAt > AWAY_MS) views.delete(code)
    const offers = seen.map((one) => ({ ...one, code: `${one.aim}${one.text}` }))
    for (const { code } of offers) {
      const view = views.get(code) ?? { count: 0, firstAt: at, lastAt: at, taken: false }
      views.set(code, { ...view, count: view.count + 1, lastAt: at })
    }
    const open = offers.filter(({ code }) => views.get(code)?.taken !== true)
    if (open.length < offers.length || open.length === 0) {
      // What stays in view after it was taken hides nothing: its neighbours wait until it has gone.
      manySince = null
      return { kind: 'none' }
    }
    const offer = chooseCode(open, accepts)
    if (offer === null) {
      manySince ??= at
      return at - manySince >= STEADY_MS ? { kind: 'choose', offers: open } : { kind: 'none' }
    }
    manySince = null
    const view = views.get(offer.code)
    if (view === undefined || (view.count < 2 && !CHECKED.has(offer.format))) return { kind: 'none' }
    view.taken = true
    return { kind: 'take', offer, firstAt: view.firstAt, sure: view.count > 1 }
  }
}

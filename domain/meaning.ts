import type { CommandName } from './command-code.ts'
import type { Gs1Problem } from './gs1-value.ts'

/** An item that a code stands for; `units` is what one scan of this barcode counts. */
export type MeantItem = {
  id: string
  name: string
  picture: string | null
  tracking: 'none' | 'lot' | 'serial'
  units: number
}

/** The kinds of thing that a code may stand for. */
export type MeaningKind = 'item' | 'location' | 'tote' | 'cartonType' | 'carton' | 'carrier' | 'operator'

/** Everything that one scanned code means at this site; several may be filled when a code is used twice. */
export type Meaning = {
  /** The code as compared and shown. */
  text: string
  /** Why it cannot be a code at all, or null. */
  unreadable: string | null
  /** What is wrong with it as a GS1 code, where it can only be one. */
  gs1Problem: Gs1Problem | null
  command: CommandName | null
  /** It looks like a command, but its check character is wrong. */
  brokenCommand: boolean
  item: MeantItem | null
  /** Further items of the same code: one by its barcode, another by its SKU. */
  otherItems: readonly MeantItem[]
  lot: string | null
  serial: string | null
  expiresOn: string | null
  location: { id: string; code: string } | null
  tote: { id: string; code: string; name: string } | null
  cartonType: { id: string; code: string; name: string } | null
  carton: { id: string; code: string; orderId: string } | null
  carrier: { id: string; code: string; name: string } | null
  operator: { id: string; name: string } | null
}

const NOTHING = {
  item: null,
  location: null,
  tote: null,
  cartonType: null,
  carton: null,
  carrier: null,
  operator: null,
}

/**
 * The code's meanings among `kinds`, one thing each, in the order of `kinds`. More than one: whoever scanned it has to say
 * which was meant. A code that means things of other kinds only has none here.
 */
export function singleMeanings(meaning: Meaning, kinds: readonly MeaningKind[]): Meaning[] {
  return kinds.flatMap((kind) => {
    const things = kind === 'item' ? [meaning.item, ...meaning.otherItems] : [meaning[kind]]
    return things.flatMap((thing) =>
      thing === null ? [] : [{ ...meaning, ...NOTHING, otherItems: [], [kind]: thing }],
    )
  })
}

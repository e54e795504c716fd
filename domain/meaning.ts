import type { CommandName } from './command-code.ts'

/** Everything that one scanned code means at this site; several may be filled when a code is used twice. */
export type Meaning = {
  /** The code as compared and shown. */
  text: string
  /** Why it cannot be a code at all, or null. */
  unreadable: string | null
  command: CommandName | null
  /** It looks like a command, but its check character is wrong. */
  brokenCommand: boolean
  /** `units` is what one scan of this barcode counts. */
  item: { id: string; name: string; picture: string | null; tracking: 'none' | 'lot' | 'serial'; units: number } | null
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

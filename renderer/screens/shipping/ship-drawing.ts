import type { ShipBench } from '../../../contract/station/shipping.ts'
import type { Entry } from '../../floor/entry.ts'

/** What the drawing of a shipping step needs: the bench, the entry of the keypad, and ways to send codes. */
export type ShipDrawing = {
  readonly bench: ShipBench
  readonly entry: Entry
  send: (code: string) => void
  /** Sends what was entered by keys; resolves when it is answered. */
  type: (code: string) => Promise<boolean>
}

import type { CartonPlanView, PackBench } from '../../../contract/station/packing.ts'
import type { Entry } from '../../floor/entry.ts'

/** What the drawing of a packing step needs: the bench, its cartons, the entry of the keypad, and ways to send codes and to print. */
export type PackDrawing = {
  readonly bench: PackBench
  /** The cartons for it; null while nothing is known of them. */
  readonly plan: CartonPlanView | null
  readonly entry: Entry
  send: (code: string) => void
  /** Sends what was entered by keys; resolves when it is answered. */
  type: (code: string) => Promise<boolean>
  /** Prints the label on the printer that labels go to, or on another one. */
  print: (printJobId: string, printerId?: string) => Promise<void>
}

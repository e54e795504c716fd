import type { I18n } from '@lingui/core'
import type { PickBench } from '../../../contract/station/picking.ts'
import type { Entry } from '../../floor/entry.ts'

/** What the drawing of a picking step needs: the bench, the entry of the keypad, and ways to send codes. */
export type PickDrawing = {
  readonly bench: PickBench
  readonly entry: Entry
  send: (code: string) => void
  /** Sends what was entered by keys; resolves when it is answered. */
  type: (code: string) => Promise<boolean>
  readonly i18n: I18n
}

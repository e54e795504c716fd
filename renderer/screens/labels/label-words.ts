import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { PrintJobView } from '../../../contract/station/packing.ts'
import type { ReprintReason } from '../../../contract/station/printing.ts'
import type { MarkKind } from '../../ui/marks.tsx'

type JobState = PrintJobView['state']

/** What became of a print job, in words and as a shape. */
export const JOB_STATES: Readonly<Record<JobState, { readonly word: MessageDescriptor; readonly mark: MarkKind }>> = {
  requested: { word: msg`To be printed`, mark: 'waiting' },
  rendered: { word: msg`Ready to print`, mark: 'waiting' },
  sending: { word: msg`Printing`, mark: 'waiting' },
  sent: { word: msg`Printed, label not scanned yet`, mark: 'info' },
  verified: { word: msg`On its carton`, mark: 'ok' },
  failed: { word: msg`Not printed`, mark: 'off' },
  unknown: { word: msg`Unclear: look for it`, mark: 'error' },
  voided: { word: msg`Void`, mark: 'off' },
}

/** Why a label was printed again. */
export const REASON_WORDS: Readonly<Record<ReprintReason, MessageDescriptor>> = {
  'not-printed': msg`It did not come out`,
  damaged: msg`It is damaged`,
  'wrong-printer': msg`It came out elsewhere`,
  lost: msg`It is lost`,
  other: msg`Another reason`,
}

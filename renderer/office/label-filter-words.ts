import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'

/** Which part of the print journal shows. */
export type LabelFilter = 'all' | 'unknown' | 'open' | 'done'

/** The word of each part. */
export const LABEL_FILTERS: Readonly<Record<LabelFilter, MessageDescriptor>> = {
  all: msg({ message: 'All', context: 'labels' }),
  unknown: msg({ message: 'Unclear', context: 'labels' }),
  open: msg({ message: 'Not finished', context: 'labels' }),
  done: msg({ message: 'Finished', context: 'labels' }),
}

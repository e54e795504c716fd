import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { SyncCommand } from '../../../contract/station/sync.ts'
import type { MarkKind } from '../../ui/marks.tsx'

/** What became of a command, as shape and word. */
export const OUTCOMES: Readonly<Record<SyncCommand['state'], { mark: MarkKind; word: MessageDescriptor }>> = {
  waiting: { mark: 'waiting', word: msg`Not sent yet` },
  applied: { mark: 'ok', word: msg`At the centre` },
  exception: { mark: 'warning', word: msg`A lead has to decide` },
  quarantined: { mark: 'paused', word: msg`Kept aside at the centre` },
  refused: { mark: 'off', word: msg`Refused, nothing changed` },
  unknown: { mark: 'soon', word: msg`Answer not known yet` },
}

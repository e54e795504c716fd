import type { I18n } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { Suggestion } from '../../contract/station/site.ts'
import { cartonName, formatCode } from '../i18n/format.ts'
import { actionWord } from './action-words.tsx'
import { commandOf } from './local-commands.ts'

/** More characters than this do not fit beside the bars. */
const LONG = 14
const KEPT = 8

/** What a suggestion is, in the words of the floor: the command's word, the tote's number, the item's name. */
export function suggestionTitle({ kind, code, title }: Suggestion, i18n: I18n): string {
  const command = kind === 'command' ? commandOf(code) : null
  if (command !== null) return actionWord(command, i18n)
  switch (kind) {
    case 'unknown':
      return i18n._(msg`Unknown code`)
    case 'tote':
      return i18n._(msg`Tote ${title}`)
    case 'label':
      return i18n._(msg`Label of ${title}`)
    case 'tracking':
      return i18n._(msg`Waybill of ${title}`)
    case 'weight':
      return i18n._(msg`Weight in grams`)
    case 'carton-type':
      return cartonName(title)
    default:
      return title
  }
}

/** The code under the title: a long one by its end, in groups. */
export function suggestionCode(code: string): string {
  return code.length > LONG ? `… ${formatCode(code.slice(-KEPT))}` : code
}

import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { ExceptionView, Resolution } from '../../../contract/station/sync.ts'

type Words = {
  /** The button. */
  readonly word: MessageDescriptor
  /** What happens when it is pressed, before it is pressed. */
  readonly effect: MessageDescriptor
  /** What was decided, afterwards. */
  readonly done: MessageDescriptor
  readonly key: string
}

/** The words of a decision about one fact. */
export function resolutionWords(resolution: Resolution, { item, followers }: ExceptionView): Words {
  // A place is read as one word, so no line may end inside it.
  const place = (item?.location ?? '').replaceAll('-', '\u2011')
  switch (resolution) {
    case 'accept':
      return {
        word: msg`It happened: take it as it was`,
        effect:
          followers > 0
            ? msg`The centre takes it now and moves the stock, then everything that followed from it.`
            : msg`The centre takes it now and moves the stock.`,
        done: msg`Taken as it was`,
        key: 'A',
      }
    case 'return':
      return {
        word: msg`Put everything back`,
        effect:
          place === ''
            ? msg`No stock is moved. Have the units brought back to where they were.`
            : msg`No stock is moved. Have the units brought back to ${place}.`,
        done: msg`To be put back`,
        key: 'B',
      }
    case 'recount':
      return {
        word: msg`Put back and count the shelf`,
        effect:
          place === ''
            ? msg`As above, and you enter how many lie there now. The stock is set to that.`
            : msg`As above, and you enter how many lie at ${place} now. The stock is set to that.`,
        done: msg`Counted`,
        key: 'C',
      }
  }
}

import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { BulkOutcome } from '../../../contract/station/orders.ts'
import { formatCode } from '../../i18n/format.ts'
import { Button, TextButton } from '../../ui/office/button.tsx'
import { Dialog } from '../../ui/office/dialog.tsx'
import { useStateWord } from '../../ui/office/state-mark.tsx'
import styles from './orders.module.css'
import { groupRefusals } from './refusal-words.ts'

const SHOWN = 40

type OutcomeProps = {
  readonly outcome: BulkOutcome
  readonly onClose: () => void
  readonly onOpen: (orderId: string) => void
}

/** What a bulk command did not do, grouped by reason; orders open from here. */
export function OutcomeDialog({ outcome, onClose, onOpen }: OutcomeProps) {
  const { t } = useLingui()
  const stateWord = useStateWord()
  const groups = groupRefusals(outcome.refused, stateWord)
  return (
    <Dialog
      open
      onClose={onClose}
      title={
        outcome.done === 0 ? (
          <Trans>Nothing was done</Trans>
        ) : (
          <Plural
            value={outcome.done}
            one="Done for # order, not for the others"
            other="Done for # orders, not for the others"
          />
        )
      }
      ends={
        <Button kind="primary" onPress={onClose} autoFocus>
          <Trans>Back to the list</Trans>
        </Button>
      }
    >
      {groups.map(({ key, sentence, code, orders }) => (
        <div key={key} className={styles.sentence} data-refusal={code}>
          <b>
            <Plural value={orders.length} one="# order" other="# orders" />: {t(sentence)}
          </b>
          <small>{code}</small>
          <div className={styles.numbers}>
            {orders.slice(0, SHOWN).map(({ id, number }) => (
              <TextButton key={id} onPress={() => onOpen(id)}>
                {formatCode(number)}
              </TextButton>
            ))}
            {orders.length > SHOWN ? (
              <Plural value={orders.length - SHOWN} one="and # more" other="and # more" />
            ) : null}
          </div>
        </div>
      ))}
    </Dialog>
  )
}

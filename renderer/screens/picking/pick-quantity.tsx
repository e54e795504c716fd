import { Trans } from '@lingui/react/macro'
import { COMMAND_CODES, type CommandName } from '../../../domain/command-code.ts'
import { Keypad } from '../../ui/floor/keypad.tsx'
import { Stack, Text, Verb } from '../../ui/floor/text.tsx'
import type { PickDrawing } from './pick-drawing.ts'
import styles from './picking.module.css'

/** The digits so far: what the bench knows from digit codes, and what is still in the entry. */
function digitsOf({ bench, entry }: PickDrawing): string {
  return bench.typed + entry.text
}

/** How many there are: the number as it is entered, beside how many are asked for. */
export function QuantityNow({ drawing }: { drawing: PickDrawing }) {
  const { quantity } = drawing.bench
  const digits = digitsOf(drawing)
  return (
    <>
      <Verb>
        <Trans>How many do you have?</Trans>
      </Verb>
      <Stack gap={20} above={24}>
        <div className={styles.digits} data-typed={digits}>
          {digits === '' ? '–' : digits}
        </div>
        <Text size="m" muted>
          <Trans>
            <b>{quantity}</b> are ordered
          </Trans>
        </Text>
      </Stack>
    </>
  )
}

/** The keypad of the quantity; what is entered goes to the bench as digit codes, so that the history knows it was typed. */
export function QuantityKeys({ drawing }: { drawing: PickDrawing }) {
  const { bench, entry, type, send } = drawing
  const submit = async (): Promise<void> => {
    const digits = entry.text
    entry.clear()
    for (const digit of digits) if (!(await type(COMMAND_CODES[`quantity${digit}` as CommandName]))) return
    await type(COMMAND_CODES.quantityEnter)
  }
  return (
    <Keypad
      onDigit={entry.add}
      onDelete={() => (entry.text === '' ? send(COMMAND_CODES.quantityClear) : entry.remove())}
      onSubmit={() => void submit()}
      submit={<Trans>Enter</Trans>}
      canSubmit={bench.alert === null && digitsOf(drawing) !== ''}
    />
  )
}

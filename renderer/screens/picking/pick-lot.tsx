import { Trans } from '@lingui/react/macro'
import styles from '../../floor/floor.module.css'
import { useLetterKeys } from '../../floor/letter-keys.ts'
import { Keypad } from '../../ui/floor/keypad.tsx'
import { Stack, Text, Verb } from '../../ui/floor/text.tsx'
import type { PickDrawing } from './pick-drawing.ts'

/** The lot of goods whose own code does not name it: scanned beside it, or typed from the label. */
export function LotNow({ drawing: { bench, entry } }: { drawing: PickDrawing }) {
  useLetterKeys(entry.add)
  const { lot, alert } = bench
  return (
    <>
      <Verb>
        <Trans>Scan the lot, or type it</Trans>
      </Verb>
      {lot === null || alert !== null ? null : (
        <Text size="m" weight="strong">
          <Trans>Only lot {lot}</Trans>
        </Text>
      )}
      <Stack gap={8} above={16}>
        <div className={styles.entry} data-entry={entry.text}>
          {entry.text}
        </div>
      </Stack>
    </>
  )
}

/** The keypad of the lot; letters come from a keyboard. */
export function LotKeys({ drawing: { bench, entry, type } }: { drawing: PickDrawing }) {
  const submit = async (): Promise<void> => {
    const entered = entry.text
    if (await type(entered)) entry.clear()
  }
  return (
    <Keypad
      onDigit={entry.add}
      onDelete={entry.remove}
      onSubmit={() => void submit()}
      submit={<Trans>Enter</Trans>}
      canSubmit={entry.text !== '' && bench.alert === null}
    />
  )
}

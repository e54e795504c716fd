import { Trans } from '@lingui/react/macro'
import styles from '../../floor/floor.module.css'
import { useLetterKeys } from '../../floor/letter-keys.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { cx } from '../../ui/cx.ts'
import { Keypad } from '../../ui/floor/keypad.tsx'
import { Picture } from '../../ui/floor/picture.tsx'
import { Stack, Text, Verb } from '../../ui/floor/text.tsx'
import type { PickDrawing } from './pick-drawing.ts'
import own from './picking.module.css'

/** The lot that is asked for, large enough to compare it with the goods. */
function WantedLot({ lot, expiresOn }: { lot: string; expiresOn: string | null }) {
  const format = useFormat()
  const day = expiresOn === null ? '' : format.day(expiresOn)
  return (
    <Stack gap={4} above={16}>
      <Text muted>
        {day === '' ? <Trans>Take this lot only</Trans> : <Trans>Take this lot only, best before {day}</Trans>}
      </Text>
      <Text size="xl" chars>
        {lot}
      </Text>
    </Stack>
  )
}

/** The lot of goods whose own code does not name it: scanned beside it, or typed from the label. */
export function LotNow({ drawing: { bench, entry } }: { drawing: PickDrawing }) {
  useLetterKeys(entry.add)
  const { lot, alert, item, expiresOn } = bench
  return (
    <>
      <Verb>
        <Trans>Scan the lot, or type it</Trans>
      </Verb>
      {lot === null ? null : <WantedLot lot={lot} expiresOn={expiresOn} />}
      {alert !== null ? null : (
        <>
          <Stack gap={4} above={20}>
            <Text muted>
              <Trans>Typed; letters with a keyboard</Trans>
            </Text>
            <div
              className={cx(styles.entry, (lot !== null || entry.text.length > 14) && styles.long)}
              data-entry={entry.text}
            >
              {entry.text}
            </div>
          </Stack>
          {item === null ? null : (
            <div className={own.lotItem}>
              <Picture picture={item.picture} name={item.name} />
              <div>
                <Text size="m" weight="strong">
                  {item.name}
                </Text>
                <Text muted>
                  <Trans>Last four</Trans> <b className={own.ink}>{item.lastFour}</b>
                </Text>
              </div>
            </div>
          )}
        </>
      )}
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

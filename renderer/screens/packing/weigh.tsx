import { Trans } from '@lingui/react/macro'
import { readWeight } from '../../../domain/pack.ts'
import styles from '../../floor/floor.module.css'
import { useFormat } from '../../i18n/use-format.ts'
import { Keypad } from '../../ui/floor/keypad.tsx'
import { ScaleNeedle } from '../../ui/floor/scale-needle.tsx'
import { Stack, Text, Verb } from '../../ui/floor/text.tsx'
import type { PackDrawing } from './draw-packing.tsx'

/** The weight as it is entered, in its tolerance around what the carton should weigh. */
export function WeighNow({ drawing: { bench, entry } }: { drawing: PackDrawing }) {
  const format = useFormat()
  const { carton } = bench
  const grams = readWeight(entry.text)
  const number = carton?.number ?? 1
  const type = carton?.typeName ?? ''
  return (
    <>
      <Verb>
        <Trans>Put the carton on the scale</Trans>
      </Verb>
      <Text muted>
        <Trans>
          Carton {number} · {type}
        </Trans>
      </Text>
      <Stack gap={20} above={24}>
        <div className={styles.entry} data-entry={entry.text}>
          {entry.text === '' ? '' : `${entry.text} ${entry.text.includes('.') ? 'kg' : 'g'}`}
        </div>
        {carton?.theoryGrams == null ? (
          <Text muted>
            <Trans>What it should weigh is not known: some items have no weight.</Trans>
          </Text>
        ) : (
          <ScaleNeedle
            theoryGrams={carton.theoryGrams}
            toleranceGrams={carton.toleranceGrams}
            measuredGrams={grams ?? carton.weightGrams}
          />
        )}
        {carton?.theoryGrams == null && grams !== null ? <Text size="m">{format.weight(grams)}</Text> : null}
      </Stack>
    </>
  )
}

/** The keypad of the weight. */
export function WeighEvidence({ drawing: { bench, entry, type } }: { drawing: PackDrawing }) {
  const submit = async (): Promise<void> => {
    const entered = entry.text
    if (await type(entered)) entry.clear()
  }
  return (
    <Keypad
      point
      onDigit={entry.add}
      onDelete={entry.remove}
      onSubmit={() => void submit()}
      submit={<Trans>Take this weight</Trans>}
      canSubmit={entry.text !== '' && bench.alert === null}
    />
  )
}

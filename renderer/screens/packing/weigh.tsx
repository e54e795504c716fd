import { Trans } from '@lingui/react/macro'
import { readWeight } from '../../../domain/pack.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { type ShownWeight, scaleGrams, scaleText, useScale } from '../../scan/scale-store.ts'
import { Keypad } from '../../ui/floor/keypad.tsx'
import { ScaleNeedle } from '../../ui/floor/scale-needle.tsx'
import { HeroNumber, Stack, Text, Verb } from '../../ui/floor/text.tsx'
import type { PackDrawing } from './pack-drawing.ts'
import styles from './packing.module.css'

/** What the scale says, in a word; a dash where there is none. */
function ScaleWord({ scale }: { scale: ShownWeight }) {
  if (scale === null) return '–'
  if (scale === 'unstable') return <Trans>Still moving</Trans>
  if (scale === 'fault') return <Trans>Overloaded or not ready</Trans>
  return <Trans>Stands still</Trans>
}

/** The weight as it is entered, in its tolerance around what the carton should weigh. */
export function WeighNow({ drawing: { bench, entry } }: { drawing: PackDrawing }) {
  const format = useFormat()
  const { carton } = bench
  const scale = useScale((state) => state.weight)
  const measured = readWeight(entry.text) ?? scaleGrams(scale) ?? carton?.weightGrams ?? null
  const theory = carton?.theoryGrams ?? null
  const shown = measured === null ? null : format.weightParts(measured)
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
        <div className={styles.typed} data-entry={entry.text}>
          <Text muted>{scale === null || entry.text !== '' ? <Trans>Typed</Trans> : <Trans>Scale</Trans>}</Text>
          <Text size="m" weight="strong" chars={entry.text !== ''}>
            {entry.text !== '' ? entry.text : <ScaleWord scale={scale} />}
          </Text>
        </div>
        {theory === null ? (
          <>
            <HeroNumber size="xl" value={shown?.value ?? '–'} unit={shown?.unit ?? ''} />
            <Text muted>
              <Trans>What it should weigh is not known: some items have no weight.</Trans>
            </Text>
          </>
        ) : (
          <ScaleNeedle theoryGrams={theory} toleranceGrams={carton?.toleranceGrams ?? 0} measuredGrams={measured} />
        )}
      </Stack>
    </>
  )
}

/** The keypad of the weight. */
export function WeighEvidence({ drawing: { bench, entry, type } }: { drawing: PackDrawing }) {
  const onScale = scaleText(useScale((state) => state.weight))
  const submit = async (): Promise<void> => {
    const entered = entry.text === '' ? onScale : entry.text
    if (await type(entered)) entry.clear()
  }
  return (
    <Keypad
      point
      onDigit={entry.add}
      onDelete={entry.remove}
      onSubmit={() => void submit()}
      submit={<Trans>Take this weight</Trans>}
      canSubmit={(entry.text !== '' || onScale !== '') && bench.alert === null}
    />
  )
}

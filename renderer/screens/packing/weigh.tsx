import { Trans } from '@lingui/react/macro'
import { COMMAND_CODES } from '../../../domain/command-code.ts'
import { readWeight } from '../../../domain/pack.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { type ShownWeight, scaleGrams, scaleText, useScale } from '../../scan/scale-store.ts'
import { CodeChip } from '../../ui/floor/action-bar.tsx'
import { Keypad } from '../../ui/floor/keypad.tsx'
import { ScaleNeedle } from '../../ui/floor/scale-needle.tsx'
import { HeroNumber, Stack, Text, Verb } from '../../ui/floor/text.tsx'
import { Mark } from '../../ui/marks.tsx'
import type { PackDrawing } from './pack-drawing.ts'
import styles from './packing.module.css'

/** Where the weight comes from: the keys, the scale and how it stands, or nowhere yet. */
function Source({ typed, scale }: { typed: string; scale: ShownWeight }) {
  return (
    <span className={styles.source} data-entry={typed}>
      {typed !== '' ? (
        <>
          <Trans>Typed</Trans> <b>{typed}</b>
        </>
      ) : scale === null ? (
        <Trans>No scale: type the weight</Trans>
      ) : scale === 'unstable' ? (
        <>
          <Mark kind="waiting" size={28} />
          <b>
            <Trans>Still moving</Trans>
          </b>
        </>
      ) : scale === 'fault' ? (
        <>
          <Mark kind="warning" size={28} />
          <b>
            <Trans>The scale is overloaded or not ready</Trans>
          </b>
        </>
      ) : (
        <Trans>On the scale</Trans>
      )}
    </span>
  )
}

/** The weight as it is entered, in its tolerance around what the carton should weigh. */
export function WeighNow({ drawing: { bench, entry } }: { drawing: PackDrawing }) {
  const format = useFormat()
  const { carton } = bench
  const scale = useScale((state) => state.weight)
  const typed = entry.text
  const measured = (typed === '' ? scaleGrams(scale) : readWeight(typed)) ?? carton?.weightGrams ?? null
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
        {theory === null ? (
          <>
            <Text muted>
              <Source typed={typed} scale={scale} />
            </Text>
            <HeroNumber size="xxl" value={shown?.value ?? '–'} unit={shown?.unit ?? ''} apart />
            <Text muted>
              <Trans>What it should weigh is not known: some items have no weight.</Trans>
            </Text>
          </>
        ) : (
          <ScaleNeedle
            theoryGrams={theory}
            toleranceGrams={carton?.toleranceGrams ?? 0}
            measuredGrams={measured}
            source={<Source typed={typed} scale={scale} />}
            figureOnly={bench.alert !== null}
            large={bench.alert === null}
          />
        )}
      </Stack>
    </>
  )
}

/** What the scan slot says: a weight that stands still is taken by its command. */
export function WeighWhat({ drawing: { entry } }: { drawing: PackDrawing }) {
  const ready = useScale((state) => scaleGrams(state.weight)) !== null || entry.text !== ''
  return ready ? <Trans>Press or scan "Take this weight"</Trans> : <Trans>Enter the weight</Trans>
}

/** The keypad of the weight. */
export function WeighEvidence({ drawing: { bench, entry, type } }: { drawing: PackDrawing }) {
  const onScale = scaleText(useScale((state) => state.weight))
  const ready = (entry.text !== '' || onScale !== '') && bench.alert === null
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
      submit={
        <span className={styles.take}>
          <Trans>Take this weight</Trans>
          {ready ? <CodeChip code={COMMAND_CODES.confirm} /> : null}
        </span>
      }
      canSubmit={ready}
    />
  )
}

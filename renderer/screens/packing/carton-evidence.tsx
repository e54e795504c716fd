import { Trans, useLingui } from '@lingui/react/macro'
import type { PackBench } from '../../../contract/station/packing.ts'
import { cartonName, formatSize } from '../../i18n/format.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { CartonLoad, CartonPicture } from '../../ui/floor/carton-picture.tsx'
import { Between, Row, Text } from '../../ui/floor/text.tsx'
import { Mark } from '../../ui/marks.tsx'
import { OrderFacts } from './order-facts.tsx'
import styles from './packing.module.css'

/** The carton that is being filled: its size, how full it is, what is in it, what it should weigh. */
export function CartonEvidence({ bench }: { bench: PackBench }) {
  const { t } = useLingui()
  const format = useFormat()
  const { carton, cartonTypes, unitsLeft } = bench
  if (carton === null) return <OrderFacts bench={bench} />
  const { number, typeCode, innerLengthMm, innerWidthMm, innerHeightMm, fill, theoryGrams } = carton
  const suggested = cartonTypes.some((type) => type.suggested && type.code === typeCode)
  const type = cartonName(carton.typeName)
  const percent = Math.round((fill ?? 0) * 100)
  const content = carton.lines.map(({ name, quantity }) => `${quantity} × ${name}`).join(' · ')
  const weight = theoryGrams === null ? '' : format.weight(theoryGrams)
  return (
    <>
      <div>
        <Between>
          <Text size="m" weight="strong">
            <Trans>
              Carton {number} · {type}
            </Trans>
          </Text>
          {suggested ? (
            <Row gap={8}>
              <Mark kind="ok" />
              <Trans>Suggested</Trans>
            </Row>
          ) : null}
        </Between>
        <Text muted>{formatSize(innerLengthMm, innerWidthMm, innerHeightMm)}</Text>
      </div>
      <CartonLoad
        picture={
          <CartonPicture
            lengthMm={innerLengthMm}
            widthMm={innerWidthMm}
            heightMm={innerHeightMm}
            fill={fill ?? 0}
            label={fill === null ? t`Carton, open` : t`Carton, ${percent} percent full`}
          />
        }
        figures={[
          { word: <Trans>In</Trans>, value: carton.units },
          { word: <Trans>To come</Trans>, value: unitsLeft },
        ]}
      />
      {content === '' ? null : <div className={styles.content}>{content}</div>}
      <div className={styles.foot}>
        <Between>
          <Text muted>{fill === null ? <Trans>Some sizes are not known</Trans> : <Trans>{percent}% full</Trans>}</Text>
          <Text muted>
            {weight === '' ? <Trans>Some weights are not known</Trans> : <Trans>Theory {weight}</Trans>}
          </Text>
        </Between>
      </div>
    </>
  )
}

/** The carton that fits best, drawn in its proportions, above what the order is about. */
export function SuggestedCarton({ bench }: { bench: PackBench }) {
  const { t } = useLingui()
  const best = bench.cartonTypes.find((type) => type.suggested) ?? bench.cartonTypes[0]
  return (
    <>
      {best === undefined ? null : (
        <div className={styles.suggested}>
          <CartonPicture
            lengthMm={best.innerLengthMm}
            widthMm={best.innerWidthMm}
            heightMm={best.innerHeightMm}
            label={t`Carton, open`}
          />
        </div>
      )}
      <OrderFacts bench={bench} />
    </>
  )
}

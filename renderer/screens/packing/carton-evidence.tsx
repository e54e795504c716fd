import { Trans, useLingui } from '@lingui/react/macro'
import type { CartonPlanView, PackBench } from '../../../contract/station/packing.ts'
import { cartonName, formatSize } from '../../i18n/format.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { CartonLoad, CartonPicture } from '../../ui/floor/carton-picture.tsx'
import { Between, Row, Text } from '../../ui/floor/text.tsx'
import { Mark } from '../../ui/marks.tsx'
import { OrderFacts } from './order-facts.tsx'
import styles from './packing.module.css'
import { FurtherCartons, NextUnit, PlannedPicture, WhyByVolume } from './planned-cartons.tsx'

type Evidence = { bench: PackBench; plan: CartonPlanView | null }

/** A carton's number, kind and size, with the mark of a suggested one. */
function CartonHead({
  carton,
  total,
  suggested,
}: {
  carton: { number: number; typeName: string; innerLengthMm: number; innerWidthMm: number; innerHeightMm: number }
  total: number
  suggested: boolean
}) {
  const { number, innerLengthMm, innerWidthMm, innerHeightMm } = carton
  const type = cartonName(carton.typeName)
  return (
    <div>
      <Between>
        <Text size="m" weight="strong">
          {total > 1 ? (
            <Trans>
              Carton {number} of {total} · {type}
            </Trans>
          ) : (
            <Trans>
              Carton {number} · {type}
            </Trans>
          )}
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
  )
}

/** The carton that is being filled: its size, how the goods go in, how full it is, what it should weigh. */
export function CartonEvidence({ bench, plan }: Evidence) {
  const { t } = useLingui()
  const format = useFormat()
  const { carton, cartonTypes, unitsLeft } = bench
  if (carton === null) return <OrderFacts bench={bench} />
  const { typeCode, innerLengthMm, innerWidthMm, innerHeightMm, fill, theoryGrams } = carton
  // A plan of the carton before this one says nothing about it.
  const planned = plan?.kind === 'planned' && plan.cartons[0]?.number === carton.number ? plan : null
  const drawn = planned?.cartons[0]?.isOpen === true ? planned : null
  const suggested =
    drawn === null
      ? cartonTypes.some((type) => type.suggested && type.code === typeCode)
      : drawn.cartons[0]?.isSuggested === true
  const percent = Math.round((fill ?? 0) * 100)
  const content = carton.lines.map(({ name, quantity }) => `${quantity} × ${name}`).join(' · ')
  const weight = theoryGrams === null ? '' : format.weight(theoryGrams)
  return (
    <>
      <CartonHead carton={carton} total={planned?.total ?? 1} suggested={suggested} />
      <CartonLoad
        picture={
          drawn === null ? (
            <CartonPicture
              lengthMm={innerLengthMm}
              widthMm={innerWidthMm}
              heightMm={innerHeightMm}
              fill={fill ?? 0}
              label={fill === null ? t`Carton, open` : t`Carton, ${percent} percent full`}
            />
          ) : (
            <PlannedPicture plan={drawn} />
          )
        }
        figures={[
          { word: <Trans>In</Trans>, value: carton.units },
          { word: <Trans>To come</Trans>, value: unitsLeft },
        ]}
      />
      {drawn === null ? null : <NextUnit plan={drawn} />}
      {content === '' || plan !== null ? null : <div className={styles.content}>{content}</div>}
      {drawn === null ? null : <FurtherCartons plan={drawn} />}
      {plan?.kind === 'by-volume' ? <WhyByVolume plan={plan} /> : null}
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

/** The carton to take and how the goods go into it, above what the order is about. */
export function SuggestedCarton({ bench, plan }: Evidence) {
  const { t } = useLingui()
  const best = bench.cartonTypes.find((type) => type.suggested) ?? bench.cartonTypes[0]
  const planned = plan?.kind === 'planned' && plan.cartons[0]?.isOpen === false ? plan : null
  const [first] = planned?.cartons ?? []
  if (planned !== null && first !== undefined)
    return (
      <>
        <CartonHead carton={first} total={planned.total ?? 1} suggested />
        <div className={styles.taken}>
          <PlannedPicture plan={planned} />
        </div>
        <FurtherCartons plan={planned} all />
        {planned.cartons.length > 2 ? null : <OrderFacts bench={bench} short />}
      </>
    )
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
      {plan?.kind === 'by-volume' ? <WhyByVolume plan={plan} /> : null}
      <OrderFacts bench={bench} short={plan?.kind === 'by-volume'} />
    </>
  )
}

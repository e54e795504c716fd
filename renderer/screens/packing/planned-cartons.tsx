import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { CartonPlanView } from '../../../contract/station/packing.ts'
import { cartonName } from '../../i18n/format.ts'
import { CartonPicture, type PlacedBox, Swatch } from '../../ui/floor/carton-picture.tsx'
import { Row, Text } from '../../ui/floor/text.tsx'
import { Mark } from '../../ui/marks.tsx'
import type { PlannedCartons } from './carton-plan.ts'
import styles from './packing.module.css'

type Planned = { plan: PlannedCartons }

/** The first carton of a plan: what is in, what goes in next, and in outline what is still to come. */
export function PlannedPicture({ plan }: Planned) {
  const { t } = useLingui()
  const [carton] = plan.cartons
  if (carton === undefined) return null
  const nextAt = carton.isOpen ? plan.placements.findIndex(({ isIn }) => !isIn) : -1
  const boxes = plan.placements.map(
    ({ xMm: x, yMm: y, zMm: z, lengthMm: length, widthMm: width, heightMm: height, isIn }, index): PlacedBox => {
      // A carton that nobody took yet is shown as it will be.
      const state = isIn || !carton.isOpen ? 'in' : index === nextAt ? 'next' : 'later'
      return { id: String(index), ...{ x, y, z, length, width, height, state } }
    },
  )
  const { number, innerLengthMm, innerWidthMm, innerHeightMm } = carton
  const type = cartonName(carton.typeName)
  const units = plan.placements.length
  const inside = plan.placements.filter(({ isIn }) => isIn).length
  const layers = layersOf(plan).map((goods, index) => {
    const layer = index + 1
    return t`Layer ${layer}: ${goods}`
  })
  const name = plan.items[plan.placements[nextAt]?.item ?? -1]?.name
  return (
    <CartonPicture
      lengthMm={innerLengthMm}
      widthMm={innerWidthMm}
      heightMm={innerHeightMm}
      boxes={boxes}
      label={
        carton.isOpen
          ? t`Carton ${number}, ${type}: ${inside} of ${units} in`
          : t`Carton ${number}, ${type}: how ${units} go in`
      }
      description={[...layers, ...(name === undefined ? [] : [t`Next: ${name}`])].join('. ')}
    />
  )
}

/** What lies at each height, from below: `2 × tea, 1 × cup`. */
function layersOf({ placements, items }: PlannedCartons): string[] {
  const layers = Map.groupBy(placements, ({ zMm }) => zMm)
  return Array.from(layers.values(), (units) => {
    const goods = Map.groupBy(units, ({ item }) => item)
    return Array.from(goods, ([item, some]) => `${some.length} × ${items[item]?.name ?? ''}`).join(', ')
  })
}

/** Which unit goes in next, by the colour it has in the picture; or that the rest is for other cartons. */
export function NextUnit({ plan }: Planned) {
  const next = plan.placements.find(({ isIn }) => !isIn)
  const name = next === undefined ? undefined : plan.items[next.item]?.name
  if (name === undefined)
    return plan.cartons.length < 2 ? null : (
      <div data-part="carton-complete">
        <Row gap={8}>
          <Mark kind="ok" />
          <b>
            <Trans>All in. Close this carton.</Trans>
          </b>
        </Row>
      </div>
    )
  return (
    <div className={styles.next} data-part="next-unit">
      <Swatch />
      <b>
        <Trans>Next: {name}</Trans>
      </b>
    </div>
  )
}

const MOST_LISTED = 3

/** What goes into the cartons after the one in the picture; `all` with that one. */
export function FurtherCartons({ plan, all = false }: Planned & { all?: boolean }) {
  const cartons = all ? plan.cartons : plan.cartons.slice(1)
  if (cartons.length === 0) return null
  const more = cartons.length - MOST_LISTED
  return (
    <ul className={styles.further} data-part="further-cartons" data-many={cartons.length > 1 ? '' : undefined}>
      {cartons.slice(0, MOST_LISTED).map(({ number, typeName, units }) => {
        const type = cartonName(typeName)
        const content = units.map((unit) => `${unit.quantity} × ${unit.name}`).join(' · ')
        return (
          <li key={number}>
            {plan.cartons.length === 1 ? null : (
              <b>
                <Trans>
                  Carton {number} · {type}
                </Trans>{' '}
              </b>
            )}
            <span>{content}</span>
          </li>
        )
      })}
      {more > 0 ? (
        <li>
          <Plural value={more} one="and # more carton" other="and # more cartons" />
        </li>
      ) : null}
    </ul>
  )
}

/** Why there is no picture of how the goods go in, as far as somebody can do something about it. */
export function WhyByVolume({ plan }: { plan: Extract<CartonPlanView, { kind: 'by-volume' }> }) {
  const names = (lacks: (typeof plan.items)[number]['lacks'][]): string =>
    plan.items.flatMap((item) => (lacks.includes(item.lacks) ? [item.name] : [])).join(' · ')
  const [sizes, weights] = [names(['size', 'both']), names(['weight'])]
  const large = names([null])
  if (plan.reason === 'failed') return null
  return (
    <div className={styles.why} data-part="by-volume" data-reason={plan.reason}>
      <Row gap={8}>
        <Mark kind="info" />
        <b>
          <Trans>Suggested by volume only</Trans>
        </b>
      </Row>
      {sizes === '' ? null : (
        <div className={styles.lacking}>
          <Trans>No size known: {sizes}</Trans>
        </div>
      )}
      {weights === '' ? null : (
        <div className={styles.lacking}>
          <Trans>No weight known: {weights}</Trans>
        </div>
      )}
      {plan.reason === 'too-large' ? (
        <div className={styles.lacking}>
          <Trans>Fits no carton: {large}</Trans>
        </div>
      ) : null}
      {plan.reason === 'as-packed' ? (
        <Text muted>
          <Trans>By the known sizes the carton is too small for what is in it</Trans>
        </Text>
      ) : null}
      {plan.reason === 'too-many' ? (
        <Text muted>
          <Trans>Too many units for a picture</Trans>
        </Text>
      ) : null}
    </div>
  )
}

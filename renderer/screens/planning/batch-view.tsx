import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { ZoomIn, ZoomOut } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { PlanBatch, PlanBatchRow, PlanMap, PlanPreview } from '../../../contract/station/planning.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { ProblemNote } from '../../office/problem-note.tsx'
import { Mark } from '../../ui/marks.tsx'
import { Button } from '../../ui/office/button.tsx'
import { Checkbox, Segmented } from '../../ui/office/choice-controls.tsx'
import { FloorMap } from '../../ui/office/floor-map.tsx'
import { LocationCode } from '../../ui/office/record.tsx'
import { Grow } from '../../ui/office/shell.tsx'
import { useScrollable } from '../../ui/use-scrollable.ts'
import { BatchStops, BatchTotes } from './batch-tables.tsx'
import { planSentence } from './plan-problem.tsx'
import styles from './preview.module.css'
import { metresOf } from './savings.ts'
import { useBatch } from './use-planning.ts'

/** The sides of a batch that can be looked at. */
export type BatchPart = 'map' | 'stops' | 'totes'

const ZOOMS = [1, 1.5, 2, 3, 4]

function BatchHead({ row }: { row: PlanBatchRow }) {
  const format = useFormat()
  const { number, stops, units, orders, sortedAt, totes, distanceMm, baselineMm, zones } = row
  return (
    <header className={styles.head}>
      <h2>
        <Trans>Batch {number}</Trans>
      </h2>
      <span className={styles.counts}>
        <Plural value={stops} one="# stop" other="# stops" />, <Plural value={units} one="# unit" other="# units" />,{' '}
        {sortedAt === 'tote' ? (
          <Plural value={totes} one="# tote" other="# totes" />
        ) : (
          <Plural value={orders} one="# order, sorted at the bench" other="# orders, sorted at the bench" />
        )}
        {zones.length > 1 ? ` · ${zones.join(' → ')}` : null}
      </span>
      <Grow />
      {baselineMm === null ? null : (
        <span className={styles.muted}>
          <Trans>S-shape</Trans> {format.number(metresOf(baselineMm))} m
        </span>
      )}
      {distanceMm === null ? null : <span className={styles.distance}>{format.number(metresOf(distanceMm))} m</span>}
    </header>
  )
}

function Plates({ batch }: { batch: PlanBatch }) {
  const region = useScrollable<HTMLOListElement>()
  return (
    <ol className={styles.plates} ref={region} data-part="plates">
      {batch.stops.map(({ number, location }, index) => {
        const previous = batch.stops[index - 1]?.location.code
        return (
          <li key={number}>
            <span>{number}</span>
            <LocationCode code={location.code} {...(previous === undefined ? {} : { previous })} />
          </li>
        )
      })}
    </ol>
  )
}

type BarProps = {
  number: number
  part: BatchPart
  onPart: (part: BatchPart) => void
  isShared: boolean
  map: PlanMap | null
  zoom: number
  onZoom: (zoom: number) => void
  sShape: boolean
  onSShape: (on: boolean) => void
}

/** Which side shows, what the colours mean, and how large. */
function BatchBar({ number, part, onPart, isShared, map, zoom, onZoom, sShape, onSShape }: BarProps) {
  const { t } = useLingui()
  const at = ZOOMS.indexOf(zoom)
  const sides = [
    ...(map === null ? [] : [{ id: 'map' as const, name: t`Map` }]),
    { id: 'stops' as const, name: t`Stops` },
    { id: 'totes' as const, name: isShared ? t`Orders` : t`Totes` },
  ]
  return (
    <div className={styles.bar}>
      <Segmented label={t`What to show of the batch`} options={sides} value={part} onChange={onPart} />
      {part !== 'map' ? null : (
        <>
          <span className={styles.legend}>
            <span className={styles.own} /> <Trans>Batch {number}</Trans>
          </span>
          <span className={styles.legend}>
            <span className={styles.other} /> <Trans>other batches</Trans>
          </span>
          <Grow />
          <Checkbox isSelected={sShape} onChange={onSShape}>
            <Trans>Show the S-shape</Trans>
          </Checkbox>
          <Button
            kind="quiet"
            square
            aria-label={t`Smaller`}
            isDisabled={at <= 0}
            onPress={() => onZoom(ZOOMS[at - 1] ?? 1)}
          >
            <ZoomOut aria-hidden="true" />
          </Button>
          <Button
            kind="quiet"
            square
            aria-label={t`Larger`}
            isDisabled={at === ZOOMS.length - 1}
            onPress={() => onZoom(ZOOMS[at + 1] ?? 1)}
          >
            <ZoomIn aria-hidden="true" />
          </Button>
        </>
      )}
    </div>
  )
}

/** Says why there is no map, or what is not on it. */
function MapNote({ map, batch }: { map: PlanMap | null; batch: PlanBatch }) {
  const unplaced = batch.stops.filter(({ place }) => place === null).length
  if (map !== null && unplaced === 0) return null
  return (
    <p className={styles.mapNote}>
      <Mark kind="info" size={16} px />
      {map === null ? (
        <Trans>
          Nobody knows yet where the shelves stand, so there is no map and no shortest tour: the stops go in the order
          of their codes. Import the locations with x and y in millimetres.
        </Trans>
      ) : (
        <Plural
          value={unplaced}
          one="# stop is not on the map: its place is not known, so it comes last."
          other="# stops are not on the map: their places are not known, so they come last."
        />
      )}
    </p>
  )
}

type BatchViewProps = {
  preview: PlanPreview
  number: number
  part: BatchPart
  onPart: (part: BatchPart) => void
}

/** One batch: its tour on the floor with the codes beneath, its stops, or its totes. */
export function BatchView({ preview, number, part, onPart }: BatchViewProps) {
  const { t } = useLingui()
  const format = useFormat()
  const { map, batches } = preview
  const batch = useBatch(preview.run.planId, number, batches.length)
  const [zoom, setZoom] = useState(1)
  const [sShape, setSShape] = useState(false)
  const row = batches[number - 1]
  const shown = batch.data
  const others = useMemo(
    () => batches.filter((one) => one.number !== shown?.row.number).flatMap(({ places }) => places),
    [batches, shown?.row.number],
  )
  if (row === undefined) return null
  const aisles = map === null ? 0 : map.layout.aisles.length
  const metres = row.distanceMm === null ? '–' : format.number(metresOf(row.distanceMm))
  return (
    <section className={styles.batch} aria-label={t`Batch ${number}`} data-batch={shown?.row.number ?? ''}>
      <BatchHead row={row} />
      <BatchBar
        {...{ number, part, onPart, map, zoom, sShape }}
        isShared={row.sortedAt === 'bench'}
        onZoom={setZoom}
        onSShape={setSShape}
      />
      <ProblemNote error={shown === undefined ? batch.error : null} known={planSentence} />
      {shown === undefined ? null : (
        <>
          <MapNote map={map} batch={shown} />
          {part === 'map' && map !== null ? (
            <>
              <div className={styles.grows}>
                <FloorMap
                  map={map}
                  label={t`The floor from above, ${aisles} aisles, with the tour of batch ${number}, ${metres} m`}
                  stops={shown.stops}
                  path={shown.path}
                  others={others}
                  zoom={zoom}
                  {...(sShape ? { otherPath: shown.baselinePath } : {})}
                />
              </div>
              <Plates batch={shown} />
            </>
          ) : part === 'totes' ? (
            <BatchTotes batch={shown} />
          ) : (
            <BatchStops batch={shown} />
          )}
        </>
      )}
    </section>
  )
}

import { Trans } from '@lingui/react/macro'
import { Fragment, memo, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { PlanMap, PlanPlace, PlanPoint } from '../../../contract/station/planning.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { cx } from '../cx.ts'
import { type Box, bayOf, drawFloor, type FloorDrawing, type MapStop } from './floor-drawing.ts'
import styles from './floor-map.module.css'
import { tourLine } from './tour-line.ts'

type FloorMapProps = {
  map: PlanMap
  /** What the picture shows, for whoever does not see it. */
  label: string
  /** The chosen batch: its stops in the order of the tour, and the way from the depot back to it. */
  stops: readonly MapStop[]
  path: readonly PlanPoint[]
  /** Another way through the same places, drawn beneath. */
  otherPath?: readonly PlanPoint[]
  /** Places of other batches. */
  others: readonly PlanPlace[]
  /** 1 shows the whole floor. */
  zoom?: number
}

const boxPath = (boxes: readonly Box[]): string =>
  boxes
    .map(
      ({ x, y, width, height }) =>
        `M${x.toFixed(1)} ${y.toFixed(1)}h${width.toFixed(1)}v${height.toFixed(1)}h${(-width).toFixed(1)}z`,
    )
    .join('')

/** The size of an element in whole pixels; zero before the first look. */
function useRoom() {
  const region = useRef<HTMLDivElement>(null)
  const [room, setRoom] = useState({ width: 0, height: 0 })
  useLayoutEffect(() => {
    const element = region.current
    if (element === null) return
    const look = (): void => {
      const { width, height } = element.getBoundingClientRect()
      const next = { width: Math.floor(width), height: Math.floor(height) }
      setRoom((before) => (before.width === next.width && before.height === next.height ? before : next))
    }
    look()
    const sizes = new ResizeObserver(look)
    sizes.observe(element)
    return () => sizes.disconnect()
  }, [])
  return { region, room }
}

/** What stays while one batch after the other is looked at: shelves, signs, and the places of all other batches. */
const Ground = memo(function Ground({ drawing, others }: { drawing: FloorDrawing; others: readonly PlanPlace[] }) {
  return (
    <>
      <path className={styles.shelf} d={boxPath(drawing.shelves)} />
      <path className={styles.other} data-map="others" d={boxPath(drawing.boxes(others))} />
    </>
  )
})

function Signs({ signs }: Pick<FloorDrawing, 'signs'>) {
  return signs.map(({ id, text, x, y, anchor, isUpright }) => (
    <text
      key={id}
      className={styles.sign}
      data-sign={text}
      textAnchor={anchor}
      x={x}
      y={y}
      dy={anchor === 'middle' ? 0 : 5}
      {...(isUpright ? { transform: `rotate(-90 ${x} ${y})` } : {})}
    >
      {text}
    </text>
  ))
}

function Marks({ drawing, stops }: { drawing: FloorDrawing; stops: readonly MapStop[] }) {
  const marks = useMemo(() => drawing.stops(stops), [drawing, stops])
  const { radius } = drawing
  return (
    <>
      {marks.map(({ number, shelf }) => (
        <rect key={number} className={styles.own} {...shelf} />
      ))}
      {marks.map(({ number, at }) => (
        <Fragment key={number}>
          <circle className={styles.stop} data-stop={number} cx={at.x} cy={at.y} r={radius} />
          <text
            className={cx(styles.number, number > 99 && styles.long, radius < 10 && styles.small)}
            x={at.x}
            y={at.y}
            dy="0.35em"
            textAnchor="middle"
          >
            {number}
          </text>
        </Fragment>
      ))}
    </>
  )
}

function Depot({ depot }: Pick<FloorDrawing, 'depot'>) {
  return (
    <>
      <rect className={styles.depot} {...depot} />
      <text className={styles.depotWord} x={depot.x + depot.width / 2} y={depot.y + depot.height / 2} dy="0.36em">
        <Trans context="floor">Depot</Trans>
      </text>
    </>
  )
}

const LENGTHS = [1, 2, 5, 10, 20, 50, 100]

/**
 * How long so many metres are on the map: one bar, or two where the floor is drawn higher or wider than it is. It stands beside
 * the depot where that is below, as there is room; else beneath.
 */
function ScaleBar({ metre: { across, up }, isBeside }: Pick<FloorDrawing, 'metre'> & { isBeside: boolean }) {
  const format = useFormat()
  const isEven = Math.abs(across - up) < across * 0.02
  const metres =
    LENGTHS.findLast((length) => length * across <= 96 && (isEven || length * up <= (isBeside ? 34 : 48))) ?? 1
  const wide = metres * across
  const tall = isEven ? 8 : metres * up
  return (
    <span className={cx(styles.scale, isBeside && styles.beside)}>
      <svg width={wide + 8} height={tall + 4} aria-hidden="true">
        <path d={isEven ? `M4 0v8m0-4h${wide}m0-4v8` : `M0 1h8m-4 0v${tall}h${wide}m0-4v8`} />
      </svg>
      {format.number(metres)} m
    </span>
  )
}

/**
 * A floor from above with one batch on it: its places filled and numbered in the order of the tour, the tour as one line, the
 * places of other batches in grey. Fills the room it is given; enlarged, it scrolls.
 */
export function FloorMap({ map, label, stops, path, otherPath, others, zoom = 1 }: FloorMapProps) {
  const { region, room } = useRoom()
  const { width, height } = room
  const bay = useMemo(() => bayOf([...others, ...stops.flatMap(({ place }) => place ?? [])]), [others, stops])
  const drawing = useMemo(
    () => (width < 80 || height < 80 ? null : drawFloor(map, { width: width * zoom, height: height * zoom }, bay)),
    [map, width, height, zoom, bay],
  )
  // What was in the middle stays there when the picture grows or shrinks.
  const before = useRef(zoom)
  useEffect(() => {
    const element = region.current
    if (element === null || before.current === zoom) return
    const ratio = zoom / before.current
    before.current = zoom
    element.scrollLeft = (element.scrollLeft + element.clientWidth / 2) * ratio - element.clientWidth / 2
    element.scrollTop = (element.scrollTop + element.clientHeight / 2) * ratio - element.clientHeight / 2
  }, [zoom, region])
  const lines = useMemo(() => {
    if (drawing === null) return null
    const line = (way: readonly PlanPoint[]): string =>
      way.length < 2
        ? ''
        : tourLine([drawing.depotDoor, ...way.map(drawing.point), drawing.depotDoor], drawing.laneGap, 8)
    return { tour: line(path), other: line(otherPath ?? []) }
  }, [drawing, path, otherPath])
  return (
    <div className={styles.frame}>
      <div
        ref={region}
        className={styles.region}
        {...(zoom > 1 ? { tabIndex: 0, role: 'group', 'aria-label': label } : {})}
      >
        {drawing === null || lines === null ? null : (
          <svg
            width={drawing.width}
            height={drawing.height}
            role="img"
            aria-label={label}
            data-map="floor"
            className={styles.map}
          >
            <Ground drawing={drawing} others={others} />
            {lines.other === '' ? null : <path className={styles.otherWay} d={lines.other} data-map="other-way" />}
            <path className={styles.halo} d={lines.tour} />
            <path className={cx(styles.way, drawing.radius < 10 && styles.thin)} d={lines.tour} data-map="tour" />
            <Signs signs={drawing.signs} />
            <Depot depot={drawing.depot} />
            <Marks drawing={drawing} stops={stops} />
          </svg>
        )}
      </div>
      {drawing === null ? null : (
        <ScaleBar metre={drawing.metre} isBeside={!map.isTurned && drawing.depot.y > drawing.height / 2} />
      )}
    </div>
  )
}

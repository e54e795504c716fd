import { type ReactNode, useId } from 'react'
import { cx } from '../cx.ts'
import { Fact } from './item-evidence.tsx'
import styles from './pack.module.css'
import { type Cuboid, type Piece, type Plane, paintOrder } from './paint-order.ts'
import { Text } from './text.tsx'

/** A thing in a carton: near corner and size in millimetres, measured from the back bottom corner. */
export type PlacedBox = Cuboid & {
  id: string
  /** In already, or without a word; the next one to put in, which is lit; or still to come, as an outline. */
  state?: 'in' | 'next' | 'later'
}

/** The level of a carton whose content is not known is no unit. */
const FILL = 'fill'

type Point = readonly [x: number, y: number]
const cos30 = Math.cos(Math.PI / 6)
const line = (points: readonly Point[]): string =>
  points.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('')
const area = (points: readonly Point[]): string => `${line(points)}Z`

type CartonPictureProps = {
  lengthMm: number
  widthMm: number
  heightMm: number
  /** How full the carton is (0–1); drawn as a level when `boxes` are not known. */
  fill?: number
  boxes?: readonly PlacedBox[]
  label: string
  /** What lies where, in words. */
  description?: string
}

/** An open carton seen from its corner, with its content or its fill level; sizes keep their proportions. */
export function CartonPicture({
  lengthMm,
  widthMm,
  heightMm,
  fill = 0,
  boxes,
  label,
  description,
}: CartonPictureProps) {
  const id = useId()
  const scale = 269 / ((lengthMm + widthMm) * cos30)
  const origin: Point = [4 + widthMm * cos30 * scale, 4 + heightMm * scale]
  const at: ToPoint = (x, y, z) => [origin[0] + (x - y) * cos30 * scale, origin[1] + ((x + y) / 2 - z) * scale]
  const height = 8 + (heightMm + (lengthMm + widthMm) / 2) * scale
  const level = Math.min(1, Math.max(0, fill)) * heightMm
  const content: readonly PlacedBox[] =
    boxes ?? (level > 0 ? [{ id: FILL, x: 0, y: 0, z: 0, length: lengthMm, width: widthMm, height: level }] : [])
  // Outlines lie under everything, and the next unit shows through what hides it.
  const later = content.filter(({ state }) => state === 'later')
  const solid = content.filter(({ state }) => state !== 'later')
  const next = content.find(({ state }) => state === 'next')
  const described = description === undefined ? {} : { 'aria-describedby': `${id}d` }
  return (
    <svg
      className={styles.iso}
      viewBox={`0 0 277 ${height.toFixed(0)}`}
      role="img"
      aria-labelledby={`${id}t`}
      {...described}
      data-part="carton-picture"
    >
      <title id={`${id}t`}>{label}</title>
      {description === undefined ? null : <desc id={`${id}d`}>{description}</desc>}
      <Pieces boxes={later} at={at} />
      <path
        className={styles.wall}
        d={area([at(0, 0, 0), at(lengthMm, 0, 0), at(lengthMm, widthMm, 0), at(0, widthMm, 0)])}
      />
      <path
        className={styles.wall}
        d={[
          [at(0, 0, 0), at(0, 0, heightMm)],
          [at(lengthMm, 0, 0), at(lengthMm, 0, heightMm)],
          [at(0, widthMm, 0), at(0, widthMm, heightMm)],
          [at(lengthMm, 0, heightMm), at(0, 0, heightMm)],
          [at(0, 0, heightMm), at(0, widthMm, heightMm)],
        ]
          .map(line)
          .join('')}
      />
      <Pieces boxes={solid} at={at} />
      {next === undefined ? null : <path className={styles.silhouette} d={silhouette(next, at)} />}
    </svg>
  )
}

function Pieces({ boxes, at }: { boxes: readonly PlacedBox[]; at: ToPoint }) {
  return paintOrder(boxes).map((piece, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no names, and their order is the picture
    <PieceOfPicture key={index} piece={piece} at={at} />
  ))
}

function silhouette({ x, y, z, length, width, height }: PlacedBox, at: ToPoint): string {
  const [x2, y2, z2] = [x + length, y + width, z + height]
  return area([at(x, y, z2), at(x2, y, z2), at(x2, y, z), at(x2, y2, z), at(x, y2, z), at(x, y2, z2)])
}

type ToPoint = (x: number, y: number, z: number) => Point

/** The three faces towards the viewer, and the edges that are no cuts. */
function PieceOfPicture({ piece, at }: { piece: Piece<PlacedBox>; at: ToPoint }) {
  const { box, spans, cuts } = piece
  const [[x1, x2], [y1, y2], [z1, z2]] = [spans.x, spans.y, spans.z]
  const state = box.state ?? 'in'
  const faces: readonly (readonly [Plane, string | undefined, readonly Point[]])[] = [
    ['z2', styles.top, [at(x1, y1, z2), at(x2, y1, z2), at(x2, y2, z2), at(x1, y2, z2)]],
    ['y2', styles.left, [at(x1, y2, z1), at(x2, y2, z1), at(x2, y2, z2), at(x1, y2, z2)]],
    ['x2', styles.right, [at(x2, y1, z1), at(x2, y2, z1), at(x2, y2, z2), at(x2, y1, z2)]],
  ]
  const edges: readonly (readonly [Plane, Plane, readonly Point[]])[] = [
    ['z2', 'y1', [at(x1, y1, z2), at(x2, y1, z2)]],
    ['z2', 'y2', [at(x1, y2, z2), at(x2, y2, z2)]],
    ['z2', 'x1', [at(x1, y1, z2), at(x1, y2, z2)]],
    ['z2', 'x2', [at(x2, y1, z2), at(x2, y2, z2)]],
    ['x1', 'y2', [at(x1, y2, z1), at(x1, y2, z2)]],
    ['x2', 'y2', [at(x2, y2, z1), at(x2, y2, z2)]],
    ['x2', 'y1', [at(x2, y1, z1), at(x2, y1, z2)]],
    ['z1', 'y2', [at(x1, y2, z1), at(x2, y2, z1)]],
    ['z1', 'x2', [at(x2, y1, z1), at(x2, y2, z1)]],
  ]
  return (
    <g
      className={cx(styles.thing, state === 'next' && styles.next, state === 'later' && styles.later)}
      data-unit={box.id === FILL ? undefined : state}
    >
      {faces.map(([plane, side, points]) =>
        cuts.has(plane) ? null : <path key={plane} className={side} d={area(points)} />,
      )}
      <path
        className={styles.edge}
        d={edges.flatMap(([one, other, points]) => (cuts.has(one) || cuts.has(other) ? [] : [line(points)])).join('')}
      />
    </g>
  )
}

/** A carton's picture with the figures beside it: units in, units to come. */
export function CartonLoad({
  picture,
  figures,
}: {
  picture: ReactNode
  figures: readonly { word: ReactNode; value: ReactNode }[]
}) {
  return (
    <div className={styles.load}>
      {picture}
      <div className={styles.figures}>
        {figures.map((figure, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two figures, each its place
          <Fact key={index} word={figure.word} near>
            <Text size={index === 0 ? 'xl' : 'l'}>{figure.value}</Text>
          </Fact>
        ))}
      </div>
    </div>
  )
}

/** The accent square that points from words to the lit part of a picture. */
export function Swatch() {
  return <i className={styles.swatch} />
}

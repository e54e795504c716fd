import type { ReactNode } from 'react'
import { cx } from '../cx.ts'
import { Fact } from './item-evidence.tsx'
import styles from './pack.module.css'
import { Text } from './text.tsx'

/** A thing in a carton: near corner and size in millimetres, measured from the back bottom corner. */
export type PlacedBox = {
  id: string
  x: number
  y: number
  z: number
  length: number
  width: number
  height: number
  /** The one placed last. */
  hot?: boolean
}

type Point = readonly [x: number, y: number]
const cos30 = Math.cos(Math.PI / 6)
const draw = (points: readonly Point[]): string =>
  `${points.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('')}Z`

type CartonPictureProps = {
  lengthMm: number
  widthMm: number
  heightMm: number
  /** How full the carton is (0–1); drawn as a level when `boxes` are not known. */
  fill?: number
  boxes?: readonly PlacedBox[]
  label: string
}

/** An open carton seen from its corner, with its content or its fill level; sizes keep their proportions. */
export function CartonPicture({ lengthMm, widthMm, heightMm, fill = 0, boxes, label }: CartonPictureProps) {
  const scale = 269 / ((lengthMm + widthMm) * cos30)
  const origin: Point = [4 + widthMm * cos30 * scale, 4 + heightMm * scale]
  const at = (x: number, y: number, z: number): Point => [
    origin[0] + (x - y) * cos30 * scale,
    origin[1] + ((x + y) / 2 - z) * scale,
  ]
  const height = 8 + (heightMm + (lengthMm + widthMm) / 2) * scale
  const level = Math.min(1, Math.max(0, fill)) * heightMm
  const content: readonly PlacedBox[] =
    boxes ?? (level > 0 ? [{ id: 'fill', x: 0, y: 0, z: 0, length: lengthMm, width: widthMm, height: level }] : [])
  return (
    <svg className={styles.iso} viewBox={`0 0 277 ${height.toFixed(0)}`} role="img" aria-label={label}>
      <path
        className={styles.wall}
        d={draw([at(0, 0, 0), at(lengthMm, 0, 0), at(lengthMm, widthMm, 0), at(0, widthMm, 0)])}
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
          .map((line) => draw(line).slice(0, -1))
          .join('')}
      />
      {content.map(({ id, x, y, z, length, width, height: tall, hot }) => (
        <g key={id} className={cx(styles.in, hot === true && styles.hot)}>
          <path
            className={styles.top}
            d={draw([
              at(x, y, z + tall),
              at(x + length, y, z + tall),
              at(x + length, y + width, z + tall),
              at(x, y + width, z + tall),
            ])}
          />
          <path
            className={styles.left}
            d={draw([
              at(x, y + width, z),
              at(x + length, y + width, z),
              at(x + length, y + width, z + tall),
              at(x, y + width, z + tall),
            ])}
          />
          <path
            className={styles.right}
            d={draw([
              at(x + length, y, z),
              at(x + length, y + width, z),
              at(x + length, y + width, z + tall),
              at(x + length, y, z + tall),
            ])}
          />
        </g>
      ))}
    </svg>
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

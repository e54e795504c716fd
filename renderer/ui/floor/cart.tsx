import { cx } from '../cx.ts'
import styles from './evidence.module.css'

/** One place of a cart: its number as printed on the tote's rim, how full it is (0–1), whether it is meant now. */
export type CartTote = { slot: number; fill: number; target?: boolean; absent?: boolean }

type Measure = { width: number; gap: number; lid: number; body: number; pitch: number; type: number; lit: number }

const small: Measure = { width: 90, gap: 16, lid: 7, body: 53, pitch: 78, type: 28, lit: 48 }
const large: Measure = { width: 144, gap: 18, lid: 16, body: 120, pitch: 165, type: 40, lit: 120 }
const round = (value: number): number => Math.round(value * 10) / 10

function Tote({ tote, column, row, measure }: { tote: CartTote; column: number; row: number; measure: Measure }) {
  const left = 16 + column * (measure.width + measure.gap)
  const right = left + measure.width
  const top = 6 + row * measure.pitch + measure.lid
  const bottom = top + measure.body
  const lean = (y: number): number => ((y - top) / measure.body) * measure.body * 0.055
  const level = bottom - Math.min(1, Math.max(0, tote.fill)) * (measure.body - 2)
  const shape = `M${left} ${top}H${right}L${round(right - lean(bottom))} ${bottom}H${round(left + lean(bottom))}Z`
  const size = tote.target === true ? measure.lit : measure.type
  return (
    <g
      className={cx(tote.target === true && styles.lit, tote.absent === true && styles.absent)}
      data-tote={tote.slot}
      data-target={tote.target === true ? '' : undefined}
    >
      <path className={styles.box} d={shape} />
      {tote.fill > 0 && tote.target !== true ? (
        <>
          <path
            className={styles.fill}
            d={`M${round(left + lean(level))} ${round(level)}H${round(right - lean(level))}L${round(right - lean(bottom))} ${bottom}H${round(left + lean(bottom))}Z`}
          />
          <path className={cx(styles.box, styles.outline)} d={shape} />
        </>
      ) : null}
      <rect
        className={styles.box}
        x={left - 4}
        y={top - measure.lid}
        width={measure.width + 8}
        height={measure.lid}
        rx="3"
      />
      <text x={(left + right) / 2} y={round((top + bottom) / 2 + size * 0.36)} fontSize={size}>
        {tote.slot}
      </text>
    </g>
  )
}

type CartProps = {
  totes: readonly CartTote[]
  /** How many totes stand side by side on the real cart. */
  columns?: number
  size?: 'small' | 'large'
  /** What the picture says to someone who cannot see it: 'Tote 5 of 8'. */
  label: string
}

/** The cart as it stands there: its totes in their real grid, the target lit and numbered, the others with their fill. */
export function Cart({ totes, columns = 4, size = 'small', label }: CartProps) {
  const measure = size === 'large' ? large : small
  const rows = Math.max(1, Math.ceil(totes.length / columns))
  const post = 16 + columns * (measure.width + measure.gap) - measure.gap + 14
  const shelf = (row: number): number => 6 + row * measure.pitch + measure.lid + measure.body + 4
  const base = shelf(rows - 1)
  const handle = size === 'large' ? { y: 61, x: post + 29 } : { y: 27, x: post + 19 }
  const wheel = 16 + (measure.width * 5) / 12
  return (
    <svg
      className={cx(styles.cart, size === 'large' && styles.large)}
      viewBox={`0 0 ${handle.x + 3} ${base + 24}`}
      role="img"
      aria-label={label}
      data-cart
    >
      {totes.map((tote, index) => (
        <Tote
          key={tote.slot}
          tote={tote}
          column={index % columns}
          row={Math.floor(index / columns)}
          measure={measure}
        />
      ))}
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a shelf is its place
        <path key={row} className={styles.frame} d={`M2 ${shelf(row)}H${post}`} />
      ))}
      <path className={styles.frame} d={`M2 2V${base}M${post} ${base}V2M${post} ${handle.y}H${handle.x}`} />
      <circle className={styles.frame} cx={wheel - 4} cy={base + 12} r="8" />
      <circle className={styles.frame} cx={post - wheel + 4} cy={base + 12} r="8" />
    </svg>
  )
}

import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { ImportRun, PreviewTick } from '../../../contract/station/imports.ts'
import { useFormat } from '../../i18n/use-format.ts'
import styles from './import.module.css'

const WIDTH = 880
const HEIGHT = 40
const order: readonly PreviewTick[] = ['problem', 'difference', 'match', 'update', 'good', 'same']

/** So many neighbours are drawn as one tick that the row fits; of neighbours the one that needs a person most shows. */
export function gather(ticks: readonly PreviewTick[], most: number): PreviewTick[] {
  const group = Math.max(1, Math.ceil(ticks.length / most))
  const gathered: PreviewTick[] = []
  for (let at = 0; at < ticks.length; at += group) {
    const part = new Set(ticks.slice(at, at + group))
    gathered.push(order.find((tick) => part.has(tick)) ?? 'same')
  }
  return gathered
}

function Tick({ tick, x, width }: { tick: PreviewTick; x: number; width: number }) {
  const middle = x + width / 2
  switch (tick) {
    case 'good':
      return <rect x={x} y="14" width={width} height="24" className={styles.good} />
    case 'same':
      return <rect x={x + 0.5} y="14.5" width={Math.max(0.5, width - 1)} height="23" className={styles.same} />
    case 'update':
      return <rect x={x} y="22" width={width} height="16" className={styles.good} />
    case 'problem':
      return (
        <g className={styles.problem}>
          <path d={`M${middle} 1l4.5 8.5h-9z`} />
          <rect x={x} y="13" width={width} height="25" />
        </g>
      )
    default:
      return (
        <g className={styles.warn}>
          <path
            d={
              tick === 'match' ? `M${middle} 1l4 4.5-4 4.5-4-4.5z` : `M${middle - 4} 2h3v8h-3zM${middle + 1} 2h3v8h-3z`
            }
          />
          <rect x={x} y="14" width={width} height="24" />
        </g>
      )
  }
}

/** One tick per record in file order; the same as the counts beside it say in words. */
export function Ticks({ ticks }: { ticks: readonly PreviewTick[] }) {
  const shown = gather(ticks, 200)
  const step = Math.min(6.6, WIDTH / Math.max(1, shown.length))
  return (
    <svg
      className={styles.ticks}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      aria-hidden="true"
      preserveAspectRatio="xMinYMid meet"
    >
      {shown.map((tick, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a tick is its place in the file
        <Tick key={index} tick={tick} x={index * step} width={step * 0.66} />
      ))}
    </svg>
  )
}

function Sign({ tick }: { tick: PreviewTick }) {
  return (
    <svg width="12" height="20" viewBox="0 0 12 40" aria-hidden="true">
      <Tick tick={tick} x={2} width={8} />
    </svg>
  )
}

/** How many records there are of each fate, with the sign of the ticks. */
export function Counts({ run }: { run: ImportRun }) {
  const { t } = useLingui()
  const format = useFormat()
  const { counts } = run
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
  const words: [PreviewTick, ReactNode][] = [
    ['good', <Trans key="good">good</Trans>],
    ['problem', <Trans key="problem">with problems</Trans>],
    ['match', <Trans key="match">good, needs a match</Trans>],
    ['update', <Trans key="update">changed since</Trans>],
    ['difference', <Trans key="difference">differ while in work</Trans>],
    ['same', <Trans key="same">already here, left alone</Trans>],
  ]
  return (
    <ul className={styles.counts} aria-label={t`What would happen`}>
      <li>
        <b>
          {run.kind === 'orders' ? (
            <Plural value={total} one="# order" other="# orders" />
          ) : (
            <Plural value={total} one="# record" other="# records" />
          )}
        </b>
      </li>
      {words.map(([tick, word]) =>
        (counts[tick] ?? 0) > 0 ? (
          <li key={tick} className={tick === 'problem' ? styles.problemWord : undefined} data-count={tick}>
            <Sign tick={tick} />
            {word} <b>{format.number(counts[tick] ?? 0)}</b>
          </li>
        ) : null,
      )}
    </ul>
  )
}

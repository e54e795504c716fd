import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useRef } from 'react'
import { Button } from 'react-aria-components'
import type { PlanBatchRow } from '../../../contract/station/planning.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { cx } from '../../ui/cx.ts'
import { Key } from '../../ui/office/button.tsx'
import { Checkbox } from '../../ui/office/choice-controls.tsx'
import { Grow } from '../../ui/office/shell.tsx'
import styles from './preview.module.css'
import { metresOf, minutesOf } from './savings.ts'

const FOUR = 12

/** The totes of a cart in rows of four (of six on a large cart): filled ones first. */
export function ToteGlyph({ totes, capacity }: { totes: number; capacity: number }) {
  const across = capacity > FOUR ? 6 : Math.min(4, capacity)
  const cell = capacity > FOUR ? { width: 5, height: 7, step: 6, down: 9 } : { width: 7, height: 9, step: 9, down: 11 }
  const corner = (index: number) => ({
    x: (index % across) * cell.step,
    y: Math.floor(index / across) * cell.down,
  })
  const filled = Array.from({ length: Math.min(totes, capacity) }, (_, index) => corner(index))
  const open = Array.from({ length: Math.max(0, capacity - totes) }, (_, index) => corner(index + totes))
  const { width, height } = cell
  return (
    <svg
      className={styles.glyph}
      width={across * cell.step}
      height={Math.ceil(capacity / across) * cell.down}
      aria-hidden="true"
    >
      <path
        className={styles.filled}
        d={filled.map(({ x, y }) => `M${x} ${y}h${width}v${height}h-${width}z`).join('')}
      />
      <path
        className={styles.open}
        d={open.map(({ x, y }) => `M${x + 0.5} ${y + 0.5}h${width - 1}v${height - 1}h-${width - 1}z`).join('')}
      />
    </svg>
  )
}

type RowProps = {
  row: PlanBatchRow
  isShown: boolean
  isTicked: boolean
  onShow: () => void
  onTick?: () => void
}

function BatchRow({ row, isShown, isTicked, onShow, onTick }: RowProps) {
  const { t } = useLingui()
  const format = useFormat()
  const item = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (isShown) item.current?.scrollIntoView({ block: 'nearest' })
  }, [isShown])
  const { number, orders, sortedAt, totes, capacity, stops, units, distanceMm, seconds, priority, zones } = row
  const zone = zones.length > 1 ? zones.join(' → ') : row.zone
  return (
    <li ref={item} className={cx(styles.row, isShown && styles.shown, isTicked && styles.ticked)} data-row={number}>
      {onTick === undefined ? null : (
        <Checkbox aria-label={t`Tick batch ${number}`} isSelected={isTicked} onChange={onTick} />
      )}
      <Button className={styles.rowButton ?? ''} onPress={onShow} {...(isShown ? { 'aria-current': 'true' } : {})}>
        <ToteGlyph totes={totes} capacity={capacity} />
        <span className={styles.rowName}>
          <b>
            <Trans>Batch {number}</Trans>
            {priority > 0 ? (
              <span className={styles.tag}>
                <Trans>priority {priority}</Trans>
              </span>
            ) : null}
            {sortedAt === 'tote' ? null : (
              <span className={styles.tag}>
                <Trans>sorted at the bench</Trans>
              </span>
            )}
          </b>
        </span>
        <span className={styles.metres}>
          {distanceMm === null ? (
            '–'
          ) : (
            <>
              <b>{format.number(metresOf(distanceMm))}</b> m
            </>
          )}
        </span>
        <span className={styles.minutes}>
          <Trans>{format.number(minutesOf(seconds))} min</Trans>
        </span>
        <span className={styles.rowCounts}>
          {zone === null ? null : (
            <>
              {zones.length > 1 ? <b>{zone}</b> : <Trans>zone {zone}</Trans>}
              {' · '}
            </>
          )}
          {sortedAt === 'tote' ? (
            <Plural value={totes} one="# tote" other="# totes" />
          ) : (
            <Plural value={orders} one="# order" other="# orders" />
          )}
          , <Plural value={stops} one="# stop" other="# stops" />, <Plural value={units} one="# unit" other="# units" />
        </span>
      </Button>
    </li>
  )
}

type BatchListProps = {
  batches: readonly PlanBatchRow[]
  shown: number
  onShow: (number: number) => void
  ticked: ReadonlySet<number>
  /** Absent once nothing can be chosen any more. */
  onTick?: (number: number) => void
}

/** All batches of a plan; the shown one is marked, and ticked ones alone are released. */
export function BatchList({ batches, shown, onShow, ticked, onTick }: BatchListProps) {
  return (
    <>
      <div className={styles.listHead}>
        <b>
          <Plural value={batches.length} one="# batch" other="# batches" />
        </b>
        <Grow />
        <Key>J</Key>
        <Key>K</Key>
        <span className={styles.small}>
          <Trans>next, previous</Trans>
        </span>
        {onTick === undefined ? null : (
          <>
            <Key>X</Key>
            <span className={styles.small}>
              <Trans context="key">tick</Trans>
            </span>
          </>
        )}
      </div>
      <ol className={styles.list}>
        {batches.map((row) => (
          <BatchRow
            key={row.number}
            row={row}
            isShown={row.number === shown}
            isTicked={ticked.has(row.number)}
            onShow={() => onShow(row.number)}
            {...(onTick === undefined ? {} : { onTick: () => onTick(row.number) })}
          />
        ))}
      </ol>
    </>
  )
}

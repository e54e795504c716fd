// biome-ignore-all lint/a11y/useSemanticElements: rows are placed by hand and table elements with another display lose their meaning
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid is the one tab stop and points to its active row
import { useLingui } from '@lingui/react/macro'
import { ArrowDown, ArrowUp } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from '../cx.ts'
import { Checkbox } from './choice-controls.tsx'
import styles from './table.module.css'

/** A column: `width` in pixels or 'fill'; `value` is what a sort on this side compares. */
export type Column<Row> = {
  id: string
  header: ReactNode
  width: number | 'fill'
  cell: (row: Row) => ReactNode
  align?: 'end'
  /** The record's own number: stronger than the rest. */
  strong?: boolean
  sortable?: boolean
  value?: (row: Row) => string | number
}

/** How a table is sorted; null: as it came. */
export type Sort = { column: string; descending: boolean } | null

/** The sticky header; sortable columns are buttons. */
export function Heads<Row>({
  columns,
  sort,
  sortBy,
  tickAll,
}: {
  columns: readonly Column<Row>[]
  sort: Sort
  sortBy: (column: string) => void
  tickAll: ReactNode
}) {
  return (
    <div className={styles.head} role="rowgroup">
      <div className={styles.row} role="row" aria-rowindex={1}>
        {tickAll === null ? null : (
          <div className={styles.tick} role="columnheader">
            {tickAll}
          </div>
        )}
        {columns.map((column) => {
          const sorted = sort?.column === column.id
          return (
            <div
              key={column.id}
              role="columnheader"
              className={cx(styles.headCell, column.align === 'end' && styles.end, sorted && styles.sorted)}
              aria-sort={sorted ? (sort.descending ? 'descending' : 'ascending') : 'none'}
            >
              {column.sortable === true ? (
                <button type="button" className={styles.sorter} onClick={() => sortBy(column.id)}>
                  {column.header}
                  {sorted ? sort.descending ? <ArrowDown aria-hidden="true" /> : <ArrowUp aria-hidden="true" /> : null}
                </button>
              ) : (
                column.header
              )}
            </div>
          )
        })}
      </div>
    </div>
  )
}

/** What one row needs to know of its table. */
export type RowProps<Row> = {
  columns: readonly Column<Row>[]
  ticked?: ReadonlySet<string>
  isDim?: (row: Row) => boolean
  row: Row
  rowKey: string
  id: string
  index: number
  top: number
  open: boolean
  active: boolean
  onPress: (key: string, event: { shift: boolean; add: boolean }) => void
  onTick: (key: string) => void
}

/** One row at its place. */
export function TableRow<Row>(props: RowProps<Row>) {
  const { columns, ticked, isDim, row, rowKey, id, index, top, open, active, onPress, onTick } = props
  const { t } = useLingui()
  const isTicked = ticked?.has(rowKey) === true
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid itself hears the keys for its active row
    <div
      id={id}
      role="row"
      tabIndex={-1}
      aria-rowindex={index + 2}
      aria-selected={ticked === undefined ? open : isTicked}
      data-row={rowKey}
      className={cx(
        styles.row,
        isTicked && styles.ticked,
        open && styles.open,
        active && styles.active,
        isDim?.(row) === true && styles.dim,
      )}
      style={{ transform: `translateY(${top}px)` }}
      onClick={(event) => {
        if ((event.target as Element).closest('label, button, a') !== null) return
        onPress(rowKey, { shift: event.shiftKey, add: event.ctrlKey || event.metaKey })
      }}
    >
      {ticked === undefined ? null : (
        <div className={styles.tick} role="gridcell">
          <Checkbox
            aria-label={t`Select ${rowKey}`}
            isSelected={isTicked}
            onChange={() => onTick(rowKey)}
            excludeFromTabOrder
          />
        </div>
      )}
      {columns.map((column) => (
        <div
          key={column.id}
          role="gridcell"
          className={cx(styles.cell, column.align === 'end' && styles.end, column.strong === true && styles.strong)}
        >
          {column.cell(row)}
        </div>
      ))}
    </div>
  )
}

// biome-ignore-all lint/a11y/useSemanticElements: rows are placed by hand, and table elements with another display lose their meaning
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid is the one tab stop and points to its current row
import { Trans, useLingui } from '@lingui/react/macro'
import { useVirtualizer } from '@tanstack/react-virtual'
import { memo, type RefObject, useEffect, useRef, useState } from 'react'
import type { OrderRow } from '../../../contract/station/orders.ts'
import { cx } from '../../ui/cx.ts'
import type { OrderSort } from './order-address.ts'
import { COLUMNS } from './order-columns.tsx'
import type { OrderList } from './order-pages.ts'
import { moveTo, tick, useOrderScreen } from './order-store.ts'
import styles from './orders.module.css'

const ROW_PX = 36

type RowProps = {
  readonly row: OrderRow | undefined
  readonly index: number
  readonly top: number
  readonly columns: readonly string[]
  readonly template: string
  readonly now: number
  readonly ticked: boolean
  readonly current: boolean
  readonly open: boolean
  readonly onOpen: (row: OrderRow, index: number) => void
}

const ListRow = memo(function ListRow({
  row,
  index,
  top,
  columns,
  template,
  now,
  ticked,
  current,
  open,
  onOpen,
}: RowProps) {
  const { t } = useLingui()
  const number = row?.number ?? ''
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the screen hears Enter for the current row.
    <div
      role="row"
      id={`order-row-${index}`}
      aria-rowindex={index + 2}
      aria-selected={ticked}
      data-order={row?.id}
      data-state={row?.state}
      className={cx(styles.row, ticked && styles.ticked, current && styles.current, open && styles.open)}
      style={{ transform: `translateY(${top}px)`, gridTemplateColumns: template }}
      onClick={() => row !== undefined && onOpen(row, index)}
    >
      <div role="gridcell" className={styles.tickCell}>
        {row === undefined ? null : (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the box inside hears the keys; this only keeps a tick from opening the row.
          <label className={styles.tickBox} onClick={(event) => event.stopPropagation()}>
            <input
              type="checkbox"
              tabIndex={-1}
              checked={ticked}
              aria-label={t`Select ${number}`}
              onChange={(event) => {
                moveTo(index)
                tick([row], event.target.checked)
              }}
            />
          </label>
        )}
      </div>
      {COLUMNS.filter(({ id }) => columns.includes(id)).map(({ id, right, cell }) => (
        <div role="gridcell" key={id} className={cx(styles.cell, right && styles.right)}>
          {row === undefined ? <span className={styles.blank} /> : cell({ row, now })}
        </div>
      ))}
    </div>
  )
})

type HeadProps = {
  readonly columns: readonly string[]
  readonly template: string
  readonly sort: OrderSort
  readonly onSort: (sort: OrderSort) => void
  readonly seen: readonly OrderRow[]
}

function Head({ columns, template, sort, onSort, seen }: HeadProps) {
  const { t } = useLingui()
  const ticked = useOrderScreen((screen) => screen.ticked)
  const all = seen.length > 0 && seen.every((row) => ticked.has(row.id))
  return (
    <div role="row" aria-rowindex={1} className={styles.head} style={{ gridTemplateColumns: template }}>
      <div role="columnheader" className={styles.tickCell}>
        <label className={styles.tickBox}>
          <input
            type="checkbox"
            checked={all}
            aria-label={t`Select the orders in view`}
            onChange={(event) => tick(seen, event.target.checked)}
          />
        </label>
      </div>
      {COLUMNS.filter(({ id }) => columns.includes(id)).map(({ id, title, right, sort: by }) => (
        <div
          role="columnheader"
          key={id}
          aria-sort={
            by === undefined ? undefined : by === sort ? (by === 'newest' ? 'descending' : 'ascending') : 'none'
          }
          className={cx(styles.cell, right && styles.right, by === sort && styles.sorted)}
        >
          {by === undefined ? (
            t(title)
          ) : (
            <button type="button" className={styles.sortButton} onClick={() => onSort(by === sort ? 'newest' : by)}>
              {t(title)}
              <svg
                width="14"
                height="14"
                viewBox="0 0 24 24"
                aria-hidden="true"
                className={styles[by === sort ? 'sortOn' : 'sortOff']}
              >
                <path
                  d={by === 'newest' ? 'M12 5v14m7-7-7 7-7-7' : 'M12 19V5m-7 7 7-7 7 7'}
                  fill="none"
                  stroke="currentColor"
                  strokeWidth="2.4"
                  strokeLinecap="round"
                  strokeLinejoin="round"
                />
              </svg>
            </button>
          )}
        </div>
      ))}
    </div>
  )
}

// Beside an open sheet these give way on all but the widest screens; the sheet says the same.
const GIVES_WAY: readonly string[] = ['channel', 'carrier', 'ordered']

function useWide(sheeted: boolean): boolean {
  const [wide, setWide] = useState(true)
  useEffect(() => {
    const query = matchMedia('(min-width: 1700px)')
    const look = (): void => setWide(!sheeted || query.matches)
    look()
    query.addEventListener('change', look)
    return () => query.removeEventListener('change', look)
  }, [sheeted])
  return wide
}

type TableProps = {
  readonly list: OrderList
  readonly sort: OrderSort
  readonly onSort: (sort: OrderSort) => void
  readonly openId: string | null
  readonly onOpen: (row: OrderRow, index: number) => void
  /** Told which rows are in view, so that their pages are read. */
  readonly onView: (first: number, last: number) => void
  readonly now: number
  readonly gridRef: RefObject<HTMLDivElement | null>
  readonly total: number | null
}

/** The list of orders: a grid that draws only the rows in view and keeps the keyboard's row in sight. */
export function OrderTable({ list, sort, onSort, openId, onOpen, onView, now, gridRef, total }: TableProps) {
  const { t } = useLingui()
  const scroller = useRef<HTMLDivElement>(null)
  const current = useOrderScreen((screen) => screen.current)
  const ticked = useOrderScreen((screen) => screen.ticked)
  const chosen = useOrderScreen((screen) => screen.columns)
  const wide = useWide(openId !== null)
  const columns = ['number', 'state', ...chosen.filter((column) => wide || !GIVES_WAY.includes(column))]
  const template = ['50px', ...COLUMNS.filter(({ id }) => columns.includes(id)).map(({ width }) => width)].join(' ')
  const rows = useVirtualizer({
    count: list.count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 12,
    scrollPaddingStart: ROW_PX,
    scrollPaddingEnd: ROW_PX,
  })
  const drawn = rows.getVirtualItems()
  const first = drawn[0]?.index ?? 0
  const last = drawn.at(-1)?.index ?? 0
  useEffect(() => onView(first, last), [first, last, onView])
  const empty = list.count === 0
  // biome-ignore lint/correctness/useExhaustiveDependencies: it scrolls when the current row moves or the list comes, not when it grows.
  useEffect(() => {
    if (!empty) rows.scrollToIndex(current)
  }, [current, empty])
  const openAt = openId === null ? -1 : (drawn.find(({ index }) => list.row(index)?.id === openId)?.index ?? -1)
  useEffect(() => {
    if (openAt >= 0) moveTo(openAt)
  }, [openAt])
  const seen = drawn.flatMap(({ index }) => list.row(index) ?? [])
  return (
    <div
      ref={gridRef}
      role="grid"
      tabIndex={0}
      aria-label={t`Orders`}
      aria-rowcount={total ?? (list.complete ? list.count + 1 : -1)}
      aria-multiselectable
      aria-activedescendant={drawn.some(({ index }) => index === current) ? `order-row-${current}` : undefined}
      className={styles.table}
    >
      <div ref={scroller} className={styles.scroller} role="presentation" data-rows={list.count}>
        <div role="rowgroup" className={styles.stuck}>
          <Head columns={columns} template={template} sort={sort} onSort={onSort} seen={seen} />
        </div>
        <div role="rowgroup" className={styles.height} style={{ height: rows.getTotalSize() }}>
          {drawn.map(({ index, start }) => {
            const row = list.row(index)
            return (
              <ListRow
                key={index}
                {...{ row, index, columns: columns, template, now, onOpen }}
                top={start}
                ticked={row !== undefined && ticked.has(row.id)}
                current={index === current}
                open={row !== undefined && row.id === openId}
              />
            )
          })}
        </div>
      </div>
      {list.loading && list.count === 0 ? (
        <p className={styles.waiting}>
          <Trans>Reading orders …</Trans>
        </p>
      ) : null}
    </div>
  )
}

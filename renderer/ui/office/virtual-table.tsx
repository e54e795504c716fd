// biome-ignore-all lint/a11y/useSemanticElements: rows are placed by hand and table elements with another display lose their meaning
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid is the one tab stop and points to its active row
import { Trans, useLingui } from '@lingui/react/macro'
import {
  type ColumnDef,
  createSortedRowModel,
  rowSortingFeature,
  type SortingState,
  sortFns,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown, ArrowUp } from 'lucide-react'
import {
  type CSSProperties,
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react'
import { cx } from '../cx.ts'
import { Checkbox } from './choice-controls.tsx'
import styles from './table.module.css'
import { nextKey, rangeBetween } from './table-keys.ts'

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

type VirtualTableProps<Row> = {
  label: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
  /** How many rows there are on the server; the number of `rows` when absent. */
  total?: number
  /** Asks for the next page; called when its end comes near and `loading` is false. */
  onNeedMore?: () => void
  loading?: boolean
  sort?: Sort
  /** Present: the server sorts. Absent: sortable columns sort what is here by their `value`. */
  onSort?: (sort: Sort) => void
  /** Ticked rows by key; without it there are no boxes. */
  ticked?: ReadonlySet<string>
  onTickedChange?: (ticked: ReadonlySet<string>) => void
  /** The row whose record is open. */
  openKey?: string | null
  onOpen?: (key: string) => void
  isDim?: (row: Row) => boolean
  /** Shown instead of rows when there are none. */
  empty: ReactNode
}

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel(), sortFns })
const ROW_HEIGHT = 36
const PAGE = 15

function useRows<Row>(props: VirtualTableProps<Row>) {
  const { columns, rows, rowKey, sort, onSort } = props
  const [ownSort, setOwnSort] = useState<Sort>(null)
  const shownSort = onSort === undefined ? ownSort : (sort ?? null)
  const definitions = useMemo<ColumnDef<typeof features, Row & object>[]>(
    () =>
      columns.map((column) => ({
        id: column.id,
        accessorFn: (row: Row) => column.value?.(row) ?? '',
        enableSorting: column.sortable === true,
      })),
    [columns],
  )
  const sorting: SortingState = shownSort === null ? [] : [{ id: shownSort.column, desc: shownSort.descending }]
  const table = useTable({
    features,
    columns: definitions,
    data: rows as readonly (Row & object)[] as (Row & object)[],
    getRowId: (row) => rowKey(row),
    manualSorting: onSort !== undefined,
    state: { sorting },
  })
  const sortBy = (column: string): void => {
    const next: Sort =
      shownSort?.column !== column
        ? { column, descending: false }
        : shownSort.descending
          ? null
          : { column, descending: true }
    if (onSort === undefined) setOwnSort(next)
    else onSort(next)
  }
  return { ordered: table.getRowModel().rows.map((row) => row.original as Row), shownSort, sortBy }
}

function Heads<Row>({
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

/** Which row the keyboard is on, and what its keys do: arrows, pages, ends, Enter opens, Space ticks, Shift extends. */
function useKeys(
  keys: readonly string[],
  props: Pick<VirtualTableProps<never>, 'onOpen' | 'ticked' | 'onTickedChange'>,
) {
  const [active, setActive] = useState<string | null>(null)
  const anchor = useRef<string | null>(null)
  const { onOpen, ticked, onTickedChange } = props
  const toggle = (key: string, extend: boolean): void => {
    if (ticked === undefined || onTickedChange === undefined) return
    const next = new Set(ticked)
    if (extend && anchor.current !== null) for (const each of rangeBetween(keys, anchor.current, key)) next.add(each)
    else if (next.has(key)) next.delete(key)
    else next.add(key)
    anchor.current = key
    onTickedChange(next)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget) return
    if (event.key === 'Enter' && active !== null) onOpen?.(active)
    else if (event.key === ' ' && active !== null) toggle(active, event.shiftKey)
    else if (event.key === 'a' && (event.ctrlKey || event.metaKey) && ticked !== undefined)
      onTickedChange?.(new Set(keys))
    else {
      const next = nextKey(keys, active, event.key, PAGE)
      if (next === null) return
      setActive(next)
      if (event.shiftKey && ticked !== undefined) {
        anchor.current ??= active ?? next
        onTickedChange?.(new Set([...ticked, ...rangeBetween(keys, anchor.current, next)]))
      } else anchor.current = next
    }
    event.preventDefault()
  }
  return { active, setActive, toggle, onKeyDown }
}

/**
 * A long list: sticky header, rows of 36 px of which only the visible ones exist, sorting here or on the server, further pages
 * asked for as the end comes near. One tab stop; the arrows move, Enter opens, Space ticks.
 */
export function VirtualTable<Row>(props: VirtualTableProps<Row>) {
  const {
    label,
    columns,
    rowKey,
    total,
    onNeedMore,
    loading = false,
    ticked,
    openKey = null,
    onOpen,
    isDim,
    empty,
  } = props
  const { t } = useLingui()
  const id = useId()
  const scroller = useRef<HTMLDivElement>(null)
  const { ordered, shownSort, sortBy } = useRows(props)
  const keys = useMemo(() => ordered.map(rowKey), [ordered, rowKey])
  const { active, setActive, toggle, onKeyDown } = useKeys(keys, props)
  const virtual = useVirtualizer({
    count: ordered.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 10,
    scrollPaddingStart: ROW_HEIGHT,
  })
  const items = virtual.getVirtualItems()
  const lastShown = items.at(-1)?.index ?? 0
  const more = onNeedMore !== undefined && ordered.length < (total ?? 0)
  useEffect(() => {
    if (more && !loading && lastShown >= ordered.length - 2 * PAGE) onNeedMore()
  }, [more, loading, lastShown, ordered.length, onNeedMore])
  useEffect(() => {
    const index = active === null ? -1 : keys.indexOf(active)
    if (index !== -1) virtual.scrollToIndex(index, { align: 'auto' })
  }, [active, keys, virtual])
  const template = [
    ...(ticked === undefined ? [] : ['40px']),
    ...columns.map((column) => (column.width === 'fill' ? 'minmax(120px, 1fr)' : `${column.width}px`)),
  ].join(' ')
  const allTicked = ticked !== undefined && keys.length > 0 && keys.every((key) => ticked.has(key))
  const tickAll =
    ticked === undefined ? null : (
      <Checkbox
        aria-label={t`Select all`}
        isSelected={allTicked}
        isIndeterminate={!allTicked && ticked.size > 0}
        onChange={(all) => props.onTickedChange?.(new Set(all ? keys : []))}
      />
    )
  return (
    <div className={styles.table} style={{ '--columns': template } as CSSProperties}>
      <div
        ref={scroller}
        className={styles.scroller}
        role="grid"
        aria-label={label}
        aria-rowcount={(total ?? ordered.length) + 1}
        aria-multiselectable={ticked === undefined ? undefined : true}
        aria-busy={loading}
        tabIndex={0}
        {...(active === null || !keys.includes(active) ? {} : { 'aria-activedescendant': `${id}-${active}` })}
        onKeyDown={onKeyDown}
        onFocus={(event) => {
          if (event.target === event.currentTarget && active === null) setActive(openKey ?? keys[0] ?? null)
        }}
      >
        <Heads columns={columns} sort={shownSort} sortBy={sortBy} tickAll={tickAll} />
        <div className={styles.body} role="rowgroup" style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const row = ordered[item.index]
            const key = keys[item.index]
            if (row === undefined || key === undefined) return null
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the grid itself hears the keys for its active row
              <div
                key={key}
                id={`${id}-${key}`}
                role="row"
                tabIndex={-1}
                aria-rowindex={item.index + 2}
                aria-selected={ticked === undefined ? key === openKey : ticked.has(key)}
                data-row={key}
                className={cx(
                  styles.row,
                  ticked?.has(key) === true && styles.ticked,
                  key === openKey && styles.open,
                  key === active && styles.active,
                  isDim?.(row) === true && styles.dim,
                )}
                style={{ transform: `translateY(${item.start}px)` }}
                onClick={(event) => {
                  if ((event.target as Element).closest('label, button, a') !== null) return
                  setActive(key)
                  scroller.current?.focus({ preventScroll: true })
                  if (event.shiftKey || event.ctrlKey || event.metaKey) toggle(key, event.shiftKey)
                  else onOpen?.(key)
                }}
              >
                {ticked === undefined ? null : (
                  <div className={styles.tick} role="gridcell">
                    <Checkbox
                      aria-label={t`Select ${key}`}
                      isSelected={ticked.has(key)}
                      onChange={() => toggle(key, false)}
                      excludeFromTabOrder
                    />
                  </div>
                )}
                {columns.map((column) => (
                  <div
                    key={column.id}
                    role="gridcell"
                    className={cx(
                      styles.cell,
                      column.align === 'end' && styles.end,
                      column.strong === true && styles.strong,
                    )}
                  >
                    {column.cell(row)}
                  </div>
                ))}
              </div>
            )
          })}
        </div>
        {ordered.length === 0 && !loading ? empty : null}
      </div>
      {loading ? (
        <div className={styles.loading} role="status">
          <Trans>Loading…</Trans>
        </div>
      ) : null}
    </div>
  )
}

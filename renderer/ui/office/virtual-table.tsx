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
import {
  type CSSProperties,
  type FocusEvent,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react'
import { Checkbox } from './choice-controls.tsx'
import styles from './table.module.css'
import { nextKey, rangeBetween } from './table-keys.ts'
import { type Column, Heads, type RowProps, type Sort, TableRow } from './table-row.tsx'

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

/** Keeps the row that the keyboard is on in view and asks for the next page as the end comes near. */
function useWindow<Row>(
  props: Pick<VirtualTableProps<Row>, 'total' | 'onNeedMore' | 'loading'>,
  scroller: RefObject<HTMLDivElement | null>,
  keys: readonly string[],
  active: string | null,
) {
  const { total, onNeedMore, loading = false } = props
  const virtual = useVirtualizer({
    count: keys.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 10,
    scrollPaddingStart: ROW_HEIGHT,
  })
  const items = virtual.getVirtualItems()
  const lastShown = items.at(-1)?.index ?? 0
  const more = onNeedMore !== undefined && keys.length < (total ?? 0)
  useEffect(() => {
    if (more && !loading && lastShown >= keys.length - 2 * PAGE) onNeedMore()
  }, [more, loading, lastShown, keys.length, onNeedMore])
  useEffect(() => {
    const index = active === null ? -1 : keys.indexOf(active)
    if (index !== -1) virtual.scrollToIndex(index, { align: 'auto' })
  }, [active, keys, virtual])
  return { items, height: virtual.getTotalSize() }
}

type TickAllProps = {
  keys: readonly string[]
  ticked: ReadonlySet<string>
  onTickedChange: ((ticked: ReadonlySet<string>) => void) | undefined
}

function TickAll({ keys, ticked, onTickedChange }: TickAllProps) {
  const { t } = useLingui()
  const all = keys.length > 0 && keys.every((key) => ticked.has(key))
  return (
    <Checkbox
      aria-label={t`Select all`}
      isSelected={all}
      isIndeterminate={!all && ticked.size > 0}
      onChange={(wanted) => onTickedChange?.(new Set(wanted ? keys : []))}
    />
  )
}

function LoadingMore() {
  return (
    <div className={styles.loading} role="status">
      <Trans>Loading…</Trans>
    </div>
  )
}

const FILL_AT_LEAST = 120
const BOXES = 40
const ROW_PADDING = 24

/** The columns, and how narrow a row may become before the list scrolls sideways: long words never make it wider. */
const template = (columns: readonly Column<never>[], boxes: boolean): CSSProperties => {
  const widths = columns.map((column) =>
    column.width === 'fill' ? `minmax(${FILL_AT_LEAST}px, 1fr)` : `${column.width}px`,
  )
  const least = columns.reduce((sum, { width }) => sum + (width === 'fill' ? FILL_AT_LEAST : width), boxes ? BOXES : 0)
  return {
    '--columns': [...(boxes ? [`${BOXES}px`] : []), ...widths].join(' '),
    '--least': `${least + ROW_PADDING}px`,
  } as CSSProperties
}

/**
 * A long list: sticky header, rows of 36 px of which only the visible ones exist, sorting here or on the server, further pages
 * asked for as the end comes near. One tab stop; the arrows move, Enter opens, Space ticks.
 */
export function VirtualTable<Row>(props: VirtualTableProps<Row>) {
  const { label, columns, rowKey, total, loading = false, ticked, onTickedChange, openKey = null } = props
  const id = useId()
  const scroller = useRef<HTMLDivElement>(null)
  const { ordered, shownSort, sortBy } = useRows(props)
  const keys = useMemo(() => ordered.map(rowKey), [ordered, rowKey])
  const { active, setActive, toggle, onKeyDown } = useKeys(keys, props)
  const { items, height } = useWindow(props, scroller, keys, active)
  const activeIndex = active === null ? -1 : keys.indexOf(active)
  const press: RowProps<Row>['onPress'] = (key, { shift, add }) => {
    setActive(key)
    scroller.current?.focus({ preventScroll: true })
    if (shift || add) toggle(key, shift)
    else props.onOpen?.(key)
  }
  const focusFirst = (event: FocusEvent): void => {
    if (event.target === event.currentTarget && active === null) setActive(openKey ?? keys[0] ?? null)
  }
  return (
    <div className={styles.table} style={template(columns, ticked !== undefined)}>
      <div
        ref={scroller}
        className={styles.scroller}
        role="grid"
        aria-label={label}
        aria-rowcount={(total ?? ordered.length) + 1}
        aria-multiselectable={ticked === undefined ? undefined : true}
        aria-busy={loading}
        tabIndex={0}
        {...(activeIndex === -1 ? {} : { 'aria-activedescendant': `${id}-${activeIndex}` })}
        onKeyDown={onKeyDown}
        onFocus={focusFirst}
      >
        <Heads
          columns={columns}
          sort={shownSort}
          sortBy={sortBy}
          tickAll={
            ticked === undefined ? null : <TickAll keys={keys} ticked={ticked} onTickedChange={onTickedChange} />
          }
        />
        <div className={styles.body} role="rowgroup" style={{ height }}>
          {items.map(({ index, start }) => {
            const [row, key] = [ordered[index], keys[index]]
            if (row === undefined || key === undefined) return null
            const place = { index, top: start, id: `${id}-${index}`, open: key === openKey, active: key === active }
            return (
              <TableRow
                key={key}
                {...props}
                {...place}
                row={row}
                rowKey={key}
                onPress={press}
                onTick={(one) => toggle(one, false)}
              />
            )
          })}
        </div>
      </div>
      {/* Beside the grid, not in it: a grid may hold rows and nothing else. */}
      {ordered.length === 0 && !loading && props.empty != null ? (
        <div className={styles.empty}>{props.empty}</div>
      ) : null}
      {loading ? <LoadingMore /> : null}
    </div>
  )
}

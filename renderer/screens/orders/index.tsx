import { Trans, useLingui } from '@lingui/react/macro'
import { Columns3, Download, Plus } from 'lucide-react'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { OrderRow } from '../../../contract/station/orders.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { importFile } from '../../office/dropped-file.ts'
import { FileDrop } from '../../office/file-drop.tsx'
import { OfficeScreen } from '../../office/office-screen.tsx'
import { ProblemNote } from '../../office/problem-note.tsx'
import { useKeys } from '../../office/use-keys.ts'
import { useNow } from '../../office/use-now.ts'
import { go, setFilters, usePlace } from '../../router.ts'
import { Button } from '../../ui/office/button.tsx'
import { EmptyState } from '../../ui/office/empty-state.tsx'
import { FilterChip, Grow, ListPage } from '../../ui/office/shell.tsx'
import { useStateWord } from '../../ui/office/state-mark.tsx'
import { ColumnDialog, FilterDialog } from './filter-dialog.tsx'
import { NoOrders } from './no-orders.tsx'
import { type OrderAddress, orderIdOf, orderPath, readAddress, writeAddress } from './order-address.ts'
import { ChannelName } from './order-columns.tsx'
import { OrderQuestion, useOrderActs } from './order-dialogs.tsx'
import { OrderBulkBar, OrderFoot } from './order-foot.tsx'
import { type OrderList, useOrderList } from './order-pages.ts'
import { useOrderCounts, useOrderPage } from './order-queries.ts'
import { OrderSheet, type SheetAct } from './order-sheet.tsx'
import { clearTicks, moveTo, tick, useOrderScreen } from './order-store.ts'
import { OrderTable } from './order-table.tsx'
import styles from './orders.module.css'

/** The filters of the address, and a search that follows the typing without a step for each letter. */
function useAddress() {
  const search = usePlace((place) => place.search)
  const address = readAddress(search)
  const [typed, setTyped] = useState(address.search)
  const change = (next: Partial<OrderAddress>): void => {
    moveTo(0)
    setFilters(writeAddress(next))
  }
  useEffect(() => setTyped(address.search), [address.search])
  useEffect(() => {
    if (typed === address.search) return
    const timer = setTimeout(() => {
      moveTo(0)
      setFilters(writeAddress({ search: typed }))
    }, 160)
    return () => clearTimeout(timer)
  }, [typed, address.search])
  return { address, search, typed, setTyped, change }
}

function Nothing({ filtered, onReset }: { filtered: boolean; onReset: () => void }) {
  if (filtered)
    return (
      <EmptyState
        mark="off"
        title={<Trans>No order is like that</Trans>}
        advice={<Trans>Try fewer letters or digits, or take a filter away.</Trans>}
        action={
          <Button onPress={onReset}>
            <Trans>Show everything</Trans>
          </Button>
        }
      />
    )
  return <NoOrders />
}

type BarProps = {
  address: OrderAddress
  change: (next: Partial<OrderAddress>) => void
  ready: number
  onFilter: () => void
  onColumns: () => void
  onReleaseAll: () => void
  onExport: () => void
  narrow: boolean
}

function FilterBar({ address, change, ready, onFilter, onColumns, onReleaseAll, onExport, narrow }: BarProps) {
  const stateWord = useStateWord()
  const format = useFormat()
  const readyCount = format.number(ready)
  const { states } = address
  return (
    <>
      {states.length > 0 ? (
        <FilterChip
          name={<Trans>State</Trans>}
          value={
            states.length > 2
              ? `${stateWord(states[0] ?? 'ready')} +${states.length - 1}`
              : states.map(stateWord).join(', ')
          }
          onRemove={() => change({ states: [] })}
        />
      ) : null}
      {address.channel === null ? null : (
        <FilterChip
          name={<Trans>Channel</Trans>}
          value={<ChannelName channel={address.channel} />}
          onRemove={() => change({ channel: null })}
        />
      )}
      <Button kind="quiet" onPress={onFilter} hint="F">
        <Plus aria-hidden="true" />
        <Trans>Filter</Trans>
      </Button>
      <Grow />
      {ready > 0 ? (
        <Button onPress={onReleaseAll}>
          <Trans>Release all {readyCount} ready</Trans>
        </Button>
      ) : null}
      {narrow ? null : (
        <>
          <Button kind="quiet" onPress={onColumns}>
            <Columns3 aria-hidden="true" />
            <Trans>Columns</Trans>
          </Button>
          <Button kind="quiet" onPress={onExport}>
            <Download aria-hidden="true" />
            <Trans>Export shipped</Trans>
          </Button>
        </>
      )}
    </>
  )
}

type OpenProps = {
  orderId: string
  acts: ReturnType<typeof useOrderActs>
  onClose: () => void
  onMove: (by: number) => void
}

function OpenOrder({ orderId, acts, onClose, onMove }: OpenProps) {
  const [revealed, setRevealed] = useState(false)
  const ticking = useOrderScreen((screen) => screen.ticked.size > 0)
  const { data: page, error } = useOrderPage(orderId, revealed)
  const onAct = (act: SheetAct): void => {
    if (page === undefined) return
    if (act === 'hold' || act === 'cancel') acts.ask({ kind: act, orderIds: [orderId] })
    else if (act === 'difference') acts.ask({ kind: 'difference', page })
    else acts.send({ kind: act, orderIds: [orderId] })
  }
  if (page === undefined)
    return error === null ? null : (
      <aside className={styles.sheetError}>
        <ProblemNote error={error} />
        <Button onPress={onClose} hint="Esc">
          <Trans>Close</Trans>
        </Button>
      </aside>
    )
  return (
    <OrderSheet
      page={page}
      revealed={revealed}
      onReveal={() => setRevealed(true)}
      onAct={onAct}
      onMatch={(line) => acts.ask({ kind: 'match', line })}
      onClose={onClose}
      onPrevious={() => onMove(-1)}
      onNext={() => onMove(1)}
      keys={!ticking}
    />
  )
}

type ListKeys = {
  list: OrderList
  openId: string | null
  open: (row: OrderRow, index: number) => void
  close: () => void
  acts: ReturnType<typeof useOrderActs>
  onFilter: () => void
}

/** The keys of the list: move, select, open, and what they do to the selected orders. */
function useListKeys({ list, openId, open, close, acts, onFilter }: ListKeys): (by: number) => void {
  const move = (by: number): void => {
    const { current } = useOrderScreen.getState()
    const next = Math.min(Math.max(0, list.count - 1), Math.max(0, current + by))
    moveTo(next)
    const row = list.row(next)
    if (openId !== null && row !== undefined) open(row, next)
  }
  const withRow = (act: (row: OrderRow, index: number) => void) => () => {
    const { current } = useOrderScreen.getState()
    const row = list.row(current)
    return row === undefined ? false : act(row, current)
  }
  const ticked = (act: (orderIds: string[]) => void) => () => {
    const orderIds = [...useOrderScreen.getState().ticked.keys()]
    return orderIds.length === 0 ? false : act(orderIds)
  }
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    PageDown: () => move(15),
    PageUp: () => move(-15),
    Home: () => move(-list.count),
    End: () => move(list.count),
    Enter: withRow(open),
    Space: withRow((row) => tick([row], !useOrderScreen.getState().ticked.has(row.id))),
    f: onFilter,
    Escape: () => {
      if (openId !== null) return close()
      return useOrderScreen.getState().ticked.size === 0 ? false : clearTicks()
    },
    r: ticked((orderIds) => acts.send({ kind: 'release', orderIds })),
    h: ticked((orderIds) => acts.ask({ kind: 'hold', orderIds })),
  })
  return move
}

type FootProps = { acts: ReturnType<typeof useOrderActs>; list: OrderList; filtered: boolean; sheeted: boolean }

function Foot({ acts, list, filtered, sheeted }: FootProps) {
  const counts = useOrderCounts().data
  const anyTicked = useOrderScreen((screen) => screen.ticked.size > 0)
  const tickedIds = (): string[] => [...useOrderScreen.getState().ticked.keys()]
  return anyTicked ? (
    <OrderBulkBar
      busy={acts.busy}
      onRelease={() => acts.send({ kind: 'release', orderIds: tickedIds() })}
      onHold={() => acts.ask({ kind: 'hold', orderIds: tickedIds() })}
      onCancel={() => acts.ask({ kind: 'cancel', orderIds: tickedIds() })}
      onExport={() => acts.ask({ kind: 'export' })}
    />
  ) : (
    <OrderFoot
      total={counts?.total ?? 0}
      filtered={filtered}
      shown={list.count}
      complete={list.complete}
      counts={counts?.states ?? {}}
      differences={counts?.differences ?? 0}
      sheeted={sheeted}
    />
  )
}

type DialogProps = {
  dialog: 'filter' | 'columns' | null
  address: OrderAddress
  change: (next: Partial<OrderAddress>) => void
  onClose: () => void
}

function ListDialog({ dialog, address, change, onClose }: DialogProps) {
  const counts = useOrderCounts().data
  if (dialog === 'columns') return <ColumnDialog onClose={onClose} />
  if (dialog === null) return null
  return (
    <FilterDialog
      address={address}
      counts={counts?.states ?? {}}
      channels={counts?.channels ?? []}
      onChange={change}
      onClose={onClose}
    />
  )
}

/** Orders: the endless list, one search, filters in the address, bulk commands, and the open order's sheet. */
export default function Orders({ rest }: { rest: readonly string[] }) {
  const { t } = useLingui()
  const { address, search, typed, setTyped, change } = useAddress()
  const [view, setView] = useState({ first: 0, last: 0 })
  const [dialog, setDialog] = useState<'filter' | 'columns' | null>(null)
  const acts = useOrderActs()
  const counts = useOrderCounts().data
  const list = useOrderList(address, view.first, view.last)
  const now = useNow()
  const gridRef = useRef<HTMLDivElement>(null)
  const openId = orderIdOf(rest[0])
  const close = useCallback((): void => go(orderPath(null, usePlace.getState().search), { replace: true }), [])
  const open = useCallback((row: OrderRow, index: number): void => {
    moveTo(index)
    go(orderPath(row.id, usePlace.getState().search), { replace: true })
  }, [])
  const onView = useCallback(
    (first: number, last: number) =>
      setView((before) => (before.first === first && before.last === last ? before : { first, last })),
    [],
  )
  const move = useListKeys({ list, openId, open, close, acts, onFilter: () => setDialog('filter') })
  const ready = counts?.states.ready ?? 0
  const filtered = address.search !== '' || address.states.length > 0 || address.channel !== null
  const nothing = !list.loading && list.complete && list.count === 0
  const openById = (orderId: string): void => go(orderPath(orderId, search), { replace: true })
  return (
    <OfficeScreen
      current="/orders"
      title={<Trans>Orders</Trans>}
      search={{ value: typed, onChange: setTyped, placeholder: t`Order, tracking, SKU, last digits of a phone, name` }}
      {...(openId === null
        ? {}
        : { sheet: <OpenOrder key={openId} orderId={openId} acts={acts} onClose={close} onMove={move} /> })}
    >
      <FileDrop onFile={importFile} hint={<Trans>Drop it: Import opens with the file</Trans>}>
        <ListPage
          filters={
            <FilterBar
              {...{ address, change, ready }}
              narrow={openId !== null}
              onFilter={() => setDialog('filter')}
              onColumns={() => setDialog('columns')}
              onReleaseAll={() => acts.ask({ kind: 'releaseAll', ready })}
              onExport={() => acts.ask({ kind: 'export' })}
            />
          }
          foot={<Foot acts={acts} list={list} filtered={filtered} sheeted={openId !== null} />}
        >
          <div className={styles.listArea}>
            <div className={styles.note}>
              <ProblemNote error={list.error ?? (acts.question === null ? acts.error : null)} />
            </div>
            {nothing ? (
              <Nothing filtered={filtered} onReset={() => change({ search: '', states: [], channel: null })} />
            ) : (
              <OrderTable
                {...{ list, now, gridRef, openId, onView }}
                sort={address.sort}
                onSort={(sort) => change({ sort })}
                onOpen={open}
                total={filtered ? null : (counts?.total ?? null)}
              />
            )}
          </div>
        </ListPage>
      </FileDrop>
      <ListDialog dialog={dialog} address={address} change={change} onClose={() => setDialog(null)} />
      <OrderQuestion acts={acts} onOpen={openById} />
    </OfficeScreen>
  )
}

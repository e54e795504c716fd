import { useQueries } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { OrderRow } from '../../../contract/station/orders.ts'
import { api } from '../../api.ts'
import type { OrderAddress } from './order-address.ts'
import { follow, NOTHING_KNOWN, PAGE_ROWS, rowCount } from './order-chain.ts'

/** How often the pages in view are read again, in milliseconds. */
const REFRESH_MS = 5_000

/** The orders of an address as an endless list: only the pages in view are held, read and refreshed. */
export type OrderList = {
  /** Rows to scroll through; grows as the end comes near. */
  readonly count: number
  /** True once the end of the list has been seen. */
  readonly complete: boolean
  readonly loading: boolean
  readonly error: unknown
  /** The row at a place, or undefined while its page is being read. */
  row(index: number): OrderRow | undefined
}

/** Reads the pages that cover rows `first` to `last` of the list that the address describes. */
export function useOrderList(address: OrderAddress, first: number, last: number): OrderList {
  const { search, states, channel, sort } = address
  const key = `${sort}|${channel ?? ''}|${states.join(',')}|${search}`
  const [known, setKnown] = useState({ key, chain: NOTHING_KNOWN })
  const chain = known.key === key ? known.chain : NOTHING_KNOWN
  const from = Math.max(0, Math.min(Math.floor(first / PAGE_ROWS), chain.cursors.length - 1))
  const to = Math.min(chain.cursors.length - 1, Math.max(from, Math.floor(last / PAGE_ROWS)))
  const pages = useQueries({
    queries: chain.cursors.slice(from, to + 1).map((cursor) => ({
      queryKey: ['orders', 'list', key, cursor],
      queryFn: () =>
        api.orders.list({
          search,
          states: [...states],
          ...(channel === null ? {} : { channel }),
          sort,
          cursor,
          limit: PAGE_ROWS,
        }),
      refetchInterval: REFRESH_MS,
      gcTime: 60_000,
    })),
  })
  const results = pages.map((page) => page.data)
  const latest = useRef(results)
  latest.current = results
  const stamp = pages.map((page) => page.dataUpdatedAt).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the stamp says when any of the results changed.
  useEffect(() => {
    setKnown((before) => {
      const old = before.key === key ? before.chain : NOTHING_KNOWN
      const now = latest.current.reduce(
        (grown, page, index) => (page === undefined ? grown : follow(grown, from + index, page.rows.length, page.next)),
        old,
      )
      return now === before.chain && before.key === key ? before : { key, chain: now }
    })
  }, [key, from, stamp])
  return useMemo(
    () => ({
      count: results[0] === undefined && from === 0 ? 0 : rowCount(chain),
      complete: chain.last !== null,
      loading: pages.some((page) => page.isPending),
      error: pages.find((page) => page.error !== null && page.data === undefined)?.error ?? null,
      row: (index) => results[Math.floor(index / PAGE_ROWS) - from]?.rows[index % PAGE_ROWS],
    }),
    [results, pages, chain, from],
  )
}

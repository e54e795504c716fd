import { OrderStateView } from '../../../contract/station/orders.ts'

export type OrderSort = 'ship-by' | 'newest' | 'number'

/** What the address of the list says: the search, the filters and the order of the rows. */
export type OrderAddress = {
  readonly search: string
  readonly states: readonly OrderStateView[]
  readonly channel: string | null
  readonly sort: OrderSort
}

const sorts: readonly OrderSort[] = ['newest', 'ship-by', 'number']

/** Reads the address; what is unknown in it counts as not said. */
export function readAddress(search: URLSearchParams): OrderAddress {
  const named = (search.get('state') ?? '').split(',')
  return {
    search: (search.get('q') ?? '').slice(0, 100),
    states: OrderStateView.options.filter((state) => named.includes(state)),
    channel: search.get('channel') || null,
    sort: sorts.find((sort) => sort === search.get('sort')) ?? 'newest',
  }
}

/** The address as the filters of `setFilters`: null where the default is meant. */
export function writeAddress(address: Partial<OrderAddress>): Record<string, string | null> {
  return {
    ...(address.search === undefined ? {} : { q: address.search || null }),
    ...(address.states === undefined ? {} : { state: address.states.join(',') || null }),
    ...(address.channel === undefined ? {} : { channel: address.channel }),
    ...(address.sort === undefined ? {} : { sort: address.sort === 'newest' ? null : address.sort }),
  }
}

/** The order that a segment of the address names; the ids of orders hold dots, which an address would take for a file's ending. */
export function orderIdOf(segment: string | undefined): string | null {
  return segment === undefined ? null : segment.replaceAll('~', '.')
}

/** The path of one order's sheet, or of the list for null, with the filters kept. */
export function orderPath(orderId: string | null, search: URLSearchParams): string {
  const query = search.toString()
  return `/orders${orderId === null ? '' : `/${encodeURIComponent(orderId.replaceAll('.', '~'))}`}${query === '' ? '' : `?${query}`}`
}

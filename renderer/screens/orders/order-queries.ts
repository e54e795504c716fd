import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { BulkOutcome, OrderPage } from '../../../contract/station/orders.ts'
import { api } from '../../api.ts'

/** How many orders there are by state, how many differ, and which channels exist. */
export function useOrderCounts() {
  return useQuery({ queryKey: ['orders', 'counts'], queryFn: () => api.orders.counts(), refetchInterval: 5_000 })
}

/** One order's whole story; asking with `reveal` is logged by the station and is not repeated by the timer. */
export function useOrderPage(orderId: string, reveal: boolean) {
  return useQuery<OrderPage>({
    queryKey: ['orders', 'page', orderId, reveal],
    queryFn: () => api.orders.page({ orderId, reveal }),
    refetchInterval: reveal ? false : 4_000,
    placeholderData: (before) => (before?.row.id === orderId ? before : undefined),
  })
}

/** A request about orders: what to ask, and what to say when it was done. */
export type OrderRequest =
  | { readonly kind: 'release' | 'unhold'; readonly orderIds: readonly string[] }
  | { readonly kind: 'hold' | 'cancel'; readonly orderIds: readonly string[]; readonly reason: string }
  | { readonly kind: 'releaseAll' }
  | { readonly kind: 'match'; readonly orderLineId: string; readonly itemId: string; readonly remember: boolean }
  | { readonly kind: 'difference'; readonly differenceId: string; readonly take: boolean }

function send(request: OrderRequest): Promise<BulkOutcome> {
  switch (request.kind) {
    case 'release':
      return api.orders.release({ orderIds: [...request.orderIds] })
    case 'unhold':
      return api.orders.unhold({ orderIds: [...request.orderIds] })
    case 'hold':
      return api.orders.hold({ orderIds: [...request.orderIds], reason: request.reason })
    case 'cancel':
      return api.orders.cancel({ orderIds: [...request.orderIds], reason: request.reason })
    case 'releaseAll':
      return api.orders.releaseAll()
    case 'match':
      return api.orders.match({ orderLineId: request.orderLineId, itemId: request.itemId, remember: request.remember })
    case 'difference':
      return api.orders.difference({ differenceId: request.differenceId, take: request.take })
  }
}

/** Sends a request about orders and reads everything about orders again afterwards, also when it failed. */
export function useOrderRequest(onDone: (outcome: BulkOutcome, request: OrderRequest) => void) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: send,
    onSuccess: onDone,
    onSettled: () => queries.invalidateQueries({ queryKey: ['orders'] }),
  })
}

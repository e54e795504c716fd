import { refuse } from '../../commands/command.ts'
import { recordReveal } from '../../commands/orders/record-reveal.ts'
import type { BulkOutcome, OrderPage, OrderRow } from '../../contract/station/orders.ts'
import type { Role } from '../../domain/inputs.ts'
import { OFFICE_ROLES } from '../../domain/roles.ts'
import type { StationCore } from '../core.ts'
import type { Actor } from '../journal/executor.ts'
import { problem } from '../rpc/problems.ts'
import { type OneOrder, runInPieces } from './in-pieces.ts'
import { createItemSearch, type ItemHit } from './item-search.ts'
import { createOrderPage } from './order-page.ts'
import { createOrderStore, type ListQuery } from './order-store.ts'
import { rowView } from './order-views.ts'
import { createReleaseQueue } from './release-queue.ts'
import { releaseWaitingOrders, turnBy } from './release-waiting.ts'
import { rematchWaiting } from './rematch.ts'

/** What the office asks of orders. Everything checks the session's operator first. */
export type OrderService = {
  list(sessionId: string, query: ListQuery): { rows: OrderRow[]; next: string | null }
  counts(sessionId: string): ReturnType<ReturnType<typeof createOrderStore>['counts']>
  /** An order's whole story; `reveal` shows the customer and is itself written into the story. */
  page(sessionId: string, orderId: string, reveal: boolean): Promise<OrderPage>
  release(sessionId: string, orderIds: readonly string[]): Promise<BulkOutcome>
  releaseAll(sessionId: string): Promise<BulkOutcome>
  hold(sessionId: string, orderIds: readonly string[], reason: string): Promise<BulkOutcome>
  unhold(sessionId: string, orderIds: readonly string[]): Promise<BulkOutcome>
  cancel(sessionId: string, orderIds: readonly string[], reason: string): Promise<BulkOutcome>
  match(sessionId: string, input: { orderLineId: string; itemId: string; remember: boolean }): Promise<BulkOutcome>
  items(sessionId: string, search: string): ItemHit[]
  difference(sessionId: string, differenceId: string, take: boolean): Promise<BulkOutcome>
}

const MOST_REFUSALS = 200

/** Builds the orders' service on an open station. */
export function createOrderService(core: StationCore): OrderService {
  const store = createOrderStore(core.store.reader)
  const readPage = createOrderPage(core.store.reader, core.journal.database)
  const items = createItemSearch(core.store.reader)
  const today = (): string => turnBy(core).businessDate
  const office = (sessionId: string): Actor => core.require(sessionId, OFFICE_ROLES).actor
  const pickablePayments = () => core.policies().pickablePayments
  const bulk = (orderIds: readonly string[], by: Actor, one: OneOrder) =>
    runInPieces(core, store.number, orderIds, by, one)
  const queue = createReleaseQueue(core.store.reader)
  const release: OneOrder = {
    command: (orderId) => {
      const { allOrNothing } = core.policies()
      return { type: 'orders.release', args: { orderId, allOrNothing, pickablePayments: pickablePayments() } }
    },
    judge: (decision) => {
      if (!decision.ok) return decision
      const { state, missing } = decision.value as { state: string; missing: number }
      return state === 'released' ? decision : refuse('underReserved', { missing })
    },
  }

  return {
    list: (sessionId, query) => {
      core.require(sessionId)
      const { orders, next } = store.list(query)
      const missing = store.missing(orders, today())
      return { rows: orders.map((order) => rowView(order, missing.get(order.id) ?? 0)), next }
    },
    counts: (sessionId) => {
      core.require(sessionId)
      return store.counts()
    },
    page: async (sessionId, orderId, reveal) => {
      const { operator, actor } = core.require(sessionId, reveal ? OFFICE_ROLES : undefined)
      const mayChange = OFFICE_ROLES.includes(operator.role as Role)
      const read = (missing: number) =>
        readPage(orderId, {
          ...{ mayChange, reveal, missing, pickablePayments: pickablePayments(), businessDate: today() },
          toleratedHolds: core.policies().release.toleratedHolds,
        })
      const first = read(0)
      if (first === undefined) throw problem('NOT_FOUND', 'E-ORD-001', { orderId })
      if (reveal) await core.run(recordReveal, { orderId }, actor)
      return read(store.missing([first.row], today()).get(orderId) ?? 0) ?? first
    },
    release: (sessionId, orderIds) => bulk(queue.inTurn(orderIds, turnBy(core)), office(sessionId), release),
    releaseAll: async (sessionId) => {
      const outcome = await bulk(queue.due(turnBy(core)), office(sessionId), release)
      return { ...outcome, refused: outcome.refused.slice(0, MOST_REFUSALS) }
    },
    hold: (sessionId, orderIds, reason) =>
      bulk(orderIds, office(sessionId), {
        command: (orderId) => ({ type: 'orders.hold', args: { orderId, reason } }),
      }),
    unhold: (sessionId, orderIds) =>
      bulk(orderIds, office(sessionId), {
        command: (orderId) => ({ type: 'orders.unhold', args: { orderId, pickablePayments: pickablePayments() } }),
      }),
    cancel: async (sessionId, orderIds, reason) => {
      const by = office(sessionId)
      const outcome = await bulk(orderIds, by, {
        command: (orderId) => ({ type: 'orders.cancel', args: { orderId, reason } }),
      })
      // What was reserved for them may be what others wait for.
      if (outcome.done > 0) await releaseWaitingOrders(core, by)
      return outcome
    },
    match: async (sessionId, input) => {
      const by = office(sessionId)
      const line = store.line(input.orderLineId)
      if (line === undefined) throw problem('NOT_FOUND', 'E-ORD-002', { orderLineId: input.orderLineId })
      const first = await bulk([line.order_id], by, {
        command: () => ({ type: 'orders.match-line', args: { ...input, pickablePayments: pickablePayments() } }),
      })
      if (!input.remember || first.done === 0) return first
      const others = await rematchWaiting(core, by, waitingLike(core, store, line))
      return { done: first.done + others, refused: [] }
    },
    items: (sessionId, search) => {
      core.require(sessionId)
      return items(search, today())
    },
    difference: async (sessionId, differenceId, take) => {
      const by = office(sessionId)
      const row = core.store.reader.prepare('SELECT order_id FROM order_difference WHERE id = ?').get(differenceId)
      if (row === undefined) throw problem('NOT_FOUND', 'E-ORD-003', { differenceId })
      return bulk([(row as { order_id: string }).order_id], by, {
        command: () => ({
          type: 'orders.resolve-difference',
          args: { differenceId, take, pickablePayments: pickablePayments() },
        }),
      })
    },
  }
}

function waitingLike(
  core: StationCore,
  store: ReturnType<typeof createOrderStore>,
  line: { order_id: string; name: string; option: string | null },
): string[] {
  const channel = core.store.reader.prepare('SELECT channel FROM "order" WHERE id = ?').pluck().get(line.order_id)
  return store.waitingFor(channel as string, line.name, line.option)
}

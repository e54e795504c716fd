import { importOrders, type OrderOutcome } from '../../commands/orders/import-orders.ts'
import type { IncomingOrder } from '../../commands/orders/order-rows.ts'
import type { StationCore } from '../core.ts'
import { giveWay } from '../give-way.ts'
import type { Actor } from '../journal/executor.ts'
import { openDryRun } from './dry-run.ts'
import { type Pace, written } from './pace.ts'

/** Imports orders, or says what importing them would do. */
export type OrderImport = {
  check(orders: readonly IncomingOrder[]): Promise<OrderOutcome[]>
  /** Writes what changes something, in short pieces; `onPiece` is told after each. */
  take(
    orders: readonly IncomingOrder[],
    by: Actor,
    signal: AbortSignal,
    onPiece: (outcomes: readonly OrderOutcome[], from: number) => void,
  ): Promise<void>
}

/** Opens an import of orders. */
export function openOrderImport(core: StationCore, pace: Pace): OrderImport {
  const dry = openDryRun(core)
  const known = core.store.reader.prepare(
    `SELECT o.content_hash AS hash, EXISTS (SELECT 1 FROM order_difference d WHERE d.order_id = o.id) AS differs
       FROM "order" o WHERE o.channel = ? AND o.external_id = ?`,
  )
  const lookUp = (order: IncomingOrder): 'new' | 'same' | 'known' => {
    const row = known.get(order.channel, order.externalId) as { hash: string; differs: number } | undefined
    if (row === undefined) return 'new'
    return row.hash === order.contentHash && row.differs === 0 ? 'same' : 'known'
  }
  const args = (orders: readonly IncomingOrder[]) => ({
    orders: [...orders],
    pickablePayments: core.policies().pickablePayments,
  })
  const check = async (orders: readonly IncomingOrder[]): Promise<OrderOutcome[]> => {
    dry.forget()
    const decision = await dry.run(importOrders, args(orders))
    return decision.ok ? decision.value.outcomes : []
  }
  /** Which of these orders change anything: new ones do; of known ones the command itself is asked. */
  const effective = async (orders: readonly IncomingOrder[]): Promise<boolean[]> => {
    const changes: boolean[] = []
    for (const order of orders) {
      const found = lookUp(order)
      changes.push(found === 'new' || (found === 'known' && (await check([order]))[0] !== 'same'))
    }
    return changes
  }
  return {
    check,
    take: async (orders, by, signal, onPiece) => {
      for (let at = 0; at < orders.length; ) {
        signal.throwIfAborted()
        const piece = pace.piece(core, orders, at)
        const changes = await effective(piece)
        const due = piece.filter((_, index) => changes[index])
        const outcomes: OrderOutcome[] = []
        if (due.length > 0) {
          const decision = await pace.run(core, importOrders, args(due), by, due.length)
          outcomes.push(...written('orders.import', decision).outcomes)
        }
        onPiece(
          changes.map((change) => (change ? (outcomes.shift() ?? 'same') : 'same')),
          at,
        )
        at += piece.length
        await giveWay()
      }
    },
  }
}

/**
 * SQL of the ids of what a person still has to settle about an order: facts about itself, and those about a whole task, which
 * name no order, where it has a slot in that task. `order` is an expression for its id; the same rule as `orderIsBlocked`.
 */
export function unsettledOf(order: string): string {
  return `SELECT id FROM fact_exception WHERE order_id = ${order} AND state = 'open'
    UNION ALL SELECT kept.id FROM pick_slot JOIN fact_exception kept ON kept.pick_task_id = pick_slot.pick_task_id
      WHERE pick_slot.order_id = ${order} AND kept.state = 'open' AND kept.order_id IS NULL`
}

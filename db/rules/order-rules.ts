import { ORDER_TRANSITIONS, SHIPMENT_TRANSITIONS } from '../../domain/states.ts'
import { type Rule, statesOf } from './rule.ts'

/** Orders: each quantity of a line is what its picks, cartons and shipments add up to, and nothing goes out twice. */
export const ORDER_RULES: readonly Rule[] = [
  {
    name: 'Every order is in a state that exists',
    breaks: `SELECT number || ': ' || state FROM "order" WHERE state NOT IN (${statesOf(ORDER_TRANSITIONS)}) ORDER BY id`,
  },
  {
    name: 'Every order has a line, and every line its order',
    breaks: `SELECT number FROM "order" WHERE NOT EXISTS (SELECT 1 FROM order_line WHERE order_id = "order".id)
      UNION ALL SELECT id FROM order_line WHERE NOT EXISTS (SELECT 1 FROM "order" WHERE id = order_line.order_id)`,
  },
  {
    name: 'No more is shipped than packed, packed than picked, picked than ordered',
    breaks: `SELECT id || ': ' || shipped || ' ≤ ' || packed || ' ≤ ' || picked || ' ≤ ' || quantity FROM order_line
      WHERE NOT (0 <= shipped AND shipped <= packed AND packed <= picked AND picked <= quantity) ORDER BY id`,
  },
  {
    name: 'Picked is the sum of pick lines without what was missing at the bench',
    breaks: `SELECT id || ': picked ' || picked || ', pick lines ' || found FROM (
      SELECT id, picked, coalesce((SELECT sum(picked) FROM pick_line WHERE order_line_id = line.id), 0) -
        coalesce((SELECT sum(quantity) FROM stock_move
          WHERE order_line_id = line.id AND reason = 'missing-at-bench'), 0) AS found
      FROM order_line line) AS summed WHERE found <> picked ORDER BY id`,
  },
  {
    name: 'Allocated is what is reserved and what was taken from the shelf',
    breaks: `SELECT id || ': allocated ' || allocated || ', found ' || found FROM (
      SELECT id, allocated,
        coalesce((SELECT sum(quantity) FROM reservation WHERE order_line_id = line.id AND state = 'open'), 0) +
        coalesce((SELECT sum(CASE reason WHEN 'picked' THEN quantity ELSE -quantity END) FROM stock_move
          WHERE order_line_id = line.id AND reason IN ('picked', 'missing-at-bench')), 0) AS found
      FROM order_line line) AS summed WHERE found <> allocated ORDER BY id`,
  },
  {
    name: 'Packed is the sum of what lies in cartons',
    breaks: `SELECT id || ': packed ' || packed || ', cartons ' || found FROM (
      SELECT id, packed, coalesce((SELECT sum(content.quantity) FROM carton_line content
        JOIN carton ON carton.id = content.carton_id
        WHERE content.order_line_id = line.id AND carton.state <> 'undone'), 0) AS found
      FROM order_line line) AS summed WHERE found <> packed ORDER BY id`,
  },
  {
    name: 'Shipped is the sum of what lies in loaded cartons',
    breaks: `SELECT id || ': shipped ' || shipped || ', loaded ' || found FROM (
      SELECT id, shipped, coalesce((SELECT sum(content.quantity) FROM carton_line content
        JOIN carton ON carton.id = content.carton_id
        WHERE content.order_line_id = line.id AND carton.state = 'loaded'), 0) AS found
      FROM order_line line) AS summed WHERE found <> shipped ORDER BY id`,
  },
  {
    name: 'Each serial number is packed at most once',
    breaks: `SELECT item_id || ' ' || serial || ': ' || count(*) || ' times' FROM carton_line WHERE serial <> ''
      GROUP BY item_id, serial HAVING count(*) > 1 OR sum(quantity) > 1 ORDER BY item_id, serial`,
  },
  {
    name: 'Each loaded carton is in one dispatched shipment of its order, and no other carton is in any',
    breaks: `SELECT carton.id || ': ' || carton.state FROM carton LEFT JOIN shipment ON shipment.id = carton.shipment_id
      WHERE CASE carton.state WHEN 'loaded'
        THEN shipment.id IS NULL OR shipment.order_id <> carton.order_id OR shipment.dispatched_at IS NULL
        ELSE carton.shipment_id IS NOT NULL END ORDER BY carton.id`,
  },
  {
    name: 'Each shipment was dispatched once and holds what its cartons hold',
    breaks: `SELECT id || ': ' || unit_count || ' units' FROM shipment
      WHERE state NOT IN (${statesOf(SHIPMENT_TRANSITIONS)})
        OR unit_count <> coalesce((SELECT sum(quantity) FROM carton_line JOIN carton ON carton.id = carton_line.carton_id
          WHERE carton.order_id = shipment.order_id AND carton.shipment_id = shipment.id), 0) ORDER BY id`,
  },
  {
    name: 'A shipped order was packed and picked: all its cartons are loaded and all its packed units shipped',
    breaks: `SELECT number FROM "order" WHERE state IN ('shipped', 'delivered') AND (
        shipped_at IS NULL
        OR NOT EXISTS (SELECT 1 FROM shipment WHERE order_id = "order".id)
        OR EXISTS (SELECT 1 FROM carton WHERE order_id = "order".id AND state NOT IN ('loaded', 'undone'))
        OR EXISTS (SELECT 1 FROM order_line WHERE order_id = "order".id AND shipped <> packed)) ORDER BY id`,
  },
  {
    name: 'Each shipment that was dispatched has cartons of its own',
    breaks: `SELECT id || ': order ' || order_id FROM shipment WHERE dispatched_at IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM carton WHERE order_id = shipment.order_id AND shipment_id = shipment.id) ORDER BY id`,
  },
  {
    name: 'Shipments are numbered from 1 without gaps',
    breaks: `SELECT 'after ' || before FROM (SELECT n, lag(n, 1, 0) OVER (ORDER BY n) AS before FROM (
        SELECT CAST(substr(number, 3) AS INTEGER) AS n FROM shipment WHERE number IS NOT NULL) AS numbered) AS step
        WHERE n <> before + 1
      UNION ALL SELECT 'shipments to ' || last || ', the series to ' || value FROM (
        SELECT coalesce((SELECT max(CAST(substr(number, 3) AS INTEGER)) FROM shipment), 0) AS last,
          coalesce((SELECT value FROM number_series WHERE id = 'shipment'), 0) AS value) AS ends WHERE last <> value`,
  },
]

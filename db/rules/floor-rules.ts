import {
  CARTON_TRANSITIONS,
  PICK_LINE_TRANSITIONS,
  PICK_TASK_TRANSITIONS,
  TOTE_TRANSITIONS,
  WAVE_TRANSITIONS,
} from '../../domain/states.ts'
import { type Rule, statesOf } from './rule.ts'

/** How many texts a JSON list holds, in SQL that SQLite and PostgreSQL share: between two of them stands `","`. */
const LENGTH_OF_SERIALS = `CASE WHEN line.serials = '[]' THEN 0
        ELSE 1 + (length(line.serials) - length(replace(line.serials, '","', ''))) / 3 END`

/** The floor: tasks, totes and cartons stand where their orders say, and nobody holds the same work twice. */
export const FLOOR_RULES: readonly Rule[] = [
  {
    name: 'Every task, pick line, tote, carton, reservation and pack session is in a state that exists',
    breaks: `SELECT 'pick task ' || number || ': ' || state FROM pick_task WHERE state NOT IN (${statesOf(PICK_TASK_TRANSITIONS)})
      UNION ALL SELECT 'pick line ' || id || ': ' || state FROM pick_line WHERE state NOT IN (${statesOf(PICK_LINE_TRANSITIONS)})
      UNION ALL SELECT 'tote ' || name || ': ' || state FROM tote WHERE state NOT IN (${statesOf(TOTE_TRANSITIONS)})
      UNION ALL SELECT 'carton ' || id || ': ' || state FROM carton WHERE state NOT IN (${statesOf(CARTON_TRANSITIONS)})
      UNION ALL SELECT 'reservation ' || id || ': ' || state FROM reservation
        WHERE state NOT IN ('open', 'released', 'consumed')
      UNION ALL SELECT 'pack session ' || id || ': ' || state FROM pack_session WHERE state NOT IN ('open', 'done')`,
  },
  {
    name: 'An order is in at most one unfinished pick task or chain of them, being picked from its first claim to its last drop-off',
    breaks: `SELECT number || ': ' || state || ', ' || held || ' tasks held, ' || planned || ' planned, ' || handed || ' handed over'
      FROM (SELECT "order".id, number, state, (SELECT count(*) FROM pick_slot slot JOIN pick_task task ON task.id = slot.pick_task_id
        WHERE slot.order_id = "order".id AND task.state IN ('claimed', 'started')) AS held,
        (SELECT count(*) FROM pick_slot slot JOIN pick_task task ON task.id = slot.pick_task_id
        WHERE slot.order_id = "order".id AND task.state = 'open' AND NOT EXISTS (SELECT 1 FROM pick_task before
          JOIN pick_slot own ON own.pick_task_id = before.id AND own.order_id = slot.order_id
          WHERE before.id = task.after_task_id)) AS planned,
        (SELECT count(*) FROM pick_slot slot JOIN pick_task task ON task.id = slot.pick_task_id
        JOIN pick_task before ON before.id = task.after_task_id
        WHERE slot.order_id = "order".id AND task.state = 'open' AND before.state IN ('done', 'short')) AS handed
        FROM "order") AS counted
      WHERE held + planned + handed > 1 OR (held + handed = 1) <> (state = 'picking') AND state <> 'cancelling'
        OR (planned = 1 AND state <> 'released') ORDER BY id`,
  },
  {
    name: 'A task that waits for a picker belongs to a wave that goes on or to a chain that was begun, has orders, and nobody has it',
    breaks: `SELECT task.number || ': ' || coalesce(wave.state, 'no wave') FROM pick_task task
      LEFT JOIN wave ON wave.id = task.wave_id WHERE task.state = 'open' AND (wave.state IS NULL
        OR wave.state NOT IN ('released', CASE WHEN task.after_task_id IS NULL THEN 'released' ELSE 'cancelled' END)
        OR task.operator_id IS NOT NULL OR NOT EXISTS (SELECT 1 FROM pick_slot slot WHERE slot.pick_task_id = task.id)
        OR EXISTS (SELECT 1 FROM pick_line line WHERE line.pick_task_id = task.id
          AND (line.state <> 'open' OR line.picked > 0))) ORDER BY task.id`,
  },
  {
    name: 'A task that goes on with a cart comes alone after one of its wave, and waits until that is over',
    breaks: `SELECT task.number || ': ' || task.state || ' after ' || coalesce(before.number || ' ' || before.state, 'none')
      FROM pick_task task LEFT JOIN pick_task before ON before.id = task.after_task_id
      WHERE task.after_task_id IS NOT NULL AND task.state <> 'returned' AND (before.id IS NULL
        OR before.wave_id IS DISTINCT FROM task.wave_id OR before.state = 'returned'
        OR (task.state <> 'open' AND before.state NOT IN ('done', 'short'))
        OR EXISTS (SELECT 1 FROM pick_task other
          WHERE other.after_task_id = task.after_task_id AND other.id <> task.id AND other.state <> 'returned'))
      ORDER BY task.id`,
  },
  {
    name: 'A wave is done exactly when its last task is over, unless it was cancelled',
    breaks: `SELECT wave.number || ': ' || wave.state FROM wave
      WHERE state NOT IN (${statesOf(WAVE_TRANSITIONS)}) OR (state <> 'cancelled' AND (state = 'done') = EXISTS (
        SELECT 1 FROM pick_task task WHERE task.wave_id = wave.id AND task.state IN ('open', 'claimed', 'started')))
      ORDER BY wave.id`,
  },
  {
    // Whoever finished a task at a station whose facts were not taken goes on with the next one all the same.
    name: 'An operator holds at most one unfinished pick task, those aside that a fact kept as an exception is about',
    breaks: `SELECT operator_id || ': ' || count(*) FROM pick_task
      WHERE state IN ('claimed', 'started') AND operator_id IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM fact_exception kept WHERE kept.pick_task_id = pick_task.id)
      GROUP BY operator_id HAVING count(*) > 1 ORDER BY operator_id`,
  },
  {
    name: 'A pick line is open exactly while units of it are neither picked nor short',
    breaks: `SELECT id || ': ' || state || ', ' || picked || ' + ' || short || ' of ' || quantity FROM pick_line
      WHERE (state = 'open') <> (picked + short < quantity) ORDER BY id`,
  },
  {
    name: 'Each pick line of an unfinished task holds its reservation, and a finished task holds none',
    breaks: `SELECT line.id || ': reservation ' || coalesce(held.state, 'missing') FROM pick_line line
      JOIN pick_task task ON task.id = line.pick_task_id LEFT JOIN reservation held ON held.id = line.reservation_id
      WHERE CASE WHEN task.state IN ('open', 'claimed', 'started') AND line.short < line.quantity
        THEN held.state IS DISTINCT FROM 'open' OR held.quantity <> line.quantity - line.short OR held.stock_id <> line.stock_id
        ELSE (held.state = 'open' AND task.state <> 'returned') OR held.id IS NULL
          OR (task.state IN ('done', 'short') AND line.state = 'open') END
      ORDER BY line.id`,
  },
  {
    name: 'Each picked unit of a serial-tracked item has its serial number',
    breaks: `SELECT line.id || ': ' || line.picked || ' picked, serials ' || line.serials FROM pick_line line
      JOIN item ON item.id = line.item_id
      WHERE item.tracking = 'serial' AND line.picked <> ${LENGTH_OF_SERIALS} ORDER BY line.id`,
  },
  {
    name: "Each tote stands where its order and pick task say; a shared one is its task's until the last order there is packed",
    breaks: `SELECT tote.name || ': ' || tote.state FROM tote LEFT JOIN "order" ON "order".id = tote.order_id
      LEFT JOIN pick_task task ON task.id = tote.pick_task_id
      LEFT JOIN pick_task before ON before.id = task.after_task_id
      WHERE CASE WHEN task.sorted_at = 'bench' THEN tote.order_id IS NOT NULL OR CASE tote.state
          WHEN 'filling' THEN task.state <> 'started'
          WHEN 'at_bench' THEN task.state NOT IN ('done', 'short') OR NOT EXISTS (SELECT 1 FROM pick_slot slot
            JOIN "order" waits ON waits.id = slot.order_id WHERE slot.pick_task_id = task.id AND slot.tote_id IS NOT NULL
              AND waits.state IN ('picked', 'packing', 'cancelling'))
          ELSE 1 = 1 END
        ELSE CASE tote.state
        WHEN 'filling' THEN "order".id IS NULL OR "order".state NOT IN ('picking', 'cancelling') OR task.id IS NULL
          OR NOT (task.state = 'started'
            OR (task.state IN ('open', 'claimed') AND coalesce(before.state, '') IN ('done', 'short')))
          OR NOT EXISTS (SELECT 1 FROM pick_slot slot WHERE slot.pick_task_id = task.id AND slot.order_id = "order".id
            AND (slot.tote_id = tote.id OR (slot.tote_id IS NULL AND task.after_task_id IS NOT NULL)))
        WHEN 'at_bench' THEN task.id IS NULL OR task.state NOT IN ('done', 'short') OR "order".id IS NULL
          OR "order".state NOT IN ('picked', 'packing', 'cancelling', 'cancelled')
        ELSE tote.order_id IS NOT NULL OR tote.pick_task_id IS NOT NULL END END ORDER BY tote.id`,
  },
  {
    name: 'An order of a collected task is said to lie in a shared tote exactly while units of it do',
    breaks: `SELECT slot.id || ': ' || coalesce(slot.tote_id, 'no tote') FROM pick_slot slot
      JOIN pick_task task ON task.id = slot.pick_task_id JOIN "order" ON "order".id = slot.order_id
      WHERE task.sorted_at = 'bench' AND CASE
        WHEN task.state IN ('done', 'short') THEN slot.tote_id IS NOT NULL
          AND "order".state NOT IN ('picked', 'packing', 'cancelling', 'cancelled')
        ELSE (slot.tote_id IS NULL) = EXISTS (SELECT 1 FROM pick_line line WHERE line.pick_task_id = task.id
          AND line.order_id = slot.order_id AND line.picked > 0) END ORDER BY slot.id`,
  },
  {
    name: 'A task is sorted into totes or at the bench',
    breaks: `SELECT number || ': ' || sorted_at FROM pick_task WHERE sorted_at NOT IN ('tote', 'bench') ORDER BY id`,
  },
  {
    name: 'A picked order waits in exactly one tote, its own or a shared one',
    breaks: `SELECT number || ': ' || totes || ' totes' FROM (SELECT id, number, state,
        (SELECT count(*) FROM tote WHERE order_id = "order".id) + (SELECT count(*) FROM pick_slot slot
          JOIN pick_task task ON task.id = slot.pick_task_id JOIN tote ON tote.id = slot.tote_id AND tote.pick_task_id = task.id
          WHERE slot.order_id = "order".id AND task.sorted_at = 'bench' AND task.state IN ('done', 'short')) AS totes
        FROM "order") AS counted
      WHERE totes > 1 OR (totes = 0 AND state IN ('picked', 'packing')) ORDER BY id`,
  },
  {
    name: 'An order is being packed exactly while it has one open pack session',
    breaks: `SELECT number || ': ' || state || ', ' || open || ' open' FROM (SELECT id, number, state,
        (SELECT count(*) FROM pack_session WHERE order_id = "order".id AND state = 'open') AS open FROM "order") AS counted
      WHERE open > 1 OR (open = 1) <> (state = 'packing') AND state <> 'cancelling' ORDER BY id`,
  },
  {
    name: 'A carton is open only while its order is being packed, one at a time',
    breaks: `SELECT "order".number || ': ' || count(*) || ' open' FROM carton JOIN "order" ON "order".id = carton.order_id
      WHERE carton.state = 'open' GROUP BY "order".id
      HAVING count(*) > 1 OR "order".state NOT IN ('packing', 'cancelling') ORDER BY "order".id`,
  },
  {
    name: 'A closed carton has content and a number, and an undone one no content',
    breaks: `SELECT id || ': ' || state FROM carton
      WHERE (state IN ('closed', 'labelled', 'loaded')
          AND (code IS NULL OR NOT EXISTS (SELECT 1 FROM carton_line WHERE carton_id = carton.id)))
        OR (state = 'undone' AND EXISTS (SELECT 1 FROM carton_line WHERE carton_id = carton.id)) ORDER BY id`,
  },
  {
    name: 'A packed order has only cartons whose label was verified',
    breaks: `SELECT number FROM "order" WHERE state IN ('packed', 'shipped', 'delivered') AND (
        EXISTS (SELECT 1 FROM carton WHERE order_id = "order".id AND state IN ('open', 'closed'))
        OR NOT EXISTS (SELECT 1 FROM carton WHERE order_id = "order".id AND state IN ('labelled', 'loaded'))) ORDER BY id`,
  },
  {
    name: 'The epoch of every claim counts from 1',
    breaks: `SELECT number || ': epoch ' || epoch FROM pick_task WHERE epoch < 1 ORDER BY id`,
  },
]

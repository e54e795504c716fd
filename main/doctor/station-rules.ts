import { type Rule, statesOf } from '../../db/rules/rule.ts'
import { PRINT_ATTEMPT_TRANSITIONS, PRINT_JOB_TRANSITIONS } from '../../domain/states.ts'

/** True of a store that works alone; at a joined station the tables also hold what others and the centre did. */
const ALONE = 'NOT EXISTS (SELECT 1 FROM journal.membership)'

/** Cartons that were closed here: the label of any other is the business of the station that closed it. */
const CLOSED_HERE = `SELECT json_extract(args, '$.cartonId') FROM journal.command WHERE type = 'packing.close-carton'`

/**
 * Orders of which a fact could not be applied, or not be run again before the centre answers for it: paper was printed
 * here for what the tables then do not say.
 */
const IN_DOUBT = `SELECT order_id FROM fact_exception WHERE order_id IS NOT NULL
  UNION SELECT printed.order_id FROM command_exception failed JOIN journal.command fact ON fact.seq = failed.seq
    JOIN journal.print_job printed ON instr(fact.args, printed.carton_id) > 0 OR instr(fact.args, printed.order_id) > 0`

/**
 * What a station has beside the shared tables: the journal (attached as `journal`) with its commands, print jobs and answers
 * to scans, and the index by which orders are found.
 */
export const STATION_RULES: readonly Rule[] = [
  {
    name: 'No command of a store that works alone ended as an exception',
    breaks: `SELECT 'command ' || seq || ': ' || reason FROM command_exception WHERE ${ALONE} ORDER BY seq`,
  },
  {
    name: 'Every command in the journal can be read',
    breaks: 'SELECT seq FROM journal.command WHERE NOT json_valid(args) ORDER BY seq',
  },
  {
    name: 'Every print job is in a state that exists and belongs to a carton of its order under its number',
    breaks: `SELECT job.id || ': ' || job.state FROM journal.print_job job LEFT JOIN carton ON carton.id = job.carton_id
      WHERE job.state NOT IN (${statesOf(PRINT_JOB_TRANSITIONS)}) OR (job.order_id NOT IN (${IN_DOUBT})
        AND (carton.id IS NULL OR carton.order_id <> job.order_id OR carton.code IS NOT job.code)) ORDER BY job.id`,
  },
  {
    name: 'Every carton that was closed here has a print job',
    breaks: `SELECT carton.id || ': ' || carton.state FROM carton WHERE state IN ('closed', 'labelled', 'loaded')
      AND (${ALONE} OR carton.id IN (${CLOSED_HERE}))
      AND NOT EXISTS (SELECT 1 FROM journal.print_job WHERE carton_id = carton.id) ORDER BY carton.id`,
  },
  {
    name: 'A carton has at most one print job that is under way, its newest, and only when it is closed',
    breaks: `SELECT job.carton_id || ': copy ' || job.copy || ' ' || job.state FROM journal.print_job job
      JOIN carton ON carton.id = job.carton_id
      WHERE job.state IN ('requested', 'rendered', 'sending', 'sent', 'unknown') AND job.order_id NOT IN (${IN_DOUBT})
        AND (carton.state NOT IN ('closed', 'labelled', 'loaded')
          OR EXISTS (SELECT 1 FROM journal.print_job newer WHERE newer.carton_id = job.carton_id AND newer.copy > job.copy))
      ORDER BY job.id`,
  },
  {
    name: 'The copies of a label are numbered without repetition',
    breaks: `SELECT carton_id || ': copy ' || copy FROM journal.print_job
      GROUP BY carton_id, copy HAVING count(*) > 1 ORDER BY carton_id`,
  },
  {
    name: 'A print job has at most one attempt that is under way or may be on paper, its last',
    breaks: `SELECT print_job_id || ': attempt ' || number || ' ' || state FROM journal.print_attempt attempt
      WHERE state NOT IN (${statesOf(PRINT_ATTEMPT_TRANSITIONS)})
        OR (state IN ('waiting', 'sending', 'sent', 'unknown') AND print_job_id IS NOT NULL AND EXISTS (
          SELECT 1 FROM journal.print_attempt later
          WHERE later.print_job_id = attempt.print_job_id AND later.number > attempt.number)) ORDER BY attempt.id`,
  },
  {
    name: 'A label that was verified is on a labelled or loaded carton',
    breaks: `SELECT job.id FROM journal.print_job job JOIN carton ON carton.id = job.carton_id
      WHERE job.state = 'verified' AND carton.state NOT IN ('labelled', 'loaded')
        AND job.order_id NOT IN (${IN_DOUBT}) ORDER BY job.id`,
  },
  {
    name: 'Every answer to a scan can be read, names its scan, and is in the scan log',
    breaks: `SELECT scan_id FROM journal.scan_reply
      WHERE NOT json_valid(reply) OR json_extract(reply, '$.feedback.id') IS NOT scan_id
        OR scan_id NOT IN (SELECT scan_id FROM journal.scan_log) ORDER BY scan_id`,
  },
  {
    name: 'No scan is in the scan log twice',
    breaks: 'SELECT scan_id FROM journal.scan_log GROUP BY scan_id HAVING count(*) > 1 ORDER BY scan_id',
  },
  {
    name: 'Each stock move of a store that works alone has the one command in the journal that caused it',
    breaks: `SELECT id || ': command ' || command_id FROM stock_move
      WHERE ${ALONE} AND command_id NOT IN (SELECT id FROM journal.command) ORDER BY id`,
  },
  {
    name: 'Nothing of an order is dispatched after it was cancelled',
    breaks: `SELECT "order".number FROM "order"
      JOIN order_event cancelled ON cancelled.order_id = "order".id AND cancelled.type = 'cancelled'
      JOIN journal.command cancel ON cancel.id = cancelled.command_id
      JOIN order_event gone ON gone.order_id = "order".id AND gone.type IN ('dispatched', 'dispatched-in-part')
      JOIN journal.command dispatch ON dispatch.id = gone.command_id
      WHERE dispatch.seq > cancel.seq ORDER BY "order".id`,
  },
  {
    name: 'Each line of an order’s story has its command in the journal of a store that works alone',
    breaks: `SELECT id || ': command ' || command_id FROM order_event
      WHERE ${ALONE} AND command_id NOT IN (SELECT id FROM journal.command) ORDER BY id`,
  },
  {
    name: 'The list of orders counts and finds every order',
    breaks: `SELECT number || ' is not in the search index' FROM "order"
        WHERE NOT EXISTS (SELECT 1 FROM order_words words WHERE words.order_id = "order".id
          AND words.state = "order".state AND words.channel = "order".channel)
      UNION ALL SELECT state || ' ' || channel || ': ' || orders FROM order_tally
        WHERE orders <> (SELECT count(*) FROM "order" WHERE "order".state = order_tally.state
          AND "order".channel = order_tally.channel)`,
  },
]

import type { Rule } from '../../db/rules/rule.ts'

const BASE = '(SELECT base_seq FROM journal.membership)'
const LAST = '(SELECT coalesce(max(seq), 0) FROM journal.command)'
const HELD = 'FROM main.replica_position'

/**
 * What holds at a station that has joined a centre, beside what holds everywhere: the replica as the connection's own
 * tables, the journal attached as `journal`. Each may be asked while the station works and is not yet, or no longer, online.
 */
export const JOINED_RULES: readonly Rule[] = [
  {
    name: 'The membership says at which centre this station is, as which one, and where its time alone ended',
    breaks: `SELECT 'base ' || base_seq || ', durable ' || durable_seq || ', last ' || ${LAST} FROM journal.membership
        WHERE base_seq NOT BETWEEN 0 AND ${LAST} OR durable_seq NOT BETWEEN 0 AND ${LAST}
      UNION ALL SELECT 'centre ' || centre || ', station ' || station_id FROM journal.membership
        WHERE centre = '' OR station_id = '' OR incarnation = ''`,
  },
  {
    name: 'This station is one of the site’s stations, under the number that it was given',
    breaks: `SELECT station_id || ': ' || station_number FROM journal.membership
      WHERE (SELECT timeline ${HELD}) <> '' AND NOT EXISTS (SELECT 1 FROM main.station
        WHERE id = membership.station_id AND number = membership.station_number)`,
  },
  {
    name: 'After it joined, this station journals facts only',
    breaks: `SELECT seq || ': ' || type FROM journal.command WHERE class <> 'FACT' AND seq > ${BASE} ORDER BY seq`,
  },
  {
    name: 'The outcomes of facts follow each other without gaps, and each is of a fact in the journal',
    breaks: `SELECT 'after ' || before FROM (SELECT seq, lag(seq, 1, ${BASE}) OVER (ORDER BY seq) AS before
        FROM journal.outcome WHERE seq > ${BASE}) WHERE seq <> before + 1
      UNION ALL SELECT seq || ': ' || status FROM journal.outcome
        WHERE seq > ${LAST} OR status NOT IN ('applied', 'exception', 'quarantined')`,
  },
  {
    name: 'Every request to the centre is asked, dropped, or decided with its decision',
    breaks: `SELECT id || ': ' || state FROM journal.request
      WHERE state NOT IN ('asked', 'decided', 'dropped') OR (state = 'decided') <> (decision IS NOT NULL)
        OR (state = 'decided') <> (revision IS NOT NULL) OR after_seq NOT BETWEEN 0 AND ${LAST} ORDER BY id`,
  },
  {
    name: 'The tables hold a revision of the centre, own facts included up to one in the journal',
    breaks: `SELECT 'revision ' || revision || ', facts to ' || acked_seq || ' of ' || applied_seq ${HELD}
        WHERE timeline <> '' AND (revision < 0 OR acked_seq < ${BASE} OR acked_seq > applied_seq)
      UNION ALL SELECT 'positions: ' || count(*) ${HELD} HAVING count(*) <> 1`,
  },
  {
    name: 'Rows are kept as they were before facts that the tables of the centre do not include, and before no others',
    breaks: `SELECT table_name || ' ' || pk || ' before ' || seq FROM main.pending_image
      WHERE seq <= (SELECT acked_seq ${HELD}) OR seq > (SELECT applied_seq ${HELD}) ORDER BY seq, ordinal`,
  },
  {
    name: 'What a fact wrote that the centre does not include names this fact',
    breaks: `SELECT 'stock move ' || written.id FROM main.pending_image image
        JOIN stock_move written ON written.id = image.pk JOIN journal.command fact ON fact.seq = image.seq
        WHERE image.table_name = 'stock_move' AND image.before IS NULL AND written.command_id <> fact.id
      UNION ALL SELECT 'story ' || written.id FROM main.pending_image image
        JOIN order_event written ON written.id = image.pk JOIN journal.command fact ON fact.seq = image.seq
        WHERE image.table_name = 'order_event' AND image.before IS NULL AND written.command_id <> fact.id`,
  },
  {
    name: 'Only a fact that the centre has not answered for here can have failed to run again',
    breaks: `SELECT 'command ' || seq || ': ' || reason FROM command_exception
      WHERE seq <= (SELECT acked_seq ${HELD}) AND (SELECT timeline ${HELD}) <> '' ORDER BY seq`,
  },
]

import type { Rule } from '../../db/rules/rule.ts'

/** Facts of a journal that was kept aside have outcomes under a name of their own, in no order. */
const OF_A_JOURNAL = `incarnation NOT LIKE 'quarantine/%'`

/** What only a centre has: its log, and the one outcome of everything that stations sent. */
export const CENTRE_RULES: readonly Rule[] = [
  {
    name: 'A centre has one state: the log and the copies end at its revision at the latest',
    breaks: `SELECT 'floor ' || floor || ', copies to ' || durable_revision || ', revision ' || revision FROM centre_state
        WHERE floor < 0 OR floor > revision OR durable_revision < 0 OR durable_revision > revision
      UNION ALL SELECT 'states: ' || count(*) FROM centre_state HAVING count(*) <> 1`,
  },
  {
    name: 'The revisions of the log have no gap from its floor to the last one',
    breaks: `SELECT 'after ' || before FROM (
        SELECT revision, lag(revision, 1, (SELECT floor FROM centre_state)) OVER (ORDER BY revision) AS before
        FROM (SELECT DISTINCT revision FROM "change") AS revisions) AS step WHERE revision <> before + 1
      UNION ALL SELECT 'the log ends at ' || last || ', the centre at ' || revision FROM (
        SELECT revision, coalesce((SELECT max(revision) FROM "change"), floor) AS last FROM centre_state) AS ends
        WHERE last <> revision`,
  },
  {
    name: 'The outcomes of a station follow each other without gaps, up to where its journal was taken',
    breaks: `SELECT station_id || ' after ' || before FROM (
        SELECT station_id, seq, lag(seq) OVER (PARTITION BY station_id, incarnation ORDER BY seq) AS before
        FROM outcome WHERE ${OF_A_JOURNAL}) AS step WHERE seq <> before + 1
      UNION ALL SELECT id || ': journal taken to ' || applied_seq || ', outcomes to ' || last FROM (
        SELECT id, applied_seq, (SELECT max(seq) FROM outcome
          WHERE station_id = taken.id AND incarnation = taken.incarnation) AS last
        FROM station_position taken) AS ends WHERE last <> applied_seq`,
  },
  {
    name: 'Later facts of a station have later revisions, and none lies beyond the last one',
    breaks: `SELECT station_id || ' at ' || seq FROM (SELECT station_id, seq, revision,
        lag(revision) OVER (PARTITION BY station_id, incarnation ORDER BY seq) AS before
        FROM outcome WHERE ${OF_A_JOURNAL}) AS step WHERE revision < before
      UNION ALL SELECT 'outcome ' || id FROM outcome WHERE revision > (SELECT max(revision) FROM centre_state)
      UNION ALL SELECT 'answer ' || id FROM answer WHERE revision > (SELECT max(revision) FROM centre_state)`,
  },
  {
    name: 'Every outcome is one of three and belongs to its place in a journal',
    breaks: `SELECT id || ': ' || status FROM outcome
      WHERE status NOT IN ('applied', 'exception', 'quarantined')
        OR (${OF_A_JOURNAL} AND id <> station_id || '/' || incarnation || '/' || seq) ORDER BY id`,
  },
  {
    name: 'Every fact that became an exception is kept, and every open exception is of such a fact',
    breaks: `SELECT 'fact ' || id FROM outcome WHERE status = 'exception'
        AND NOT EXISTS (SELECT 1 FROM fact_exception WHERE command_id = outcome.command_id)
      UNION ALL SELECT 'exception ' || id FROM fact_exception WHERE state = 'open'
        AND NOT EXISTS (SELECT 1 FROM outcome WHERE command_id = fact_exception.command_id AND status = 'exception')`,
  },
  {
    name: 'No command is both a fact with an outcome and a request with an answer',
    breaks: `SELECT answer.id FROM answer JOIN outcome ON outcome.command_id = answer.id ORDER BY answer.id`,
  },
  {
    name: 'Every journal that was taken is of a station that was enrolled',
    breaks: `SELECT id FROM station_position WHERE id NOT IN (SELECT id FROM station) ORDER BY id`,
  },
]

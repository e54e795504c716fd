import { PRINT_JOB_TRANSITIONS } from '../../domain/states.ts'
import { type Rule, statesOf } from './check.ts'

/** What the journal keeps beside the commands: print jobs and the answers to scans. */
export const STATION_RULES: readonly Rule[] = [
  {
    name: 'No command ended as an exception',
    breaks: `SELECT 'command ' || seq || ': ' || reason FROM command_exception ORDER BY seq`,
  },
  {
    name: 'Every command in the journal can be read',
    breaks: 'SELECT seq FROM journal.command WHERE NOT json_valid(args) ORDER BY seq',
  },
  {
    name: 'Every print job is in a state that exists and belongs to a carton of its order under its number',
    breaks: `SELECT job.id || ': ' || job.state FROM journal.print_job job LEFT JOIN carton ON carton.id = job.carton_id
      WHERE job.state NOT IN (${statesOf(PRINT_JOB_TRANSITIONS)}) OR carton.id IS NULL
        OR carton.order_id <> job.order_id OR carton.code IS NOT job.code ORDER BY job.id`,
  },
  {
    name: 'Every closed carton has a print job',
    breaks: `SELECT carton.id || ': ' || carton.state FROM carton WHERE state IN ('closed', 'labelled', 'loaded')
      AND NOT EXISTS (SELECT 1 FROM journal.print_job WHERE carton_id = carton.id) ORDER BY carton.id`,
  },
  {
    name: 'A carton has at most one print job that is under way, its newest, and only when it is closed',
    breaks: `SELECT job.carton_id || ': copy ' || job.copy || ' ' || job.state FROM journal.print_job job
      JOIN carton ON carton.id = job.carton_id
      WHERE job.state IN ('requested', 'rendered', 'sending', 'sent', 'unknown')
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
    name: 'A label that was verified is on a labelled or loaded carton',
    breaks: `SELECT job.id FROM journal.print_job job JOIN carton ON carton.id = job.carton_id
      WHERE job.state = 'verified' AND carton.state NOT IN ('labelled', 'loaded') ORDER BY job.id`,
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
]

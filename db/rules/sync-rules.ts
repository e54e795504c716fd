import type { Rule } from './rule.ts'

/** What stations of one site share beside the work itself: exceptions, holders of claims. It holds where a centre is. */
export const SYNC_RULES: readonly Rule[] = [
  {
    name: 'Every exception is open, or resolved in a way that is written down',
    breaks: `SELECT id || ': ' || state FROM fact_exception
      WHERE state NOT IN ('open', 'resolved')
        OR (state = 'resolved') <> (resolution IS NOT NULL AND resolved_at IS NOT NULL) ORDER BY id`,
  },
  {
    name: 'No open exception follows from one that is resolved or missing',
    breaks: `SELECT follower.id || ': ' || coalesce(cause.state, 'missing') FROM fact_exception follower
      LEFT JOIN fact_exception cause ON cause.id = follower.caused_by
      WHERE follower.state = 'open' AND follower.caused_by IS NOT NULL AND cause.state IS DISTINCT FROM 'open'
      ORDER BY follower.id`,
  },
  {
    name: 'Every claim and every exception belongs to a station that was enrolled',
    breaks: `SELECT 'pick task ' || number || ': ' || holder FROM pick_task
        WHERE holder IS NOT NULL AND holder NOT IN (SELECT id FROM station)
      UNION ALL SELECT 'exception ' || id || ': ' || station_id FROM fact_exception
        WHERE station_id NOT IN (SELECT id FROM station)`,
  },
  {
    name: 'Only a task that is claimed or started has a holder',
    breaks: `SELECT number || ': ' || state FROM pick_task
      WHERE holder IS NOT NULL AND state NOT IN ('claimed', 'started', 'done', 'short') ORDER BY id`,
  },
]

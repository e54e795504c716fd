import type Database from 'better-sqlite3'
import type { SignInReply } from '../../contract/station/session.ts'

/** Reads the pick tasks that wait for their operator, oldest first. */
export function parkedTasks(reader: Database.Database): () => SignInReply['bench']['parked'] {
  const select = reader.prepare(
    `SELECT o.name AS operatorName, t.number AS taskNumber,
       (SELECT count(*) FROM pick_line l WHERE l.pick_task_id = t.id AND l.state <> 'open') AS done,
       (SELECT count(*) FROM pick_line l WHERE l.pick_task_id = t.id) AS total
     FROM pick_task t JOIN operator o ON o.id = t.operator_id
     WHERE t.state IN ('claimed', 'started') ORDER BY t.created_at, t.id LIMIT 4`,
  )
  return () => select.all() as SignInReply['bench']['parked']
}

import type Database from 'better-sqlite3'
import type { StationView } from '../../contract/station/sync.ts'

type Found = { id: string; number: number; name: string; state: string; enrolled_at: number }
type Claim = {
  holder: string
  id: string
  number: string
  operator: string
  state: string
  done: number
  total: number
}

/** Reads the stations of the site by number, with the pick tasks that each holds; `self` is this station's id. */
export function stationViews(reader: Database.Database): (self: string | null) => StationView[] {
  const stations = reader.prepare('SELECT id, number, name, state, enrolled_at FROM station ORDER BY number')
  const claims = reader.prepare(
    `SELECT t.holder, t.id, t.number, t.state, coalesce(o.name, '') AS operator,
       (SELECT count(*) FROM pick_line l WHERE l.pick_task_id = t.id AND l.state <> 'open') AS done,
       (SELECT count(*) FROM pick_line l WHERE l.pick_task_id = t.id) AS total
     FROM pick_task t LEFT JOIN operator o ON o.id = t.operator_id
     WHERE t.holder IS NOT NULL AND t.state IN ('claimed', 'started') ORDER BY t.created_at, t.id`,
  )
  return (self) => {
    const held = claims.all() as Claim[]
    return (stations.all() as Found[]).map(({ id, number, name, state, enrolled_at }) => ({
      id,
      number,
      name,
      state: state as StationView['state'],
      enrolledAt: enrolled_at,
      self: id === self,
      claims: held
        .filter(({ holder }) => holder === id)
        .map(({ holder: _, id: taskId, ...claim }) => ({ taskId, ...claim })),
    }))
  }
}

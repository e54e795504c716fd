import type Database from 'better-sqlite3'
import type { PlanStrategy, WaveRow, WaveTask } from '../../contract/station/planning.ts'
import type { Row } from '../../db/tables.ts'

/** Waves as the office reads them. */
export type WaveStore = {
  /** By number, the newest first; `before` is the `next` of the page before. */
  list(before: string | null, limit: number): { rows: WaveRow[]; next: string | null }
  /** A wave with its tasks in the order in which they are given; undefined when it is not there. */
  find(waveId: string): { row: WaveRow; tasks: WaveTask[] } | undefined
}

type Listed = Row<'wave'> & { operator_name: string | null }
type Task = Row<'pick_task'> & {
  operator_name: string | null
  orders: number
  lines: number
  units: number
  picked: number
}

const LISTED = `SELECT wave.*, operator.name AS operator_name FROM wave
  LEFT JOIN operator ON operator.id = wave.released_by`

/** Prepares the reading of waves on a connection for screens. */
export function openWaveStore(reader: Database.Database): WaveStore {
  const page = reader.prepare(
    `${LISTED} WHERE @before IS NULL OR (length(number), number, wave.id) < (length(@number), @number, @id)
     ORDER BY length(number) DESC, number DESC, wave.id DESC LIMIT @limit`,
  )
  const one = reader.prepare(`${LISTED} WHERE wave.id = ?`)
  const states = reader.prepare('SELECT state, count(*) AS tasks FROM pick_task WHERE wave_id = ? GROUP BY state')
  const tasks = reader.prepare(
    `SELECT task.*, operator.name AS operator_name,
       (SELECT count(*) FROM pick_slot slot WHERE slot.pick_task_id = task.id) AS orders,
       (SELECT count(*) FROM pick_line line WHERE line.pick_task_id = task.id) AS lines,
       (SELECT coalesce(sum(quantity), 0) FROM pick_line line WHERE line.pick_task_id = task.id) AS units,
       (SELECT coalesce(sum(picked), 0) FROM pick_line line WHERE line.pick_task_id = task.id) AS picked
     FROM pick_task task LEFT JOIN operator ON operator.id = task.operator_id
     WHERE task.wave_id = ? ORDER BY task.priority DESC, length(task.number), task.number, task.id`,
  )
  const view = (wave: Listed): WaveRow => ({
    waveId: wave.id,
    number: wave.number,
    state: wave.state as WaveRow['state'],
    strategy: wave.strategy as PlanStrategy,
    releasedAt: wave.released_at,
    releasedBy: wave.operator_name,
    orders: wave.order_count,
    lines: wave.line_count,
    units: wave.unit_count,
    distanceMm: wave.distance_mm,
    baselineMm: wave.baseline_mm,
    tasks: Object.fromEntries(
      (states.all(wave.id) as { state: string; tasks: number }[]).map(({ state, tasks: count }) => [state, count]),
    ),
  })
  return {
    list: (before, limit) => {
      const [, number = '', id = ''] = /^(\S+) (.+)$/.exec(before ?? '') ?? []
      const rows = page.all({ before, number, id, limit: limit + 1 }) as Listed[]
      const last = rows[limit - 1]
      const next = rows.length > limit && last !== undefined ? `${last.number} ${last.id}` : null
      return { rows: rows.slice(0, limit).map(view), next }
    },
    find: (waveId) => {
      const wave = one.get(waveId) as Listed | undefined
      return wave === undefined ? undefined : { row: view(wave), tasks: viewsOf(tasks.all(waveId) as Task[]) }
    },
  }
}

/** The tasks of a wave; those of a chain know their place in it. */
function viewsOf(tasks: readonly Task[]): WaveTask[] {
  const byId = new Map(tasks.map((task) => [task.id, task]))
  const after = new Map(tasks.flatMap((task) => (isInChain(task) ? [[task.after_task_id, task] as const] : [])))
  return tasks.map((task) => {
    const before = isInChain(task) ? byId.get(task.after_task_id ?? '') : undefined
    let [number, of] = [1, 1]
    let first = task
    for (let one = before; one !== undefined; one = byId.get(one.after_task_id ?? '')) {
      number += 1
      first = one
    }
    for (let one = after.get(task.id); one !== undefined; one = after.get(one.id)) of += 1
    const part = number + of - 1 === 1 ? null : { number, of: number + of - 1 }
    const waits = task.state === 'open' && before !== undefined && !['done', 'short'].includes(before.state)
    return { ...taskView(task), part, waitsFor: waits ? before.number : null, mayGoBack: first.state === 'open' }
  })
}

function isInChain(task: Task): boolean {
  return task.after_task_id !== null && task.state !== 'returned'
}

function taskView(task: Task): Omit<WaveTask, 'part' | 'waitsFor' | 'mayGoBack'> {
  return {
    taskId: task.id,
    number: task.number,
    state: task.state as WaveTask['state'],
    operator: task.operator_name,
    zone: task.zone,
    priority: task.priority,
    orders: task.orders,
    lines: task.lines,
    units: task.units,
    picked: task.picked,
    distanceMm: task.distance_mm,
  }
}

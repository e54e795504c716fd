import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import type { WaveRow, WaveTask } from '../../../contract/station/planning.ts'
import { Mark, type MarkKind } from '../../ui/marks.tsx'
import { type ShownState, StateShape } from '../../ui/office/state-mark.tsx'
import styles from './waves.module.css'

type TaskState = WaveTask['state']
type TaskGroup = {
  readonly id: string
  readonly states: readonly TaskState[]
  readonly word: MessageDescriptor
  /** The shape that its orders have in the list of orders, too. */
  readonly shape: ShownState
}

/** Where a task may stand, for people: what is claimed or started is somebody's. */
export const TASK_STATES: readonly TaskGroup[] = [
  { id: 'open', states: ['open'], word: msg({ message: 'open', context: 'task' }), shape: 'released' },
  {
    id: 'taken',
    states: ['claimed', 'started'],
    word: msg({ message: 'being picked', context: 'task' }),
    shape: 'picking',
  },
  { id: 'done', states: ['done'], word: msg({ message: 'done', context: 'task' }), shape: 'picked' },
  { id: 'short', states: ['short'], word: msg({ message: 'short', context: 'task' }), shape: 'short' },
  { id: 'returned', states: ['returned'], word: msg({ message: 'taken back', context: 'task' }), shape: 'cancelled' },
]

/** How many tasks are in some states. */
export function taskCount(tasks: WaveRow['tasks'], states: readonly string[]): number {
  return states.reduce((sum, state) => sum + (tasks[state] ?? 0), 0)
}

/** Tasks that nobody has. */
export function openTasks(tasks: WaveRow['tasks']): number {
  return taskCount(tasks, ['open'])
}

/** A task's state as shape and word. */
export function TaskState({ state }: { state: TaskState }) {
  const { t } = useLingui()
  const group = TASK_STATES.find(({ states }) => states.includes(state))
  if (group === undefined) return null
  return (
    <span className={styles.state} data-task-state={group.id}>
      <StateShape state={group.shape} />
      {t(group.word)}
    </span>
  )
}

const WAVE_STATES: Readonly<Record<WaveRow['state'], { word: MessageDescriptor; mark: MarkKind }>> = {
  released: { word: msg({ message: 'On the floor', context: 'wave' }), mark: 'waiting' },
  done: { word: msg({ message: 'Picked', context: 'wave' }), mark: 'ok' },
  cancelled: { word: msg({ message: 'Taken back', context: 'wave' }), mark: 'off' },
}

/** A wave's state as shape and word. */
export function WaveState({ row: { state } }: { row: WaveRow }) {
  const { t } = useLingui()
  const { word, mark } = WAVE_STATES[state]
  return (
    <span className={styles.state} data-wave-state={state}>
      <Mark kind={mark} size={16} px />
      {t(word)}
    </span>
  )
}

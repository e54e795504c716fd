import { Plural, Trans } from '@lingui/react/macro'
import { useState } from 'react'
import type { WaveTask } from '../../../contract/station/planning.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { ProblemNote } from '../../office/problem-note.tsx'
import { Button } from '../../ui/office/button.tsx'
import { Dialog } from '../../ui/office/dialog.tsx'
import { SideSheet } from '../../ui/office/side-sheet.tsx'
import { planSentence } from './plan-problem.tsx'
import { metresOf } from './savings.ts'
import { useCancelWave, useWave } from './use-planning.ts'
import { TaskState, WaveState } from './wave-words.tsx'
import styles from './waves.module.css'

function Task({ task }: { task: WaveTask }) {
  const format = useFormat()
  const { number, state, operator, orders, units, picked, distanceMm, zone, part, waitsFor } = task
  return (
    <li className={styles.task} data-task={number}>
      <span className={styles.taskName}>
        <b>{number}</b>
        <TaskState state={state} />
      </span>
      <span className={styles.muted}>
        {operator ?? (waitsFor !== null ? <Trans>waits for {waitsFor}</Trans> : <Nobody state={state} />)}
        {zone === null ? null : (
          <>
            {' · '}
            <Trans>zone {zone}</Trans>
          </>
        )}
        {part === null ? null : ` · ${part.number}/${part.of}`}
      </span>
      <span className={styles.units}>
        <svg width="96" height="8" aria-hidden="true">
          <rect className={styles.track} x="0.5" y="0.5" width="95" height="7" />
          <rect className={styles.done} width={units === 0 ? 0 : (96 * Math.min(picked, units)) / units} height="8" />
        </svg>
        <Trans>
          {picked} of {units} units
        </Trans>
      </span>
      <span className={styles.muted}>
        <Plural value={orders} one="# order" other="# orders" />
        {distanceMm === null ? '' : ` · ${format.number(metresOf(distanceMm))} m`}
      </span>
    </li>
  )
}

function Nobody({ state }: { state: WaveTask['state'] }) {
  return state === 'open' ? <Trans>nobody has it yet</Trans> : '–'
}

function TakeBack({
  open,
  busy,
  error,
  onClose,
  onSend,
}: {
  open: number
  busy: boolean
  error: unknown
  onClose: () => void
  onSend: () => void
}) {
  return (
    <Dialog
      open
      alert
      onClose={onClose}
      title={<Trans>Take the wave back?</Trans>}
      ends={
        <>
          <Button onPress={onClose} hint="Esc">
            <Trans>Back</Trans>
          </Button>
          <Button kind="danger" isDisabled={busy} onPress={onSend}>
            <Trans context="wave">Take back</Trans>
          </Button>
        </>
      }
    >
      <p>
        <Plural
          value={open}
          one="# task that nobody has goes back. Its orders wait as released and can be planned again. What somebody is picking goes on."
          other="# tasks that nobody has go back. Their orders wait as released and can be planned again. What somebody is picking goes on."
        />
      </p>
      <ProblemNote error={error} known={planSentence} />
    </Dialog>
  )
}

/** One wave: who picks what, how far that is, and the way to take back what nobody has. */
export function WaveSheet({ waveId, onClose }: { waveId: string; onClose: () => void }) {
  const format = useFormat()
  const wave = useWave(waveId)
  const [asked, setAsked] = useState(false)
  const cancel = useCancelWave(() => setAsked(false))
  const { data } = wave
  if (data === undefined)
    return (
      <SideSheet title={<Trans>Wave</Trans>} onClose={onClose}>
        <ProblemNote error={wave.error} known={planSentence} onRetry={() => void wave.refetch()} />
      </SideSheet>
    )
  const { row, tasks } = data
  const open = tasks.filter(({ mayGoBack }) => mayGoBack).length
  const { distanceMm, baselineMm } = row
  return (
    <SideSheet
      title={row.number}
      state={<WaveState row={row} />}
      facts={[
        { id: 'orders', label: <Trans>Orders</Trans>, value: format.number(row.orders) },
        {
          id: 'units',
          label: <Trans>Lines / units</Trans>,
          value: `${format.number(row.lines)} / ${format.number(row.units)}`,
        },
        {
          id: 'way',
          label: <Trans>Way</Trans>,
          value: distanceMm === null ? '–' : `${format.number(metresOf(distanceMm))} m`,
        },
        {
          id: 's-shape',
          label: <Trans>S-shape</Trans>,
          value: baselineMm === null ? '–' : `${format.number(metresOf(baselineMm))} m`,
        },
      ]}
      onClose={onClose}
      {...(open === 0
        ? {}
        : {
            actions: (
              <Button
                kind="danger"
                onPress={() => {
                  cancel.reset()
                  setAsked(true)
                }}
              >
                <Trans>Take back what nobody has…</Trans>
              </Button>
            ),
          })}
    >
      <ol className={styles.tasks}>
        {tasks.map((task) => (
          <Task key={task.taskId} task={task} />
        ))}
      </ol>
      {asked ? (
        <TakeBack
          open={open}
          busy={cancel.isPending}
          error={cancel.error}
          onClose={() => setAsked(false)}
          onSend={() => cancel.mutate(waveId)}
        />
      ) : null}
    </SideSheet>
  )
}

import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { PlanRun } from '../../../contract/station/planning.ts'
import { go } from '../../router.ts'
import { Mark } from '../../ui/marks.tsx'
import { Button, TextButton } from '../../ui/office/button.tsx'
import { ProgressBar } from '../../ui/office/record.tsx'
import { LeftOutDialog } from './left-out-dialog.tsx'
import { PhaseCount } from './phase-count.tsx'
import { PHASE_WORDS } from './plan-words.ts'
import styles from './preview.module.css'

type ReleaseFootProps = {
  run: PlanRun
  /** Batches that the button would release, and how many there are. */
  count: number
  all: number
  busy: boolean
  onRelease: () => void
  onCancel: () => void
}

function Released({ release }: { release: NonNullable<PlanRun['release']> }) {
  const [shows, setShows] = useState(false)
  const { waveId, number, tasks, orders, leftOut, leftOutCount } = release
  return (
    <div className={styles.result} role="status" data-part="released">
      <p>
        <span className={styles.ok}>
          <Mark kind="ok" size={20} px />
        </span>
        <span>
          <b>
            <Trans>Wave {number} is on the floor</Trans>
          </b>
          <span className={styles.small}>
            <Plural value={tasks} one="# task" other="# tasks" />,{' '}
            <Plural value={orders} one="# order" other="# orders" />. <Trans>Pickers get it by “Give me work”.</Trans>
          </span>
        </span>
      </p>
      {leftOutCount === 0 ? null : (
        <p>
          <span className={styles.warn}>
            <Mark kind="warning" size={20} px />
          </span>
          <span>
            <Plural value={leftOutCount} one="# order could not go" other="# orders could not go" />{' '}
            <TextButton onPress={() => setShows(true)}>
              <Trans>Show</Trans>
            </TextButton>
          </span>
        </p>
      )}
      <div className={styles.ends}>
        <Button tall onPress={() => go('/planning')}>
          <Trans>New plan</Trans>
        </Button>
        <Button kind="primary" tall onPress={() => go(`/planning/waves/${encodeURIComponent(waveId)}`)}>
          <Trans>See the wave</Trans>
        </Button>
      </div>
      {shows ? (
        <LeftOutDialog
          title={<Trans>Could not be released</Trans>}
          leftOut={leftOut}
          count={leftOutCount}
          onClose={() => setShows(false)}
        />
      ) : null}
    </div>
  )
}

/** The foot of a plan: the button that releases it, how far that is, and what came of it. */
export function ReleaseFoot({ run, count, all, busy, onRelease, onCancel }: ReleaseFootProps) {
  const { t } = useLingui()
  if (run.release !== null) return <Released release={run.release} />
  if (run.phase === 'releasing')
    return (
      <div className={styles.result}>
        <ProgressBar
          title={t(PHASE_WORDS.releasing)}
          done={run.done}
          total={run.total === 0 ? null : run.total}
          count={<PhaseCount run={run} />}
          onCancel={onCancel}
        />
      </div>
    )
  return (
    <div className={styles.ends}>
      <Button tall onPress={() => go('/planning')}>
        <Trans>Back</Trans>
      </Button>
      <Button kind="primary" tall hint="Ctrl ↵" isDisabled={busy} onPress={onRelease}>
        {count === all ? (
          <Plural value={count} one="Release # batch" other="Release # batches" />
        ) : (
          <Trans>
            Release {count} of {all}
          </Trans>
        )}
      </Button>
    </div>
  )
}

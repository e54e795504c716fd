import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { PlanRun } from '../../../contract/station/planning.ts'
import { OfficeScreen } from '../../office/office-screen.tsx'
import { ProblemNote } from '../../office/problem-note.tsx'
import { problemOf } from '../../office/station-problem.ts'
import { useKeys } from '../../office/use-keys.ts'
import { go } from '../../router.ts'
import { cx } from '../../ui/cx.ts'
import { Mark } from '../../ui/marks.tsx'
import { Button } from '../../ui/office/button.tsx'
import { EmptyState } from '../../ui/office/empty-state.tsx'
import { ProgressBar } from '../../ui/office/record.tsx'
import { PhaseCount } from './phase-count.tsx'
import { PlanPreviewPage } from './plan-preview.tsx'
import { FailureSentence, planSentence } from './plan-problem.tsx'
import { PHASE_WORDS } from './plan-words.ts'
import styles from './planning.module.css'
import { hasPreview, isGoingOn, usePlanActs, useRun } from './use-planning.ts'

const STEPS: readonly PlanRun['phase'][] = ['reading', 'allocating', 'batching', 'routing', 'cartons']

function Frame({ phase, children }: { phase: string; children: ReactNode }) {
  return (
    <OfficeScreen current="/planning" title={<Trans>Plan a wave</Trans>}>
      <div className={styles.centre} data-plan-phase={phase}>
        {children}
      </div>
    </OfficeScreen>
  )
}

function Going({ run }: { run: PlanRun }) {
  const { t } = useLingui()
  const { cancel } = usePlanActs()
  const stop = (): void => {
    if (!cancel.isPending) cancel.mutate(run.planId)
  }
  useKeys({ Escape: stop })
  const now = STEPS.indexOf(run.phase)
  return (
    <div className={styles.going}>
      <ProgressBar
        title={t(PHASE_WORDS[run.phase])}
        done={run.done}
        total={run.total === 0 ? null : run.total}
        count={<PhaseCount run={run} />}
        onCancel={stop}
      />
      <ol className={styles.phases}>
        {STEPS.map((step, index) => (
          <li
            key={step}
            className={cx(index < now && styles.past, index === now && styles.now)}
            aria-current={index === now ? 'step' : undefined}
          >
            <Mark kind={index < now ? 'ok' : 'waiting'} size={16} px />
            {t(PHASE_WORDS[step])}
          </li>
        ))}
      </ol>
      <p className={styles.muted}>
        <Trans>The floor goes on meanwhile. You may leave this page; the plan is kept.</Trans>
      </p>
      <ProblemNote error={cancel.error} known={planSentence} />
    </div>
  )
}

function PlanAnew({ from }: { from: string | null }) {
  return (
    <>
      <Button kind="primary" tall onPress={() => go('/planning')}>
        <Trans>Make a new plan</Trans>
      </Button>
      {from === null ? null : (
        <Button tall onPress={() => go(`/planning?from=${encodeURIComponent(from)}`)}>
          <Trans>Change this one</Trans>
        </Button>
      )}
    </>
  )
}

/** One plan by where it stands: on its way, to be looked at, released, or over. */
export function PlanPage({ planId }: { planId: string }) {
  const { data: run, error, refetch } = useRun(planId)
  if (error !== null && problemOf(error).kind === 'NOT_FOUND')
    return (
      <Frame phase="forgotten">
        <EmptyState
          mark="off"
          title={<Trans>This plan is not kept any more</Trans>}
          advice={
            <>
              {planSentence(problemOf(error))} ({problemOf(error).code})
            </>
          }
          action={<PlanAnew from={null} />}
        />
      </Frame>
    )
  if (run === undefined)
    return (
      <Frame phase="unknown">
        <ProblemNote error={error} known={planSentence} onRetry={() => void refetch()} />
      </Frame>
    )
  if (hasPreview(run.phase)) return <PlanPreviewPage key={planId} run={run} />
  if (isGoingOn(run.phase))
    return (
      <Frame phase={run.phase}>
        <Going run={run} />
      </Frame>
    )
  return (
    <Frame phase={run.phase}>
      {run.phase === 'cancelled' ? (
        <EmptyState
          mark="off"
          title={<Trans>The plan was cancelled</Trans>}
          advice={<Trans>Nothing was changed. The orders wait as before.</Trans>}
          action={<PlanAnew from={planId} />}
        />
      ) : (
        <EmptyState
          mark="error"
          title={<Trans>No plan came of it</Trans>}
          advice={<FailureSentence failure={run.failure} />}
          action={<PlanAnew from={planId} />}
        />
      )}
    </Frame>
  )
}

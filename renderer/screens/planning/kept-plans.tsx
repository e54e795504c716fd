import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from 'react-aria-components'
import type { PlanRun } from '../../../contract/station/planning.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { go } from '../../router.ts'
import { Mark, type MarkKind } from '../../ui/marks.tsx'
import { PHASE_WORDS, STRATEGY_WORDS } from './plan-words.ts'
import styles from './planning.module.css'
import { isGoingOn } from './use-planning.ts'

/** The shape that stands for where a plan is. */
export function phaseMark(phase: PlanRun['phase']): MarkKind {
  if (phase === 'released') return 'ok'
  if (phase === 'failed') return 'error'
  if (phase === 'cancelled') return 'off'
  return isGoingOn(phase) ? 'waiting' : 'paused'
}

/** Plans that the station still knows: each can be opened again until it is forgotten. */
export function KeptPlans({ plans }: { plans: readonly PlanRun[] }) {
  const { t } = useLingui()
  const format = useFormat()
  return (
    <aside className={styles.kept} aria-labelledby="kept-plans">
      <h2 id="kept-plans">
        <Trans>Recent plans</Trans>
      </h2>
      {plans.length === 0 ? (
        <p className={styles.muted}>
          <Trans>None yet. A plan stays here for four hours, so that you can look at it again.</Trans>
        </p>
      ) : (
        <ul>
          {plans.map(({ planId, phase, createdAt, request, release }) => (
            <li key={planId}>
              <Button className={styles.keptPlan ?? ''} onPress={() => go(`/planning/${planId}`)} data-plan={phase}>
                <Mark kind={phaseMark(phase)} size={16} px />
                <span>
                  <b>
                    {format.time(createdAt)} · {release?.number ?? t(PHASE_WORDS[phase])}
                  </b>
                  <span className={styles.says}>{t(STRATEGY_WORDS[request.strategy ?? 'cluster'].name)}</span>
                </span>
              </Button>
            </li>
          ))}
        </ul>
      )}
    </aside>
  )
}

import { Trans } from '@lingui/react/macro'
import { OfficeScreen } from '../../office/office-screen.tsx'
import { go } from '../../router.ts'
import { useSession } from '../../session-store.ts'
import { Button } from '../../ui/office/button.tsx'
import { EmptyState } from '../../ui/office/empty-state.tsx'
import { AskPlan } from './ask-plan.tsx'
import { PlanPage } from './plan-page.tsx'
import { Waves } from './waves.tsx'

/** Planning, for leads and above: asks for a plan, shows it on the floor, releases it, and follows its waves. */
export default function Planning({ rest }: { rest: readonly string[] }) {
  const mayPlan = useSession((state) => state.status === 'ready' && state.session.operator?.supervises === true)
  const [first, second] = rest
  if (!mayPlan)
    return (
      <OfficeScreen current="/planning" title={<Trans>Plan a wave</Trans>}>
        <EmptyState
          mark="off"
          title={<Trans>Leads plan the waves</Trans>}
          advice={<Trans>Your role may not plan. Ask a lead, or sign in with another badge.</Trans>}
          action={
            <Button kind="primary" tall onPress={() => go('/picking')}>
              <Trans>Go to the floor</Trans>
            </Button>
          }
        />
      </OfficeScreen>
    )
  if (first === undefined) return <AskPlan />
  if (first === 'waves') return <Waves waveId={second ?? null} />
  return <PlanPage planId={first} />
}

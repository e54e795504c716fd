import { Plural, Trans } from '@lingui/react/macro'
import { type ReactNode, useId, useState } from 'react'
import { Form } from 'react-aria-components'
import type { PlanRun } from '../../../contract/station/planning.ts'
import { OfficeScreen } from '../../office/office-screen.tsx'
import { ProblemNote } from '../../office/problem-note.tsx'
import { useKeys } from '../../office/use-keys.ts'
import { go, usePlace } from '../../router.ts'
import { Button } from '../../ui/office/button.tsx'
import { EmptyState } from '../../ui/office/empty-state.tsx'
import { ListFoot, ListPage } from '../../ui/office/shell.tsx'
import { useScrollable } from '../../ui/use-scrollable.ts'
import { AskCart, AskOrders, AskSearch, AskStrategy, type Choices } from './ask-fields.tsx'
import { type AskForm, firstForm, formOf, formProblems, requestOf } from './ask-form.ts'
import { KeptPlans } from './kept-plans.tsx'
import { PlanPages } from './plan-pages.tsx'
import { planSentence } from './plan-problem.tsx'
import styles from './planning.module.css'
import { onSendKey } from './send-key.ts'
import { useChoices, usePlanActs, usePlans } from './use-planning.ts'

function Frame({ children, foot, aside }: { children: ReactNode; foot?: ReactNode; aside?: ReactNode }) {
  const region = useScrollable<HTMLDivElement>()
  return (
    <OfficeScreen current="/planning" title={<Trans>Plan a wave</Trans>}>
      <ListPage filters={<PlanPages page="plan" />} foot={foot ?? <span />}>
        <div className={styles.ask}>
          <div className={styles.scroll} ref={region}>
            {children}
          </div>
          {aside}
        </div>
      </ListPage>
    </OfficeScreen>
  )
}

/** Nothing waits to be picked: says where orders come from. */
function NothingToPlan() {
  return (
    <EmptyState
      mark="ok"
      title={<Trans>No order waits to be picked</Trans>}
      advice={
        <Trans>
          A plan puts orders that are ready onto carts and computes the shortest tour for each cart. Bring in orders
          first; those that are paid and in stock become ready.
        </Trans>
      }
      action={
        <>
          <Button kind="primary" tall onPress={() => go('/import')}>
            <Trans>Import orders</Trans>
          </Button>
          <Button tall onPress={() => go('/orders')}>
            <Trans>Look at the orders</Trans>
          </Button>
        </>
      }
    />
  )
}

/** Asks which orders to plan and how. Untouched, it plans all that wait; whoever knows nothing presses one button. */
export function AskPlan() {
  const choices = useChoices()
  const plans = usePlans()
  const from = usePlace(({ search }) => search.get('from'))
  const earlier = from === null ? undefined : plans.data?.find(({ planId }) => planId === from)
  const kept = <KeptPlans plans={plans.data ?? []} />
  if (choices.data === undefined || (from !== null && plans.isPending))
    return (
      <Frame>
        <ProblemNote error={choices.error} onRetry={() => void choices.refetch()} />
      </Frame>
    )
  if (choices.data.ready + choices.data.released === 0)
    return (
      <Frame aside={kept}>
        <NothingToPlan />
      </Frame>
    )
  return <AskPage key={from ?? ''} choices={choices.data} earlier={earlier} plans={plans.data ?? []} />
}

type AskPageProps = { choices: Choices; earlier: PlanRun | undefined; plans: readonly PlanRun[] }

function AskPage({ choices, earlier, plans }: AskPageProps) {
  const { cartTotes } = choices
  const [form, setForm] = useState<AskForm>(() =>
    earlier === undefined ? firstForm(cartTotes) : formOf(earlier.request, cartTotes),
  )
  const id = useId()
  const { plan } = usePlanActs(({ planId }) => go(`/planning/${planId}`))
  const problems = formProblems(form)
  const request = requestOf(form, cartTotes)
  const waiting =
    (form.states.includes('ready') ? choices.ready : 0) + (form.states.includes('released') ? choices.released : 0)
  const send = (): void => {
    if (request !== null && !plan.isPending) plan.mutate(request)
  }
  useKeys({ 'Ctrl+Enter': send })
  const fields = {
    form,
    problems,
    choices,
    onChange: (change: Partial<AskForm>) => {
      plan.reset()
      setForm((before) => ({ ...before, ...change }))
    },
  }
  return (
    <Frame
      aside={<KeptPlans plans={plans} />}
      foot={
        <ListFoot
          summary={<Plural value={waiting} one="# order waits" other="# orders wait" />}
          detail={
            request === null ? (
              <Trans>Something above is not right yet</Trans>
            ) : (
              <Trans>Nothing is changed before you release the plan</Trans>
            )
          }
        >
          <Button
            kind="primary"
            type="submit"
            form={id}
            hint="Ctrl ↵"
            isDisabled={request === null || waiting === 0 || plan.isPending}
          >
            <Trans>Make the plan</Trans>
          </Button>
        </ListFoot>
      }
    >
      <div onKeyDownCapture={onSendKey(send)}>
        <Form
          id={id}
          className={styles.form ?? ''}
          validationBehavior="aria"
          onSubmit={(event) => {
            event.preventDefault()
            send()
          }}
        >
          <p className={styles.lead}>
            <Trans>
              Baro puts the waiting orders onto carts and computes the shortest tour for each. As it stands here it
              takes all of them; just press “Make the plan”.
            </Trans>
          </p>
          <ProblemNote error={plan.error} known={planSentence} />
          <AskOrders {...fields} />
          <AskStrategy {...fields} />
          <AskCart {...fields} />
          <AskSearch {...fields} />
        </Form>
      </div>
    </Frame>
  )
}

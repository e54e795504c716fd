import { Trans } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { Form } from 'react-aria-components'
import { api } from '../../api.ts'
import { DemoProgress } from '../../office/demo-progress.tsx'
import { ProblemNote } from '../../office/problem-note.tsx'
import { useSyncView } from '../../office/use-sync.ts'
import { go } from '../../router.ts'
import { useScan } from '../../scan/scan-provider.tsx'
import { refreshSession } from '../../session-store.ts'
import { Button } from '../../ui/office/button.tsx'
import { usePreferences } from '../../ui/preferences.ts'
import styles from './setup.module.css'
import { type DataChoice, DataChoices } from './setup-data.tsx'
import { AdministratorFields, PrefixFields, SenderFields, SiteFields } from './setup-fields.tsx'
import {
  administratorOf,
  emptyForm,
  openFields,
  SETUP_STEPS,
  type SetupForm,
  type SetupStep,
  siteOf,
} from './setup-form.ts'
import { SetupFilling, SetupJoin } from './setup-join.tsx'
import { SetupSteps } from './setup-steps.tsx'

function Title({ step }: { step: SetupStep }): ReactNode {
  switch (step) {
    case 'site':
      return <Trans>Where is this warehouse?</Trans>
    case 'sender':
      return <Trans>Who sends the parcels?</Trans>
    case 'prefix':
      return <Trans>Whose number is on the carton?</Trans>
    case 'administrator':
      return <Trans>Who looks after Baro?</Trans>
    case 'data':
      return <Trans>What is in the warehouse?</Trans>
  }
}

function Lead({ step }: { step: SetupStep }): ReactNode {
  switch (step) {
    case 'site':
      return <Trans>Times, money and cut-offs follow the site.</Trans>
    case 'sender':
      return <Trans>Stands on every shipping label and packing slip.</Trans>
    case 'prefix':
      return <Trans>Each carton label carries an SSCC. It starts with the company prefix that GS1 gave you.</Trans>
    case 'administrator':
      return <Trans>Everybody signs in with a badge and a PIN. More people can be added in Settings.</Trans>
    case 'data':
      return <Trans>Start with your own lists, or look around in a pretend warehouse first.</Trans>
  }
}

function NextWord({ step, choice }: { step: SetupStep; choice: DataChoice }): ReactNode {
  switch (step) {
    case 'site':
      return <Trans>Next: sender</Trans>
    case 'sender':
      return <Trans>Next: GS1 prefix</Trans>
    case 'prefix':
      return <Trans>Next: first administrator</Trans>
    case 'administrator':
      return <Trans>Set up and sign in</Trans>
    case 'data':
      return choice === 'demo' ? <Trans>Open the demo warehouse</Trans> : <Trans>Import my first file</Trans>
  }
}

/** What the five steps hold, and where one stands; the fourth sends, the fifth leaves. */
function useSetup() {
  const locale = usePreferences((preferences) => preferences.locale)
  const [step, setStep] = useState<SetupStep>('site')
  const [form, setForm] = useState<SetupForm>(() => emptyForm(Intl.DateTimeFormat().resolvedOptions().timeZone, locale))
  const [marked, setMarked] = useState(false)
  const [choice, setChoice] = useState<DataChoice>('demo')
  const [runId, setRunId] = useState<string | null>(null)
  const open = openFields(step, form)
  const goTo = (next: SetupStep): void => {
    setStep(next)
    setMarked(false)
  }
  const setUp = useMutation({
    mutationFn: () => api.site.setUp({ site: siteOf(form), administrator: administratorOf(form) }),
    onSuccess: () => goTo('data'),
  })
  const demo = useMutation({ mutationFn: () => api.imports.demo(), onSuccess: (run) => setRunId(run.runId) })
  const leave = async (path: string): Promise<void> => {
    go(path, { replace: true })
    await refreshSession()
    // The gate sends everybody who is signed in from Set-up to the first screen; Import is meant here.
    if (path !== '/orders') go(path, { replace: true })
  }
  const goOn = (): void => {
    const after = SETUP_STEPS[SETUP_STEPS.indexOf(step) + 1]
    if (step === 'administrator') setUp.mutate()
    else if (after !== undefined) goTo(after)
    else if (choice === 'demo') demo.mutate()
    else void leave('/import')
  }
  const next = (): void => {
    if (setUp.isPending || demo.isPending || runId !== null) return
    if (open.size > 0) setMarked(true)
    else goOn()
  }
  const back = (): void => {
    const before = SETUP_STEPS[SETUP_STEPS.indexOf(step) - 1]
    if (before !== undefined) goTo(before)
  }
  return {
    step,
    form,
    setForm,
    marked,
    open,
    choice,
    setChoice,
    runId,
    setRunId,
    next,
    back,
    leave,
    error: setUp.error ?? demo.error,
    busy: setUp.isPending || demo.isPending,
  }
}

function Fields({ setup }: { setup: ReturnType<typeof useSetup> }) {
  const { step, form, setForm, marked, open } = setup
  const props = {
    form,
    change: (next: Partial<SetupForm>) => setForm((before) => ({ ...before, ...next })),
    wrong: marked ? open : new Set<keyof SetupForm>(),
  }
  switch (step) {
    case 'site':
      return <SiteFields {...props} />
    case 'sender':
      return <SenderFields {...props} />
    case 'prefix':
      return <PrefixFields {...props} />
    case 'administrator':
      return <AdministratorFields {...props} />
    case 'data':
      return setup.runId === null ? (
        <DataChoices choice={setup.choice} onChoose={setup.setChoice} />
      ) : (
        <DemoProgress
          runId={setup.runId}
          onDone={() => void setup.leave('/orders')}
          onCancel={() => setup.setRunId(null)}
        />
      )
  }
}

/** Set-up of an empty store in five steps; afterwards the first administrator is signed in and looks at Orders. */
export default function Setup() {
  const setup = useSetup()
  const { step, form, setForm, next, back, busy, runId } = setup
  const [joined, setJoined] = useState(false)
  const { data: sync } = useSyncView()
  const filling = joined || (sync?.state === 'starting' && sync.centre.kind === 'remote')
  useScan(({ text }) => {
    if (step === 'administrator') setForm((before) => ({ ...before, badge: text.slice(0, 64) }))
  })
  return (
    <div className={styles.setup} data-setup={step}>
      <SetupSteps here={step} form={form} />
      {filling ? (
        <SetupFilling />
      ) : (
        <main className={styles.main}>
          <Form
            key={step}
            className={styles.form ?? ''}
            validationBehavior="aria"
            onSubmit={(event) => {
              event.preventDefault()
              next()
            }}
          >
            <h1>
              <Title step={step} />
            </h1>
            <p className={styles.lead}>
              <Lead step={step} />
            </p>
            <div className={styles.fields}>
              <Fields setup={setup} />
            </div>
            <ProblemNote error={setup.error} />
            {runId === null ? (
              <div className={styles.ends}>
                {step === 'site' || step === 'data' ? null : (
                  <Button tall onPress={back}>
                    <Trans>Back</Trans>
                  </Button>
                )}
                <Button kind="primary" tall type="submit" isDisabled={busy} hint="Enter">
                  <NextWord step={step} choice={setup.choice} />
                </Button>
              </div>
            ) : null}
          </Form>
          {step === 'site' ? <SetupJoin onJoined={() => setJoined(true)} /> : null}
        </main>
      )}
    </div>
  )
}

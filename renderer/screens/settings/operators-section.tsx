import { Trans, useLingui } from '@lingui/react/macro'
import { type ReactNode, useId, useState } from 'react'
import { Form } from 'react-aria-components'
import { OperatorForm, type SiteView } from '../../../contract/station/site.ts'
import { Role } from '../../../domain/inputs.ts'
import { api } from '../../api.ts'
import { ProblemNote } from '../../office/problem-note.tsx'
import { ROLE_WORDS } from '../../office/role-word.ts'
import { useScan } from '../../scan/scan-provider.tsx'
import { Button, TextButton } from '../../ui/office/button.tsx'
import { Switch } from '../../ui/office/choice-controls.tsx'
import { Dialog } from '../../ui/office/dialog.tsx'
import { TextField } from '../../ui/office/fields.tsx'
import { Select } from '../../ui/office/select.tsx'
import { toast } from '../../ui/office/toast.tsx'
import styles from './settings.module.css'
import { Section } from './settings-parts.tsx'
import { useSave } from './use-site.ts'

const NEW: OperatorForm = { id: null, badge: '', name: '', role: 'picker', pin: null, language: null, active: true }

type FieldsProps = {
  readonly form: OperatorForm
  readonly set: (change: Partial<OperatorForm>) => void
  readonly problem: (field: string, words: ReactNode) => { problem?: ReactNode }
}

function OperatorFields({ form, set, problem }: FieldsProps) {
  const { t } = useLingui()
  return (
    <>
      <TextField
        autoFocus
        label={<Trans>Name</Trans>}
        value={form.name}
        maxLength={80}
        onChange={(name) => set({ name })}
        {...problem('name', <Trans>This is needed.</Trans>)}
      />
      <div className={styles.pair}>
        <TextField
          label={<Trans>Badge</Trans>}
          value={form.badge}
          maxLength={64}
          onChange={(badge) => set({ badge })}
          help={<Trans>Scan it, or type a code</Trans>}
          {...problem('badge', <Trans>This is needed.</Trans>)}
        />
        <TextField
          label={<Trans>PIN</Trans>}
          type="password"
          inputMode="numeric"
          autoComplete="new-password"
          value={form.pin ?? ''}
          onChange={(pin) => set({ pin: pin === '' ? null : pin.replace(/\D/g, '').slice(0, 8) })}
          help={form.id === null ? <Trans>4 to 8 digits</Trans> : <Trans>Empty keeps the present one</Trans>}
          {...problem('pin', <Trans>4 to 8 digits</Trans>)}
        />
      </div>
      <div className={styles.pair}>
        <Select
          label={<Trans>Role</Trans>}
          options={Role.options.map((id) => ({ id, name: t(ROLE_WORDS[id]) }))}
          value={form.role}
          onChange={(id) => set({ role: Role.options.find((role) => role === id) ?? form.role })}
        />
        <Select
          label={<Trans>Language</Trans>}
          options={[
            { id: '', name: t`as the station` },
            { id: 'ko', name: '한국어' },
            { id: 'en', name: 'English' },
          ]}
          value={form.language ?? ''}
          onChange={(id) => set({ language: id === 'ko' || id === 'en' ? id : null })}
        />
      </div>
      <Switch isSelected={form.active} onChange={(active) => set({ active })}>
        <Trans>May sign in</Trans>
      </Switch>
    </>
  )
}

function OperatorDialog({ start, onClose }: { start: OperatorForm; onClose: () => void }) {
  const { t } = useLingui()
  const formId = useId()
  const [form, setForm] = useState(start)
  const [marked, setMarked] = useState(false)
  const save = useSave(
    (next: OperatorForm) => api.site.saveOperator(next),
    () => {
      toast(t`Saved`)
      onClose()
    },
  )
  useScan(({ text }) => setForm((before) => ({ ...before, badge: text.slice(0, 64) })), { level: 'dialog' })
  const set = (change: Partial<OperatorForm>): void => setForm((before) => ({ ...before, ...change }))
  const parsed = OperatorForm.safeParse(form)
  const wrong = new Set(parsed.success ? [] : parsed.error.issues.map((issue) => String(issue.path[0])))
  if (form.id === null && form.pin === null) wrong.add('pin')
  const send = (): void => {
    setMarked(true)
    if (wrong.size === 0 && parsed.success && !save.isPending) save.mutate(parsed.data)
  }
  const problem = (field: string, words: ReactNode) => (marked && wrong.has(field) ? { problem: words } : {})
  return (
    <Dialog
      open
      onClose={onClose}
      title={start.id === null ? <Trans>New operator</Trans> : start.name}
      ends={
        <>
          <Button onPress={onClose}>
            <Trans>Back</Trans>
          </Button>
          <Button kind="primary" type="submit" form={formId} isDisabled={save.isPending} hint="Enter">
            <Trans>Save</Trans>
          </Button>
        </>
      }
    >
      <Form
        id={formId}
        className={styles.form ?? ''}
        validationBehavior="aria"
        onSubmit={(event) => {
          event.preventDefault()
          send()
        }}
      >
        <OperatorFields {...{ form, set, problem }} />
        <ProblemNote error={save.error} />
      </Form>
    </Dialog>
  )
}

/** Who may sign in, with badge, PIN and role. */
export function OperatorsSection({ operators }: { operators: SiteView['operators'] }) {
  const { t } = useLingui()
  const [open, setOpen] = useState<OperatorForm | null>(null)
  return (
    <Section
      title={<Trans>Operators</Trans>}
      lead={<Trans>History keeps names; nobody is deleted, only switched off.</Trans>}
    >
      <table className={styles.list}>
        <thead>
          <tr>
            <th scope="col">
              <Trans>Name</Trans>
            </th>
            <th scope="col">
              <Trans>Badge</Trans>
            </th>
            <th scope="col">
              <Trans>Role</Trans>
            </th>
            <th scope="col">
              <Trans>Signs in</Trans>
            </th>
            <td />
          </tr>
        </thead>
        <tbody>
          {operators
            .toSorted((one, other) => Number(other.active) - Number(one.active) || one.name.localeCompare(other.name))
            .map((operator) => (
              <tr key={operator.id} className={operator.active ? undefined : styles.off}>
                <th scope="row">{operator.name}</th>
                <td>{operator.badge}</td>
                <td>{t(ROLE_WORDS[operator.role])}</td>
                <td>{operator.active ? <Trans>yes</Trans> : <Trans>no</Trans>}</td>
                <td className={styles.end}>
                  <TextButton onPress={() => setOpen({ ...operator, pin: null })}>
                    <Trans>Edit</Trans>
                  </TextButton>
                </td>
              </tr>
            ))}
        </tbody>
      </table>
      <Button onPress={() => setOpen(NEW)}>
        <Trans>Add an operator</Trans>
      </Button>
      {open === null ? null : <OperatorDialog start={open} onClose={() => setOpen(null)} />}
    </Section>
  )
}

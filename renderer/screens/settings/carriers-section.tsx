import { Trans, useLingui } from '@lingui/react/macro'
import { useId, useState } from 'react'
import { Form } from 'react-aria-components'
import { CarrierForm, type SiteView } from '../../../contract/station/site.ts'
import { normaliseTracking } from '../../../domain/ship.ts'
import { trackingPattern } from '../../../domain/tracking-pattern.ts'
import { api } from '../../api.ts'
import { ProblemNote } from '../../office/problem-note.tsx'
import { Button, TextButton } from '../../ui/office/button.tsx'
import { Switch } from '../../ui/office/choice-controls.tsx'
import { Dialog } from '../../ui/office/dialog.tsx'
import { TextField } from '../../ui/office/fields.tsx'
import { toast } from '../../ui/office/toast.tsx'
import styles from './settings.module.css'
import { Section } from './settings-parts.tsx'
import { useSave } from './use-site.ts'

const EXAMPLE = '\\d{12}'
const NEW: CarrierForm = { id: null, code: '', name: '', trackingPattern: null, active: true }

/** Whether a text is a pattern that the station understands; an empty one means that any number fits. */
function isPattern(text: string): boolean {
  return trackingPattern(text) !== null
}

type FieldsProps = {
  readonly form: CarrierForm
  readonly set: (change: Partial<CarrierForm>) => void
  readonly good: boolean
}

function CarrierFields({ form, set, good }: FieldsProps) {
  return (
    <>
      <div className={styles.pair}>
        <TextField
          autoFocus
          label={<Trans>Name</Trans>}
          value={form.name}
          maxLength={60}
          onChange={(name) => set({ name })}
        />
        <TextField
          label={<Trans>Code</Trans>}
          value={form.code}
          maxLength={40}
          onChange={(code) => set({ code })}
          help={<Trans>Short, e.g. cj</Trans>}
        />
      </div>
      <TextField
        label={<Trans>Form of its tracking numbers</Trans>}
        value={form.trackingPattern ?? ''}
        maxLength={200}
        onChange={(text) => set({ trackingPattern: text === '' ? null : text })}
        help={<Trans>A regular expression for the whole number, e.g. {EXAMPLE}; empty: any</Trans>}
        {...(good ? {} : { problem: <Trans>This is no regular expression.</Trans> })}
      />
    </>
  )
}

function CarrierDialog({ start, onClose }: { start: CarrierForm; onClose: () => void }) {
  const { t } = useLingui()
  const formId = useId()
  const [form, setForm] = useState(start)
  const [sample, setSample] = useState('')
  const save = useSave(
    (next: CarrierForm) => api.site.saveCarrier(next),
    () => {
      toast(t`Saved`)
      onClose()
    },
  )
  const set = (change: Partial<CarrierForm>): void => setForm((before) => ({ ...before, ...change }))
  const pattern = form.trackingPattern ?? ''
  const good = isPattern(pattern)
  const parsed = CarrierForm.safeParse(form)
  const fits =
    good && sample !== '' && (pattern === '' || trackingPattern(pattern)?.(normaliseTracking(sample)) === true)
  const ready = parsed.success && good && !save.isPending
  const send = (): void => {
    if (ready) save.mutate(parsed.data)
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={start.id === null ? <Trans>New carrier</Trans> : start.name}
      ends={
        <>
          <Button onPress={onClose}>
            <Trans>Back</Trans>
          </Button>
          <Button kind="primary" type="submit" form={formId} isDisabled={!ready} hint="Enter">
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
        <CarrierFields {...{ form, set, good }} />
        <TextField
          label={<Trans>Try a tracking number</Trans>}
          value={sample}
          onChange={setSample}
          {...(sample === '' || fits ? {} : { problem: <Trans>It does not fit.</Trans> })}
          {...(fits ? { help: <Trans>It fits.</Trans> } : {})}
        />
        <Switch isSelected={form.active} onChange={(active) => set({ active })}>
          <Trans>In use</Trans>
        </Switch>
        <ProblemNote error={save.error} />
      </Form>
    </Dialog>
  )
}

/** Carriers and how their tracking numbers look. */
export function CarriersSection({ carriers }: { carriers: SiteView['carriers'] }) {
  const [open, setOpen] = useState<CarrierForm | null>(null)
  return (
    <Section
      title={<Trans>Carriers</Trans>}
      lead={<Trans>A scanned waybill names its carrier by the form of its number.</Trans>}
    >
      {carriers.length === 0 ? null : (
        <table className={styles.list}>
          <thead>
            <tr>
              <th scope="col">
                <Trans>Name</Trans>
              </th>
              <th scope="col">
                <Trans>Code</Trans>
              </th>
              <th scope="col">
                <Trans>Tracking numbers</Trans>
              </th>
              <th scope="col">
                <Trans>In use</Trans>
              </th>
              <td />
            </tr>
          </thead>
          <tbody>
            {carriers.map((carrier) => (
              <tr key={carrier.id} className={carrier.active ? undefined : styles.off}>
                <th scope="row">{carrier.name}</th>
                <td>{carrier.code}</td>
                <td>{carrier.trackingPattern ?? <Trans>any</Trans>}</td>
                <td>{carrier.active ? <Trans>yes</Trans> : <Trans>no</Trans>}</td>
                <td className={styles.end}>
                  <TextButton onPress={() => setOpen(carrier)}>
                    <Trans>Edit</Trans>
                  </TextButton>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Button onPress={() => setOpen(NEW)}>
        <Trans>Add a carrier</Trans>
      </Button>
      {open === null ? null : <CarrierDialog start={open} onClose={() => setOpen(null)} />}
    </Section>
  )
}

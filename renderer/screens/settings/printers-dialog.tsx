import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { Form } from 'react-aria-components'
import type { DevicesView, FoundPrinter, PrinterForm } from '../../../contract/station/devices.ts'
import { PrinterKind } from '../../../contract/station/printing.ts'
import { api } from '../../api.ts'
import { ProblemNote } from '../../office/problem-note.tsx'
import { PRINTER_KINDS, printerName } from '../../printing/printer-words.ts'
import { Button } from '../../ui/office/button.tsx'
import { Dialog } from '../../ui/office/dialog.tsx'
import { NumberField, TextField } from '../../ui/office/fields.tsx'
import { Select } from '../../ui/office/select.tsx'
import { MediaFields } from './printers-media.tsx'
import styles from './printers-parts.module.css'
import { PrintProblem } from './printers-row.tsx'
import { addressProblem, asKind, readyForm, speaksZpl } from './printers-rules.ts'

type FieldsProps = { readonly form: PrinterForm; readonly set: (change: Partial<PrinterForm>) => void }

const EXAMPLES = { network: '192.168.0.31', port: '192.168.0.31:6101', folder: '/srv/labels' }

/** Where the printer is: an address, a queue of this machine, or a folder. */
function Address({ form, set, queues }: FieldsProps & { queues: readonly string[] }) {
  // While somebody types for the first time, nothing is wrong yet.
  const [left, setLeft] = useState(form.address !== '')
  const wrong = addressProblem(form) === 'wrong' && left
  const common = {
    value: form.address,
    maxLength: 500,
    autoComplete: 'off',
    onBlur: () => setLeft(form.address !== ''),
  }
  const onChange = (address: string): void => set({ address })
  switch (form.kind) {
    case 'dialog':
      return null
    case 'zpl-network':
      return (
        <TextField
          {...common}
          onChange={onChange}
          label={<Trans>Address in the network</Trans>}
          help={
            <Trans>
              As its network label says, e.g. {EXAMPLES.network}; with another port than 9100: {EXAMPLES.port}
            </Trans>
          }
          {...(wrong ? { problem: <Trans>This is no address: four numbers with dots, or a name.</Trans> } : {})}
        />
      )
    case 'pdf-folder':
      return (
        <TextField
          {...common}
          onChange={onChange}
          label={<Trans>Folder on the station</Trans>}
          help={<Trans>The whole path, e.g. {EXAMPLES.folder}; the folder must exist.</Trans>}
          {...(wrong ? { problem: <Trans>This is no whole path.</Trans> } : {})}
        />
      )
    case 'system':
    case 'zpl-queue': {
      const known = form.address === '' || queues.includes(form.address) ? queues : [form.address, ...queues]
      return (
        <Select
          label={<Trans>Its name in the system</Trans>}
          options={known.map((name) => ({ id: name, name }))}
          value={form.address === '' ? null : form.address}
          onChange={(name) => set({ address: name ?? '' })}
          {...(known.length === 0
            ? { help: <Trans>This machine knows no printer. Set one up in the system first.</Trans> }
            : {})}
        />
      )
    }
  }
}

/** Darkness and speed, which ZPL can set; empty leaves what the printer has. */
function ZplFields({ form, set }: FieldsProps) {
  return (
    <div className={styles.pair}>
      <NumberField
        label={<Trans>Darkness, 0 to 30</Trans>}
        value={form.darkness ?? Number.NaN}
        minValue={0}
        maxValue={30}
        onChange={(darkness) => set({ darkness: Number.isNaN(darkness) ? null : darkness })}
        help={<Trans>Empty: as it is set at the printer</Trans>}
      />
      <NumberField
        label={<Trans>Speed in inches a second</Trans>}
        value={form.speed ?? Number.NaN}
        minValue={1}
        maxValue={14}
        onChange={(speed) => set({ speed: Number.isNaN(speed) ? null : speed })}
        help={<Trans>Slower is sharper. Empty: as it is set at the printer</Trans>}
      />
    </div>
  )
}

function Offsets({ form, set }: FieldsProps) {
  const field = { minValue: -20, maxValue: 20, step: 0.1, formatOptions: { maximumFractionDigits: 1 } }
  const { xMm, yMm } = form.offset
  return (
    <div className={styles.pair}>
      <NumberField
        {...field}
        label={<Trans>Print further right by mm</Trans>}
        value={xMm}
        onChange={(x) => set({ offset: { xMm: Number.isNaN(x) ? 0 : x, yMm } })}
      />
      <NumberField
        {...field}
        label={<Trans>Print further down by mm</Trans>}
        value={yMm}
        onChange={(y) => set({ offset: { xMm, yMm: Number.isNaN(y) ? 0 : y } })}
      />
    </div>
  )
}

type DialogProps = {
  readonly start: PrinterForm
  readonly view: DevicesView
  readonly found: readonly FoundPrinter[]
  readonly onClose: () => void
  /** Told when it is saved; `test` wants a test page on it. */
  readonly onSaved: (printerId: string, test: boolean) => void
}

/** What the station can print with on this host. */
function kindsFor(silent: DevicesView['silent'], own: PrinterKind): PrinterKind[] {
  return PrinterKind.options.filter((kind) => {
    if (kind === own) return true
    if (kind === 'dialog') return false
    if (kind === 'zpl-queue') return silent === 'station'
    return kind !== 'system' || silent !== 'none'
  })
}

function useSavePrinter({ view, onSaved }: Pick<DialogProps, 'view' | 'onSaved'>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ form }: { form: PrinterForm; test: boolean }) => api.devices.savePrinter(form),
    onSuccess: (saved, { form, test }) => {
      queries.setQueryData(['devices'], saved)
      const before = new Set(view.printers.map(({ id }) => id))
      const id = form.id ?? saved.printers.find((printer) => !before.has(printer.id))?.id
      void queries.invalidateQueries({ queryKey: ['devices', 'found'] })
      if (id === undefined) return
      void queries.invalidateQueries({ queryKey: ['devices', 'status', id] })
      onSaved(id, test)
    },
  })
}

/** Adds a printer or changes one. What is entered is checked before it is sent; what the station refuses is said here. */
export function PrinterDialog({ start, view, found, onClose, onSaved }: DialogProps) {
  const { i18n } = useLingui()
  const formId = useId()
  const [form, setForm] = useState(start)
  const save = useSavePrinter({ view, onSaved })
  const set = (change: Partial<PrinterForm>): void => setForm((before) => ({ ...before, ...change }))
  const checked = readyForm(form)
  const send = (test: boolean): void => {
    if (checked !== null && !save.isPending) save.mutate({ form: checked, test })
  }
  const dialog = form.kind === 'dialog'
  const kinds = kindsFor(view.silent, start.kind)
  return (
    <Dialog
      open
      onClose={onClose}
      width={640}
      title={start.id === null ? <Trans>New printer</Trans> : printerName({ id: start.id, name: start.name }, i18n)}
      ends={
        <>
          <Button onPress={onClose}>
            <Trans>Back</Trans>
          </Button>
          <Button isDisabled={checked === null || save.isPending} onPress={() => send(true)}>
            <Trans>Save and print a test</Trans>
          </Button>
          <Button kind="primary" type="submit" form={formId} isDisabled={checked === null || save.isPending}>
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
          send(false)
        }}
      >
        {dialog ? null : (
          <>
            <div className={styles.pair}>
              <TextField
                autoFocus
                label={<Trans>Name on the floor</Trans>}
                value={form.name}
                maxLength={60}
                onChange={(name) => set({ name })}
                help={<Trans>As people call it, e.g. “Bench 2, labels”</Trans>}
              />
              <Select
                label={<Trans>How it is reached</Trans>}
                options={kinds.map((id) => ({ id, name: i18n._(PRINTER_KINDS[id]) }))}
                value={form.kind}
                onChange={(id) => setForm(asKind(form, kinds.find((kind) => kind === id) ?? form.kind))}
              />
            </div>
            <Address form={form} set={set} queues={found.map(({ systemName }) => systemName)} />
          </>
        )}
        <MediaFields form={form} set={set} />
        {speaksZpl(form) ? <ZplFields form={form} set={set} /> : null}
        <Offsets form={form} set={set} />
        <ProblemNote error={save.error} known={PrintProblem} />
      </Form>
    </Dialog>
  )
}

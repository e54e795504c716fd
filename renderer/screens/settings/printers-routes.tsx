import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { DevicesView } from '../../../contract/station/devices.ts'
import { DocumentKind } from '../../../contract/station/printing.ts'
import { api } from '../../api.ts'
import { DOCUMENT_KINDS, printerName } from '../../printing/printer-words.ts'
import { Select } from '../../ui/office/select.tsx'
import { toast } from '../../ui/office/toast.tsx'
import styles from './printers-parts.module.css'
import { takesDocument } from './printers-rules.ts'
import { SaveForm } from './settings-parts.tsx'

/** Which printer takes which kind of document. */
export function Routes({ view, changes }: { view: DevicesView; changes: boolean }) {
  const { i18n, t } = useLingui()
  const queries = useQueryClient()
  const [routes, setRoutes] = useState(view.routes)
  const save = useMutation({
    mutationFn: () => api.devices.saveRoutes(routes),
    onSuccess: (next) => {
      queries.setQueryData(['devices'], next)
      toast(t`Saved`)
    },
  })
  const kinds = DocumentKind.options
  const fields = (
    <div className={styles.routes}>
      {kinds.map((kind) => (
        <Select
          key={kind}
          label={i18n._(DOCUMENT_KINDS[kind])}
          options={view.printers.map((printer) => ({
            id: printer.id,
            name: printerName(printer, i18n),
            ...(takesDocument(printer, kind) ? {} : { disabled: true, aside: t`labels only` }),
          }))}
          value={view.printers.some(({ id }) => id === routes[kind]) ? routes[kind] : null}
          onChange={(id) => setRoutes((before) => ({ ...before, [kind]: id ?? before[kind] }))}
          disabled={!changes}
        />
      ))}
    </div>
  )
  return (
    <>
      <h3>
        <Trans>Which printer takes what</Trans>
      </h3>
      {changes ? (
        <SaveForm
          onSave={() => save.mutate()}
          changed={kinds.some((kind) => routes[kind] !== view.routes[kind])}
          busy={save.isPending}
          error={save.error}
        >
          {fields}
        </SaveForm>
      ) : (
        <div className={styles.form}>{fields}</div>
      )}
    </>
  )
}

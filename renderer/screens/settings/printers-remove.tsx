import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { DevicesView, PrinterView } from '../../../contract/station/devices.ts'
import { api } from '../../api.ts'
import { ProblemNote } from '../../office/problem-note.tsx'
import { DOCUMENT_KINDS } from '../../printing/printer-words.ts'
import { Button } from '../../ui/office/button.tsx'
import { Dialog } from '../../ui/office/dialog.tsx'
import { toast } from '../../ui/office/toast.tsx'
import styles from './printers-parts.module.css'
import { PrintProblem } from './printers-row.tsx'
import { documentsOf, routesWithout } from './printers-rules.ts'

type RemoveProps = {
  readonly printer: PrinterView
  readonly view: DevicesView
  readonly waiting: number
  readonly onClose: () => void
}

/** Removes a printer after saying what happens to the documents that go to it: from then on the print dialog opens for them. */
export function RemoveDialog({ printer, view, waiting, onClose }: RemoveProps) {
  const { i18n, t } = useLingui()
  const queries = useQueryClient()
  const { id, name } = printer
  const kinds = documentsOf(view.routes, id)
  const remove = useMutation({
    mutationFn: async () => {
      if (kinds.length > 0) await api.devices.saveRoutes(routesWithout(view.routes, id))
      return api.devices.removePrinter({ printerId: id })
    },
    onSuccess: (next) => {
      queries.setQueryData(['devices'], next)
      toast(t`${name} is removed`)
      onClose()
    },
    onError: () => void queries.invalidateQueries({ queryKey: ['devices'] }),
    onSettled: () => void queries.invalidateQueries({ queryKey: ['devices', 'found'] }),
  })
  const documents = kinds.map((kind) => i18n._(DOCUMENT_KINDS[kind])).join(' · ')
  return (
    <Dialog
      open
      alert
      onClose={onClose}
      title={<Trans>Remove {name}?</Trans>}
      ends={
        <>
          <Button onPress={onClose} autoFocus>
            <Trans>Back</Trans>
          </Button>
          <Button kind="danger" isDisabled={remove.isPending || waiting > 0} onPress={() => remove.mutate()}>
            <Trans>Remove</Trans>
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        {documents === '' ? (
          <p>
            <Trans>No documents go to it. It can be added again at any time.</Trans>
          </p>
        ) : (
          <p>
            <Trans>
              From then on the print dialog opens for: <b>{documents}</b>. Choose another printer for them at any time.
            </Trans>
          </p>
        )}
        {waiting === 0 ? null : (
          <p>
            <b>
              <Trans>Pages still wait for it. Print them or take them back under Labels first.</Trans>
            </b>
          </p>
        )}
        <ProblemNote error={remove.error} known={PrintProblem} />
      </div>
    </Dialog>
  )
}

import { Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { DevicesView, FoundPrinter, PrinterForm } from '../../../contract/station/devices.ts'
import { api } from '../../api.ts'
import { ProblemNote } from '../../office/problem-note.tsx'
import { useDevices, useQueues } from '../../printing/printers.ts'
import { useSession } from '../../session-store.ts'
import { Mark } from '../../ui/marks.tsx'
import { Button } from '../../ui/office/button.tsx'
import { CalibrateDialog } from './printers-calibrate.tsx'
import { PrinterDialog } from './printers-dialog.tsx'
import { FoundPrinters } from './printers-found.tsx'
import { PagesDialog } from './printers-pages.tsx'
import styles from './printers-parts.module.css'
import { RemoveDialog } from './printers-remove.tsx'
import { Routes } from './printers-routes.tsx'
import { type PrinterAct, PrinterRow, PrintProblem } from './printers-row.tsx'
import { formOf, newPrinter } from './printers-rules.ts'
import { usePrinterTests } from './printers-tests.ts'
import { Section } from './settings-parts.tsx'

type Open =
  | { readonly act: 'add'; readonly start: PrinterForm }
  | { readonly act: PrinterAct; readonly printerId: string }

/** Why the saved set-up is not used, and what this host cannot do. */
function Notices({ view }: { view: DevicesView }) {
  return (
    <>
      {view.problem === null ? null : (
        <p className={styles.wrong} data-problem={view.problem}>
          <Mark kind="warning" size={18} px />
          <PrintProblem code={view.problem} />
        </p>
      )}
      {view.silent === 'none' ? (
        <p className={styles.muted}>
          <Trans>
            This machine has no printing system that works without a dialog. The print dialog, network label printers
            and PDF folders work.
          </Trans>
        </p>
      ) : null}
    </>
  )
}

type DialogsProps = {
  readonly open: Open
  readonly view: DevicesView
  readonly found: readonly FoundPrinter[]
  readonly waiting: (printerId: string) => number
  readonly tests: ReturnType<typeof usePrinterTests>
  readonly onClose: () => void
}

function Dialogs({ open, view, found, waiting, tests, onClose }: DialogsProps) {
  const editing = (start: PrinterForm) => (
    <PrinterDialog
      start={start}
      view={view}
      found={found}
      onClose={onClose}
      onSaved={(printerId, test) => {
        onClose()
        if (test) tests.run(printerId, 'test')
      }}
    />
  )
  if (open.act === 'add') return editing(open.start)
  const printer = view.printers.find(({ id }) => id === open.printerId)
  if (printer === undefined) return null
  switch (open.act) {
    case 'edit':
      return editing(formOf(printer))
    case 'calibrate':
      return (
        <CalibrateDialog
          printer={printer}
          result={tests.results[printer.id]}
          onTest={(what) => tests.run(printer.id, what)}
          onClose={onClose}
        />
      )
    case 'pages':
      return <PagesDialog printer={printer} onClose={onClose} />
    case 'remove':
      return <RemoveDialog printer={printer} view={view} waiting={waiting(printer.id)} onClose={onClose} />
  }
}

/** The printers of this station: how each stands, what goes to it, found ones to add, and tests. */
export function PrintersSection() {
  const changes = useSession((state) => state.status === 'ready' && state.session.operator?.role === 'admin')
  const { data: view, error, refetch } = useDevices()
  const queues = useQueues().data ?? []
  const found = useQuery({
    queryKey: ['devices', 'found'],
    queryFn: () => api.devices.discover(),
    enabled: changes,
    staleTime: 30_000,
  })
  const tests = usePrinterTests()
  const [open, setOpen] = useState<Open | null>(null)
  const queueOf = (printerId: string) => queues.find((queue) => queue.printerId === printerId)
  return (
    <Section
      title={<Trans>Printers</Trans>}
      lead={
        changes ? (
          <Trans>What this station prints on. Without any set-up the print dialog opens for every page.</Trans>
        ) : (
          <Trans>What this station prints on. Managers and administrators can change it.</Trans>
        )
      }
    >
      <ProblemNote error={view === undefined ? error : null} onRetry={() => void refetch()} />
      {view === undefined ? null : (
        <>
          <Notices view={view} />
          <ul className={styles.printers}>
            {view.printers.map((printer) => (
              <PrinterRow
                key={printer.id}
                printer={printer}
                routes={view.routes}
                queue={queueOf(printer.id)}
                changes={changes}
                result={tests.results[printer.id]}
                onTest={(what) => tests.run(printer.id, what)}
                onAct={(act) => setOpen({ act, printerId: printer.id })}
              />
            ))}
          </ul>
          {changes ? (
            <Button onPress={() => setOpen({ act: 'add', start: newPrinter('zpl-network') })}>
              <Trans>Add a printer…</Trans>
            </Button>
          ) : null}
          {view.printers.length < 2 ? null : <Routes key={JSON.stringify(view.routes)} view={view} changes={changes} />}
          <ProblemNote error={found.error} onRetry={() => void found.refetch()} />
          {changes ? <FoundPrinters view={view} found={found.data ?? []} /> : null}
        </>
      )}
      {open === null || view === undefined ? null : (
        <Dialogs
          open={open}
          view={view}
          found={found.data ?? []}
          waiting={(printerId) => queueOf(printerId)?.attempts.length ?? 0}
          tests={tests}
          onClose={() => setOpen(null)}
        />
      )}
    </Section>
  )
}

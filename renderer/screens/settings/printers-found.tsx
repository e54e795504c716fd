import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { DevicesView, FoundPrinter } from '../../../contract/station/devices.ts'
import { api } from '../../api.ts'
import { ProblemNote } from '../../office/problem-note.tsx'
import { Button } from '../../ui/office/button.tsx'
import { toast } from '../../ui/office/toast.tsx'
import { MediaWords } from './printers-media.tsx'
import styles from './printers-parts.module.css'
import { PrintProblem } from './printers-row.tsx'
import { formOfFound } from './printers-rules.ts'

function State({ state }: { state: FoundPrinter['state'] }) {
  switch (state) {
    case 'idle':
      return <Trans>ready</Trans>
    case 'printing':
      return <Trans>is printing</Trans>
    case 'disabled':
      return <Trans>stopped in the system</Trans>
    case 'unknown':
      return <Trans>does not say how it is</Trans>
  }
}

/** Printers that the machine knows and that are not set up yet; one click adds each with what is usual for it. */
export function FoundPrinters({ view, found }: { view: DevicesView; found: readonly FoundPrinter[] }) {
  const { t } = useLingui()
  const queries = useQueryClient()
  const fresh = found.filter(({ printerId }) => printerId === null)
  const add = useMutation({
    mutationFn: (one: FoundPrinter) => api.devices.savePrinter(formOfFound(one, view.silent)),
    onSuccess: (next, { systemName }) => {
      queries.setQueryData(['devices'], next)
      void queries.invalidateQueries({ queryKey: ['devices', 'found'] })
      toast(t`${systemName} is added. Print a test on it.`)
    },
  })
  if (fresh.length === 0) return null
  return (
    <>
      <h3>
        <Trans>Found on this machine</Trans>
      </h3>
      <ul className={styles.found}>
        {fresh.map((one) => (
          <li key={one.systemName} data-found={one.systemName}>
            <div>
              <b>{one.systemName}</b>
              <div className={styles.facts}>
                <span>
                  <State state={one.state} />
                </span>
                {one.isDefault ? (
                  <span>
                    <Trans>the system’s usual printer</Trans>
                  </span>
                ) : null}
                <span>
                  <MediaWords printer={formOfFound(one, view.silent)} />
                </span>
              </div>
            </div>
            <Button
              onPress={() => add.mutate(one)}
              isDisabled={add.isPending || view.silent === 'none'}
              aria-label={t`Add ${one.systemName}`}
            >
              <Trans>Add</Trans>
            </Button>
          </li>
        ))}
      </ul>
      <ProblemNote error={add.error} known={PrintProblem} />
    </>
  )
}

import { Trans } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../api.ts'
import { DemoProgress } from '../../office/demo-progress.tsx'
import { ProblemNote } from '../../office/problem-note.tsx'
import { go } from '../../router.ts'
import { Button } from '../../ui/office/button.tsx'
import { EmptyState } from '../../ui/office/empty-state.tsx'
import styles from './orders.module.css'

/** The list of a site without orders: bring a file, or, while the store is empty altogether, the demo warehouse. */
export function NoOrders() {
  const queries = useQueryClient()
  const [runId, setRunId] = useState<string | null>(null)
  const { data: site } = useQuery({ queryKey: ['site'], queryFn: () => api.site.view() })
  const demo = useMutation({ mutationFn: () => api.imports.demo(), onSuccess: (run) => setRunId(run.runId) })
  const empty = site !== undefined && site.counts.items === 0 && site.counts.locations === 0
  if (runId !== null)
    return (
      <div className={styles.building}>
        <DemoProgress
          runId={runId}
          onDone={() => {
            setRunId(null)
            void queries.invalidateQueries()
          }}
          onCancel={() => setRunId(null)}
        />
      </div>
    )
  return (
    <EmptyState
      title={<Trans>No orders yet</Trans>}
      advice={
        empty ? (
          <Trans>Bring in your own lists, CSV or XLSX, or look around in a pretend warehouse first.</Trans>
        ) : (
          <Trans>Bring in the order list of your shop, CSV or XLSX. Drop it here, or choose it.</Trans>
        )
      }
      action={
        <div className={styles.firstSteps}>
          <Button kind="primary" tall onPress={() => go('/import')}>
            <Trans>Import orders</Trans>
          </Button>
          {empty ? (
            <Button tall isDisabled={demo.isPending} onPress={() => demo.mutate()}>
              <Trans>Open the demo warehouse</Trans>
            </Button>
          ) : null}
          <ProblemNote error={demo.error} />
        </div>
      }
    />
  )
}

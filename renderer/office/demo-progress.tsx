import { Plural, Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { api } from '../api.ts'
import { useFormat } from '../i18n/use-format.ts'
import { ProgressBar } from '../ui/office/record.tsx'
import styles from './office.module.css'

/** Watches the demo warehouse being built, and says when it stands. */
export function DemoProgress({ runId, onDone, onCancel }: { runId: string; onDone: () => void; onCancel: () => void }) {
  const format = useFormat()
  const { data: run } = useQuery({
    queryKey: ['demo', runId],
    queryFn: async () => {
      const now = await api.imports.run({ runId })
      if (now.phase === 'taken') onDone()
      if (now.phase === 'cancelled') onCancel()
      return now
    },
    refetchInterval: (query) =>
      query.state.data === undefined || ['checking', 'taking', 'checked'].includes(query.state.data.phase)
        ? 300
        : false,
  })
  const total = Object.values(run?.counts ?? {}).reduce((sum, count) => sum + count, 0)
  const taken = run?.taken ?? 0
  const stop = (): void => void api.imports.cancel({ runId }).catch(() => undefined)
  return (
    <>
      <ProgressBar
        title={<Trans>Building the demo warehouse</Trans>}
        done={taken}
        total={total === 0 ? null : total}
        count={<Plural value={taken} one="# record" other={`${format.number(taken)} records`} />}
        onCancel={stop}
      />
      {run?.phase === 'failed' ? (
        <p className={styles.failure} role="alert">
          <Trans>It could not be finished.</Trans> {run.failure?.code ?? ''}
        </p>
      ) : null}
    </>
  )
}

import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../api.ts'
import { useFormat } from '../i18n/use-format.ts'
import { Mark } from '../ui/marks.tsx'
import { Button } from '../ui/office/button.tsx'
import { Segmented } from '../ui/office/choice-controls.tsx'
import { Select } from '../ui/office/select.tsx'
import styles from './export-shipped.module.css'
import { ProblemNote } from './problem-note.tsx'
import { saveFrom } from './save-file.ts'

const DAY_MS = 86_400_000
type Since = 'today' | 'week' | 'all'

/** The first moment of the day in which `at` lies, in a time zone; UTC milliseconds. */
export function dayStart(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at)
  const read = (type: string): number => Number(parts.find((part) => part.type === type)?.value ?? 0)
  return at - ((read('hour') * 60 + read('minute')) * 60 + read('second')) * 1000 - (at % 1000)
}

function sinceOf(since: Since, timeZone: string): number | null {
  const today = dayStart(Date.now(), timeZone)
  return since === 'all' ? null : since === 'today' ? today : today - 6 * DAY_MS
}

function Written({ file }: { file: { fileName: string; orders: number } }) {
  const { fileName } = file
  return (
    <p className={styles.done} role="status">
      <Mark kind={file.orders === 0 ? 'info' : 'ok'} size={20} px />
      {file.orders === 0 ? (
        <Trans>Nothing was shipped in this time, so there is no file.</Trans>
      ) : (
        <Plural
          value={file.orders}
          one={`# order written into ${fileName}`}
          other={`# orders written into ${fileName}`}
        />
      )}
    </p>
  )
}

/** Writes carrier and tracking number of shipped orders into the channel's own file form, and downloads it. */
export function ExportShipped({ channelName }: { channelName: (channel: string) => string }) {
  const { t } = useLingui()
  const { timeZone } = useFormat()
  const counts = useQuery({ queryKey: ['orders', 'counts'], queryFn: () => api.orders.counts() })
  const channels = counts.data?.channels ?? []
  const [chosen, setChosen] = useState<string | null>(null)
  const [since, setSince] = useState<Since>('today')
  const [encoding, setEncoding] = useState<'utf-8' | 'cp949'>('utf-8')
  const channel = chosen ?? channels[0] ?? null
  const written = useMutation({
    mutationFn: (wanted: string) =>
      api.imports.exportShipped({ channel: wanted, since: sinceOf(since, timeZone), encoding }),
    onSuccess: ({ path, fileName, orders }) => {
      if (orders > 0) saveFrom(path, fileName)
    },
  })
  return (
    <div className={styles.form}>
      <Select
        label={<Trans>Channel</Trans>}
        options={channels.map((id) => ({ id, name: channelName(id) }))}
        value={channel}
        onChange={setChosen}
        disabled={channels.length === 0}
      />
      <div className={styles.field}>
        <span>
          <Trans>When it was shipped</Trans>
        </span>
        <Segmented
          label={t`When it was shipped`}
          value={since}
          onChange={setSince}
          options={[
            { id: 'today', name: t`today` },
            { id: 'week', name: t`in 7 days` },
            { id: 'all', name: t`ever` },
          ]}
        />
      </div>
      <div className={styles.field}>
        <span>
          <Trans>Letters</Trans>
        </span>
        <Segmented
          label={t`Letters`}
          value={encoding}
          onChange={setEncoding}
          options={[
            { id: 'utf-8', name: 'UTF-8' },
            { id: 'cp949', name: 'CP949' },
          ]}
        />
      </div>
      <Button
        kind="primary"
        isDisabled={channel === null || written.isPending}
        onPress={() => channel !== null && written.mutate(channel)}
      >
        <Trans>Export shipped</Trans>
      </Button>
      {written.data === undefined ? null : <Written file={written.data} />}
      <ProblemNote error={written.error} />
    </div>
  )
}

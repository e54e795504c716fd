import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { SyncView } from '../../contract/station/sync.ts'
import { useFormat } from '../i18n/use-format.ts'
import { ProgressBar } from '../ui/office/record.tsx'

type Filled = NonNullable<SyncView['progress']>

function Step({ step }: { step: Filled['step'] }): ReactNode {
  switch (step) {
    case 'adopting':
      return <Trans>Handing this station's data to the centre</Trans>
    case 'downloading':
      return <Trans>Fetching the site's data</Trans>
    case 'unpacking':
      return <Trans>Unpacking it</Trans>
    case 'catching-up':
      return <Trans>Catching up with what happened since</Trans>
  }
}

/** How far a station's first fill is, as a bar with its step and count. */
export function Filling({ progress: { step, done, total } }: { progress: Filled }) {
  const format = useFormat()
  const [of, all] =
    step === 'downloading'
      ? [format.number(done / 1e6, 1), format.number(total / 1e6, 1)]
      : [format.number(done), format.number(total)]
  return (
    <ProgressBar
      title={<Step step={step} />}
      done={done}
      total={total === 0 ? null : total}
      count={
        total === 0 ? null : step === 'downloading' ? (
          <Trans>
            {of} of {all} MB
          </Trans>
        ) : (
          <Trans>
            {of} of {all}
          </Trans>
        )
      }
    />
  )
}

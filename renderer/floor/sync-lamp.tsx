import { Trans } from '@lingui/react/macro'
import type { StripView } from '../../contract/station/session.ts'
import type { SyncView } from '../../contract/station/sync.ts'
import type { useFormat } from '../i18n/use-format.ts'
import type { LampState } from '../ui/floor/strip.tsx'

type Format = ReturnType<typeof useFormat>
type Deviation = NonNullable<LampState['deviation']>

/** Facts that wait so long although the station is online are worth a word. */
const SLOW_MS = 60_000

function Unsent({ strip: { sync, now }, format }: { strip: StripView; format: Format }) {
  const { unsent, oldest } = sync
  const age = oldest === null ? '' : format.duration(now - oldest)
  if (unsent === 0) return <Trans>Nothing unsent</Trans>
  return age === '' ? (
    <Trans>{unsent} unsent</Trans>
  ) : (
    <Trans>
      {unsent} unsent, oldest {age}
    </Trans>
  )
}

function offline(strip: StripView, format: Format): Deviation {
  const { since } = strip.sync
  const time = since === null ? '' : format.time(since)
  return {
    mark: 'off',
    sentence: time === '' ? <Trans>Offline. Keep working.</Trans> : <Trans>Offline since {time}. Keep working.</Trans>,
    detail: <Unsent strip={strip} format={format} />,
  }
}

function starting(filling: SyncView['progress']): Deviation {
  const share = filling === null || filling.total === 0 ? null : Math.floor((100 * filling.done) / filling.total)
  return {
    mark: 'waiting',
    sentence: <Trans>Fetching the site's data</Trans>,
    detail: share === null ? <Trans>One moment</Trans> : <Trans>{share} % done</Trans>,
  }
}

/** How sync deviates from "all is well"; undefined while it does not. */
export function syncDeviation(
  strip: StripView,
  filling: SyncView['progress'],
  format: Format,
): LampState['deviation'] | undefined {
  const { state, unsent, oldest } = strip.sync
  switch (state) {
    case 'alone':
      return undefined
    case 'online':
      if (unsent === 0 || oldest === null || strip.now - oldest < SLOW_MS) return undefined
      return {
        mark: 'waiting',
        sentence: <Trans>Sending is slow. Keep working.</Trans>,
        detail: <Unsent strip={strip} format={format} />,
      }
    case 'offline':
      return offline(strip, format)
    case 'starting':
      return starting(filling)
    case 'stopped':
      return {
        mark: 'error',
        alarm: true,
        sentence: <Trans>Sync has stopped</Trans>,
        detail: unsent === 0 ? <Trans>Get the lead</Trans> : <Trans>{unsent} unsent. Get the lead</Trans>,
      }
  }
}

/** The lamp of the facts that wait for a lead; null while none does. */
export function exceptionsLamp(exceptions: number, open: () => void): LampState | null {
  if (exceptions === 0) return null
  return {
    id: 'exceptions',
    word: <Trans>Exceptions</Trans>,
    deviation: {
      mark: 'warning',
      sentence: <Trans>{exceptions} to decide</Trans>,
    },
    onPress: open,
  }
}

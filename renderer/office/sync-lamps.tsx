import { Plural, Trans } from '@lingui/react/macro'
import type { StripView } from '../../contract/station/session.ts'
import type { useFormat } from '../i18n/use-format.ts'
import type { OfficeLamp } from '../ui/office/shell.tsx'

type Format = ReturnType<typeof useFormat>

function offline({ sync, now }: StripView, format: Format): OfficeLamp['word'] {
  const { since, unsent, oldest } = sync
  const time = since === null ? '' : format.time(since)
  const age = oldest === null ? '' : format.duration(now - oldest)
  if (time === '' || unsent === 0 || age === '')
    return time === '' ? <Trans>Offline</Trans> : <Trans>Offline since {time}</Trans>
  return (
    <Trans>
      Offline since {time} · {unsent} unsent · oldest {age}
    </Trans>
  )
}

/** The lamp of sync in the office bar; it opens the Sync screen. */
export function syncLamp(strip: StripView, format: Format): OfficeLamp {
  const base = { id: 'sync', path: '/sync' }
  const { state, unsent } = strip.sync
  switch (state) {
    case 'alone':
      return { ...base, mark: 'ok', word: <Trans>On its own</Trans> }
    case 'online':
      return {
        ...base,
        mark: 'ok',
        word: unsent === 0 ? <Trans>Synced</Trans> : <Trans>Sending {unsent}</Trans>,
      }
    case 'offline':
      return { ...base, mark: 'off', word: offline(strip, format) }
    case 'starting':
      return { ...base, mark: 'waiting', word: <Trans>Fetching the data</Trans> }
    case 'stopped':
      return { ...base, mark: 'error', word: <Trans>Sync has stopped</Trans> }
  }
}

/** The lamp of the facts that wait for a lead; none while nothing waits. */
export function exceptionsLamp({ sync }: StripView): OfficeLamp[] {
  return sync.exceptions === 0
    ? []
    : [
        {
          id: 'exceptions',
          mark: 'warning',
          path: '/exceptions',
          word: <Plural value={sync.exceptions} one="# thing to decide" other="# things to decide" />,
        },
      ]
}

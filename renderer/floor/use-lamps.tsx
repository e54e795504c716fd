import { Trans } from '@lingui/react/macro'
import type { StripView } from '../../contract/station/session.ts'
import type { SyncView } from '../../contract/station/sync.ts'
import { useFormat } from '../i18n/use-format.ts'
import { go } from '../router.ts'
import { useScannerHeard } from '../scan/scan-provider.tsx'
import { useSession } from '../session-store.ts'
import type { LampState } from '../ui/floor/strip.tsx'
import { useStation } from './station-watch.ts'
import { exceptionsLamp, syncDeviation } from './sync-lamp.tsx'

type SyncLamp = {
  readonly strip: StripView | null
  readonly reachable: boolean
  readonly filling: SyncView['progress']
  readonly format: ReturnType<typeof useFormat>
}

function syncLamp({ strip, reachable, filling, format }: SyncLamp): LampState {
  const alone = strip?.sync.state === 'alone'
  const base = { id: 'sync', word: alone ? <Trans>On its own</Trans> : <Trans>Sync</Trans> }
  if (!reachable)
    return {
      ...base,
      deviation: {
        mark: 'warning',
        sentence: <Trans>The station does not answer.</Trans>,
        detail: <Trans>Trying again</Trans>,
      },
    }
  const deviation = strip === null ? undefined : syncDeviation(strip, filling, format)
  return deviation === undefined ? base : { ...base, deviation }
}

/** The lamps of the strip: sync, scanner, printer, and for leads what waits for them. A healthy one is one word; what deviates says so in a sentence. */
export function useLampStates(): readonly LampState[] {
  const { strip, reachable, filling } = useStation()
  const operator = useSession((state) => (state.status === 'ready' ? state.session.operator : null))
  const listening = useScannerHeard()
  const format = useFormat()
  const unknown = strip?.printer.unknown ?? 0
  const sync = syncLamp({ strip, reachable, filling, format })
  const exceptions =
    operator?.supervises === true ? exceptionsLamp(strip?.sync.exceptions ?? 0, () => go('/exceptions')) : null
  return [
    operator === null ? sync : { ...sync, onPress: () => go('/sync') },
    ...(exceptions === null ? [] : [exceptions]),
    {
      id: 'scanner',
      word: <Trans>Scanner</Trans>,
      ...(listening
        ? {}
        : {
            deviation: {
              mark: 'off' as const,
              sentence: <Trans>Scanner not heard</Trans>,
              detail: <Trans>Tap the screen</Trans>,
            },
          }),
    },
    {
      id: 'printer',
      word: <Trans>Printer</Trans>,
      ...(unknown > 0
        ? {
            deviation: {
              mark: 'error' as const,
              alarm: true,
              sentence: <Trans>Did {unknown} labels come out?</Trans>,
              detail: <Trans>Look under Labels</Trans>,
            },
          }
        : {}),
    },
  ]
}

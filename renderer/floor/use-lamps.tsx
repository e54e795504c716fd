import { Trans } from '@lingui/react/macro'
import { useFormat } from '../i18n/use-format.ts'
import { useScannerHeard } from '../scan/scan-provider.tsx'
import type { LampState } from '../ui/floor/strip.tsx'
import { useStation } from './station-watch.ts'

/** The lamps of the strip: sync, scanner, printer. A healthy one is one word; what deviates says so in a sentence. */
export function useLampStates(): readonly LampState[] {
  const { strip, reachable } = useStation()
  const listening = useScannerHeard()
  const format = useFormat()
  const sync = strip?.sync
  const unknown = strip?.printer.unknown ?? 0
  const unsent = sync?.unsent ?? 0
  const duration = sync?.since != null ? format.duration((strip?.now ?? 0) - sync.since) : ''
  return [
    {
      id: 'sync',
      word: <Trans>Sync</Trans>,
      ...(reachable
        ? sync?.state === 'offline'
          ? {
              deviation: {
                mark: 'off' as const,
                sentence: <Trans>Offline {duration}. Keep working.</Trans>,
                detail: <Trans>{unsent} unsent</Trans>,
              },
            }
          : {}
        : {
            deviation: {
              mark: 'warning' as const,
              sentence: <Trans>The station does not answer.</Trans>,
              detail: <Trans>Trying again</Trans>,
            },
          }),
    },
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

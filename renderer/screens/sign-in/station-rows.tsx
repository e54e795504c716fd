import { Plural, Trans } from '@lingui/react/macro'
import type { SignInBench } from '../../../contract/station/session.ts'
import { useStation } from '../../floor/station-watch.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { useScannerHeard, useScanState } from '../../scan/scan-provider.tsx'
import { type StatusRow, StatusRows } from '../../ui/floor/status-rows.tsx'
import { Text } from '../../ui/floor/text.tsx'

function useScannerRow(): StatusRow {
  const format = useFormat()
  const listening = useScannerHeard()
  const { lastScan } = useScanState()
  const ago = lastScan === null ? '' : format.duration(performance.now() - lastScan.lastAt)
  return {
    id: 'scanner',
    mark: listening ? 'ok' : 'off',
    title: <Trans>Scanner</Trans>,
    detail: !listening ? (
      <Trans>Not heard: tap the screen</Trans>
    ) : ago === '' ? (
      <Trans>Listening, nothing scanned yet</Trans>
    ) : (
      <Trans>Heard {ago} ago</Trans>
    ),
  }
}

function usePrinterRow(): StatusRow {
  const strip = useStation((station) => station.strip)
  const unknown = strip?.printer.unknown ?? 0
  const waiting = strip?.printer.waiting ?? 0
  return {
    id: 'printer',
    mark: unknown > 0 ? 'error' : 'ok',
    title: <Trans>Label printer</Trans>,
    detail:
      unknown > 0 ? (
        <Plural value={unknown} one="# label in doubt" other="# labels in doubt" />
      ) : waiting > 0 ? (
        <Plural value={waiting} one="# label waits to be printed" other="# labels wait to be printed" />
      ) : (
        <Trans>Paper 100 × 150 mm</Trans>
      ),
  }
}

const MARKS = { alone: 'ok', online: 'ok', offline: 'off', starting: 'waiting', stopped: 'error' } as const

function useSyncRow(): StatusRow {
  const format = useFormat()
  const { strip, reachable } = useStation()
  const state = strip?.sync.state ?? 'alone'
  const unsent = strip?.sync.unsent ?? 0
  const since = strip?.sync.since == null ? '' : format.time(strip.sync.since)
  return {
    id: 'sync',
    mark: !reachable ? 'warning' : MARKS[state],
    title: <Trans>Sync</Trans>,
    detail: !reachable ? (
      <Trans>The station does not answer</Trans>
    ) : state === 'alone' ? (
      <Trans>This station works on its own</Trans>
    ) : state === 'stopped' ? (
      <Trans>Sync has stopped. Get the lead.</Trans>
    ) : state === 'starting' ? (
      <Trans>Fetching the site's data</Trans>
    ) : state === 'offline' && since !== '' ? (
      <Trans>
        Offline since {since}, {unsent} unsent
      </Trans>
    ) : unsent === 0 ? (
      <Trans>Nothing unsent</Trans>
    ) : (
      <Trans>{unsent} unsent</Trans>
    ),
  }
}

/** What a person wants to know before starting: scanner, printer, sync, and work that waits for somebody. */
export function StationRows({ bench }: { bench: SignInBench | null }) {
  const scanner = useScannerRow()
  const printer = usePrinterRow()
  const sync = useSyncRow()
  const parked = (bench?.parked ?? []).slice(0, 3).map(
    ({ operatorName, taskNumber, done, total }): StatusRow => ({
      id: taskNumber,
      mark: 'paused',
      title: <Trans>Parked: pick {taskNumber}</Trans>,
      detail: (
        <Trans>
          {operatorName}, {done} of {total} stops done
        </Trans>
      ),
    }),
  )
  const ready = [scanner, printer, sync].every(({ mark }) => mark === 'ok')
  return (
    <>
      <Text size="m" weight="strong" as="h2">
        {ready ? <Trans>This station is ready</Trans> : <Trans>Look at this first</Trans>}
      </Text>
      <StatusRows rows={[scanner, printer, sync, ...parked]} />
    </>
  )
}

import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { ScanLogRow } from '../../../contract/station/site.ts'
import { api } from '../../api.ts'
import { formatCode } from '../../i18n/format.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { OfficeScreen } from '../../office/office-screen.tsx'
import { ProblemNote } from '../../office/problem-note.tsx'
import { setFilters, usePlace } from '../../router.ts'
import { Mark } from '../../ui/marks.tsx'
import { Button } from '../../ui/office/button.tsx'
import { Segmented } from '../../ui/office/choice-controls.tsx'
import { EmptyState } from '../../ui/office/empty-state.tsx'
import { Grow, ListFoot, ListPage } from '../../ui/office/shell.tsx'
import type { Column } from '../../ui/office/table-row.tsx'
import { VirtualTable } from '../../ui/office/virtual-table.tsx'
import styles from './scan-log.module.css'
import { outcomeWord, screenWord, sourceWord } from './scan-words.ts'

const PAGE = 200

function useColumns(): readonly Column<ScanLogRow>[] {
  const { t } = useLingui()
  const format = useFormat()
  return useMemo(
    () => [
      {
        id: 'at',
        header: <Trans>Time</Trans>,
        width: 168,
        cell: (row) => <time dateTime={new Date(row.at).toISOString()}>{format.dateTime(row.at)}</time>,
      },
      {
        id: 'accepted',
        header: <Trans>Result</Trans>,
        width: 104,
        cell: (row) => (
          <span className={row.accepted ? styles.taken : styles.refused}>
            <Mark kind={row.accepted ? 'ok' : 'error'} size={16} px />
            {row.accepted ? <Trans>taken</Trans> : <Trans>refused</Trans>}
          </span>
        ),
      },
      { id: 'code', header: <Trans>Code</Trans>, width: 232, strong: true, cell: (row) => formatCode(row.code) },
      { id: 'why', header: <Trans>What it was</Trans>, width: 'fill', cell: (row) => t(outcomeWord(row.name)) },
      {
        id: 'message',
        header: <Trans>Message</Trans>,
        width: 104,
        cell: (row) => <span className={styles.muted}>{row.messageCode}</span>,
      },
      {
        id: 'screen',
        header: <Trans>Screen</Trans>,
        width: 80,
        cell: (row) => {
          const word = screenWord(row.screen)
          return word === null ? row.screen : t(word)
        },
      },
      {
        id: 'source',
        header: <Trans>Entered by</Trans>,
        width: 92,
        cell: (row) => {
          const word = sourceWord(row.source)
          return word === null ? row.source : t(word)
        },
      },
      {
        id: 'order',
        header: <Trans>Order</Trans>,
        width: 172,
        cell: (row) => (row.orderNumber === null ? '–' : formatCode(row.orderNumber)),
      },
      { id: 'by', header: <Trans>Operator</Trans>, width: 104, cell: (row) => row.operatorName ?? '–' },
    ],
    [format, t],
  )
}

/** The station's scan log: every scan, and the refused ones that no order's story knows of. */
export default function ScanLog() {
  const { t } = useLingui()
  const refused = usePlace((place) => place.search.get('only') === 'refused')
  const log = useInfiniteQuery({
    queryKey: ['scan-log', refused],
    queryFn: ({ pageParam }) =>
      api.site.scanLog({ onlyRefused: refused, limit: PAGE, ...(pageParam === null ? {} : { before: pageParam }) }),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => (page.length < PAGE ? undefined : page.at(-1)?.at),
  })
  const rows = useMemo(() => log.data?.pages.flat() ?? [], [log.data])
  const columns = useColumns()
  return (
    <OfficeScreen current="/scan-log" title={<Trans>Scan log</Trans>}>
      <ListPage
        filters={
          <>
            <Segmented
              label={t`Which scans`}
              options={[
                { id: 'all', name: t`All scans` },
                { id: 'refused', name: t`Only refused` },
              ]}
              value={refused ? 'refused' : 'all'}
              onChange={(id) => setFilters({ only: id === 'refused' ? 'refused' : null })}
            />
            <Grow />
            <Button onPress={() => void log.refetch()} isDisabled={log.isFetching}>
              <Trans>Read again</Trans>
            </Button>
          </>
        }
        foot={
          <ListFoot
            summary={
              log.hasNextPage ? (
                <Plural value={rows.length} one="the newest scan" other="the newest # scans" />
              ) : (
                <Plural value={rows.length} one="# scan" other="# scans" />
              )
            }
          />
        }
      >
        <div className={styles.list}>
          <ProblemNote error={log.data === undefined ? log.error : null} onRetry={() => void log.refetch()} />
          <VirtualTable
            label={t`Scan log`}
            columns={columns}
            rows={rows}
            rowKey={(row) => row.id}
            total={log.hasNextPage ? rows.length + PAGE : rows.length}
            onNeedMore={() => void log.fetchNextPage()}
            loading={log.isFetching}
            empty={
              refused ? (
                <EmptyState
                  mark="ok"
                  title={<Trans>Nothing was refused</Trans>}
                  advice={<Trans>Wrong scans are kept here, so that one can see what was mixed up.</Trans>}
                />
              ) : (
                <EmptyState
                  title={<Trans>Nothing was scanned yet</Trans>}
                  advice={<Trans>Sign in on a floor screen and scan a badge, a tote or an item.</Trans>}
                />
              )
            }
          />
        </div>
      </ListPage>
    </OfficeScreen>
  )
}

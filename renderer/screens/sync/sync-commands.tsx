import { Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { SyncCommand } from '../../../contract/station/sync.ts'
import { api } from '../../api.ts'
import { formatCode } from '../../i18n/format.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { commandWord } from '../../office/command-words.ts'
import { reasonSentence } from '../../office/reason-words.ts'
import { syncWords } from '../../office/sync-problem.ts'
import { go } from '../../router.ts'
import { Mark } from '../../ui/marks.tsx'
import type { Column } from '../../ui/office/table-row.tsx'
import { OUTCOMES } from './outcome-words.ts'
import styles from './sync.module.css'

/** Which commands the list shows. */
export type Only = 'all' | 'waiting' | 'trouble'

/** The commands of the list, page after page; the first page is read again while it is the only one. */
export function useCommands(only: Only) {
  const list = useInfiniteQuery({
    queryKey: ['sync', 'commands', only],
    queryFn: ({ pageParam }) => api.sync.commands({ only, before: pageParam }),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.before ?? undefined,
    refetchInterval: (query) => ((query.state.data?.pages.length ?? 0) > 1 ? false : 4_000),
  })
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.rows) ?? [], [list.data])
  return { ...list, rows }
}

/** The address that finds an order by its number. */
export function orderAddress(number: string): string {
  return `/orders?q=${encodeURIComponent(number)}`
}

function Outcome({ command: { state, code, params } }: { command: SyncCommand }) {
  const { t } = useLingui()
  const { mark, word } = OUTCOMES[state]
  const known = code === '' ? null : (syncWords(code)?.what ?? reasonSentence(code, params))
  return (
    <span className={styles.outcome} data-outcome={state}>
      <Mark kind={mark} size={16} px />
      <b>{t(word)}</b>
      {known === null || state === 'applied' || state === 'waiting' ? null : (
        <span className={styles.muted} title={t(known)}>
          {t(known)}
        </span>
      )}
    </span>
  )
}

function OrderLink({ number }: { number: string }) {
  const to = orderAddress(number)
  return (
    <a
      href={to}
      className={styles.link}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return
        event.preventDefault()
        go(to)
      }}
    >
      {formatCode(number)}
    </a>
  )
}

/** The columns: when, what, which order, who, and what became of it. */
export function useColumns(): readonly Column<SyncCommand>[] {
  const { t } = useLingui()
  const format = useFormat()
  return useMemo(
    () => [
      {
        id: 'at',
        header: <Trans>Time</Trans>,
        width: 156,
        cell: (row) => <time dateTime={new Date(row.at).toISOString()}>{format.dateTime(row.at)}</time>,
      },
      {
        id: 'what',
        header: <Trans>What was done</Trans>,
        width: 184,
        strong: true,
        cell: (row) => {
          const word = commandWord(row.type)
          return word === null ? row.type : t(word)
        },
      },
      {
        id: 'order',
        header: <Trans>Order</Trans>,
        width: 164,
        cell: (row) => (row.orderNumber === null ? '–' : <OrderLink number={row.orderNumber} />),
      },
      { id: 'by', header: <Trans>Operator</Trans>, width: 104, cell: (row) => row.operator },
      {
        id: 'outcome',
        header: <Trans>What became of it</Trans>,
        width: 'fill',
        cell: (row) => <Outcome command={row} />,
      },
    ],
    [format, t],
  )
}

import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useMemo, useState } from 'react'
import { type AsideFact, MOST_ASIDE } from '../../../contract/station/sync.ts'
import { api } from '../../api.ts'
import { formatCode } from '../../i18n/format.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { SyncNote } from '../../office/sync-note.tsx'
import { useKeys } from '../../office/use-keys.ts'
import { Button } from '../../ui/office/button.tsx'
import { EmptyState } from '../../ui/office/empty-state.tsx'
import { BulkBar, ListFoot, ListPage } from '../../ui/office/shell.tsx'
import type { Column } from '../../ui/office/table-row.tsx'
import { toast } from '../../ui/office/toast.tsx'
import { VirtualTable } from '../../ui/office/virtual-table.tsx'
import { type AsideDecision, AsideDialog } from './aside-dialog.tsx'
import { useWhat } from './exception-sheet.tsx'
import styles from './exceptions.module.css'

/** What the centre keeps aside; asked for only while `wanted`, because only leads may ask. */
export function useAside(wanted: boolean) {
  return useQuery({
    queryKey: ['sync', 'aside'],
    queryFn: () => api.sync.aside(),
    refetchInterval: 15_000,
    enabled: wanted,
    retry: false,
  })
}

function Why({ reason }: { reason: AsideFact['reason'] }) {
  const { t } = useLingui()
  const words =
    reason === 'revoked'
      ? t`It was sent after its station had been revoked.`
      : t`Two stations sent different work as the same one: a disk was copied.`
  return <span title={words}>{words}</span>
}

function useColumns(): readonly Column<AsideFact>[] {
  const format = useFormat()
  const what = useWhat()
  return useMemo(
    () => [
      {
        id: 'at',
        header: <Trans>When</Trans>,
        width: 156,
        cell: (row) => <time dateTime={new Date(row.at).toISOString()}>{format.dateTime(row.at)}</time>,
      },
      { id: 'what', header: <Trans>What was done</Trans>, width: 176, strong: true, cell: (row) => what(row.type) },
      {
        id: 'order',
        header: <Trans>Order</Trans>,
        width: 168,
        cell: (row) => (row.order === null ? '–' : formatCode(row.order.number)),
      },
      {
        id: 'who',
        header: <Trans>Who</Trans>,
        width: 176,
        cell: (row) => (row.operator === '' ? row.station : `${row.operator} · ${row.station}`),
      },
      { id: 'why', header: <Trans>Why</Trans>, width: 'fill', cell: (row) => <Why reason={row.reason} /> },
    ],
    [format, what],
  )
}

/** Sends a decision; the answer is what is still kept aside. */
function useDecide(onDone: () => void) {
  const { t } = useLingui()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (asked: { ids: string[]; decision: AsideDecision }) => api.sync.decideAside(asked),
    onSuccess: ({ rows, more, taken }, { decision }) => {
      queries.setQueryData(['sync', 'aside'], { rows, more })
      void queries.invalidateQueries({ queryKey: ['sync', 'exceptions'] })
      void queries.invalidateQueries({ queryKey: ['strip'] })
      if (taken > 0) toast(t`Some had been taken before. Those can only be dropped.`)
      else toast(decision === 'readmit' ? t`Moved to the exceptions` : t`Dropped`)
      onDone()
    },
  })
}

const NOBODY: ReadonlySet<string> = new Set()

/** What stations sent that are not trusted any more: a lead moves it to the exceptions, or drops it. */
export function AsideList({ filters }: { readonly filters: ReactNode }) {
  const { t } = useLingui()
  const list = useAside(true)
  const rows = list.data?.rows ?? []
  const columns = useColumns()
  const [ticked, setTicked] = useState(NOBODY)
  const [asked, setAsked] = useState<AsideDecision | null>(null)
  // What somebody else decided meanwhile is not there to be decided any more.
  const chosen = rows.filter(({ id }) => ticked.has(id)).slice(0, MOST_ASIDE)
  const decide = useDecide(() => {
    setAsked(null)
    setTicked(NOBODY)
  })
  const ask = (decision: AsideDecision): void => {
    if (chosen.length === 0) return
    decide.reset()
    setAsked(decision)
  }
  useKeys({ m: () => ask('readmit'), d: () => ask('discard'), Escape: () => setTicked(NOBODY) }, chosen.length > 0)
  return (
    <ListPage
      filters={filters}
      foot={
        chosen.length === 0 ? (
          <ListFoot
            summary={
              list.data === undefined ? (
                '–'
              ) : (
                <Plural value={rows.length} one="# step kept aside" other="# steps kept aside" />
              )
            }
            {...(list.data?.more === true ? { detail: <Trans>and more, which are shown after these</Trans> } : {})}
          />
        ) : (
          <BulkBar summary={<Plural value={chosen.length} one="# selected" other="# selected" />}>
            <Button kind="primary" onPress={() => ask('readmit')} hint="M">
              <Trans>Move to the exceptions…</Trans>
            </Button>
            <Button onPress={() => ask('discard')} hint="D">
              <Trans>Drop…</Trans>
            </Button>
            <Button kind="quiet" onPress={() => setTicked(NOBODY)} hint="Esc">
              <Trans>Clear selection</Trans>
            </Button>
          </BulkBar>
        )
      }
    >
      <div className={styles.list}>
        <SyncNote error={list.error} onRetry={() => void list.refetch()} />
        <VirtualTable
          label={t`Kept aside`}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.id}
          loading={list.isPending}
          ticked={ticked}
          onTickedChange={setTicked}
          onOpen={(id) =>
            setTicked(new Set([...ticked].includes(id) ? [...ticked].filter((one) => one !== id) : [...ticked, id]))
          }
          empty={
            list.error === null ? (
              <EmptyState
                mark="ok"
                title={<Trans>Nothing is kept aside</Trans>}
                advice={<Trans>What a revoked station still sends comes here, and nothing is moved by it.</Trans>}
              />
            ) : null
          }
        />
      </div>
      {asked === null ? null : (
        <AsideDialog
          decision={asked}
          count={chosen.length}
          busy={decide.isPending}
          error={decide.error}
          onClose={() => setAsked(null)}
          onSend={() => decide.mutate({ ids: chosen.map(({ id }) => id), decision: asked })}
        />
      )}
    </ListPage>
  )
}

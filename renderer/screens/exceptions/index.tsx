import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useMemo, useState } from 'react'
import type { ExceptionView, Resolution } from '../../../contract/station/sync.ts'
import { api } from '../../api.ts'
import { formatCode } from '../../i18n/format.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { OfficeScreen } from '../../office/office-screen.tsx'
import { ProblemNote } from '../../office/problem-note.tsx'
import { reasonSentence } from '../../office/reason-words.ts'
import { useKeys } from '../../office/use-keys.ts'
import { go } from '../../router.ts'
import { useSession } from '../../session-store.ts'
import { Segmented } from '../../ui/office/choice-controls.tsx'
import { EmptyState } from '../../ui/office/empty-state.tsx'
import { ListFoot, ListPage } from '../../ui/office/shell.tsx'
import type { Column } from '../../ui/office/table-row.tsx'
import { toast } from '../../ui/office/toast.tsx'
import { VirtualTable } from '../../ui/office/virtual-table.tsx'
import { AsideList, useAside } from './aside-list.tsx'
import { ExceptionSheet, useWhat, whereOf } from './exception-sheet.tsx'
import styles from './exceptions.module.css'
import { resolutionWords } from './resolution-words.tsx'
import { ResolveDialog } from './resolve-dialog.tsx'
import { groupExceptions, neighbours } from './waiting-facts.ts'

function useColumns(): readonly Column<ExceptionView>[] {
  const { t } = useLingui()
  const format = useFormat()
  const what = useWhat()
  return useMemo(
    () => [
      {
        id: 'at',
        header: <Trans>Since</Trans>,
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
      { id: 'where', header: <Trans>Where</Trans>, width: 112, cell: whereOf },
      { id: 'who', header: <Trans>Who</Trans>, width: 148, cell: (row) => `${row.operator} · ${row.station}` },
      {
        id: 'why',
        header: <Trans>Why</Trans>,
        width: 'fill',
        cell: (row) => {
          const why = t(reasonSentence(row.reason, row.params))
          return <span title={why}>{why}</span>
        },
      },
      {
        id: 'followers',
        header: <Trans>Hangs on it</Trans>,
        width: 96,
        align: 'end',
        cell: (row) => (row.followers === 0 ? '–' : format.number(row.followers)),
      },
    ],
    [format, t, what],
  )
}

/** Decides about one fact; the answer is what still waits. */
function useResolve(onDone: (rows: ExceptionView[]) => void) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (asked: { exceptionId: string; resolution: Resolution; quantity: number | null }) =>
      api.sync.resolve(asked),
    onSuccess: (answer) => {
      queries.setQueryData(['sync', 'exceptions'], answer)
      void queries.invalidateQueries({ queryKey: ['strip'] })
      onDone(answer.rows)
    },
  })
}

const open = (id: string | null): void =>
  go(id === null ? '/exceptions' : `/exceptions/${encodeURIComponent(id)}`, { replace: true })

/** What waits for a lead, or what is kept aside; only leads see that there are two. */
function Which({ aside }: { readonly aside: boolean }) {
  const { t } = useLingui()
  const kept = useAside(true).data?.rows.length ?? 0
  return (
    <Segmented
      label={t`Which exceptions`}
      options={[
        { id: 'open', name: t`To decide` },
        { id: 'aside', name: kept === 0 ? t`Kept aside` : t`Kept aside (${kept})` },
      ]}
      value={aside ? 'aside' : 'open'}
      onChange={(id) => open(id === 'aside' ? 'aside' : null)}
    />
  )
}

/** Exceptions: what the centre could not take as it was, and what it keeps aside of stations that are not trusted. */
export default function Exceptions({ rest }: { rest: readonly string[] }) {
  const mayDecide = useSession((state) => state.status === 'ready' && state.session.operator?.supervises === true)
  const aside = mayDecide && rest[0] === 'aside'
  const which = mayDecide ? <Which aside={aside} /> : null
  if (!aside) return <OpenExceptions shownId={rest[0] ?? null} mayDecide={mayDecide} which={which} />
  return (
    <OfficeScreen current="/exceptions" title={<Trans>Exceptions</Trans>}>
      <AsideList
        filters={
          <>
            {which}
            <p className={styles.muted}>
              <Trans>What stations sent that are not trusted any more. Nothing was moved by it.</Trans>
            </p>
          </>
        }
      />
    </OfficeScreen>
  )
}

type OpenProps = { readonly shownId: string | null; readonly mayDecide: boolean; readonly which: ReactNode }

/** What the centre could not take as it was. A lead decides one after the other, the oldest first. */
function OpenExceptions({ shownId, mayDecide, which }: OpenProps) {
  const { t } = useLingui()
  const list = useQuery({
    queryKey: ['sync', 'exceptions'],
    queryFn: () => api.sync.exceptions(),
    refetchInterval: 5_000,
  })
  const { roots, followersOf } = useMemo(() => groupExceptions(list.data?.rows ?? []), [list.data])
  const [asked, setAsked] = useState<Resolution | null>(null)
  const shown = roots.find((row) => row.id === shownId) ?? null
  const { previous, next } = neighbours(roots, shown?.id ?? null)
  const resolve = useResolve(() => {
    if (shown !== null && asked !== null) toast(t(resolutionWords(asked, shown).done))
    setAsked(null)
    open(next ?? previous)
  })
  const ask = (resolution: Resolution): void => {
    if (!mayDecide || shown === null || !shown.may.includes(resolution)) return
    resolve.reset()
    setAsked(resolution)
  }
  useKeys({ a: () => ask('accept'), b: () => ask('return'), c: () => ask('recount') }, shown !== null)
  const columns = useColumns()
  const narrow = shown === null ? columns : columns.filter(({ id }) => ['at', 'what', 'order', 'where'].includes(id))
  return (
    <OfficeScreen
      current="/exceptions"
      title={<Trans>Exceptions</Trans>}
      {...(shown === null
        ? {}
        : {
            sheet: (
              <ExceptionSheet
                exception={shown}
                followers={followersOf(shown.id)}
                mayDecide={mayDecide}
                onResolve={ask}
                onClose={() => open(null)}
                {...(previous === null ? {} : { onPrevious: () => open(previous) })}
                {...(next === null ? {} : { onNext: () => open(next) })}
              />
            ),
          })}
    >
      <ListPage
        filters={
          <>
            {which}
            <p className={styles.muted}>
              <Trans>
                What was done without the network and does not fit any more. The order stands still until a lead
                decides.
              </Trans>
            </p>
          </>
        }
        foot={<ListFoot summary={<Plural value={roots.length} one="# thing to decide" other="# things to decide" />} />}
      >
        <div className={styles.list}>
          <ProblemNote error={list.data === undefined ? list.error : null} onRetry={() => void list.refetch()} />
          <VirtualTable
            label={t`Exceptions`}
            columns={narrow}
            rows={roots}
            rowKey={(row) => row.id}
            loading={list.isPending}
            openKey={shown?.id ?? null}
            onOpen={open}
            empty={
              <EmptyState
                mark="ok"
                title={<Trans>Nothing waits for a decision</Trans>}
                advice={<Trans>Everything that the stations did was taken as it was.</Trans>}
              />
            }
          />
        </div>
      </ListPage>
      {shown === null || asked === null ? null : (
        <ResolveDialog
          exception={shown}
          resolution={asked}
          busy={resolve.isPending}
          error={resolve.error}
          onClose={() => setAsked(null)}
          onSend={(quantity) => resolve.mutate({ exceptionId: shown.id, resolution: asked, quantity })}
        />
      )}
    </OfficeScreen>
  )
}

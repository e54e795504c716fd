import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../api.ts'
import { OfficeScreen } from '../../office/office-screen.tsx'
import { ProblemNote } from '../../office/problem-note.tsx'
import { saveText } from '../../office/save-file.ts'
import { SyncNote } from '../../office/sync-note.tsx'
import { useKeys } from '../../office/use-keys.ts'
import { useSyncAct, useSyncView } from '../../office/use-sync.ts'
import { go, setFilters, usePlace } from '../../router.ts'
import { useSession } from '../../session-store.ts'
import { Button } from '../../ui/office/button.tsx'
import { Segmented } from '../../ui/office/choice-controls.tsx'
import { Dialog } from '../../ui/office/dialog.tsx'
import { EmptyState } from '../../ui/office/empty-state.tsx'
import { ListFoot, ListPage } from '../../ui/office/shell.tsx'
import { toast } from '../../ui/office/toast.tsx'
import { VirtualTable } from '../../ui/office/virtual-table.tsx'
import styles from './sync.module.css'
import { SyncAside } from './sync-aside.tsx'
import { type Only, orderAddress, useColumns, useCommands } from './sync-commands.tsx'
import { SyncState } from './sync-state.tsx'

const ONLY: readonly Only[] = ['all', 'waiting', 'trouble']

function Nothing({ only }: { only: Only }) {
  if (only === 'waiting') return <EmptyState mark="ok" title={<Trans>Nothing waits to be sent</Trans>} />
  if (only === 'trouble') return <EmptyState mark="ok" title={<Trans>Everything was taken as it was</Trans>} />
  return (
    <EmptyState
      title={<Trans>Nothing was done here yet</Trans>}
      advice={<Trans>Every pick, carton and change is listed with what became of it.</Trans>}
    />
  )
}

function Commands({ only }: { only: Only }) {
  const { t } = useLingui()
  const list = useCommands(only)
  const columns = useColumns()
  const count = list.rows.length
  const byId = (id: string) => list.rows.find((row) => row.id === id)?.orderNumber ?? null
  return (
    <ListPage
      filters={
        <Segmented
          label={t`Which entries`}
          options={[
            { id: 'all', name: t`Everything` },
            { id: 'waiting', name: t`Not sent yet` },
            { id: 'trouble', name: t`With trouble` },
          ]}
          value={only}
          onChange={(id) => setFilters({ only: id === 'all' ? null : id })}
        />
      }
      foot={
        <ListFoot
          summary={
            list.hasNextPage ? (
              <Plural value={count} one="the newest entry" other="the newest # entries" />
            ) : (
              <Plural value={count} one="# entry" other="# entries" />
            )
          }
        />
      }
    >
      <div className={styles.list}>
        <ProblemNote error={list.data === undefined ? list.error : null} onRetry={() => void list.refetch()} />
        <VirtualTable
          label={t`What was done here`}
          columns={columns}
          rows={list.rows}
          rowKey={(row) => row.id}
          total={list.hasNextPage ? count + 100 : count}
          onNeedMore={() => void list.fetchNextPage()}
          loading={list.isFetching}
          onOpen={(id) => {
            const number = byId(id)
            if (number !== null) go(orderAddress(number))
          }}
          isDim={(row) => row.state === 'applied'}
          empty={<Nothing only={only} />}
        />
      </div>
    </ListPage>
  )
}

function FetchAnew({
  busy,
  error,
  onClose,
  onSend,
}: {
  busy: boolean
  error: unknown
  onClose: () => void
  onSend: () => void
}) {
  return (
    <Dialog
      open
      alert
      onClose={onClose}
      title={<Trans>Fetch everything anew?</Trans>}
      ends={
        <>
          <Button onPress={onClose}>
            <Trans>Back</Trans>
          </Button>
          <Button kind="danger" isDisabled={busy} onPress={onSend}>
            <Trans>Fetch everything anew</Trans>
          </Button>
        </>
      }
    >
      <p>
        <Trans>
          Much of what this station shows would go, because the centre does not have it any more. Ask whoever looks
          after the centre first. What is unsent here is kept and sent.
        </Trans>
      </p>
      <SyncNote error={error} />
    </Dialog>
  )
}

/** Copies what somebody who helps needs to see; where the page may not use the clipboard, it becomes a file. */
function useDiagnostics() {
  const { t } = useLingui()
  return useMutation({
    mutationFn: async () => {
      const { text } = await api.sync.diagnostics()
      try {
        await navigator.clipboard.writeText(text)
        return true
      } catch {
        saveText(text, 'baro-diagnostics.json', 'application/json')
        return false
      }
    },
    onSuccess: (copied) => toast(copied ? t`Diagnostics copied` : t`Diagnostics saved as a file`),
    onError: () => toast(t`The station did not give its diagnostics`, 'error'),
  })
}

/** Sync: where this station stands towards its centre, what is unsent, and what became of everything done here. */
export default function Sync() {
  const { t } = useLingui()
  const wanted = usePlace((place) => place.search.get('only'))
  const only = ONLY.find((one) => one === wanted) ?? 'all'
  const administrates = useSession((state) => state.status === 'ready' && state.session.operator?.role === 'admin')
  const { data: view, error, refetch } = useSyncView()
  const [asking, setAsking] = useState(false)
  const retry = useSyncAct(
    () => api.sync.retry(),
    () => toast(t`Trying again`, 'info'),
  )
  const anew = useSyncAct(
    () => api.sync.acceptReset(),
    () => setAsking(false),
  )
  const copy = useDiagnostics()
  useKeys({
    r: () => view !== undefined && ['offline', 'stopped'].includes(view.state) && retry.mutate(undefined),
    d: () => copy.mutate(),
  })
  return (
    <OfficeScreen current="/sync" title={<Trans>Sync</Trans>}>
      <div className={styles.sync}>
        <div className={styles.main}>
          <ProblemNote error={view === undefined ? error : null} onRetry={() => void refetch()} />
          {view === undefined ? null : (
            <>
              <SyncState
                view={view}
                administrates={administrates}
                busy={retry.isPending || anew.isPending}
                error={retry.error}
                onRetry={() => retry.mutate(undefined)}
                onFetchAnew={() => setAsking(true)}
              />
              {view.state === 'alone' ? null : <Commands only={only} />}
            </>
          )}
        </div>
        {view === undefined ? null : <SyncAside view={view} busy={copy.isPending} onCopy={() => copy.mutate()} />}
      </div>
      {asking ? (
        <FetchAnew
          busy={anew.isPending}
          error={anew.error}
          onClose={() => setAsking(false)}
          onSend={() => anew.mutate(undefined)}
        />
      ) : null}
    </OfficeScreen>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { SyncView } from '../../../contract/station/sync.ts'
import { api } from '../../api.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { Filling } from '../../office/filling.tsx'
import { JoinDialog } from '../../office/join-dialog.tsx'
import { ProblemNote } from '../../office/problem-note.tsx'
import { useSyncView } from '../../office/use-sync.ts'
import { go } from '../../router.ts'
import { refreshSession, useSession } from '../../session-store.ts'
import { Button } from '../../ui/office/button.tsx'
import { toast } from '../../ui/office/toast.tsx'
import { JoinCodeDialog } from './join-code-dialog.tsx'
import styles from './settings.module.css'
import { Section } from './settings-parts.tsx'
import { StationList } from './station-list.tsx'

function Centre({ centre }: { centre: SyncView['centre'] }): ReactNode {
  if (centre.kind === 'none') return <Trans>none: this station works on its own</Trans>
  return centre.kind === 'embedded' ? <Trans>on this machine, for this station alone</Trans> : (centre.url ?? '–')
}

function State({ view }: { view: SyncView }): ReactNode {
  const format = useFormat()
  const time = view.offlineSince === null ? '' : format.time(view.offlineSince)
  switch (view.state) {
    case 'alone':
      return null
    case 'starting':
      return <Trans>is being filled</Trans>
    case 'online':
      return <Trans>connected</Trans>
    case 'offline':
      return time === '' ? <Trans>offline</Trans> : <Trans>offline since {time}</Trans>
    case 'stopped':
      return <Trans>sync has stopped</Trans>
  }
}

function CentreFacts({ view }: { view: SyncView }) {
  const { name, number } = view.station
  return (
    <dl className={styles.facts}>
      <div>
        <dt>
          <Trans>Centre</Trans>
        </dt>
        <dd>
          <Centre centre={view.centre} />
        </dd>
      </div>
      {view.state === 'alone' ? null : (
        <div>
          <dt>
            <Trans>State</Trans>
          </dt>
          <dd>
            <State view={view} />
          </dd>
        </div>
      )}
      <div>
        <dt>
          <Trans>This station</Trans>
        </dt>
        <dd>
          {number === null ? (
            name
          ) : (
            <Trans>
              {name} · no. {number}
            </Trans>
          )}
        </dd>
      </div>
    </dl>
  )
}

/** The centre of this station, joining another one, codes for further stations, and all stations with their work. */
export function StationsSection() {
  const { t } = useLingui()
  const queries = useQueryClient()
  const operator = useSession((state) => (state.status === 'ready' ? state.session.operator : null))
  const administrates = operator?.role === 'admin'
  const { data: view, error, refetch } = useSyncView()
  const stations = useQuery({
    queryKey: ['sync', 'stations'],
    queryFn: () => api.sync.stations(),
    refetchInterval: 5_000,
  })
  const [dialog, setDialog] = useState<'join' | 'code' | null>(null)
  const close = (): void => setDialog(null)
  const list = stations.data?.stations ?? []
  return (
    <Section
      title={<Trans>Centre and stations</Trans>}
      lead={
        <Trans>Stations that share a centre share orders, stock and work, and go on when the network is gone.</Trans>
      }
    >
      <ProblemNote error={view === undefined ? error : null} onRetry={() => void refetch()} />
      {view === undefined ? null : (
        <>
          <CentreFacts view={view} />
          {view.progress === null ? null : (
            <div className={styles.wide}>
              <Filling progress={view.progress} />
            </div>
          )}
          <div className={styles.saveRow}>
            {view.state === 'alone' && administrates ? (
              <Button onPress={() => setDialog('join')}>
                <Trans>Connect to a centre…</Trans>
              </Button>
            ) : null}
            {view.state !== 'alone' && administrates ? (
              <Button onPress={() => setDialog('code')}>
                <Trans>Add a station…</Trans>
              </Button>
            ) : null}
            <Button kind="quiet" onPress={() => go('/sync')}>
              <Trans>Open Sync</Trans>
            </Button>
          </div>
          {list.length === 0 ? null : (
            <>
              <h3>
                <Trans>Stations of this site</Trans>
              </h3>
              <StationList stations={list} supervises={operator?.supervises === true} administrates={administrates} />
            </>
          )}
        </>
      )}
      {dialog === 'join' ? (
        <JoinDialog
          hasData
          onClose={close}
          onJoined={() => {
            close()
            toast(t`Connected`)
            void queries.invalidateQueries()
            // The operators are the centre's from now on: perhaps this one has to sign in again.
            void refreshSession()
          }}
        />
      ) : null}
      {dialog === 'code' ? <JoinCodeDialog onClose={close} /> : null}
    </Section>
  )
}

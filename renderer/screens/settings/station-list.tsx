import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { StationView } from '../../../contract/station/sync.ts'
import { api } from '../../api.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { SyncNote } from '../../office/sync-note.tsx'
import { go } from '../../router.ts'
import { Mark } from '../../ui/marks.tsx'
import { Button, TextButton } from '../../ui/office/button.tsx'
import { Dialog } from '../../ui/office/dialog.tsx'
import { toast } from '../../ui/office/toast.tsx'
import styles from './settings.module.css'

type Claim = StationView['claims'][number]
type Asked = { readonly station: StationView; readonly claim: Claim | null }

function State({ state }: { state: StationView['state'] }): ReactNode {
  switch (state) {
    case 'active':
      return <Trans>connected</Trans>
    case 'revoked':
      return <Trans>revoked</Trans>
    case 'quarantined':
      return <Trans>kept aside</Trans>
  }
}

function Explained({ asked: { station, claim } }: { asked: Asked }) {
  const { name } = station
  if (claim === null)
    return (
      <>
        <p>
          <Trans>{name} can do nothing more at this centre. To be used here again it has to be set up anew.</Trans>
        </p>
        <p>
          <Trans>
            What it has not sent yet is still taken, but kept aside for a lead. Take its work away first, so that others
            can go on with it.
          </Trans>
        </p>
      </>
    )
  const { number, operator } = claim
  return (
    <>
      <p>
        <Trans>
          {operator} at {name} cannot go on with pick {number}; somebody else gets it.
        </Trans>
      </p>
      {claim.state === 'started' ? (
        <p className={styles.warn}>
          <Mark kind="warning" size={18} px />
          <span>
            <Trans>
              It was begun, and {name} may have picked more than the centre knows. The next picker is told to look into
              the totes first. What {name} still sends waits under Exceptions.
            </Trans>
          </span>
        </p>
      ) : null}
    </>
  )
}

type AskProps = {
  readonly asked: Asked
  readonly onClose: () => void
}

function RevokeDialog({ asked, onClose }: AskProps) {
  const { t } = useLingui()
  const queries = useQueryClient()
  const { station, claim } = asked
  const revoke = useMutation({
    mutationFn: () =>
      claim === null
        ? api.sync.revokeStation({ stationId: station.id })
        : api.sync.revokeClaim({ taskId: claim.taskId }),
    onSuccess: (answer) => {
      queries.setQueryData(['sync', 'stations'], answer)
      toast(claim === null ? t`Station revoked` : t`Work taken away`)
      onClose()
    },
  })
  const { name } = station
  const number = claim?.number ?? ''
  return (
    <Dialog
      open
      alert
      onClose={onClose}
      title={
        claim === null ? (
          <Trans>Revoke {name}?</Trans>
        ) : (
          <Trans>
            Take pick {number} away from {name}?
          </Trans>
        )
      }
      ends={
        <>
          <Button onPress={onClose}>
            <Trans>Back</Trans>
          </Button>
          <Button kind="danger" isDisabled={revoke.isPending} onPress={() => revoke.mutate()}>
            {claim === null ? <Trans>Revoke the station</Trans> : <Trans>Take it away</Trans>}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <Explained asked={asked} />
        <SyncNote error={revoke.error} />
      </div>
    </Dialog>
  )
}

type ListProps = {
  readonly stations: readonly StationView[]
  readonly supervises: boolean
  readonly administrates: boolean
}

/** The stations of the site with the work that each holds; work and stations can be taken away. */
export function StationList({ stations, supervises, administrates }: ListProps) {
  const format = useFormat()
  const [asked, setAsked] = useState<Asked | null>(null)
  return (
    <>
      <ul className={styles.stations}>
        {stations.map((station) => (
          <li
            key={station.id}
            className={station.state === 'active' ? undefined : styles.off}
            data-station={station.number}
          >
            <div className={styles.stationHead}>
              <b>
                {station.name}{' '}
                {station.self ? (
                  <span className={styles.muted}>
                    <Trans>(this one)</Trans>
                  </span>
                ) : null}
              </b>
              <span className={styles.muted}>
                <State state={station.state} /> · <Trans>since {format.date(station.enrolledAt)}</Trans>
              </span>
              {supervises && station.state !== 'active' ? (
                <TextButton onPress={() => go('/exceptions/aside')}>
                  <Trans>What it sent since…</Trans>
                </TextButton>
              ) : null}
              {administrates && station.state === 'active' && !station.self ? (
                <TextButton onPress={() => setAsked({ station, claim: null })}>
                  <Trans>Revoke…</Trans>
                </TextButton>
              ) : null}
            </div>
            {station.claims.map((claim) => {
              const { number, operator, done, total } = claim
              return (
                <div key={claim.taskId} className={styles.claim} data-claim={number}>
                  <span>
                    <Trans>Pick {number}</Trans>
                  </span>
                  <span>{operator}</span>
                  <span className={styles.muted}>
                    {claim.state === 'started' ? (
                      <Trans>
                        {done} of {total} stops done
                      </Trans>
                    ) : (
                      <Trans>not begun</Trans>
                    )}
                  </span>
                  {supervises ? (
                    <TextButton onPress={() => setAsked({ station, claim })}>
                      <Trans>Take away…</Trans>
                    </TextButton>
                  ) : null}
                </div>
              )
            })}
          </li>
        ))}
      </ul>
      {asked === null ? null : <RevokeDialog asked={asked} onClose={() => setAsked(null)} />}
    </>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { SyncView } from '../../../contract/station/sync.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { Filling } from '../../office/filling.tsx'
import { SyncNote } from '../../office/sync-note.tsx'
import { mayFetchAnew, syncWords, unknownTrouble } from '../../office/sync-problem.ts'
import { useNow } from '../../office/use-now.ts'
import { go } from '../../router.ts'
import { Mark, type MarkKind } from '../../ui/marks.tsx'
import { Button } from '../../ui/office/button.tsx'
import styles from './sync.module.css'

const MARKS: Readonly<Record<SyncView['state'], MarkKind>> = {
  alone: 'ok',
  starting: 'waiting',
  online: 'ok',
  offline: 'off',
  stopped: 'error',
}

function Headline({ view }: { view: SyncView }): ReactNode {
  const format = useFormat()
  const { state, unsent, offlineSince } = view
  const time = offlineSince === null ? '' : format.time(offlineSince)
  switch (state) {
    case 'alone':
      return <Trans>This station works on its own.</Trans>
    case 'starting':
      return <Trans>This station is being filled with the site's data.</Trans>
    case 'online':
      return unsent === 0 ? <Trans>Everything is at the centre.</Trans> : <Trans>Connected, and sending.</Trans>
    case 'offline':
      return time === '' ? <Trans>Offline. Work goes on.</Trans> : <Trans>Offline since {time}. Work goes on.</Trans>
    case 'stopped':
      return <Trans>Sync has stopped. Somebody has to look at it.</Trans>
  }
}

function Unsent({ view, now }: { view: SyncView; now: number }) {
  const format = useFormat()
  const { unsent, oldest } = view
  const age = oldest === null ? '' : format.duration(now - oldest)
  const since = oldest === null ? '' : format.time(oldest)
  return (
    <>
      {age === '' ? (
        <Trans>Not sent yet: {unsent}.</Trans>
      ) : (
        <Trans>
          Not sent yet: {unsent}, the oldest from {since}, {age} ago.
        </Trans>
      )}{' '}
      {view.state === 'stopped' ? (
        <Trans>All of it is safe on this machine.</Trans>
      ) : (
        <Trans>All of it is safe on this machine and goes out by itself.</Trans>
      )}
    </>
  )
}

function Below({ view, now }: { view: SyncView; now: number }): ReactNode {
  const { state, unsent } = view
  if (state === 'alone')
    return (
      <Trans>
        Everything it knows is on this machine. To work with other stations, connect it to a centre under Settings.
      </Trans>
    )
  if (unsent > 0) return <Unsent view={view} now={now} />
  if (state === 'online') return <Trans>Nothing waits to be sent. New work and changes come by themselves.</Trans>
  if (state === 'starting') return <Trans>It can be used as soon as this is done.</Trans>
  return <Trans>Nothing waits to be sent.</Trans>
}

function NextTry({ view, now }: { view: SyncView; now: number }) {
  const format = useFormat()
  if (view.state !== 'offline' || view.retryAt === null) return null
  const wait = view.retryAt - now
  const left = format.duration(wait)
  return (
    <span className={styles.muted}>{wait <= 0 ? <Trans>Trying now</Trans> : <Trans>Next try in {left}</Trans>}</span>
  )
}

type StateProps = {
  readonly view: SyncView
  readonly administrates: boolean
  readonly busy: boolean
  readonly error: unknown
  readonly onRetry: () => void
  readonly onFetchAnew: () => void
}

/** The state of sync in one sentence, what it means, how far a fill is, what is wrong, and what can be done. */
export function SyncState({ view, administrates, busy, error, onRetry, onFetchAnew }: StateProps) {
  const { t } = useLingui()
  const now = useNow(1_000)
  const { state, problem, progress } = view
  const words = problem === null ? null : (syncWords(problem.code) ?? unknownTrouble)
  const retry = state === 'offline' || state === 'stopped' || (state === 'starting' && problem !== null)
  return (
    <section className={styles.state} data-sync={state}>
      <span className={styles.mark}>
        <Mark kind={MARKS[state]} size={40} px />
      </span>
      <div className={styles.words}>
        <h2 className={styles.headline}>
          <Headline view={view} />
        </h2>
        <p>
          <Below view={view} now={now} />
        </p>
        {progress === null ? null : <Filling progress={progress} />}
        {words === null || problem === null ? null : (
          <p className={styles.problem} data-problem={problem.code}>
            <b>{t(words.what)}</b> {t(words.todo)} <span className={styles.code}>{problem.code}</span>
          </p>
        )}
        <SyncNote error={error} />
        <div className={styles.acts}>
          {retry ? (
            <Button kind="primary" onPress={onRetry} isDisabled={busy} hint="R">
              <Trans>Try again now</Trans>
            </Button>
          ) : null}
          {state === 'stopped' && administrates && mayFetchAnew(problem?.code) ? (
            <Button onPress={onFetchAnew} isDisabled={busy}>
              <Trans>Fetch everything anew…</Trans>
            </Button>
          ) : null}
          {state === 'alone' ? (
            <Button onPress={() => go('/settings/stations')}>
              <Trans>Centre and stations</Trans>
            </Button>
          ) : null}
          <NextTry view={view} now={now} />
        </div>
      </div>
    </section>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useState } from 'react'
import { api } from '../../api.ts'
import { Filling } from '../../office/filling.tsx'
import { JoinDialog } from '../../office/join-dialog.tsx'
import { syncWords, unknownTrouble } from '../../office/sync-problem.ts'
import { useSyncView } from '../../office/use-sync.ts'
import { refreshSession } from '../../session-store.ts'
import { TextButton } from '../../ui/office/button.tsx'
import styles from './setup.module.css'

/** How often a station that is being filled looks whether the site is there. */
const LOOK_EVERY_MS = 1_000

/** The first fill of a new station; when the site's data is there, the frame goes on to sign-in. */
export function SetupFilling() {
  const { t } = useLingui()
  const { data: view } = useSyncView()
  useEffect(() => {
    const timer = setInterval(async () => {
      const current = await api.session.current().catch(() => null)
      if (current !== null && current.bench.session.site !== null) await refreshSession()
    }, LOOK_EVERY_MS)
    return () => clearInterval(timer)
  }, [])
  const problem = view?.problem ?? null
  const words = problem === null ? null : (syncWords(problem.code) ?? unknownTrouble)
  return (
    <main className={styles.main} data-setup="filling">
      <div className={styles.form}>
        <h1>
          <Trans>Fetching the site's data</Trans>
        </h1>
        <p className={styles.lead}>
          <Trans>Then sign in with your badge, as at every other station.</Trans>
        </p>
        <div className={styles.fields}>
          <Filling progress={view?.progress ?? { step: 'downloading', done: 0, total: 0 }} />
          {words === null || problem === null ? null : (
            <p role="alert">
              <b>{t(words.what)}</b> {t(words.todo)} <span className={styles.muted}>{problem.code}</span>
            </p>
          )}
        </div>
      </div>
    </main>
  )
}

/** The way out of Set-up for one more station of a site that is running already. */
export function SetupJoin({ onJoined }: { onJoined: () => void }) {
  const [open, setOpen] = useState(false)
  return (
    <p className={styles.joining}>
      <Trans>Does this site have a centre already?</Trans>{' '}
      <TextButton onPress={() => setOpen(true)}>
        <Trans>Connect this station to it</Trans>
      </TextButton>
      {open ? (
        <JoinDialog
          hasData={false}
          onClose={() => setOpen(false)}
          onJoined={() => {
            setOpen(false)
            onJoined()
          }}
        />
      ) : null}
    </p>
  )
}

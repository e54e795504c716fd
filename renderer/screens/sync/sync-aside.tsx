import { Trans, useLingui } from '@lingui/react/macro'
import { Copy, Download } from 'lucide-react'
import type { ReactNode } from 'react'
import type { SyncView } from '../../../contract/station/sync.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { saveFrom } from '../../office/save-file.ts'
import { Mark } from '../../ui/marks.tsx'
import { Button } from '../../ui/office/button.tsx'
import styles from './sync.module.css'

/** From here on a clock is wrong enough to be put right: reports and labels show its time. */
const CLOCK_OFF_MS = 120_000

function Centre({ centre }: { centre: SyncView['centre'] }): ReactNode {
  if (centre.kind === 'none') return <Trans>none</Trans>
  return centre.kind === 'embedded' ? <Trans>on this machine</Trans> : (centre.url ?? '–')
}

function StationName({ station: { name, number } }: { station: SyncView['station'] }): ReactNode {
  if (number === null) return name
  return (
    <Trans>
      {name} · no. {number}
    </Trans>
  )
}

function KeyKept({ kept }: { kept: SyncView['keyKept'] }): ReactNode {
  switch (kept) {
    case 'none':
      return <Trans>no key yet</Trans>
    case 'file':
      return <Trans>in a file that only this user can read</Trans>
    case 'system':
      return <Trans>in the key store of the system</Trans>
    case 'basic':
      return <Trans>in a file without protection</Trans>
  }
}

function Warning({ children }: { children: ReactNode }) {
  return (
    <p className={styles.warning}>
      <Mark kind="warning" size={18} px />
      <span>{children}</span>
    </p>
  )
}

function Warnings({ view }: { view: SyncView }) {
  const format = useFormat()
  const { keyKept, clockDifferenceMs } = view
  const off = clockDifferenceMs === null ? 0 : Math.abs(clockDifferenceMs)
  const difference = format.duration(off)
  return (
    <>
      {keyKept === 'basic' ? (
        <Warning>
          <Trans>
            This system has no key store, so whoever reads this user's files can pretend to be this station. Set up a
            key store (on Linux, for example, GNOME Keyring), then start Baro once with --rotate-key.
          </Trans>
        </Warning>
      ) : null}
      {off >= CLOCK_OFF_MS ? (
        <Warning>
          <Trans>
            The clock of this machine is {difference} away from the centre's. Nothing gets lost by that, but times in
            lists are wrong: put the clock right.
          </Trans>
        </Warning>
      ) : null}
    </>
  )
}

type AsideProps = { readonly view: SyncView; readonly busy: boolean; readonly onCopy: () => void }

/** Who this station is, how its key is kept, and what can be taken to somebody who helps. */
export function SyncAside({ view, busy, onCopy }: AsideProps) {
  const { t } = useLingui()
  const format = useFormat()
  const { station, centre, revision, lastContact, keyKept, unsent, state } = view
  const facts: readonly (readonly [string, ReactNode, ReactNode])[] = [
    ['name', <Trans key="n">Station</Trans>, <StationName key="v" station={station} />],
    ['centre', <Trans key="c">Centre</Trans>, <Centre key="v" centre={centre} />],
    ...(state === 'alone'
      ? []
      : [
          [
            'contact',
            <Trans key="l">Last contact</Trans>,
            lastContact === null ? '–' : format.dateTime(lastContact),
          ] as const,
          ['revision', <Trans key="r">Revision</Trans>, format.number(revision)] as const,
          ['key', <Trans key="k">Its key</Trans>, <KeyKept key="v" kept={keyKept} />] as const,
          ['id', <Trans key="i">Id</Trans>, <code key="v">{station.id ?? '–'}</code>] as const,
          [
            'incarnation',
            <Trans key="j">Incarnation</Trans>,
            <code key="v">{station.incarnation ?? '–'}</code>,
          ] as const,
        ]),
  ]
  return (
    <aside className={styles.aside} aria-label={t`This station`}>
      <h2 className={styles.heading}>
        <Trans>This station</Trans>
      </h2>
      <Warnings view={view} />
      <dl>
        {facts.map(([id, word, value]) => (
          <div key={id}>
            <dt>{word}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <div className={styles.stack}>
        {unsent > 0 ? (
          <>
            <Button onPress={() => saveFrom('/files/unsent', '')}>
              <Download size={18} aria-hidden="true" />
              <Trans>Save the unsent work as a file</Trans>
            </Button>
            <p className={styles.muted}>
              <Trans>For a machine that has to be replaced: a centre takes the file.</Trans>
            </p>
          </>
        ) : null}
        <Button onPress={onCopy} isDisabled={busy} hint="D">
          <Copy size={18} aria-hidden="true" />
          <Trans>Copy diagnostics</Trans>
        </Button>
        <p className={styles.muted}>
          <Trans>For somebody who helps. Without keys, codes or customers.</Trans>
        </p>
      </div>
    </aside>
  )
}

import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import {
  ClipboardList,
  FileInput,
  Hand,
  RefreshCw,
  Route,
  ScanBarcode,
  Settings,
  Tag,
  TriangleAlert,
} from 'lucide-react'
import type { ReactNode } from 'react'
import type { StripView } from '../../contract/station/session.ts'
import { supervises } from '../../domain/roles.ts'
import { api } from '../api.ts'
import { useFormat } from '../i18n/use-format.ts'
import { refreshSession } from '../session-store.ts'
import { TextButton } from '../ui/office/button.tsx'
import { type OfficeLamp, OfficeShell, type RailPlace } from '../ui/office/shell.tsx'
import styles from './office.module.css'
import { ROLE_WORDS } from './role-word.ts'
import { exceptionsLamp, syncLamp } from './sync-lamps.tsx'

function LongWord() {
  return (
    <span className={styles.long}>
      <Trans>Exceptions</Trans>
    </span>
  )
}

const PLACES: readonly RailPlace[] = [
  { path: '/orders', word: <Trans>Orders</Trans>, icon: <ClipboardList aria-hidden="true" /> },
  { path: '/import', word: <Trans>Import</Trans>, icon: <FileInput aria-hidden="true" /> },
  { path: '/planning', word: <Trans context="place">Plan</Trans>, icon: <Route aria-hidden="true" /> },
  { path: '/labels', word: <Trans>Labels</Trans>, icon: <Tag aria-hidden="true" /> },
  { path: '/exceptions', word: <LongWord />, icon: <TriangleAlert aria-hidden="true" /> },
  { path: '/scan-log', word: <Trans>Scan log</Trans>, icon: <ScanBarcode aria-hidden="true" /> },
  { path: '/sync', word: <Trans>Sync</Trans>, icon: <RefreshCw aria-hidden="true" /> },
  { path: '/picking', word: <Trans>Floor</Trans>, icon: <Hand aria-hidden="true" /> },
  { path: '/settings', word: <Trans>Settings</Trans>, icon: <Settings aria-hidden="true" />, last: true },
]

function printerLamp({ printer }: StripView): OfficeLamp[] {
  if (printer.unknown > 0)
    return [
      {
        id: 'printer',
        mark: 'error',
        word: <Plural value={printer.unknown} one="# label unclear" other="# labels unclear" />,
        path: '/labels',
      },
    ]
  if (printer.waiting > 0)
    return [
      {
        id: 'printer',
        mark: 'waiting',
        word: <Plural value={printer.waiting} one="# label to print" other="# labels to print" />,
        path: '/labels',
      },
    ]
  return []
}

/** Ends this operator's session at the station and goes to sign-in. */
export async function lockStation(): Promise<void> {
  await api.session.lock()
  await refreshSession()
}

type ScreenFrame = {
  readonly current:
    | '/orders'
    | '/import'
    | '/planning'
    | '/labels'
    | '/exceptions'
    | '/scan-log'
    | '/sync'
    | '/settings'
  readonly title: ReactNode
  readonly search?: { value: string; onChange: (value: string) => void; placeholder: string }
  readonly sheet?: ReactNode
  readonly children: ReactNode
}

/** An office screen in the shell that all of them share: places, lamps, and who is here. */
export function OfficeScreen({ current, title, search, sheet, children }: ScreenFrame) {
  const { t } = useLingui()
  const format = useFormat()
  const session = useQuery({ queryKey: ['session'], queryFn: () => api.session.current() })
  const strip = useQuery({ queryKey: ['strip'], queryFn: () => api.session.strip(), refetchInterval: 5_000 })
  const here = session.data?.bench.session
  const operator = here?.operator ?? null
  const detail = operator === null ? '' : `${t(ROLE_WORDS[operator.role])} · ${here?.station ?? ''}`
  return (
    <OfficeShell
      places={PLACES.filter(
        ({ path }) =>
          (path !== '/exceptions' || strip.data?.sync.state !== 'alone') &&
          (path !== '/planning' || (operator !== null && supervises(operator.role))),
      )}
      current={current}
      title={title}
      lamps={
        strip.data === undefined
          ? []
          : [
              syncLamp(strip.data, format),
              ...(operator !== null && supervises(operator.role) ? exceptionsLamp(strip.data) : []),
              ...printerLamp(strip.data),
            ]
      }
      {...(search === undefined ? {} : { search })}
      {...(operator === null
        ? {}
        : {
            who: {
              name: operator.name,
              detail: (
                <>
                  {detail}
                  {' · '}
                  <TextButton onPress={() => void lockStation()}>
                    <Trans>Lock</Trans>
                  </TextButton>
                </>
              ),
            },
          })}
      {...(sheet === undefined ? {} : { sheet })}
    >
      {children}
    </OfficeShell>
  )
}

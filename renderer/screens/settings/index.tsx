import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { SiteView } from '../../../contract/station/site.ts'
import { OfficeScreen } from '../../office/office-screen.tsx'
import { ProblemNote } from '../../office/problem-note.tsx'
import { go } from '../../router.ts'
import { cx } from '../../ui/cx.ts'
import { CarriersSection } from './carriers-section.tsx'
import { OperatorsSection } from './operators-section.tsx'
import { PoliciesSection } from './policies-section.tsx'
import { PrintersSection } from './printers-section.tsx'
import { ReleaseSection } from './release-section.tsx'
import { ScreenSection } from './screen-section.tsx'
import { ServicesSection } from './services-section.tsx'
import styles from './settings.module.css'
import { SheetsSection } from './sheets-section.tsx'
import { SiteSection } from './site-section.tsx'
import { StationSection } from './station-section.tsx'
import { StationsSection } from './stations-section.tsx'
import { TemplatesSection } from './templates-section.tsx'
import { useSite } from './use-site.ts'

const PARTS = [
  'site',
  'release',
  'rules',
  'operators',
  'carriers',
  'services',
  'printers',
  'templates',
  'screen',
  'sheets',
  'stations',
  'station',
] as const
type Part = (typeof PARTS)[number]

function Word({ part }: { part: Part }): ReactNode {
  switch (part) {
    case 'site':
      return <Trans>Site and sender</Trans>
    case 'release':
      return <Trans>Release and stock</Trans>
    case 'rules':
      return <Trans>Rules of the floor</Trans>
    case 'operators':
      return <Trans>Operators</Trans>
    case 'carriers':
      return <Trans>Carriers</Trans>
    case 'services':
      return <Trans>Services and rules</Trans>
    case 'printers':
      return <Trans>Printers</Trans>
    case 'templates':
      return <Trans>Label templates</Trans>
    case 'screen':
      return <Trans>This screen</Trans>
    case 'sheets':
      return <Trans>Sheets to print</Trans>
    case 'stations':
      return <Trans>Centre and stations</Trans>
    case 'station':
      return <Trans>This station</Trans>
  }
}

function Shown({ part, which, view }: { part: Part; which: string | undefined; view: SiteView }): ReactNode {
  switch (part) {
    case 'site':
      return view.site === null ? null : <SiteSection key={JSON.stringify(view.site)} site={view.site} />
    case 'release':
      return <ReleaseSection key={JSON.stringify(view.policies)} policies={view.policies} />
    case 'rules':
      return <PoliciesSection key={JSON.stringify(view.policies)} policies={view.policies} />
    case 'operators':
      return <OperatorsSection operators={view.operators} />
    case 'carriers':
      return <CarriersSection carriers={view.carriers} />
    case 'services':
      return <ServicesSection tab={which} />
    case 'printers':
      return <PrintersSection />
    case 'templates':
      return <TemplatesSection id={which} />
    case 'screen':
      return <ScreenSection />
    case 'sheets':
      return <SheetsSection />
    case 'stations':
      return <StationsSection />
    case 'station':
      return <StationSection view={view} />
  }
}

/** Settings: everything that Set-up asked for and what else a site and a station decide. */
export default function Settings({ rest }: { rest: readonly string[] }) {
  const { t } = useLingui()
  const part = PARTS.find((one) => one === rest[0]) ?? 'site'
  const { data: view, error, refetch } = useSite()
  return (
    <OfficeScreen current="/settings" title={<Trans>Settings</Trans>}>
      <div className={styles.settings}>
        <nav className={styles.nav} aria-label={t`Parts of the settings`}>
          {PARTS.map((one) => (
            <a
              key={one}
              href={`/settings/${one}`}
              className={cx(one === part && styles.here)}
              aria-current={one === part ? 'page' : undefined}
              onClick={(event) => {
                if (event.ctrlKey || event.metaKey || event.shiftKey) return
                event.preventDefault()
                go(`/settings/${one}`, { replace: true })
              }}
            >
              <Word part={one} />
            </a>
          ))}
        </nav>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll region must be reachable by keyboard */}
        <section className={styles.body} tabIndex={0} aria-label={t`Settings`}>
          <ProblemNote error={view === undefined ? error : null} onRetry={() => void refetch()} />
          {view === undefined ? null : <Shown part={part} which={rest[1]} view={view} />}
        </section>
      </div>
    </OfficeScreen>
  )
}

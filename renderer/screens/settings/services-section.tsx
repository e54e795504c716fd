import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { ServicesView } from '../../../contract/station/services.ts'
import { api } from '../../api.ts'
import { ProblemNote } from '../../office/problem-note.tsx'
import { go } from '../../router.ts'
import { Segmented } from '../../ui/office/choice-controls.tsx'
import { ServiceEditor } from './service-editor.tsx'
import { CalendarView, CardTables, RuleTable, ServiceList } from './service-tables.tsx'
import { ServiceTrialForm } from './service-trial.tsx'
import styles from './services.module.css'

const TABS = ['services', 'prices', 'calendar', 'rules', 'try', 'edit'] as const
type Tab = (typeof TABS)[number]

function Shown({ tab, view }: { tab: Tab; view: ServicesView }): ReactNode {
  const { book } = view
  if (tab === 'edit') return <ServiceEditor key={view.version} view={view} />
  if (book === null)
    return (
      <p className={styles.muted}>
        <Trans>
          There are no services yet. Cartons go with the carrier that their order names. Write the first services under
          “Edit”.
        </Trans>
      </p>
    )
  switch (tab) {
    case 'services':
      return <ServiceList book={book} carriers={view.carriers} />
    case 'prices':
      return <CardTables book={book} carriers={view.carriers} />
    case 'calendar':
      return <CalendarView book={book} />
    case 'rules':
      return <RuleTable book={book} />
    case 'try':
      return <ServiceTrialForm text={null} view={view} />
  }
}

/** Services and shipping rules: as tables, tried out, or edited as one text. */
export function ServicesSection({ tab }: { tab: string | undefined }) {
  const { t } = useLingui()
  const query = useQuery({ queryKey: ['services'], queryFn: () => api.services.view() })
  const here = TABS.find((one) => one === tab) ?? 'services'
  const names: Record<Tab, string> = {
    services: t`Services`,
    prices: t`Prices`,
    calendar: t`Calendar`,
    rules: t({ message: 'Rules', context: 'shipping' }),
    try: t`Try it`,
    edit: t`Edit`,
  }
  return (
    <section className={styles.page}>
      <h2>
        <Trans>Services and rules</Trans>
      </h2>
      <p className={styles.muted}>
        <Trans>
          When a carton is closed, the station chooses the cheapest service that keeps the promised day, and stops what
          a rule forbids before there is a label.
        </Trans>
      </p>
      <Segmented
        label={t`Parts of services and rules`}
        options={TABS.map((id) => ({ id, name: names[id] }))}
        value={here}
        onChange={(id) => go(`/settings/services/${id}`, { replace: true })}
      />
      <ProblemNote error={query.error} onRetry={() => void query.refetch()} />
      {query.data === undefined ? null : <Shown tab={here} view={query.data} />}
    </section>
  )
}

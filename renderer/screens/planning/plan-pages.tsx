import { useLingui } from '@lingui/react/macro'
import { go } from '../../router.ts'
import { Segmented } from '../../ui/office/choice-controls.tsx'

/** The two pages of planning: making a plan, and the waves that came of it. */
export function PlanPages({ page }: { page: 'plan' | 'waves' }) {
  const { t } = useLingui()
  return (
    <Segmented
      label={t`Which page`}
      options={[
        { id: 'plan', name: t`New plan` },
        { id: 'waves', name: t`Waves` },
      ]}
      value={page}
      onChange={(id) => go(id === 'plan' ? '/planning' : '/planning/waves')}
    />
  )
}

import { Trans } from '@lingui/react/macro'
import type { PlanRun } from '../../../contract/station/planning.ts'
import { useFormat } from '../../i18n/use-format.ts'

/** How far a phase is: orders or batches, or seconds of the search. */
export function PhaseCount({ run: { phase, done, total } }: { run: PlanRun }) {
  const format = useFormat()
  const isTime = phase === 'batching'
  const of = isTime ? format.number(Math.floor(done / 1_000)) : format.number(done)
  const all = isTime ? format.number(Math.ceil(total / 1_000)) : format.number(total)
  if (total === 0) return null
  return isTime ? (
    <Trans>
      {of} of {all} s
    </Trans>
  ) : (
    <Trans>
      {of} of {all}
    </Trans>
  )
}

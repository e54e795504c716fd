import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { Problem } from '../../../contract/errors.ts'
import type { StationProblem } from '../../office/station-problem.ts'

/** What planning says about its own problems; null leaves one to the general words. */
export function planSentence({ code, params }: Pick<StationProblem, 'code' | 'params'>): ReactNode {
  switch (code) {
    case 'E-PLN-001':
      return <Trans>The station has forgotten this plan. Plans are kept for four hours and until it closes.</Trans>
    case 'E-PLN-002':
      return <Trans>Another plan is being computed at this station. Wait for it, or cancel it.</Trans>
    case 'E-PLN-003':
      return <Trans>The plan is not at that point any more. Look again.</Trans>
    case 'E-PLN-004':
      return <Trans>This wave is not in this store any more.</Trans>
    case 'E-PLN-005':
      return <Trans>The plan has no such batch.</Trans>
    case 'E-PLN-006':
      return params.name === 'noWork' ? (
        <Trans>No order is left to plan. Look at the filters, then at what was left out.</Trans>
      ) : null
    case 'E-PLN-009':
      return <Trans>Something failed in the station. Nothing was changed.</Trans>
    default:
      return null
  }
}

/** Why a plan ended without a result. */
export function FailureSentence({ failure }: { failure: Problem | null }) {
  if (failure === null) return null
  return (
    <>
      {planSentence(failure) ?? <Trans>The station refused it. Nothing was changed.</Trans>} ({failure.code})
    </>
  )
}

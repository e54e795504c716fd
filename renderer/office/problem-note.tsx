import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Mark } from '../ui/marks.tsx'
import { Button } from '../ui/office/button.tsx'
import styles from './office.module.css'
import { problemOf, type StationProblem } from './station-problem.ts'

/** Refusals that carry their own name (commands/command.ts). */
function named({ params }: StationProblem): ReactNode {
  const code = String(params.code ?? '')
  switch (params.name) {
    case 'duplicateCode':
      return <Trans>{code} is already in use. Choose another code.</Trans>
    case 'lastAdministrator':
      return <Trans>Somebody must stay administrator. Make another one first.</Trans>
    case 'inUse':
      return <Trans>It is being worked with. Finish that first.</Trans>
    case 'wrongState':
      return <Trans>Not possible in the state it is in now.</Trans>
    case 'notFound':
      return <Trans>It is not in this store any more.</Trans>
    case 'needsCentre':
      return <Trans>This needs the centre, and the station is offline. Try again once it is online.</Trans>
    case 'centreSilent':
      return <Trans>The centre has not answered yet. Look again in a moment, then decide.</Trans>
    case 'orderBlocked':
      return <Trans>The order waits for a decision. Look under Exceptions first.</Trans>
    case 'taskElsewhere':
      return <Trans>Another station works on it. Finish or revoke it there first.</Trans>
    case 'stationStopped':
      return <Trans>This station was stopped. Look under Sync.</Trans>
    case 'stationUnknown':
      return <Trans>The centre does not know this station.</Trans>
    case 'lastStation':
      return <Trans>One station has to stay. Add another one first.</Trans>
    case 'alreadyResolved':
      return <Trans>Somebody has decided about it already.</Trans>
    case 'resolutionNotPossible':
      return <Trans>That is not possible any more. Look again, then choose what is offered now.</Trans>
    case 'alreadyPlanned':
      return <Trans>Another wave has it already.</Trans>
    case 'trackedGoods':
      return <Trans>It has serial numbers and cannot lie among other orders’ goods.</Trans>
    case 'noRoom':
      return <Trans>No tote of the cart is left for it.</Trans>
    case 'otherPriority':
      return <Trans>It is not as urgent as the others of its batch. Plan it again.</Trans>
    case 'noWork':
      return <Trans>No order is left to plan. Look at the filters, then at what was left out.</Trans>
    case 'floorPlanBad':
      return <Trans>The floor has a fault. Nothing was saved.</Trans>
    case 'servicesChanged':
      return <Trans>Somebody saved a newer version meanwhile. Copy your changes, then open it again.</Trans>
    case 'servicesBad':
      return <Trans>The services or rules have a fault. Nothing was saved.</Trans>
    case 'templateChanged':
      return <Trans>Somebody saved a newer version meanwhile. Copy your changes, then open it again.</Trans>
    case 'templateBad':
      return <Trans>The template has a fault. Nothing was saved.</Trans>
    default:
      return null
  }
}

function What({ problem }: { problem: StationProblem }): ReactNode {
  switch (problem.kind) {
    case 'NOT_SIGNED_IN':
      return <Trans>Nobody is signed in any more. Sign in and do it again.</Trans>
    case 'FORBIDDEN':
      return <Trans>Your role may not do this. Ask a lead or an administrator.</Trans>
    case 'NOT_FOUND':
      return <Trans>It is not in this store any more.</Trans>
    case 'CONFLICT':
      return <Trans>Somebody or something else was faster. Look again, then decide.</Trans>
    case 'REFUSED':
      return named(problem) ?? <Trans>The station refused it. Nothing was changed.</Trans>
    case 'UNSUPPORTED':
      return <Trans>This station cannot do that.</Trans>
    case 'BUSY':
      return <Trans>The station is busy. Nothing was changed; try again in a moment.</Trans>
    case 'OFFLINE':
      return <Trans>The station does not answer. Nothing was changed; is Baro still running?</Trans>
    case 'BUG':
      return <Trans>Something failed in the station. What was saved before is kept.</Trans>
  }
}

type NoteProps = {
  readonly error: unknown
  /** The sentence of this screen for a problem that it knows better; null leaves it to the general one. */
  readonly known?: (problem: StationProblem) => ReactNode
  readonly onRetry?: () => void
}

/** What happened, what was kept and what to do, with the code that is the same in every language. */
export function ProblemNote({ error, known, onRetry }: NoteProps) {
  if (error === null || error === undefined) return null
  const problem = problemOf(error)
  const { id } = problem.params
  return (
    <div className={styles.note} role="alert" data-problem={problem.code}>
      <Mark kind="error" size={20} px />
      <p>
        {known?.(problem) ?? <What problem={problem} />}{' '}
        <span className={styles.code}>
          {problem.code}
          {id === undefined ? '' : ` · ${id}`}
        </span>
      </p>
      {onRetry === undefined ? null : (
        <Button onPress={onRetry}>
          <Trans>Try again</Trans>
        </Button>
      )}
    </div>
  )
}

import { useLingui } from '@lingui/react/macro'
import { ProblemNote } from './problem-note.tsx'
import { syncSentence } from './sync-problem.ts'

/** A problem note that knows what the codes of sync mean and what to do about them. */
export function SyncNote({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useLingui()
  return (
    <ProblemNote
      error={error}
      known={(problem) => {
        const words = syncSentence(problem)
        return words === null ? null : `${t(words.what)} ${t(words.todo)}`
      }}
      {...(onRetry === undefined ? {} : { onRetry })}
    />
  )
}

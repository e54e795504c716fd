import { Trans } from '@lingui/react/macro'
import { Component, type ErrorInfo, type ReactNode } from 'react'
import { Button } from './ui/office/button.tsx'
import { EmptyState } from './ui/office/empty-state.tsx'

type State = { readonly failure: { readonly id: string } | null }

/** An id short enough to read on the phone; the same one goes to the log. */
function failureId(error: unknown): string {
  const known = typeof error === 'object' && error !== null && 'requestId' in error ? error.requestId : undefined
  return typeof known === 'string' && known !== '' ? known : crypto.randomUUID().slice(0, 8)
}

/** Shows "Something failed (id …)" in place of a screen that threw, and says it to the console with the same id. */
export class ErrorBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { failure: null }

  static getDerivedStateFromError(error: unknown): State {
    return { failure: { id: failureId(error) } }
  }

  override componentDidCatch(error: unknown, { componentStack }: ErrorInfo): void {
    console.error(`failure ${this.state.failure?.id ?? ''}`, error, componentStack)
  }

  override render(): ReactNode {
    const { failure } = this.state
    return failure === null ? this.props.children : <Failure id={failure.id} />
  }
}

/** The sentence for what nobody foresaw, with the id that finds it in the log and the one way on. */
export function Failure({ id }: { id: string }) {
  return (
    <main>
      <EmptyState
        mark="error"
        title={<Trans>Something failed (id {id})</Trans>}
        advice={
          <Trans>What was scanned before is kept. Load the screen again; if it fails again, read out the id.</Trans>
        }
        action={
          <Button kind="primary" tall onPress={() => location.reload()}>
            <Trans>Load again</Trans>
          </Button>
        }
      />
    </main>
  )
}

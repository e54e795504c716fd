import { Trans, useLingui } from '@lingui/react/macro'
import type { PrintAttemptView } from '../../../contract/station/printing.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { printReasonWords } from '../../print-reasons.ts'
import { ATTEMPT_STATES, printerName } from '../../printing/printer-words.ts'
import { Mark, type MarkKind } from '../../ui/marks.tsx'
import { Timeline, type TimelineEvent } from '../../ui/office/record.tsx'

const LOOKS: Readonly<Record<PrintAttemptView['state'], { mark: MarkKind; tone?: TimelineEvent['tone'] }>> = {
  waiting: { mark: 'waiting', tone: 'warn' },
  sending: { mark: 'waiting' },
  sent: { mark: 'info', tone: 'accent' },
  failed: { mark: 'off', tone: 'warn' },
  unknown: { mark: 'error', tone: 'error' },
  withdrawn: { mark: 'off', tone: 'muted' },
}

/** Every attempt to print a label, newest first: when, where, what became of it and why. */
export function AttemptStory({ attempts }: { attempts: readonly PrintAttemptView[] }) {
  const { i18n } = useLingui()
  const format = useFormat()
  if (attempts.length === 0) return null
  const event = (attempt: PrintAttemptView): TimelineEvent => {
    const { mark, tone } = LOOKS[attempt.state]
    const words = attempt.reason === null ? null : printReasonWords(attempt.reason)
    return {
      id: attempt.id,
      time: format.time(attempt.sentAt ?? attempt.requestedAt),
      shape: <Mark kind={mark} size={16} px />,
      ...(tone === undefined ? {} : { tone }),
      text: (
        <span data-attempt={attempt.state}>
          <b>{i18n._(ATTEMPT_STATES[attempt.state])}</b>
          {words === null ? '' : ` · ${i18n._(words.what)}`}
        </span>
      ),
      by: printerName({ id: attempt.printerId, name: attempt.printerName }, i18n),
    }
  }
  return (
    <section>
      <h3 className="visually-hidden">
        <Trans>Attempts to print it</Trans>
      </h3>
      <Timeline events={attempts.toReversed().map(event)} />
    </section>
  )
}

/** The attempt that still waits for its printer; undefined when none does. */
export function waitingOf(attempts: readonly PrintAttemptView[]): PrintAttemptView | undefined {
  const last = attempts.at(-1)
  return last?.state === 'waiting' ? last : undefined
}

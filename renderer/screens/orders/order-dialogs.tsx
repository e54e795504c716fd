import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { BulkOutcome, OrderLineView, OrderPage } from '../../../contract/station/orders.ts'
import { ExportShipped } from '../../office/export-shipped.tsx'
import { channelWord } from '../../office/order-words.ts'
import { ProblemNote } from '../../office/problem-note.tsx'
import { Button } from '../../ui/office/button.tsx'
import { Dialog } from '../../ui/office/dialog.tsx'
import { toast } from '../../ui/office/toast.tsx'
import { DifferenceDialog } from './difference-dialog.tsx'
import { MatchDialog } from './match-dialog.tsx'
import { type OrderRequest, useOrderRequest } from './order-queries.ts'
import { clearTicks } from './order-store.ts'
import { OutcomeDialog } from './outcome-dialog.tsx'
import { ReasonDialog } from './reason-dialog.tsx'

/** The question that stands open over the list; null when none does. */
export type Question =
  | { readonly kind: 'hold' | 'cancel'; readonly orderIds: readonly string[] }
  | { readonly kind: 'releaseAll'; readonly ready: number }
  | { readonly kind: 'match'; readonly line: OrderLineView }
  | { readonly kind: 'difference'; readonly page: OrderPage }
  | { readonly kind: 'outcome'; readonly outcome: BulkOutcome }
  | { readonly kind: 'export' }

/** The questions of the screen and the requests they lead to. `ask` without a question sends at once. */
export function useOrderActs() {
  const { t } = useLingui()
  const [question, setQuestion] = useState<Question | null>(null)
  const request = useOrderRequest((outcome, sent) => {
    if (sent.kind !== 'match' && sent.kind !== 'difference' && outcome.refused.length > 0)
      return setQuestion({ kind: 'outcome', outcome })
    setQuestion(null)
    clearTicks()
    const { done } = outcome
    if (sent.kind === 'release' || sent.kind === 'releaseAll') toast(t`Released: ${done}`)
    else if (sent.kind === 'hold') toast(t`On hold: ${done}`)
    else if (sent.kind === 'unhold') toast(t`Off hold: ${done}`)
    else if (sent.kind === 'cancel') toast(t`Cancelled: ${done}`)
    else if (sent.kind === 'match') toast(t`Matched`)
    else if ('take' in sent) toast(sent.take ? t`The new one was taken` : t`What was here stays`)
  })
  return {
    question,
    ask: (next: Question) => {
      request.reset()
      setQuestion(next)
    },
    close: () => setQuestion(null),
    send: (next: OrderRequest) => request.mutate(next),
    busy: request.isPending,
    error: request.error,
  }
}

type Acts = ReturnType<typeof useOrderActs>

function ReleaseAll({ ready, acts }: { ready: number; acts: Acts }) {
  return (
    <Dialog
      open
      onClose={acts.close}
      title={<Plural value={ready} one="Release # order for picking" other="Release # orders for picking" />}
      ends={
        <>
          <Button onPress={acts.close}>
            <Trans>Back</Trans>
          </Button>
          <Button
            kind="primary"
            autoFocus
            isDisabled={acts.busy}
            onPress={() => acts.send({ kind: 'releaseAll' })}
            hint="Enter"
          >
            {acts.busy ? <Trans>Releasing …</Trans> : <Trans>Release all</Trans>}
          </Button>
        </>
      }
    >
      <p>
        <Trans>
          Stock is set aside for each of them. What cannot be had in full waits for stock and is told to you.
        </Trans>
      </p>
      <ProblemNote error={acts.error} />
    </Dialog>
  )
}

/** Whichever question stands open. */
export function OrderQuestion({ acts, onOpen }: { acts: Acts; onOpen: (orderId: string) => void }) {
  const { t } = useLingui()
  const { question, close, send, busy, error } = acts
  if (question === null) return null
  switch (question.kind) {
    case 'hold':
    case 'cancel': {
      const { kind, orderIds } = question
      return (
        <ReasonDialog
          {...{ kind, busy, error }}
          count={orderIds.length}
          onClose={close}
          onSend={(reason) => send({ kind, orderIds, reason })}
        />
      )
    }
    case 'releaseAll':
      return <ReleaseAll ready={question.ready} acts={acts} />
    case 'match':
      return (
        <MatchDialog
          line={question.line}
          {...{ busy, error }}
          onClose={close}
          onMatch={(itemId, remember) => send({ kind: 'match', orderLineId: question.line.id, itemId, remember })}
        />
      )
    case 'difference': {
      const { difference, row } = question.page
      return difference === null ? null : (
        <DifferenceDialog
          {...{ difference, busy, error }}
          number={row.number}
          onClose={close}
          onDecide={(take) => send({ kind: 'difference', differenceId: difference.id, take })}
        />
      )
    }
    case 'outcome':
      return (
        <OutcomeDialog
          outcome={question.outcome}
          onClose={close}
          onOpen={(orderId) => {
            close()
            onOpen(orderId)
          }}
        />
      )
    case 'export':
      return (
        <Dialog
          open
          onClose={close}
          title={<Trans>Export shipped</Trans>}
          ends={
            <Button onPress={close} hint="Esc">
              <Trans>Close</Trans>
            </Button>
          }
        >
          <ExportShipped
            channelName={(channel) => {
              const word = channelWord(channel)
              return word === null ? channel : t(word)
            }}
          />
        </Dialog>
      )
  }
}

import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react'
import type { ReactNode } from 'react'
import type { OrderState } from '../../../domain/states.ts'
import { cx } from '../cx.ts'
import styles from './record.module.css'

/** An order's state, or `short`: lines of it are missing while it goes on. */
export type ShownState = OrderState | 'short'

type Look = { shape: ReactNode; word: MessageDescriptor; ink: 'ink' | 'muted' | 'accent' | 'ok' | 'warn' }

const ring = <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="2" />
const square = <path d="M2 2h12v12H2z" fill="none" stroke="currentColor" strokeWidth="2" />

// Round: loose. Square: in a carton. Arrow: gone. Bars: on hold. Diamond: needs a match. Struck: cancelled.
const looks: Readonly<Record<ShownState, Look>> = {
  received: {
    shape: <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="2" strokeDasharray="2.4 2.3" />,
    word: msg({ message: 'Received', context: 'order state' }),
    ink: 'muted',
  },
  ready: { shape: ring, word: msg({ message: 'Ready', context: 'order state' }), ink: 'ink' },
  on_hold: {
    shape: <path d="M3 2h3.6v12H3zM9.4 2H13v12H9.4z" fill="currentColor" />,
    word: msg({ message: 'On hold', context: 'order state' }),
    ink: 'warn',
  },
  needs_match: {
    shape: (
      <>
        <path d="M8 .8 15.2 8 8 15.2.8 8z" fill="none" stroke="currentColor" strokeWidth="1.8" />
        <path
          d="M6.3 6.6A1.8 1.8 0 1 1 8 8.9M8 11.3v.1"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.6"
          strokeLinecap="round"
        />
      </>
    ),
    word: msg({ message: 'Needs match', context: 'order state' }),
    ink: 'warn',
  },
  backordered: {
    shape: (
      <>
        {ring}
        <path d="M8 4.6V8l2.4 1.6" fill="none" stroke="currentColor" strokeWidth="2" />
      </>
    ),
    word: msg({ message: 'Backordered', context: 'order state' }),
    ink: 'warn',
  },
  released: {
    shape: (
      <>
        {ring}
        <circle cx="8" cy="8" r="2.4" fill="currentColor" />
      </>
    ),
    word: msg({ message: 'Released', context: 'order state' }),
    ink: 'ink',
  },
  picking: {
    shape: (
      <>
        {ring}
        <path d="M8 2a6 6 0 0 1 0 12z" fill="currentColor" />
      </>
    ),
    word: msg({ message: 'Picking', context: 'order state' }),
    ink: 'accent',
  },
  picked: {
    shape: <circle cx="8" cy="8" r="7" fill="currentColor" />,
    word: msg({ message: 'Picked', context: 'order state' }),
    ink: 'ink',
  },
  short: {
    shape: (
      <>
        <path d="M8 1 15.4 14.4H.6z" fill="currentColor" />
        <path
          d="M8 5.6v4.2M8 12v.2"
          stroke="var(--mark-ground, var(--surface))"
          strokeWidth="1.8"
          strokeLinecap="round"
        />
      </>
    ),
    word: msg({ message: 'Short', context: 'order state' }),
    ink: 'warn',
  },
  packing: {
    shape: (
      <>
        {square}
        <path d="M2 8h12v6H2z" fill="currentColor" />
      </>
    ),
    word: msg({ message: 'Packing', context: 'order state' }),
    ink: 'accent',
  },
  packed: {
    shape: <path d="M1 1h14v14H1z" fill="currentColor" />,
    word: msg({ message: 'Packed', context: 'order state' }),
    ink: 'ink',
  },
  shipped: {
    shape: <path d="M1 8h12M8.5 2.5 14 8l-5.5 5.5" fill="none" stroke="currentColor" strokeWidth="2.4" />,
    word: msg({ message: 'Shipped', context: 'order state' }),
    ink: 'ok',
  },
  delivered: {
    shape: <path d="M1 8h9M5.5 3.5 10 8l-4.5 4.5M14 2v12" fill="none" stroke="currentColor" strokeWidth="2.4" />,
    word: msg({ message: 'Delivered', context: 'order state' }),
    ink: 'ok',
  },
  cancelling: {
    shape: (
      <>
        {ring}
        <path d="M4 12l8-8" stroke="currentColor" strokeWidth="2" />
      </>
    ),
    word: msg({ message: 'Cancelling', context: 'order state' }),
    ink: 'muted',
  },
  cancelled: {
    shape: <path d="M3 3l10 10M13 3L3 13" stroke="currentColor" strokeWidth="2.4" />,
    word: msg({ message: 'Cancelled', context: 'order state' }),
    ink: 'muted',
  },
}

/** The shape of a state alone, for a timeline. */
export function StateShape({ state }: { state: ShownState }) {
  return (
    <svg className={cx(styles.shape, styles[looks[state].ink])} viewBox="0 0 16 16" aria-hidden="true">
      {looks[state].shape}
    </svg>
  )
}

/** The word of a state in the language shown, for filters and sentences. */
export function useStateWord(): (state: ShownState) => string {
  const { _ } = useLingui()
  return (state) => _(looks[state].word)
}

/** A state as shape and word, never colour alone. */
export function StateMark({ state, large = false }: { state: ShownState; large?: boolean }) {
  const word = useStateWord()
  return (
    <span className={cx(styles.state, large && styles.large)} data-state={state}>
      <StateShape state={state} />
      {word(state)}
    </span>
  )
}

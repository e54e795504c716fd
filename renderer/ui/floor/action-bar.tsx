import { type ReactNode, useEffect, useRef } from 'react'
import { Button, ToggleButton } from 'react-aria-components'
import { cx } from '../cx.ts'
import styles from './screen.module.css'

/** One of the at most four actions of a floor screen. */
export type Action = {
  id: string
  icon: ReactNode
  word: ReactNode
  /** The command code that does the same when scanned: 'BR-UN4'. */
  code?: string
  onAction: () => void
  /** A blocked action keeps its place and loses its chip. */
  disabled?: boolean
  /** For a choice among actions (the language): the one that holds is marked. */
  selected?: boolean
  /** Keeps the last of the four places, whatever stands before it: More, and what closes it. */
  end?: boolean
}

const PLACES = 4

/** The four places of the bar from left to right; a place without an action is null. */
export function placesOf(actions: readonly Action[]): readonly (Action | null)[] {
  const end = actions.find((action) => action.end === true)
  const rest = actions.filter((action) => action !== end).slice(0, end === undefined ? PLACES : PLACES - 1)
  return Array.from({ length: PLACES }, (_, place) =>
    place === PLACES - 1 && end !== undefined ? end : (rest[place] ?? null),
  )
}

/** The frame around a command code, as it is printed on the command sheet. */
export function CodeChip({ code }: { code: string }) {
  return <span className={styles.chip}>{code}</span>
}

/** F1 to F4 do what the four actions do; held keys and keys that someone else took are ignored. */
function useFunctionKeys(actions: readonly (Action | null)[]): void {
  const latest = useRef(actions)
  latest.current = actions
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const index = ['F1', 'F2', 'F3', 'F4'].indexOf(event.key)
      if (index === -1 || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return
      event.preventDefault()
      const action = latest.current[index]
      if (event.repeat || !action || action.disabled === true) return
      action.onAction()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [])
}

function Content({ action }: { action: Action }) {
  return (
    <>
      {action.icon}
      <span className={styles.text}>
        <b>{action.word}</b>
        {action.code === undefined || action.disabled === true ? null : <CodeChip code={action.code} />}
      </span>
    </>
  )
}

/** The bottom row: at most four actions, each with icon, word and command code. Keys F1–F4 are the four places from left to right. */
export function ActionBar({ actions }: { actions: readonly Action[] }) {
  const places = placesOf(actions)
  useFunctionKeys(places)
  return places.map((action, index) => {
    if (action === null) return null
    const common = {
      className: cx(styles.action, action.end === true && styles.end),
      isDisabled: action.disabled === true,
      'data-action': action.id,
      'aria-keyshortcuts': `F${index + 1}`,
    }
    return action.selected === undefined ? (
      <Button key={action.id} {...common} onPress={action.onAction}>
        <Content action={action} />
      </Button>
    ) : (
      <ToggleButton key={action.id} {...common} isSelected={action.selected} onChange={() => action.onAction()}>
        <Content action={action} />
      </ToggleButton>
    )
  })
}

/** A letter in a square, the icon of a language; filled when it is the one that is shown. */
export function LetterIcon({ letter, filled = false }: { letter: string; filled?: boolean }) {
  return (
    <svg viewBox="0 0 40 40" aria-hidden="true">
      <rect
        x="1.5"
        y="1.5"
        width="37"
        height="37"
        rx="6"
        fill={filled ? 'currentColor' : 'none'}
        stroke="currentColor"
        strokeWidth="3"
      />
      <text
        x="20"
        y="29"
        textAnchor="middle"
        fontSize="26"
        fontWeight="700"
        fill={filled ? 'var(--surface)' : 'currentColor'}
      >
        {letter}
      </text>
    </svg>
  )
}

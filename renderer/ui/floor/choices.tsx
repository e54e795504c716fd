import type { ReactNode } from 'react'
import { Button } from 'react-aria-components'
import { cx } from '../cx.ts'
import { CodeChip } from './action-bar.tsx'
import styles from './entry.module.css'

/** One of several ways on. */
export type Choice = {
  id: string
  icon?: ReactNode
  word: ReactNode
  detail?: ReactNode
  code?: string
  onChoose: () => void
  disabled?: boolean
  selected?: boolean
}

/** A list of large choices, each with its command code: problems, reasons, carton types, what lies behind More. */
export function Choices({
  choices,
  columns = 'fit',
  label,
}: {
  choices: readonly Choice[]
  columns?: 'fit' | 1
  label: string
}) {
  return (
    <ul className={cx(styles.choices, columns === 1 && styles.one)} aria-label={label}>
      {choices.map((choice) => (
        <li key={choice.id}>
          <Button
            className={cx(styles.choice, choice.selected === true && styles.selected)}
            onPress={choice.onChoose}
            isDisabled={choice.disabled === true}
            {...(choice.selected === undefined ? {} : { 'aria-pressed': choice.selected })}
            data-choice={choice.id}
          >
            {choice.icon}
            <span className={styles.words}>
              <b>{choice.word}</b>
              {choice.detail === undefined ? null : <span className={styles.detail}>{choice.detail}</span>}
            </span>
            {choice.code === undefined || choice.disabled === true ? null : <CodeChip code={choice.code} />}
          </Button>
        </li>
      ))}
    </ul>
  )
}

import type { ReactNode } from 'react'
import { Button } from 'react-aria-components'
import { CodeChip } from '../ui/floor/action-bar.tsx'
import styles from './floor.module.css'

type PrimaryActionProps = {
  id: string
  word: ReactNode
  code?: string
  icon?: ReactNode
  onAction: () => void
  disabled?: boolean
}

/** The one way on of a step without a scan: large, in the accent, with its command code. It never takes the focus by itself. */
export function PrimaryAction({ id, word, code, icon, onAction, disabled = false }: PrimaryActionProps) {
  return (
    <Button className={styles.primary ?? ''} onPress={onAction} isDisabled={disabled} data-action={id}>
      {icon}
      <span>{word}</span>
      {code === undefined || disabled ? null : <CodeChip code={code} />}
    </Button>
  )
}

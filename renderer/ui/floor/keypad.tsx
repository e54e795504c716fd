import { useLingui } from '@lingui/react/macro'
import { Delete } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { Button } from 'react-aria-components'
import { cx } from '../cx.ts'
import styles from './entry.module.css'

type KeypadProps = {
  onDigit: (digit: string) => void
  onDelete: () => void
  onSubmit: () => void
  submit: ReactNode
  /** False while there is nothing to submit. */
  canSubmit?: boolean
  /** Offers a decimal point in the place of delete's neighbour (weights). */
  point?: boolean
}

/** Digits from a real keyboard do the same as the keys on the screen. Enter on a focused key is that key's own. */
function useDigitKeys(props: KeypadProps): void {
  const latest = useRef(props)
  latest.current = props
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const { onDigit, onDelete, onSubmit, canSubmit = true, point = false } = latest.current
      const target = event.target
      if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return
      if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) return
      if (/^\d$/.test(event.key) || (point && event.key === '.')) onDigit(event.key)
      else if (event.key === 'Backspace') onDelete()
      else if (event.key === 'Enter' && !event.repeat && canSubmit && !(target instanceof HTMLButtonElement)) onSubmit()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [])
}

/** Twelve large keys: the digits, delete, and the one that submits. */
export function Keypad(props: KeypadProps) {
  const { onDigit, onDelete, onSubmit, submit, canSubmit = true, point = false } = props
  const { t } = useLingui()
  useDigitKeys(props)
  const key = (digit: string): ReactNode => (
    <Button key={digit} className={styles.key ?? ''} onPress={() => onDigit(digit)} data-key={digit}>
      {digit}
    </Button>
  )
  return (
    <div className={styles.keys} data-keypad>
      {['1', '2', '3', '4', '5', '6', '7', '8', '9'].map(key)}
      {point ? key('.') : null}
      {point ? key('0') : null}
      <Button className={styles.key ?? ''} onPress={onDelete} aria-label={t`Delete`} data-key="delete">
        <Delete aria-hidden="true" />
      </Button>
      {point ? null : key('0')}
      <Button
        className={cx(styles.key, styles.go)}
        onPress={onSubmit}
        isDisabled={!canSubmit}
        data-key="submit"
        {...(point ? { style: { gridColumn: '1 / -1' } } : {})}
      >
        {submit}
      </Button>
    </div>
  )
}

/** A PIN as dots: how many of its places are filled, the next one lit. Never shows what was typed. */
export function PinDots({ filled, length }: { filled: number; length: number }) {
  const { t } = useLingui()
  return (
    <div className={styles.pin} role="img" aria-label={t`${filled} of ${length} digits`} data-pin={filled}>
      {Array.from({ length }, (_, index) => (
        <i
          // biome-ignore lint/suspicious/noArrayIndexKey: a place of the PIN
          key={index}
          className={cx(styles.dot, index < filled && styles.on, index === filled && styles.here)}
        />
      ))}
    </div>
  )
}

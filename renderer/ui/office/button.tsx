import type { ReactNode } from 'react'
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components'
import { cx } from '../cx.ts'
import styles from './base.module.css'

type ButtonProps = Omit<AriaButtonProps, 'children' | 'className'> & {
  kind?: 'normal' | 'primary' | 'quiet' | 'danger'
  /** The key that does the same, shown in the button; the screen listens to it. */
  hint?: string
  /** 48 px, where it ends a form. */
  tall?: boolean
  /** As wide as high; give it an aria-label. */
  square?: boolean
  children: ReactNode
}

/** A key as it is printed on the keyboard. */
export function Key({ children }: { children: ReactNode }) {
  return (
    <span aria-hidden="true">
      <kbd className={styles.key}>{children}</kbd>
    </span>
  )
}

/** A button of the office. */
export function Button({ kind = 'normal', hint, tall = false, square = false, children, ...rest }: ButtonProps) {
  return (
    <AriaButton
      {...rest}
      data-kind={kind}
      className={cx(styles.button, kind !== 'normal' && styles[kind], tall && styles.tall, square && styles.square)}
    >
      {children}
      {hint === undefined ? null : <Key>{hint}</Key>}
    </AriaButton>
  )
}

/** A word in the accent colour that does something small in place: 'Show'. */
export function TextButton({ children, ...rest }: Omit<AriaButtonProps, 'className'> & { children: ReactNode }) {
  return (
    <AriaButton {...rest} className={styles.link ?? ''}>
      {children}
    </AriaButton>
  )
}

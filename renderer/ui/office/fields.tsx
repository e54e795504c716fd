import { Minus, Plus } from 'lucide-react'
import type { ReactNode } from 'react'
import {
  NumberField as AriaNumberField,
  type NumberFieldProps as AriaNumberFieldProps,
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
  Button,
  FieldError,
  Group,
  Input,
  Label,
  Text,
  TextArea,
} from 'react-aria-components'
import { cx } from '../cx.ts'
import { Mark } from '../marks.tsx'
import styles from './base.module.css'

/** What every field has around its input. */
export type FieldFrame = {
  label: ReactNode
  /** Keeps the label for assistive technology only. */
  hideLabel?: boolean
  help?: ReactNode
  /** What is wrong and what was expected; marks the field invalid. */
  problem?: ReactNode
  /** 48 px with larger type, for a form with few fields. */
  large?: boolean
}

/** Label, help and problem around an input; used inside a react-aria field. */
export function Framed({ label, hideLabel, help, problem, children }: FieldFrame & { children: ReactNode }) {
  return (
    <>
      <Label className={hideLabel === true ? 'visually-hidden' : (styles.label ?? '')}>{label}</Label>
      {children}
      {help === undefined ? null : (
        <Text slot="description" className={styles.help ?? ''}>
          {help}
        </Text>
      )}
      <FieldError className={styles.problem ?? ''}>
        <Mark kind="error" size={16} px />
        <span>{problem}</span>
      </FieldError>
    </>
  )
}

type TextFieldProps = FieldFrame &
  Omit<AriaTextFieldProps, 'className' | 'children' | 'isInvalid'> & {
    placeholder?: string
    /** More than one line. */
    lines?: number
  }

/** One line of text, or several. */
export function TextField({ label, hideLabel, help, problem, large, placeholder, lines, ...rest }: TextFieldProps) {
  const frame = { label, help, problem, ...(hideLabel === undefined ? {} : { hideLabel }) }
  const hint = placeholder === undefined ? {} : { placeholder }
  return (
    <AriaTextField
      {...rest}
      isInvalid={problem !== undefined && problem !== null}
      className={cx(styles.field, large === true && styles.large)}
    >
      <Framed {...frame}>
        {lines === undefined ? (
          <Input className={styles.input ?? ''} {...hint} />
        ) : (
          <TextArea className={styles.input ?? ''} rows={lines} {...hint} />
        )}
      </Framed>
    </AriaTextField>
  )
}

type NumberFieldProps = FieldFrame & Omit<AriaNumberFieldProps, 'className' | 'children' | 'isInvalid'>

/** A number in the locale's writing, with steps. */
export function NumberField({ label, hideLabel, help, problem, large, ...rest }: NumberFieldProps) {
  const frame = { label, help, problem, ...(hideLabel === undefined ? {} : { hideLabel }) }
  return (
    <AriaNumberField
      {...rest}
      isInvalid={problem !== undefined && problem !== null}
      className={cx(styles.field, large === true && styles.large)}
    >
      <Framed {...frame}>
        <Group className={styles.group ?? ''}>
          <Input className={styles.input ?? ''} />
          <Button slot="decrement" className={styles.step ?? ''}>
            <Minus aria-hidden="true" />
          </Button>
          <Button slot="increment" className={styles.step ?? ''}>
            <Plus aria-hidden="true" />
          </Button>
        </Group>
      </Framed>
    </AriaNumberField>
  )
}

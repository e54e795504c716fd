import { Check, Minus } from 'lucide-react'
import type { ReactNode } from 'react'
import {
  Checkbox as AriaCheckbox,
  type CheckboxProps as AriaCheckboxProps,
  Switch as AriaSwitch,
  type SwitchProps as AriaSwitchProps,
  ToggleButton,
  ToggleButtonGroup,
} from 'react-aria-components'
import styles from './base.module.css'

type CheckboxProps = Omit<AriaCheckboxProps, 'className' | 'children'> & { children?: ReactNode }

/** A box to tick; without words it needs an aria-label. */
export function Checkbox({ children, ...rest }: CheckboxProps) {
  return (
    <AriaCheckbox {...rest} className={styles.check ?? ''}>
      {({ isSelected, isIndeterminate }) => (
        <>
          <span className={styles.box}>
            {isIndeterminate ? <Minus aria-hidden="true" /> : isSelected ? <Check aria-hidden="true" /> : null}
          </span>
          {children === undefined ? null : <span>{children}</span>}
        </>
      )}
    </AriaCheckbox>
  )
}

/** On or off, at once. */
export function Switch({
  children,
  ...rest
}: Omit<AriaSwitchProps, 'className' | 'children'> & { children: ReactNode }) {
  return (
    <AriaSwitch {...rest} className={styles.switch ?? ''}>
      <span className={styles.track} />
      <span>{children}</span>
    </AriaSwitch>
  )
}

type SegmentedProps<Id extends string> = {
  label: string
  options: readonly { id: Id; name: ReactNode }[]
  value: Id
  onChange: (id: Id) => void
}

/** Two to four ways to see or do the same thing; exactly one holds. */
export function Segmented<Id extends string>({ label, options, value, onChange }: SegmentedProps<Id>) {
  return (
    <ToggleButtonGroup
      aria-label={label}
      className={styles.segments ?? ''}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={(keys) => {
        const chosen = options.find((option) => keys.has(option.id))
        if (chosen !== undefined) onChange(chosen.id)
      }}
    >
      {options.map((option) => (
        <ToggleButton key={option.id} id={option.id} className={styles.segment ?? ''}>
          {option.name}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  )
}

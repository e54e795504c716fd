import { useLingui } from '@lingui/react/macro'
import { Check, ChevronDown } from 'lucide-react'
import {
  ComboBox as AriaComboBox,
  Select as AriaSelect,
  Button,
  Group,
  Input,
  ListBox,
  ListBoxItem,
  Popover,
  SelectValue,
} from 'react-aria-components'
import { cx } from '../cx.ts'
import styles from './base.module.css'
import { type FieldFrame, Framed } from './fields.tsx'

/** Something to choose: `aside` is a muted example at the end of the line. */
export type Option = { id: string; name: string; aside?: string; disabled?: boolean }

type ChoiceProps = FieldFrame & {
  options: readonly Option[]
  /** Null: nothing chosen. */
  value: string | null
  onChange: (id: string | null) => void
  placeholder?: string
  disabled?: boolean
}

function Options({ options }: { options: readonly Option[] }) {
  return (
    <Popover className={styles.popover ?? ''} offset={4}>
      <ListBox className={styles.options ?? ''} items={options}>
        {(option) => (
          <ListBoxItem
            id={option.id}
            textValue={option.name}
            isDisabled={option.disabled === true}
            className={styles.option ?? ''}
          >
            {({ isSelected }) => (
              <>
                <span className={styles.value}>{option.name}</span>
                {option.aside === undefined ? null : <span className={styles.aside}>{option.aside}</span>}
                {isSelected ? <Check aria-hidden="true" /> : null}
              </>
            )}
          </ListBoxItem>
        )}
      </ListBox>
    </Popover>
  )
}

/** One of a few. The example (`aside`) of what is chosen shows in the closed field. */
export function Select(props: ChoiceProps) {
  const { options, value, onChange, placeholder, disabled = false, large, problem, ...frame } = props
  const { t } = useLingui()
  const chosen = options.find((option) => option.id === value)
  return (
    <AriaSelect
      className={cx(styles.field, large === true && styles.large)}
      placeholder={placeholder ?? t`Choose`}
      value={value}
      onChange={(key) => onChange(key === null ? null : String(key))}
      isInvalid={problem !== undefined && problem !== null}
      isDisabled={disabled}
    >
      <Framed problem={problem} {...frame}>
        <Button className={cx(styles.select, chosen === undefined && styles.unset)}>
          <SelectValue className={cx(styles.value, styles.chosen)}>
            {({ defaultChildren }) => (
              <>
                <span className={styles.value}>{chosen?.name ?? defaultChildren}</span>
                {chosen?.aside === undefined ? null : <span className={styles.aside}>{chosen.aside}</span>}
              </>
            )}
          </SelectValue>
          <ChevronDown aria-hidden="true" />
        </Button>
      </Framed>
      <Options options={options} />
    </AriaSelect>
  )
}

/** One of many, found by typing. */
export function ComboBox(props: ChoiceProps) {
  const { options, value, onChange, placeholder, disabled = false, large, problem, ...frame } = props
  const { t } = useLingui()
  return (
    <AriaComboBox
      className={cx(styles.field, large === true && styles.large)}
      defaultItems={options}
      value={value}
      onChange={(key) => onChange(key === null ? null : String(key))}
      isInvalid={problem !== undefined && problem !== null}
      isDisabled={disabled}
      menuTrigger="focus"
    >
      <Framed problem={problem} {...frame}>
        <Group className={styles.group ?? ''}>
          <Input className={styles.input ?? ''} placeholder={placeholder ?? t`Type to find`} />
          <Button className={styles.step ?? ''}>
            <ChevronDown aria-hidden="true" />
          </Button>
        </Group>
      </Framed>
      <Options options={options} />
    </AriaComboBox>
  )
}

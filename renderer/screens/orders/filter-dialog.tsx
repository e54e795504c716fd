import { Trans, useLingui } from '@lingui/react/macro'
import { OrderStateView } from '../../../contract/station/orders.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { channelWord } from '../../office/order-words.ts'
import { Button } from '../../ui/office/button.tsx'
import { Checkbox } from '../../ui/office/choice-controls.tsx'
import { Dialog } from '../../ui/office/dialog.tsx'
import { Select } from '../../ui/office/select.tsx'
import { StateMark } from '../../ui/office/state-mark.tsx'
import type { OrderAddress, OrderSort } from './order-address.ts'
import { COLUMNS } from './order-columns.tsx'
import { chooseColumns, OPTIONAL_COLUMNS, useOrderScreen } from './order-store.ts'
import styles from './orders.module.css'

type FilterProps = {
  readonly address: OrderAddress
  readonly counts: Readonly<Record<string, number>>
  readonly channels: readonly string[]
  readonly onChange: (change: Partial<OrderAddress>) => void
  readonly onClose: () => void
}

/** Which orders show and in which order; every change shows at once behind the dialog and in the address. */
export function FilterDialog({ address, counts, channels, onChange, onClose }: FilterProps) {
  const { t } = useLingui()
  const format = useFormat()
  const sorts: readonly { id: OrderSort; name: string }[] = [
    { id: 'newest', name: t`Newest first` },
    { id: 'ship-by', name: t`Cut-off first` },
    { id: 'number', name: t`By number` },
  ]
  return (
    <Dialog
      open
      onClose={onClose}
      width={640}
      title={<Trans>Filter</Trans>}
      ends={
        <>
          <Button onPress={() => onChange({ states: [], channel: null, sort: 'newest' })}>
            <Trans>Show everything</Trans>
          </Button>
          <Button kind="primary" onPress={onClose} hint="Esc">
            <Trans>Show</Trans>
          </Button>
        </>
      }
    >
      <div className={styles.filterGrid}>
        <fieldset className={styles.fold}>
          <legend>
            <Trans>State</Trans>
          </legend>
          <div className={styles.choices}>
            {OrderStateView.options.map((state) => (
              <Checkbox
                key={state}
                isSelected={address.states.includes(state)}
                onChange={(on) =>
                  onChange({
                    states: on ? [...address.states, state] : address.states.filter((other) => other !== state),
                  })
                }
              >
                <span className={styles.choice}>
                  <StateMark state={state} /> <span className={styles.count}>{format.number(counts[state] ?? 0)}</span>
                </span>
              </Checkbox>
            ))}
          </div>
        </fieldset>
        <Select
          label={<Trans>Channel</Trans>}
          options={[
            { id: '', name: t`All channels` },
            ...channels.map((channel) => {
              const word = channelWord(channel)
              return { id: channel, name: word === null ? channel : t(word) }
            }),
          ]}
          value={address.channel ?? ''}
          onChange={(channel) => onChange({ channel: channel || null })}
        />
        <Select
          label={<Trans>Order of the list</Trans>}
          options={sorts}
          value={address.sort}
          onChange={(chosen) => onChange({ sort: sorts.find(({ id }) => id === chosen)?.id ?? 'newest' })}
        />
      </div>
    </Dialog>
  )
}

/** Which columns show; remembered on this computer. */
export function ColumnDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const columns = useOrderScreen((screen) => screen.columns)
  return (
    <Dialog
      open
      onClose={onClose}
      width={420}
      title={<Trans>Columns</Trans>}
      ends={
        <Button kind="primary" onPress={onClose} hint="Esc">
          <Trans>Show</Trans>
        </Button>
      }
    >
      <div className={styles.stack}>
        {OPTIONAL_COLUMNS.map((column) => {
          const title = COLUMNS.find(({ id }) => id === column)?.title
          return (
            <Checkbox
              key={column}
              isSelected={columns.includes(column)}
              onChange={(on) =>
                chooseColumns(OPTIONAL_COLUMNS.filter((other) => (other === column ? on : columns.includes(other))))
              }
            >
              {title === undefined ? column : t(title)}
            </Checkbox>
          )
        })}
      </div>
    </Dialog>
  )
}

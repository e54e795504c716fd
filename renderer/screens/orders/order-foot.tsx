import { Plural, Trans } from '@lingui/react/macro'
import { useFormat } from '../../i18n/use-format.ts'
import { Button, Key } from '../../ui/office/button.tsx'
import { BulkBar, ListFoot } from '../../ui/office/shell.tsx'
import { clearTicks, MOST_SELECTED, useOrderScreen } from './order-store.ts'
import styles from './orders.module.css'

type BulkProps = {
  readonly onRelease: () => void
  readonly onHold: () => void
  readonly onCancel: () => void
  readonly onExport: () => void
  readonly busy: boolean
}

/** What can be done with the ticked orders. */
export function OrderBulkBar({ onRelease, onHold, onCancel, onExport, busy }: BulkProps) {
  const ticked = useOrderScreen((screen) => screen.ticked)
  const format = useFormat()
  const sum = (part: 'lines' | 'units'): number => [...ticked.values()].reduce((total, order) => total + order[part], 0)
  const most = format.number(MOST_SELECTED)
  return (
    <BulkBar
      summary={<Plural value={ticked.size} one="# selected" other="# selected" />}
      detail={
        ticked.size >= MOST_SELECTED ? (
          <Trans>{most} at most at once</Trans>
        ) : (
          <>
            <Plural value={sum('lines')} one="# line" other="# lines" />,{' '}
            <Plural value={sum('units')} one="# unit" other="# units" />
          </>
        )
      }
    >
      <Button kind="primary" onPress={onRelease} hint="R" isDisabled={busy}>
        <Trans>Release</Trans>
      </Button>
      <Button onPress={onHold} hint="H" isDisabled={busy}>
        <Trans>Hold</Trans>
      </Button>
      <Button onPress={onCancel} isDisabled={busy}>
        <Trans>Cancel orders…</Trans>
      </Button>
      <Button onPress={onExport}>
        <Trans>Export shipped</Trans>
      </Button>
      <Button kind="quiet" onPress={clearTicks} hint="Esc">
        <Trans>Clear selection</Trans>
      </Button>
    </BulkBar>
  )
}

type FootProps = {
  readonly total: number
  readonly filtered: boolean
  readonly shown: number
  readonly complete: boolean
  readonly counts: Readonly<Record<string, number>>
  readonly differences: number
  readonly sheeted: boolean
}

/** How many orders show, what waits for a person, and the keys of the list. */
export function OrderFoot({ total, filtered, shown, complete, counts, differences, sheeted }: FootProps) {
  const format = useFormat()
  const all = format.number(total)
  const some = format.number(shown)
  const waiting = counts.needs_match ?? 0
  const held = counts.on_hold ?? 0
  return (
    <ListFoot
      summary={
        filtered ? (
          complete ? (
            <Plural value={shown} one="# order found" other="# orders found" />
          ) : (
            <Trans>More than {some} found</Trans>
          )
        ) : (
          <Plural value={total} one="# order" other={`${all} orders`} />
        )
      }
      detail={[
        waiting > 0 ? <Plural key="match" value={waiting} one="# needs a match" other="# need a match" /> : null,
        differences > 0 ? (
          <Plural
            key="differs"
            value={differences}
            one="# differs from a later file"
            other="# differ from a later file"
          />
        ) : null,
        held > 0 ? <Plural key="held" value={held} one="# on hold" other="# on hold" /> : null,
      ]
        .filter((part) => part !== null)
        .flatMap((part, index) => (index === 0 ? [part] : [' · ', part]))}
    >
      {sheeted ? null : (
        <span className={styles.keys}>
          <span>
            <Key>↑</Key>
            <Key>↓</Key>
            <Trans>move</Trans>
          </span>
          <span>
            <Key>Space</Key>
            <Trans>select</Trans>
          </span>
          <span>
            <Key>Enter</Key>
            <Trans>open</Trans>
          </span>
        </span>
      )}
    </ListFoot>
  )
}

import { Plural, Trans } from '@lingui/react/macro'
import type { PackBench } from '../../../contract/station/packing.ts'
import styles from '../../floor/floor.module.css'
import { PackLines } from '../../ui/floor/pack-lines.tsx'
import { type StatusRow, StatusRows } from '../../ui/floor/status-rows.tsx'
import { HeroNumber, Stack, Text, Verb } from '../../ui/floor/text.tsx'

/** A tote of several orders: take any unit and scan it. What waits in the tote stands below, so that a strange unit is noticed. */
export function SortNow({ shared }: { shared: NonNullable<PackBench['shared']> }) {
  const { toteName, orders, units, items, moreItems } = shared
  return (
    <>
      <div className={styles.head}>
        <Stack gap={4}>
          <Verb>{units === 0 ? <Trans>Nothing more waits here</Trans> : <Trans>Scan any unit</Trans>}</Verb>
          <Text muted>
            <Trans>
              Tote {toteName} · <Plural value={orders} one="# order" other="# orders" />
            </Trans>
          </Text>
        </Stack>
        <HeroNumber value={units} unit={<Trans>left</Trans>} />
      </div>
      <PackLines
        lines={items.map(({ item, units: total }) => ({
          id: item.id,
          name: item.name,
          picture: item.picture,
          lastFour: item.lastFour,
          packed: 0,
          total,
          active: false,
        }))}
      />
      {moreItems === 0 ? null : (
        <Text muted>
          <Plural value={moreItems} one="and # more item" other="and # more items" />
        </Text>
      )}
    </>
  )
}

/** So many rows fit beside the work on the smallest screen. */
const MOST_ROWS = 6

/**
 * What else is to know about a shared tote, what asks for somebody first: units nobody wants, orders that are stopped or were left,
 * its other totes, orders that somebody else packs. Of more than fit, the rest is counted.
 */
export function SortEvidence({ shared }: { shared: NonNullable<PackBench['shared']> }) {
  const { otherTotes, parked, elsewhere, blocked, leftOver } = shared
  const rows: StatusRow[] = [
    ...leftOver.map(
      ({ name, units }): StatusRow => ({
        id: `left-${name}`,
        mark: 'warning',
        title: (
          <Trans>
            Left over: {units} × {name}
          </Trans>
        ),
        detail: <Trans>Put it back to its shelf</Trans>,
      }),
    ),
    ...blocked.map(
      (number): StatusRow => ({
        id: `blocked-${number}`,
        mark: 'warning',
        title: <Trans>A lead has to look at order {number}</Trans>,
        detail: <Trans>Leave its units in the tote</Trans>,
      }),
    ),
    ...parked.map(
      (number): StatusRow => ({
        id: `parked-${number}`,
        mark: 'warning',
        title: <Trans>Order {number} was begun and left</Trans>,
        detail: <Trans>Scan the tote once more to take it up</Trans>,
      }),
    ),
    ...otherTotes
      .toSorted((a, b) => Number(a.isEmpty) - Number(b.isEmpty))
      .map(
        ({ name, orders, isEmpty }): StatusRow => ({
          id: `tote-${name}`,
          mark: isEmpty ? 'ok' : 'waiting',
          title: <Trans>Tote {name} belongs to it</Trans>,
          detail: isEmpty ? (
            <Trans>Nothing is in it any more</Trans>
          ) : (
            <Plural value={orders} one="# order waits in it" other="# orders wait in it" />
          ),
        }),
      ),
    ...elsewhere.map(
      ({ operator, orders }): StatusRow => ({
        id: `elsewhere-${operator}`,
        mark: 'info',
        title: (
          <Trans>
            {operator} packs <Plural value={orders} one="# order" other="# orders" /> of it
          </Trans>
        ),
        detail: <Trans>A lead takes over with “Nothing there”</Trans>,
      }),
    ),
    {
      id: 'how',
      mark: 'info',
      title: <Trans>The unit chooses its order</Trans>,
      detail: <Trans>The most urgent one comes first</Trans>,
    },
  ]
  const more = rows.length - MOST_ROWS + 1
  const counted: StatusRow = {
    id: 'more',
    mark: 'info',
    title: <Plural value={more} one="and # more" other="and # more" />,
  }
  return <StatusRows tight rows={more <= 1 ? rows : [...rows.slice(0, MOST_ROWS - 1), counted]} />
}

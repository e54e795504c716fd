import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { LocationView } from '../../../contract/station/floor.ts'
import type { PickBench } from '../../../contract/station/picking.ts'
import { ActionIcon, actionWord } from '../../floor/action-words.tsx'
import { Elsewhere } from '../../floor/elsewhere.tsx'
import { GoOn } from '../../floor/go-on.tsx'
import { primaryOf } from '../../floor/primary-of.ts'
import { comparison } from '../../floor/shown-feedback.ts'
import { Choices } from '../../ui/floor/choices.tsx'
import { LocationPlate } from '../../ui/floor/location-plate.tsx'
import { StatusRows } from '../../ui/floor/status-rows.tsx'
import { HeroNumber, Hint, Row, Stack, Text, Verb } from '../../ui/floor/text.tsx'
import { Mark } from '../../ui/marks.tsx'
import type { PickDrawing } from './pick-drawing.ts'
import { PickCart, Pieces } from './pick-evidence.tsx'
import styles from './picking.module.css'

type NowProps = { bench: PickBench; send: (code: string) => void }

/** Nothing to do yet: how many orders wait, and one large way to get them. */
export function IdleNow({ bench, send }: NowProps) {
  const { waiting } = bench
  const give = primaryOf(bench.actions, ['giveWork', 'next', 'confirm'])
  if (waiting === 0)
    return (
      <>
        <Verb>
          <Trans>No orders are waiting</Trans>
        </Verb>
        <Elsewhere session={bench.session} command="ordersScreen">
          <Trans>What is released under Orders comes here.</Trans>
        </Elsewhere>
      </>
    )
  return (
    <>
      <Verb>
        <Trans>Take an empty cart</Trans>
      </Verb>
      <Stack gap={32} above={28}>
        <HeroNumber value={waiting} unit={<Plural value={waiting} one="order waiting" other="orders waiting" />} />
        <GoOn action={give} send={send} />
      </Stack>
    </>
  )
}

/** A tote for each order: the place on the cart is lit. Any empty tote will do, unless one was handed over for it. */
export function TotesNow({ bench }: { bench: PickBench }) {
  if (bench.together !== null) return <SharedTotesNow orders={bench.together.orders} />
  const slot = bench.target?.slot ?? 0
  const toteName = bench.target?.toteName ?? null
  return (
    <>
      {toteName === null ? (
        <Text size="xl" weight="plain" as="h1" line>
          <Trans>
            A tote on place <b>{slot}</b>
          </Trans>
        </Text>
      ) : (
        <>
          <Verb>
            <Trans>Take over the cart, place {slot}</Trans>
          </Verb>
          <Stack above={12}>
            <Text size="xl" weight="strong" line>
              <Trans>Tote {toteName}</Trans>
            </Text>
          </Stack>
        </>
      )}
      {bench.alert === null ? (
        <div className={styles.cart}>
          <PickCart bench={bench} size="large" />
        </div>
      ) : null}
    </>
  )
}

/** One tote for all: which order a unit is for is found at the bench. */
function SharedTotesNow({ orders }: { orders: number }) {
  return (
    <>
      <Text size="xl" weight="plain" as="h1" line>
        <Plural value={orders} one="One tote for # order" other="One tote for all # orders" />
      </Text>
      <Stack above={24}>
        <Text size="m" muted>
          <Trans>Take a large one. Nothing is sorted here; the packing bench does that.</Trans>
        </Text>
      </Stack>
    </>
  )
}

const relations: Readonly<Record<LocationView['relation'], ReactNode>> = {
  first: <Trans>Your first stop</Trans>,
  'same-place': <Trans>Same place again</Trans>,
  'same-bay': <Trans>Same bay, another slot</Trans>,
  'same-aisle': <Trans>Same aisle, another bay</Trans>,
  'same-zone': <Trans>Another aisle</Trans>,
  'other-zone': <Trans>Another zone</Trans>,
}

/** Where to go: the plate of the rack, what stays outlined, what changes filled. A comparison or a choice leaves room for the small plate. */
export function LocationNow({ bench }: { bench: PickBench }) {
  const { i18n } = useLingui()
  const { location, alert } = bench
  if (location === null) return null
  const { previous } = location
  const crowded = alert !== null && (alert.choices !== undefined || comparison(alert, i18n) !== undefined)
  return (
    <>
      <Verb>
        <Trans>Go to</Trans>
      </Verb>
      <Stack gap={26} above={alert === null ? 24 : 16}>
        <LocationPlate
          code={location.code}
          previous={previous}
          parts={location.segments.map(({ part }) => part)}
          small={crowded}
        />
        {alert !== null ? null : (
          <Hint>
            <Text size="m" weight="strong">
              {relations[location.relation]}
            </Text>
            {previous === null ? null : (
              <Text size="m" muted>
                <Trans>Last stop {previous}</Trans>
              </Text>
            )}
          </Hint>
        )}
      </Stack>
    </>
  )
}

/** What to take: the quantity as the largest thing, the settled location small beside it. */
export function ItemNow({ bench, serial = false }: { bench: PickBench; serial?: boolean }) {
  const { location, counted, quantity, alert } = bench
  return (
    <>
      <Verb>{serial ? <Trans>Scan the serial of each unit</Trans> : <Trans>Take</Trans>}</Verb>
      <div className={styles.take}>
        <Pieces quantity={quantity} />
        <Stack gap={8}>
          <Row gap={12}>
            <Mark kind="ok" size={36} />
            {location === null ? null : <LocationPlate code={location.code} small />}
          </Row>
          <Text muted>
            <Trans>
              Place confirmed · scanned {counted} of {quantity}
            </Trans>
          </Text>
        </Stack>
      </div>
      {alert === null ? <Counted bench={bench} /> : null}
    </>
  )
}

/** The units of this line as boxes, filled as they are scanned, and the one lot that is meant. */
function Counted({ bench: { counted, quantity, lot } }: { bench: PickBench }) {
  const boxes = Math.min(quantity, 24)
  const filled = Math.floor((counted / Math.max(1, quantity)) * boxes)
  return (
    <div className={styles.counted} data-counted={counted}>
      <div className={styles.track} aria-hidden="true">
        {Array.from({ length: boxes }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a unit is its place
          <i key={index} data-on={index < filled} />
        ))}
      </div>
      {lot === null ? null : (
        <Text size="m" weight="strong">
          <Trans>Only lot {lot}</Trans>
        </Text>
      )}
    </div>
  )
}

/** Where it goes: the number of pieces, the place on the cart, and the cart itself with that tote lit. */
export function PutNow({ bench }: { bench: PickBench }) {
  const slot = bench.target?.slot ?? 0
  const { quantity, counted } = bench
  const pieces = counted > 0 ? counted : quantity
  if (bench.together !== null) return <PutShared pieces={pieces} tote={bench.target?.toteName ?? ''} />
  return (
    <>
      <Text size="xl" weight="plain" as="h1" line>
        <Trans>
          Put <b>{pieces}</b> into tote <b>{slot}</b>
        </Trans>
      </Text>
      {bench.alert === null ? (
        <div className={styles.cart}>
          <PickCart bench={bench} size="large" />
        </div>
      ) : null}
    </>
  )
}

/** All of them into the shared tote; when that is full, into another one. */
function PutShared({ pieces, tote }: { pieces: number; tote: string }) {
  return (
    <>
      <Text size="xl" weight="plain" as="h1" line>
        <Trans>
          Put <b>{pieces}</b> into tote <b>{tote}</b>
        </Trans>
      </Text>
      <Stack above={24}>
        <Text size="m" muted>
          <Trans>If it is full, scan an empty tote and go on with that.</Trans>
        </Text>
      </Stack>
    </>
  )
}

/** What is settled before the tote: the location and the count. */
export function Confirmed({ bench }: { bench: PickBench }) {
  const { location, counted, quantity, target } = bench
  const place = location?.code ?? ''
  const order = target?.orderNumber ?? ''
  return (
    <StatusRows
      tight
      rows={[
        { id: 'location', mark: 'ok', title: <Trans>Location {place}</Trans> },
        {
          id: 'item',
          mark: 'ok',
          title: (
            <Trans>
              Item, {counted} of {quantity} scanned
            </Trans>
          ),
        },
        {
          id: 'order',
          mark: 'info',
          title:
            bench.together === null ? (
              <Trans>For order {order}</Trans>
            ) : (
              <Plural value={bench.together.ordersHere} one="For # order" other="For # orders" />
            ),
          plain: true,
        },
      ]}
    />
  )
}

/** What is wrong: large choices, each with its code. */
export function ProblemNow({ drawing: { bench, send, i18n } }: { drawing: PickDrawing }) {
  const { t } = useLingui()
  return (
    <>
      <Verb>
        <Trans>What is wrong here?</Trans>
      </Verb>
      <Stack above={20}>
        <Choices
          label={t`What is wrong here?`}
          choices={bench.choices.map(({ name, code, enabled }) => ({
            id: name,
            icon: <ActionIcon name={name} />,
            word: actionWord(name, i18n),
            code,
            disabled: !enabled,
            onChoose: () => send(code),
          }))}
        />
      </Stack>
    </>
  )
}

/** The last way: the cart goes to the packing bench, or to the zone that goes on with it. */
export function DropNow({ bench, send }: NowProps) {
  const on = primaryOf(bench.actions, ['done', 'confirm', 'next'])
  const zone = bench.task?.nextZone ?? null
  if (zone !== null)
    return (
      <>
        <Text size="xl" as="h1">
          <Trans>To zone {zone}</Trans>
        </Text>
        <Stack gap={28} above={24}>
          <Text size="m" muted>
            <Trans>Not to packing yet. Leave the cart there with every tote, then say so.</Trans>
          </Text>
          <GoOn action={on} send={send} word={<Trans>I have handed it over</Trans>} />
        </Stack>
      </>
    )
  return (
    <>
      <Text size="xl" as="h1">
        <Trans>To the packing bench</Trans>
      </Text>
      <Stack gap={28} above={24}>
        <Text size="m" muted>
          <Trans>Put every tote down there, then say so.</Trans>
        </Text>
        <GoOn action={on} send={send} word={<Trans>I have put them down</Trans>} />
      </Stack>
    </>
  )
}

import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { ShipBench } from '../../../contract/station/shipping.ts'
import { Elsewhere } from '../../floor/elsewhere.tsx'
import styles from '../../floor/floor.module.css'
import { GoOn } from '../../floor/go-on.tsx'
import { useLetterKeys } from '../../floor/letter-keys.ts'
import { primaryOf } from '../../floor/primary-of.ts'
import { formatCode } from '../../i18n/format.ts'
import { cx } from '../../ui/cx.ts'
import { type Choice, Choices } from '../../ui/floor/choices.tsx'
import { HeroNumber, Stack, Text, Verb } from '../../ui/floor/text.tsx'
import type { ShipDrawing } from './ship-drawing.ts'

/** Which carton next: how many orders wait, or which carton of this order is still without a waybill. */
export function CartonNow({ bench: { waiting, order, cartons, session } }: { bench: ShipBench }) {
  const open = cartons.filter(({ trackingNumber }) => trackingNumber === null).length
  if (order !== null)
    return (
      <>
        <Verb>
          <Trans>Scan the next carton of this order</Trans>
        </Verb>
        <Stack above={28}>
          <HeroNumber
            value={open}
            unit={<Plural value={open} one="carton without a waybill" other="cartons without a waybill" />}
          />
        </Stack>
      </>
    )
  if (waiting === 0)
    return (
      <>
        <Verb>
          <Trans>Nothing waits to be shipped</Trans>
        </Verb>
        <Elsewhere session={session} command="packScreen">
          <Trans>Cartons come here when they are packed and labelled.</Trans>
        </Elsewhere>
      </>
    )
  return (
    <>
      <Verb>
        <Trans>Take a packed carton</Trans>
      </Verb>
      <Stack above={28}>
        <HeroNumber value={waiting} unit={<Plural value={waiting} one="order to ship" other="orders to ship" />} />
      </Stack>
    </>
  )
}

/** The waybill of this carton: scanned, or typed where its bars do not read. */
export function WaybillNow({ drawing: { bench, entry } }: { drawing: ShipDrawing }) {
  useLetterKeys(entry.add)
  const here = bench.cartons.find((carton) => carton.here)
  const number = here?.number ?? 1
  const count = bench.cartons.length
  const method = bench.order?.shippingMethod ?? ''
  const code = formatCode(here?.code ?? '')
  const calm = bench.alert === null
  return (
    <>
      <Verb>
        <Trans>Stick the waybill on and scan it</Trans>
      </Verb>
      <Stack gap={8} above={16}>
        <Text size="m" weight="strong">
          <Trans>
            Carton {number} of {count}
          </Trans>
        </Text>
        {calm ? <Text muted>{code}</Text> : null}
        {method === '' || !calm ? null : (
          <Text muted>
            <Trans>Ordered as {method}</Trans>
          </Text>
        )}
      </Stack>
      <Stack gap={8} above={calm ? 32 : 8}>
        {calm ? (
          <Text muted>
            <Trans>Waybill number</Trans>
          </Text>
        ) : null}
        <div className={cx(styles.entry, entry.text.length > 14 && styles.long)} data-entry={entry.text}>
          {formatCode(entry.text)}
        </div>
      </Stack>
    </>
  )
}

/** Whose waybill it is, when its number fits more than one carrier or none. */
export function CarrierNow({ drawing: { bench, send } }: { drawing: ShipDrawing }) {
  const { t } = useLingui()
  const tracking = formatCode(bench.pendingTracking ?? '')
  const sorted = [...bench.carriers].sort((a, b) => Number(b.matches) - Number(a.matches))
  const choices = sorted.map(
    ({ code, name, matches }): Choice => ({
      id: code,
      word: name,
      code,
      selected: matches,
      ...(matches ? { detail: <Trans>Fits this number</Trans> } : {}),
      onChoose: () => send(code),
    }),
  )
  return (
    <>
      <Verb>
        <Trans>Which carrier takes it?</Trans>
      </Verb>
      <Text size="m" muted>
        {tracking}
      </Text>
      <Stack above={20}>
        <Choices label={t`Carriers`} choices={choices} columns={choices.length > 4 ? 'fit' : 1} />
      </Stack>
    </>
  )
}

/** Every carton has its waybill: one last confirmation. */
export function DispatchNow({ drawing: { bench, send } }: { drawing: ShipDrawing }) {
  const count = bench.cartons.length
  const carriers = [...new Set(bench.cartons.map(({ carrierName }) => carrierName ?? ''))]
    .filter((name) => name !== '')
    .join(', ')
  return (
    <>
      <div className={styles.head}>
        <Verb>
          <Trans>Ready to leave</Trans>
        </Verb>
        <HeroNumber value={count} unit={<Plural value={count} one="carton" other="cartons" />} />
      </div>
      <Stack gap={28} above={16}>
        <Text size="m" muted>
          <Trans>Put it on the place of {carriers}.</Trans>
        </Text>
        <GoOn action={primaryOf(bench.actions, ['dispatch', 'confirm', 'done'])} send={send} />
      </Stack>
    </>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import type { PackBench, ServiceOfferView } from '../../../contract/station/packing.ts'
import { GoOn } from '../../floor/go-on.tsx'
import { primaryOf } from '../../floor/primary-of.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { useServiceReason } from '../../office/service-words.ts'
import { Choices } from '../../ui/floor/choices.tsx'
import { StatusRows } from '../../ui/floor/status-rows.tsx'
import { Stack, Text, Verb } from '../../ui/floor/text.tsx'
import { OrderFacts } from './order-facts.tsx'
import type { PackDrawing } from './pack-drawing.ts'
import styles from './packing.module.css'

type Priced = Pick<ServiceOfferView, 'priceMinor' | 'shipDate' | 'deliverBy' | 'isLate'>

/** What a service costs and when the carton is there. */
function Terms({ offer, currency }: { offer: Priced; currency: string }) {
  const format = useFormat()
  const price = format.money(offer.priceMinor, currency)
  const day = format.nearDay(offer.deliverBy)
  return offer.isLate ? (
    <Trans>
      {price} · there {day}, late
    </Trans>
  ) : (
    <Trans>
      {price} · there {day}
    </Trans>
  )
}

/** How a closed carton goes: the service that was chosen for it, its price and day. */
export function ServiceLine({ bench }: { bench: PackBench }) {
  const service = bench.carton?.service ?? null
  if (service === null) return null
  return (
    <div className={styles.service} data-service={service.name}>
      <Text weight="strong">
        {service.carrierName} {service.name}
      </Text>
      <Text muted>
        <Terms offer={service} currency={service.currency} />
      </Text>
    </div>
  )
}

function Attach({ drawing: { bench, send } }: { drawing: PackDrawing }) {
  const attach = bench.services?.attach
  if (attach == null) return null
  const { name } = attach
  return (
    <>
      <Verb>
        <Trans>Attach this first</Trans>
      </Verb>
      <Stack gap={16} above={16}>
        <Text size="m" muted>
          <Trans>{name} takes the carton only with it.</Trans>
        </Text>
        <StatusRows
          rows={[...attach.marks, ...attach.documents].map((thing) => ({ id: thing, mark: 'warning', title: thing }))}
        />
        <GoOn action={primaryOf(bench.actions, ['confirm'])} send={send} word={<Trans>It is attached</Trans>} />
      </Stack>
    </>
  )
}

/** Which service: what the carton may go with, the suggested one first; or that something has to be attached for it. */
export function ServiceNow({ drawing }: { drawing: PackDrawing }) {
  const { t } = useLingui()
  const { bench, send } = drawing
  const { services } = bench
  if (services === null) return null
  if (services.attach !== null) return <Attach drawing={drawing} />
  const { offers, currency } = services
  const kept = bench.carton?.service?.code ?? null
  if (offers.length === 0)
    return (
      <>
        <Verb>
          <Trans>No service takes this carton</Trans>
        </Verb>
        <Stack gap={16} above={16}>
          <Text size="m">
            <Trans>There is no label for it yet. Go back and take something out, empty it, or ask the lead.</Trans>
          </Text>
        </Stack>
      </>
    )
  return (
    <>
      <Verb>
        <Trans>How does it go?</Trans>
      </Verb>
      <Stack above={20}>
        <Choices
          label={t`Services`}
          columns={1}
          choices={offers.map((offer, index) => ({
            id: offer.code,
            word: `${offer.carrierName} ${offer.name}`,
            detail: offer.isOtherCarrier ? (
              <>
                <Terms offer={offer} currency={currency} /> · <Trans>not the carrier that was asked for</Trans>
              </>
            ) : (
              <Terms offer={offer} currency={currency} />
            ),
            code: offer.code,
            selected: kept === null ? index === 0 : offer.code === kept,
            disabled: bench.alert !== null,
            onChoose: () => send(offer.code),
          }))}
        />
      </Stack>
    </>
  )
}

/** The services that do not take the carton, each with its reasons; the order where all take it. */
export function ServiceEvidence({ bench }: { bench: PackBench }) {
  const { services } = bench
  const reason = useServiceReason(services?.currency ?? '')
  if (services === null || services.refused.length === 0) return <OrderFacts bench={bench} />
  return (
    <>
      <Text size="m" weight="strong">
        <Trans>These do not take it</Trans>
      </Text>
      <StatusRows
        tight
        rows={services.refused.map(({ code, name, carrierName, reasons }) => ({
          id: code,
          mark: 'error',
          title: `${carrierName} ${name}`,
          detail: reasons.map((one) => reason(one)).join(' '),
        }))}
      />
    </>
  )
}

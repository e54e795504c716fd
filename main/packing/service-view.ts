import type { PackBench, ServiceChoices } from '../../contract/station/packing.ts'
import type { Tx } from '../../db/port.ts'
import type { Row } from '../../db/tables.ts'
import { businessDate } from '../../domain/business-date.ts'
import type { NoService, ServiceOffer } from '../../domain/service-choice.ts'
import type { StationCore } from '../core.ts'
import type { Session } from '../sessions/sessions.ts'
import { carrierName } from './carrier-name.ts'
import type { LoadedOrder } from './load-order.ts'
import { type CartonServices, servicesFor } from './service-desk.ts'

/** A screen has room for so many. */
const OFFERS_SHOWN = 4
const REFUSED_SHOWN = 12

/** Who takes a carton, in one line for its label: carrier and service, or what the order says where there is no service. */
export async function carrierLine(tx: Tx, cartonId: string, order: Row<'order'>): Promise<string> {
  const carton = await tx.get('carton', cartonId)
  if (carton?.service_name == null) return order.shipping_method
  return `${(await carrierName(tx, carton.carrier_code)) ?? ''} ${carton.service_name}`.trim()
}

type CartonView = NonNullable<PackBench['carton']>

/** The service that a closed carton goes with, as the bench shows it. */
export function keptService({ carton, carrier, order, site }: LoadedOrder): CartonView['service'] {
  if (carton?.service_name == null || carton.ship_date === null || carton.deliver_by === null) return null
  const shipBy = order.ship_by === null ? null : businessDate(order.ship_by, site?.time_zone ?? 'UTC')
  return {
    code: carton.service_code ?? '',
    name: carton.service_name,
    carrierName: carrier ?? '',
    currency: site?.currency ?? '',
    priceMinor: carton.price_minor ?? 0,
    shipDate: carton.ship_date,
    deliverBy: carton.deliver_by,
    isLate: shipBy !== null && carton.ship_date > shipBy,
  }
}

/** What the carton on the bench may go with, while that is being chosen; null in every other step. */
export async function serviceChoices(
  tx: Tx,
  core: StationCore,
  session: Session,
  loaded: LoadedOrder | null,
): Promise<ServiceChoices | null> {
  const { pack } = session.state
  if (pack.mode !== 'service' || loaded?.carton == null) return null
  const operator = session.operatorId === null ? undefined : await tx.get('operator', session.operatorId)
  const weightGrams = loaded.carton.weight_grams ?? pack.service?.weightGrams ?? null
  const asked = { carton: loaded.carton, weightGrams, at: core.platform.now(), role: operator?.role }
  const services = await servicesFor(tx, asked)
  return services === null ? null : draw(tx, services, pack.service?.code ?? null)
}

async function draw(tx: Tx, { kept, offers, refused, needs, wished }: CartonServices, code: string | null) {
  const names = new Map<string, { name: string; carrierName: string }>()
  for (const service of kept.book.services)
    names.set(service.code, { name: service.name, carrierName: (await carrierName(tx, service.carrierCode)) ?? '' })
  const named = (serviceCode: string) => names.get(serviceCode) ?? { name: serviceCode, carrierName: '' }
  const offerView = (offer: ServiceOffer) => ({
    code: offer.serviceCode,
    ...named(offer.serviceCode),
    priceMinor: offer.priceMinor,
    shipDate: offer.shipDate,
    deliverBy: offer.deliverBy,
    isLate: offer.isLate,
    isOtherCarrier: wished !== null && wished !== offer.carrierCode,
  })
  const reasons = (all: readonly NoService[]) =>
    Promise.all(all.map(async ({ code: reason, params }) => ({ code: reason, params: await worded(tx, params) })))
  const refusedViews = await Promise.all(
    refused.slice(0, REFUSED_SHOWN).map(async (one) => ({
      code: one.serviceCode,
      ...named(one.serviceCode),
      reasons: await reasons(one.reasons),
    })),
  )
  const wanted = offers.find(({ serviceCode }) => serviceCode === code)
  const attach = wanted === undefined ? null : needs(wanted.serviceCode)
  return {
    currency: kept.book.currency,
    offers: offers.slice(0, OFFERS_SHOWN).map(offerView),
    refused: refusedViews,
    attach:
      wanted === undefined || attach === null
        ? null
        : {
            code: wanted.serviceCode,
            name: named(wanted.serviceCode).name,
            documents: [...attach.documents],
            marks: [...attach.marks],
          },
  }
}

/** Names that people know instead of ids and codes. */
async function worded(tx: Tx, params: Record<string, string | number>): Promise<Record<string, string | number>> {
  const { itemId, cartonId: _, wanted, ...rest } = params
  const item = itemId === undefined ? undefined : await tx.get('item', String(itemId))
  return {
    ...rest,
    ...(item === undefined ? {} : { item: item.name }),
    ...(wanted === undefined ? {} : { wanted: (await carrierName(tx, String(wanted))) ?? wanted }),
  }
}

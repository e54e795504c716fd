import type { Decision } from '../../commands/command.ts'
import { assignTracking, dispatch } from '../../commands/shipping/dispatch.ts'
import type { ShipBench } from '../../contract/station/shipping.ts'
import type { Tx } from '../../db/port.ts'
import type { Row } from '../../db/tables.ts'
import { writeAddress } from '../../domain/address-lines.ts'
import { FEEDBACK, type FeedbackName } from '../../domain/feedback.ts'
import type { AddressInput } from '../../domain/inputs.ts'
import {
  decideShip,
  matchingCarriers,
  SHIP_ACTIONS,
  type ShipCarrier,
  type ShipOrder,
  type ShipProgress,
  type ShipStep,
  shipStep,
} from '../../domain/ship.ts'
import type { StationCore } from '../core.ts'
import type { FloorScreenDefinition, Turn, TurnResult } from '../floor/floor-desk.ts'
import { actionView } from '../floor/views.ts'

const ACCEPTS: Record<ShipStep, ShipBench['accepts']> = {
  carton: ['label'],
  waybill: ['tracking', 'label'],
  carrier: ['carrier'],
  dispatch: ['command', 'label'],
}

/** The shipping screen: a waybill for each labelled carton, then the order leaves at one point. */
export function shippingScreen(core: StationCore): FloorScreenDefinition<ShipBench> {
  const waiting = core.store.reader.prepare(`SELECT count(*) FROM "order" WHERE state = 'packed'`).pluck()
  const recent = core.store.reader.prepare(
    `SELECT o.number, c.name AS carrierName, t.tracking_number AS trackingNumber, s.dispatched_at AS at
     FROM shipment s JOIN "order" o ON o.id = s.order_id
     JOIN carton t ON t.shipment_id = s.id AND t.number = (SELECT min(number) FROM carton WHERE shipment_id = s.id)
     LEFT JOIN carrier c ON c.code = t.carrier_code
     ORDER BY s.dispatched_at DESC, s.id DESC LIMIT 5`,
  )
  const carrierRows = core.store.reader.prepare('SELECT * FROM carrier WHERE active = 1 ORDER BY name, id')
  const carriers = (): ShipCarrier[] =>
    (carrierRows.all() as Row<'carrier'>[]).map((row) => ({
      code: row.code,
      name: row.name,
      trackingPattern: row.tracking_pattern,
    }))

  const decide = async (turn: Turn): Promise<TurnResult> => {
    const { work, session, meaning } = turn
    const progress = session.state.ship
    const loaded = await orderHere(work.tx, progress)
    const scanned = meaning.carton === null ? null : await loadShipOrder(work.tx, meaning.carton.orderId)
    const typed = turn.request.source === 'typed'
    const outcome = decideShip(loaded?.ship ?? null, progress, meaning, carriers(), scanned?.ship ?? null, typed)
    const orderId = scanned?.row.id ?? loaded?.row.id ?? null
    if (outcome.request !== null) {
      const decision: Decision<unknown> =
        outcome.request.type === 'track'
          ? await work.run(
              assignTracking,
              {
                cartonId: outcome.request.cartonId,
                carrierCode: outcome.request.carrierCode,
                trackingNumber: outcome.request.trackingNumber,
              },
              turn.actor,
            )
          : await work.run(dispatch, { orderId: outcome.request.orderId }, turn.actor)
      if (!decision.ok) {
        if (!(decision.refusal.name in FEEDBACK)) throw new Error(`Shipping cannot say ${decision.refusal.name}`)
        return {
          name: decision.refusal.name as FeedbackName,
          params: { ...outcome.params, ...decision.refusal.params },
          orderId,
        }
      }
    }
    session.state.ship = outcome.progress
    return { name: outcome.say, params: outcome.params, orderId }
  }

  return {
    screen: 'shipping',
    kinds: ['carton', 'carrier'],
    decide,
    bench: async (tx, session, view, alert) => {
      const progress = session.state.ship
      const loaded = await orderHere(tx, progress)
      const step = shipStep(loaded?.ship ?? null, progress)
      const all = carriers()
      const fitting = matchingCarriers(progress.pendingTracking ?? '', all).map((carrier) => carrier.code)
      const names = new Map(all.map((carrier) => [carrier.code, carrier.name]))
      return {
        screen: 'shipping',
        step,
        session: view,
        alert,
        accepts: ACCEPTS[step],
        actions: loaded === null ? [] : SHIP_ACTIONS[step].map((name) => actionView(name, alert === null)),
        waiting: loaded === null ? (waiting.get() as number) : 0,
        order: loaded === null ? null : orderView(loaded.row),
        cartons: (loaded?.cartons ?? []).map((carton) => ({
          id: carton.id,
          number: carton.number,
          code: carton.code ?? '',
          here: carton.id === progress.cartonId,
          state: carton.state,
          carrierName: carton.carrier_code === null ? null : (names.get(carton.carrier_code) ?? carton.carrier_code),
          trackingNumber: carton.tracking_number,
          weightGrams: carton.weight_grams,
          serviceName: carton.service_name,
        })),
        carriers: all.map((carrier) => ({
          code: carrier.code,
          name: carrier.name,
          matches: fitting.includes(carrier.code),
        })),
        pendingTracking: loaded === null ? null : progress.pendingTracking,
        recent: (
          recent.all() as { number: string; carrierName: string | null; trackingNumber: string | null; at: number }[]
        ).map((row) => ({
          number: row.number,
          carrierName: row.carrierName ?? '',
          trackingNumber: row.trackingNumber ?? '',
          at: row.at,
        })),
      }
    },
  }
}

/** The order that lies on the bench; none when it left meanwhile, perhaps at another bench. */
async function orderHere(tx: Tx, progress: ShipProgress): ReturnType<typeof loadShipOrder> {
  const loaded = await loadShipOrder(tx, progress.orderId)
  return loaded?.ship.state === 'packed' ? loaded : null
}

async function loadShipOrder(
  tx: Tx,
  orderId: string | null,
): Promise<{ row: Row<'order'>; cartons: Row<'carton'>[]; ship: ShipOrder } | null> {
  const row = orderId === null ? undefined : await tx.get('order', orderId)
  if (row === undefined) return null
  const cartons = (await tx.find('carton', 'order', row.id))
    .filter((carton) => carton.state !== 'undone' && carton.code !== null)
    .sort((a, b) => a.number - b.number)
  const here = cartons.filter((carton) => carton.state !== 'loaded')
  return {
    row,
    cartons: here.length > 0 ? here : cartons,
    ship: {
      id: row.id,
      number: row.number,
      state: row.state,
      cartons: cartons.map((carton) => ({
        id: carton.id,
        number: carton.number,
        code: carton.code ?? '',
        state: carton.state,
        trackingNumber: carton.tracking_number,
        carrierCode: carton.service_code === null ? null : carton.carrier_code,
      })),
    },
  }
}

function orderView(row: Row<'order'>): ShipBench['order'] {
  const address = JSON.parse(row.ship_to) as AddressInput
  const written = writeAddress(address)
  return {
    id: row.id,
    number: row.number,
    recipientName: row.recipient_name,
    recipientPhone: row.recipient_phone,
    address: [written.postcode, ...written.lines].filter((line) => line !== '').join(' '),
    country: address.country,
    shippingMethod: row.shipping_method,
    shipBy: row.ship_by,
    unitCount: row.unit_count,
  }
}

import { z } from 'zod'
import { procedure } from '../errors.ts'
import { AcceptedKind, ActionView, Feedback, ScanRequest, SessionView } from './floor.ts'

/** The shipping bench: carton → waybill (→ carrier) → carton … → dispatch → carton. */
export const ShipBench = z.object({
  screen: z.literal('shipping'),
  step: z.enum(['carton', 'waybill', 'carrier', 'dispatch']),
  session: SessionView,
  alert: Feedback.nullable(),
  accepts: z.array(AcceptedKind),
  actions: z.array(ActionView),
  /** Packed orders that wait for dispatch. */
  waiting: z.number(),
  order: z
    .object({
      id: z.string(),
      number: z.string(),
      recipientName: z.string(),
      recipientPhone: z.string(),
      address: z.string(),
      country: z.string(),
      shippingMethod: z.string(),
      shipBy: z.number().nullable(),
      unitCount: z.number(),
    })
    .nullable(),
  cartons: z.array(
    z.object({
      id: z.string(),
      number: z.number(),
      code: z.string(),
      here: z.boolean(),
      state: z.string(),
      carrierName: z.string().nullable(),
      trackingNumber: z.string().nullable(),
      weightGrams: z.number().nullable(),
      /** The service that was chosen for it, of the carrier that is named before there is a waybill. */
      serviceName: z.string().nullable(),
    }),
  ),
  /** Carriers to choose from; `matches` when the waybill just read fits their pattern. */
  carriers: z.array(z.object({ code: z.string(), name: z.string(), matches: z.boolean() })),
  pendingTracking: z.string().nullable(),
  /** The last orders dispatched at this station, newest first. */
  recent: z.array(
    z.object({ number: z.string(), carrierName: z.string(), trackingNumber: z.string(), at: z.number() }),
  ),
})
export type ShipBench = z.infer<typeof ShipBench>

/** The shipping bench after a scan, and what to say about it. */
export const ShipReply = z.object({ bench: ShipBench, feedback: Feedback.nullable() })
export type ShipReply = z.infer<typeof ShipReply>

/** Shipping: `bench` and the one verb. A carrier is chosen by scanning or pressing its code. */
export const shipping = {
  bench: procedure.output(ShipReply),
  scan: procedure.input(ScanRequest).output(ShipReply),
}

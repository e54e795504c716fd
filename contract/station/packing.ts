import { z } from 'zod'
import { procedure } from '../errors.ts'
import { AcceptedKind, ActionView, Feedback, ItemView, ScanRequest, SessionView } from './floor.ts'

/** A print job as the floor and the Labels screen see it. */
export const PrintJobView = z.object({
  id: z.string(),
  kind: z.enum(['shipping-label']),
  state: z.enum(['requested', 'rendered', 'sending', 'sent', 'verified', 'failed', 'unknown', 'voided']),
  copy: z.number(),
  reason: z.string().nullable(),
  orderId: z.string(),
  orderNumber: z.string(),
  cartonId: z.string(),
  cartonNumber: z.number(),
  /** The SSCC or internal number that the label's bars carry. */
  code: z.string(),
  requestedAt: z.number(),
  sentAt: z.number().nullable(),
  operatorName: z.string().nullable(),
  /** Where its last attempt went or waits, and when the first byte left; null before the first one. */
  printer: z.object({ id: z.string(), name: z.string(), sentAt: z.number().nullable() }).nullable(),
})
export type PrintJobView = z.infer<typeof PrintJobView>

const days = { shipDate: z.string(), deliverBy: z.string() }

/** A service that a carton may go with; money in minor units of `currency`, dates `YYYY-MM-DD`. */
export const ServiceOfferView = z.object({
  code: z.string(),
  name: z.string(),
  carrierName: z.string(),
  priceMinor: z.number(),
  ...days,
  /** True when it leaves or arrives after what was promised. */
  isLate: z.boolean(),
  /** Another carrier than the order asks for: a supervisor's choice. */
  isOtherCarrier: z.boolean(),
})
export type ServiceOfferView = z.infer<typeof ServiceOfferView>

/** A service that does not take a carton, with every reason: a code and what the code speaks of. */
export const ServiceRefusedView = z.object({
  code: z.string(),
  name: z.string(),
  carrierName: z.string(),
  reasons: z.array(z.object({ code: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) })),
})
export type ServiceRefusedView = z.infer<typeof ServiceRefusedView>

/** What a carton may go with while its service is chosen; `attach` waits for a confirmation. */
export const ServiceChoices = z.object({
  currency: z.string(),
  offers: z.array(ServiceOfferView),
  refused: z.array(ServiceRefusedView),
  attach: z
    .object({ code: z.string(), name: z.string(), documents: z.array(z.string()), marks: z.array(z.string()) })
    .nullable(),
})
export type ServiceChoices = z.infer<typeof ServiceChoices>

/**
 * The packing bench.
 * tote → (sort →) (note) → carton → unit … → (weigh) → (service) → print → label → carton | finished; `partial` asks before less is sent,
 * `label-problem` asks what became of the label.
 */
export const PackBench = z.object({
  screen: z.literal('packing'),
  step: z.enum([
    'tote',
    'sort',
    'note',
    'carton',
    'unit',
    'weigh',
    'service',
    'print',
    'label',
    'label-problem',
    'partial',
    'finished',
  ]),
  session: SessionView,
  alert: Feedback.nullable(),
  accepts: z.array(AcceptedKind),
  actions: z.array(ActionView),
  choices: z.array(ActionView),
  /** Totes that wait at the bench. */
  waiting: z.number(),
  order: z
    .object({
      id: z.string(),
      number: z.string(),
      channel: z.string(),
      toteName: z.string(),
      shipBy: z.number().nullable(),
      note: z.string(),
      recipientName: z.string(),
      country: z.string(),
    })
    .nullable(),
  lines: z.array(
    z.object({
      id: z.string(),
      item: ItemView,
      picked: z.number(),
      packed: z.number(),
      /** True for the line of the last scan. */
      here: z.boolean(),
    }),
  ),
  unitsLeft: z.number(),
  unitsTotal: z.number(),
  /** Units ordered but not picked: they stay open when the order ships in part. */
  unitsMissing: z.number(),
  carton: z
    .object({
      id: z.string(),
      number: z.number(),
      typeName: z.string(),
      typeCode: z.string(),
      innerLengthMm: z.number(),
      innerWidthMm: z.number(),
      innerHeightMm: z.number(),
      units: z.number(),
      /** Share of the inner volume that the packed items take, 0–1; null when an item has no size. */
      fill: z.number().nullable(),
      /** Computed weight with the carton's own; null when an item has no weight. */
      theoryGrams: z.number().nullable(),
      toleranceGrams: z.number(),
      weightGrams: z.number().nullable(),
      code: z.string().nullable(),
      /** What it goes with; null before it is closed, and where the site has no services. */
      service: z
        .object({
          code: z.string(),
          name: z.string(),
          carrierName: z.string(),
          currency: z.string(),
          priceMinor: z.number(),
          ...days,
          isLate: z.boolean(),
        })
        .nullable(),
      lines: z.array(z.object({ name: z.string(), quantity: z.number() })),
    })
    .nullable(),
  cartonCount: z.number(),
  /** Carton types that exist, the suggested one first. */
  cartonTypes: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      suggested: z.boolean(),
      innerLengthMm: z.number(),
      innerWidthMm: z.number(),
      innerHeightMm: z.number(),
    }),
  ),
  printJob: PrintJobView.nullable(),
  services: ServiceChoices.nullable(),
  /** The tote that several orders share, in step `sort`: the next unit chooses its order. */
  shared: z
    .object({
      toteName: z.string(),
      /** Orders and units that are counted to this tote. */
      orders: z.number(),
      units: z.number(),
      /** What waits in it, most units first; `moreItems` are not named. */
      items: z.array(z.object({ item: ItemView, units: z.number() })),
      moreItems: z.number(),
      /** The other totes of the same task at the benches, with how many orders are counted to them; `isEmpty`: as was said here. */
      otherTotes: z.array(z.object({ name: z.string(), orders: z.number(), isEmpty: z.boolean() })),
      /** Numbers of orders that wait for a person's decision, and of those that were begun and left. */
      blocked: z.array(z.string()),
      parked: z.array(z.string()),
      /** Who packs how many orders of the task elsewhere. */
      elsewhere: z.array(z.object({ operator: z.string(), orders: z.number() })),
      /** Units whose orders do not want them any more. */
      leftOver: z.array(z.object({ name: z.string(), units: z.number() })),
    })
    .nullable(),
  /** Units of this order that were scanned out of the shared tote and wait for their carton. */
  inHand: z.object({ name: z.string(), quantity: z.number() }).nullable(),
})
export type PackBench = z.infer<typeof PackBench>

/** The packing bench after a scan, and what to say about it. */
export const PackReply = z.object({ bench: PackBench, feedback: Feedback.nullable() })
export type PackReply = z.infer<typeof PackReply>

/** An item in a plan of cartons. */
const PlannedItem = z.object({ id: z.string(), name: z.string(), sku: z.string() })

/**
 * The cartons for what is at the bench, those that are closed left out, and how the goods go into the first; an open carton
 * is the first. `by-volume`: the suggested type is that of the rule by volume, because items lack a size or weight, fit no
 * carton, the open carton holds what by its sizes it cannot, there are too many units to follow, or no plan was made.
 */
export const CartonPlanView = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({
    kind: z.literal('planned'),
    orderId: z.string(),
    /** The type to take where no carton is open. */
    suggestedCode: z.string(),
    /** How many cartons the order gets; null where their numbers do not count through, since one was taken apart. */
    total: z.number().nullable(),
    cartons: z.array(
      z.object({
        number: z.number(),
        typeCode: z.string(),
        typeName: z.string(),
        innerLengthMm: z.number(),
        innerWidthMm: z.number(),
        innerHeightMm: z.number(),
        isOpen: z.boolean(),
        /** False for an open carton that is none of those that were suggested. */
        isSuggested: z.boolean(),
        units: z.array(z.object({ name: z.string(), quantity: z.number() })),
      }),
    ),
    items: z.array(PlannedItem),
    /** The units of the first carton in the order of putting in: corner and lengths in millimetres from its back corner below. */
    placements: z.array(
      z.object({
        /** Which of `items` it is. */
        item: z.number(),
        xMm: z.number(),
        yMm: z.number(),
        zMm: z.number(),
        lengthMm: z.number(),
        widthMm: z.number(),
        heightMm: z.number(),
        isIn: z.boolean(),
      }),
    ),
  }),
  z.object({
    kind: z.literal('by-volume'),
    orderId: z.string(),
    reason: z.enum(['unmeasured', 'too-large', 'as-packed', 'too-many', 'failed']),
    items: z.array(PlannedItem.extend({ lacks: z.enum(['size', 'weight', 'both']).nullable() })),
  }),
])
export type CartonPlanView = z.infer<typeof CartonPlanView>

/**
 * Packing: `bench` and the one verb. A weight is entered as a typed scan of grams, e.g. `1624`, or kilograms with a point.
 * `cartonPlan` is asked for beside them; it is worked out elsewhere, and no scan waits for it.
 */
export const packing = {
  bench: procedure.output(PackReply),
  scan: procedure.input(ScanRequest).output(PackReply),
  cartonPlan: procedure.output(CartonPlanView),
}

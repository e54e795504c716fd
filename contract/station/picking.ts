import { z } from 'zod'
import { COMMAND_NAMES } from '../../domain/command-code.ts'
import { procedure } from '../errors.ts'
import { AcceptedKind, ActionView, Feedback, ItemView, LocationView, ScanRequest, SessionView } from './floor.ts'

/**
 * The picking bench: all that the screen draws.
 * idle → totes → location → item → put → (location …) → drop → idle; `lot` and `serial` follow an item that needs one,
 * `problem` and `quantity` lie beside item and location.
 */
export const PickBench = z.object({
  screen: z.literal('picking'),
  step: z.enum(['idle', 'totes', 'location', 'item', 'lot', 'serial', 'put', 'problem', 'quantity', 'drop']),
  session: SessionView,
  /** The blocking message that has to be acknowledged first. */
  alert: Feedback.nullable(),
  accepts: z.array(AcceptedKind),
  actions: z.array(ActionView),
  /** The list of step `problem`: what is wrong here. */
  choices: z.array(ActionView),
  /** Orders that wait for a picker. */
  waiting: z.number(),
  /** In step `idle`, where there are several zones: those that work may be asked of, `null` any. A place chooses its zone, too. */
  zones: z.array(
    z.object({ zone: z.string().nullable(), name: z.enum(COMMAND_NAMES), code: z.string(), chosen: z.boolean() }),
  ),
  /** `verify`: somebody else began it and was taken off, so what lies in its totes has to be looked at first. */
  task: z
    .object({
      id: z.string(),
      number: z.string(),
      verify: z.boolean(),
      /** Where all of it lies in one zone. */
      zone: z.string().nullable(),
      /** Which one of how many tasks, where the cart is handed over from zone to zone; from 1. */
      part: z.object({ number: z.number(), of: z.number() }).nullable(),
      /** The zone to which the cart is handed over in the end; null when it goes to the packing bench. */
      nextZone: z.string().nullable(),
    })
    .nullable(),
  progress: z
    .object({
      /** 1-based position of the current line among `lines`. */
      line: z.number(),
      lines: z.array(z.enum(['done', 'short', 'here', 'open'])),
      unitsPicked: z.number(),
      unitsTotal: z.number(),
    })
    .nullable(),
  location: LocationView.nullable(),
  item: ItemView.nullable(),
  lot: z.string().nullable(),
  serial: z.string().nullable(),
  expiresOn: z.string().nullable(),
  /** Units to take for the current line, and units already counted by scan. */
  quantity: z.number(),
  counted: z.number(),
  /** Digits typed so far in step `quantity`. */
  typed: z.string(),
  alike: z.object({ name: z.string(), lastFour: z.string() }).nullable(),
  /** The cart as its grid of totes. */
  cart: z.object({
    columns: z.number(),
    slots: z.array(
      z.object({
        slot: z.number(),
        toteName: z.string().nullable(),
        /** The tote that another zone handed over for it, until it is shown here by a scan. */
        handedName: z.string().nullable(),
        orderNumber: z.string(),
        fill: z.number(),
        target: z.boolean(),
      }),
    ),
  }),
  /** Name of the tote or slot that step `put` and `totes` ask for; in `totes` a tote only when it was handed over. */
  target: z
    .object({
      slot: z.number(),
      toteName: z.string().nullable(),
      toteCode: z.string().nullable(),
      orderNumber: z.string(),
    })
    .nullable(),
  /** Set for orders that are collected into shared totes and sorted at the bench; `cart` has no places then. */
  together: z
    .object({
      orders: z.number(),
      /** How many of them take something at the current stop. */
      ordersHere: z.number(),
      totes: z.array(z.object({ name: z.string(), target: z.boolean() })),
    })
    .nullable(),
})
export type PickBench = z.infer<typeof PickBench>

/** The picking bench after a scan, and what to say about it. */
export const PickReply = z.object({ bench: PickBench, feedback: Feedback.nullable() })
export type PickReply = z.infer<typeof PickReply>

/** Picking: `bench` tells where one stands, `scan` is the one verb. A repeated `scanId` returns the stored reply. */
export const picking = {
  bench: procedure.output(PickReply),
  scan: procedure.input(ScanRequest).output(PickReply),
}

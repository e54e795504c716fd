import { z } from 'zod'
import { COMMAND_NAMES } from '../../domain/command-code.ts'
import { Role, Tracking } from '../../domain/inputs.ts'
import { Params } from '../errors.ts'

/**
 * One scan or button: every action on the floor is a code. `scanId` is the idempotency key of the physical act. What is empty or too
 * long to be a code is heard, too, so that it is said to be unreadable.
 */
export const ScanRequest = z.object({
  scanId: z.uuid(),
  code: z.string().max(8_192),
  /** `typed` when a person entered it by keys or keypad, so that the history can tell. */
  source: z.enum(['wedge', 'camera', 'typed', 'button']).default('wedge'),
  /** Whose hand it was, where the page knows: CONFLICT when somebody else is signed in by the time it arrives. */
  operatorId: z.string().min(1).max(200).optional(),
})
export type ScanRequest = z.infer<typeof ScanRequest>

/** A thing as a person recognises it: for "what you scanned" beside "what was expected". */
export const ThingView = z.object({
  kind: z.enum([
    'item',
    'location',
    'tote',
    'order',
    'carton',
    'lot',
    'serial',
    'badge',
    'command',
    'carton-type',
    'carrier',
    'unknown',
  ]),
  title: z.string(),
  /** The code itself, as scanned or as expected. */
  code: z.string(),
  picture: z.string().nullable(),
})
export type ThingView = z.infer<typeof ThingView>

/** One of several things that a code may stand for, and the code by which it is chosen. */
export const ChoiceView = z.object({ name: z.enum(COMMAND_NAMES), code: z.string(), thing: ThingView })
export type ChoiceView = z.infer<typeof ChoiceView>

/** What the screen says and sounds after a scan. `name` picks the sentence, `code` is the same in every language. */
export const Feedback = z.object({
  id: z.string(),
  name: z.string(),
  code: z.string(),
  tone: z.enum(['ok', 'last', 'warning', 'error', 'done']),
  /** True: nothing else is accepted until it is acknowledged by its own action. */
  block: z.boolean(),
  params: Params,
  scanned: ThingView.nullable(),
  expected: ThingView.nullable(),
  /** Which physical act the acknowledging button names. */
  acknowledge: z.enum(['put-item-back', 'go-to-location', 'take-right-tote', 'set-aside', 'understood']),
  /** Where the question is which of several things was meant: choosing one answers it, acknowledging drops the scan. */
  choices: z.array(ChoiceView).optional(),
})
export type Feedback = z.infer<typeof Feedback>

/** Who works where; null operator means that nobody is signed in. */
export const SessionView = z.object({
  operator: z.object({ id: z.string(), name: z.string(), role: Role }).nullable(),
  station: z.string(),
  site: z.object({ name: z.string(), timeZone: z.string(), currency: z.string() }).nullable(),
  language: z.enum(['ko', 'en']),
  /** The floor screen that this operator works on. */
  screen: z.enum(['picking', 'packing', 'shipping', 'orders']),
})
export type SessionView = z.infer<typeof SessionView>

/** One action of the bottom bar, or a choice of a list: its name gives word and icon, its code is what to scan. */
export const ActionView = z.object({ name: z.enum(COMMAND_NAMES), code: z.string(), enabled: z.boolean() })
export type ActionView = z.infer<typeof ActionView>

/** Kinds of code that the current step accepts, first the one that is asked for. */
export const AcceptedKind = z.enum([
  'badge',
  'pin',
  'location',
  'item',
  'serial',
  'lot',
  'tote',
  'order',
  'carton-type',
  'weight',
  'label',
  'tracking',
  'carrier',
  'quantity',
  'command',
])
export type AcceptedKind = z.infer<typeof AcceptedKind>

/** An item as the floor recognises it; `lastFour` are the last characters of the code on the goods. */
export const ItemView = z.object({
  id: z.string(),
  sku: z.string(),
  name: z.string(),
  picture: z.string().nullable(),
  /** Last four characters of the code on the item (GTIN where it has one, else SKU). */
  lastFour: z.string(),
  code: z.string(),
  tracking: Tracking,
  fragile: z.boolean(),
})
export type ItemView = z.infer<typeof ItemView>

/** A location as its plate: the parts that stay from the last stop are `kept`. */
export const LocationView = z.object({
  code: z.string(),
  segments: z.array(
    z.object({
      part: z.enum(['zone', 'aisle', 'bay', 'level', 'position', 'code']),
      text: z.string(),
      kept: z.boolean(),
    }),
  ),
  previous: z.string().nullable(),
  /** How it lies to the last stop. */
  relation: z.enum(['first', 'same-place', 'same-bay', 'same-aisle', 'same-zone', 'other-zone']),
})
export type LocationView = z.infer<typeof LocationView>

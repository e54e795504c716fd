import { z } from 'zod'
import { GOODS_KINDS, UnClass, UnNumber } from './shipping-rules.ts'

/**
 * Records as they arrive from outside (files, the demo warehouse, later the central API), before they have ids.
 * Lengths are millimetres, weights grams, money minor units, instants UTC milliseconds, dates `YYYY-MM-DD`.
 */

const text = (max: number) => z.string().trim().max(max)
const code = z.string().trim().min(1).max(64)
const day = z.iso.date()
const count = z.int().min(1).max(1_000_000)
const sizeMm = z.int().min(1).max(20_000)

/** How units of an item are told apart on the floor. */
export const Tracking = z.enum(['none', 'lot', 'serial'])
export type Tracking = z.infer<typeof Tracking>

/** A further barcode of an item; one scan of it counts `units` units (inner pack, case). */
export const BarcodeInput = z.object({ code, units: count })
export type BarcodeInput = z.infer<typeof BarcodeInput>

/** A sellable thing. */
export const ItemInput = z.object({
  sku: code,
  name: text(200).min(1),
  gtin: z
    .string()
    .regex(/^(\d{8}|\d{12,14})$/)
    .optional(),
  barcodes: z.array(BarcodeInput).max(20),
  lengthMm: sizeMm.optional(),
  widthMm: sizeMm.optional(),
  heightMm: sizeMm.optional(),
  weightGrams: z.int().min(0).max(1_000_000).optional(),
  /** An `https:` address, or the name of a picture that Baro draws itself (`drawn:<shape>/<colour>/<label>`). */
  picture: text(500).optional(),
  tracking: Tracking,
  fragile: z.boolean(),
  /** Its height stays vertical in a carton. */
  keepUpright: z.boolean().optional(),
  /** Goods of two classes never share a carton; goods without one go with all. */
  mixClass: text(40).optional(),
  // What makes goods dangerous stays known while nobody speaks of it: left out it is as it was, null takes it away.
  /** What carriers and countries have rules about, beside dangerous goods. */
  goodsKinds: z.array(z.enum(GOODS_KINDS)).max(GOODS_KINDS.length).nullable().optional(),
  /** Class or division of dangerous goods; without one it is ordinary goods. */
  unClass: UnClass.nullable().optional(),
  unNumber: UnNumber.nullable().optional(),
  /** Of one unit. */
  batteryWh: z.int().min(0).max(1_000_000).nullable().optional(),
})
export type ItemInput = z.infer<typeof ItemInput>

/** A face that is picked from, or reserve above it. */
export const LocationKind = z.enum(['pick', 'reserve'])
export type LocationKind = z.infer<typeof LocationKind>

/** A place for stock; `xMm`/`yMm` are floor coordinates. */
export const LocationInput = z.object({
  code,
  zone: text(16),
  aisle: text(16),
  bay: text(16),
  level: text(16),
  position: text(16),
  xMm: z.int().optional(),
  yMm: z.int().optional(),
  kind: LocationKind,
})
export type LocationInput = z.infer<typeof LocationInput>

/** How many units lie where, as counted. */
export const StockInput = z.object({
  sku: code,
  location: code,
  lot: text(40).optional(),
  serial: text(40).optional(),
  expiresOn: day.optional(),
  /** When its oldest units came; the day of the count when nothing lay there before. */
  receivedOn: day.optional(),
  quantity: z.int().min(0).max(10_000_000),
})
export type StockInput = z.infer<typeof StockInput>

/** What a person may do. */
export const Role = z.enum(['picker', 'packer', 'receiver', 'lead', 'service', 'manager', 'administrator'])
export type Role = z.infer<typeof Role>

/** A person with badge and PIN (4–8 digits). */
export const OperatorInput = z.object({
  badge: code,
  name: text(80).min(1),
  role: Role,
  pin: z.string().regex(/^\d{4,8}$/),
  language: z.enum(['ko', 'en']).optional(),
})
export type OperatorInput = z.infer<typeof OperatorInput>

/** A box for the units of one order. */
export const ToteInput = z.object({ code, name: text(40).min(1) })
export type ToteInput = z.infer<typeof ToteInput>

/** A kind of carton by its inner size. */
export const CartonTypeInput = z.object({
  code,
  name: text(60).min(1),
  innerLengthMm: sizeMm,
  innerWidthMm: sizeMm,
  innerHeightMm: sizeMm,
  tareGrams: z.int().min(0).max(100_000),
  maxGrams: z.int().min(1).max(1_000_000),
})
export type CartonTypeInput = z.infer<typeof CartonTypeInput>

/** Payment as far as picking cares: `cod` is cash on delivery, pickable by policy. */
export const PaymentState = z.enum(['pending', 'authorized', 'paid', 'cod', 'refunded', 'voided'])
export type PaymentState = z.infer<typeof PaymentState>

/** Where a parcel goes; country is ISO 3166-1 alpha-2. */
export const AddressInput = z.object({
  name: text(120).min(1),
  company: text(120).optional(),
  phone: text(40),
  country: z.string().regex(/^[A-Z]{2}$/),
  postcode: text(16),
  province: text(80),
  city: text(80),
  line1: text(200).min(1),
  line2: text(200),
})
export type AddressInput = z.infer<typeof AddressInput>

/** One ordered thing. */
export const OrderLineInput = z.object({
  /** The channel's own key of the line where it has one, else its position in the order, from `1`. */
  externalId: text(80).min(1),
  /** Empty when the file has no code; the line is then matched by name or waits in "needs a match". */
  sku: text(64),
  name: text(300),
  option: text(300).optional(),
  quantity: z.int().min(1).max(100_000),
  /** Units that the channel says were already shipped by somebody else. */
  fulfilled: z.int().min(0).max(100_000),
  priceMinor: z.int().min(0),
  requiresShipping: z.boolean(),
  /** A pre-order: the line waits for this day. */
  availableFrom: day.optional(),
})
export type OrderLineInput = z.infer<typeof OrderLineInput>

/** One order of a channel, whole. */
export const OrderInput = z.object({
  /** Where the order was sold, e.g. `shopify`, `smartstore`, `plain`; `(channel, externalId)` is unique. */
  channel: code,
  externalId: text(80).min(1),
  /** What people call the order, e.g. `#1001`. */
  number: text(40).min(1),
  orderedAt: z.int().min(0),
  payment: PaymentState,
  paymentMethod: text(80),
  currency: z.string().regex(/^[A-Z]{3}$/),
  totalMinor: z.int().min(0),
  shippingMethod: text(120),
  carrier: text(40).optional(),
  customerName: text(120),
  customerPhone: text(40),
  email: text(200).optional(),
  shipTo: AddressInput,
  note: text(2_000),
  cancelledAt: z.int().min(0).optional(),
  shipBy: z.int().min(0).optional(),
  priority: z.int().min(0).max(9),
  /** A pre-order: nothing of it leaves before this day. */
  availableFrom: day.optional(),
  /** True: all of it or nothing; false: what is there. Left out, the site decides. */
  allOrNothing: z.boolean().optional(),
  lines: z.array(OrderLineInput).min(1).max(500),
})
export type OrderInput = z.infer<typeof OrderInput>

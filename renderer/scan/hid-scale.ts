import { type ScaleReading, toGrams } from '../../domain/scale.ts'
import { type HidCollection, hidFields, readField } from './hid-fields.ts'

/** HID usage page of scales. */
export const HID_SCALE_PAGE = 0x8d

const usage = (id: number): number => 0x008d_0000 + id
const WEIGHT = usage(0x40)
const SCALING = usage(0x41)
/** Units by their usage, as `toGrams` names them; 0x51 is the first. */
const UNITS: readonly string[] = ['mg', 'g', 'kg', 'ct', '', '', '', 't', '', '', 'oz', 'lb']
/** States by their usage, from 0x71: fault, zero, in motion, stable, below zero, overload, needs calibration, needs zero. */
const STATES = [0x71, 0x72, 0x73, 0x74, 0x75, 0x76, 0x77, 0x78].map(usage)

/**
 * Reads the input reports of a scale by the layout that the device itself declares: status and unit as selectors (an array
 * field that holds the place of a usage, from 1), weight, and its power of ten. Null for reports of other things.
 */
export function readHidScale(
  collections: readonly HidCollection[],
  reportId: number,
  data: DataView,
): ScaleReading | null {
  const fields = hidFields(collections, HID_SCALE_PAGE).get(reportId) ?? []
  const of = (wanted: number) => fields.find((field) => field.usage === wanted)
  const weight = of(WEIGHT)
  if (weight === undefined) return null
  const scaling = of(SCALING)
  const raw = scaling === undefined ? 0 : readField(data, scaling)
  const exponent = raw > 127 ? raw - 256 : raw
  const selector = (first: number, count: number): number => {
    const field = fields.find((one) => one.usage >= usage(first) && one.usage < usage(first + count) && one.size >= 8)
    return field === undefined ? 0 : readField(data, field)
  }
  const unit = UNITS[selector(0x51, UNITS.length) - 1] ?? ''
  const state = STATES[selector(0x71, STATES.length) - 1]
  const value = readField(data, weight) * 10 ** exponent * (state === usage(0x75) ? -1 : 1)
  if (state === usage(0x76)) return { grams: 0, stable: false, fault: 'overload' }
  if (state === usage(0x71) || state === usage(0x77) || state === usage(0x78)) {
    return { grams: 0, stable: false, fault: 'fault' }
  }
  const grams = toGrams(value, unit)
  if (grams === null) return null
  return { grams, stable: state === usage(0x74) || state === usage(0x72), fault: null }
}

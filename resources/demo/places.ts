import type { LocationInput } from '../../domain/inputs.ts'

const AISLES = 12
const BAYS = 14
const LEVELS = 4
const SLOTS = 4
/** From one aisle's middle to the next, from one bay to the next, and from the middle of an aisle to its shelves. */
const AISLE_MM = 3_400
const BAY_MM = 2_700
const SIDE_MM = 900

const two = (value: number): string => String(value).padStart(2, '0')

/**
 * 2,688 locations `A-03-2-05`: zone A to C, aisle 01 to 12, bay 1 to 14 (odd ones on the left, even ones on the right of
 * the aisle), position 01 to 16, four to a level from the floor up. The fourth level is reserve. `xMm` runs across the
 * aisles, `yMm` along them, from the packing benches.
 */
export function demoLocations(): LocationInput[] {
  const locations: LocationInput[] = []
  for (let aisle = 1; aisle <= AISLES; aisle += 1) {
    const zone = 'ABC'.charAt(Math.floor((aisle - 1) / 4))
    for (let bay = 1; bay <= BAYS; bay += 1) {
      const right = bay % 2 === 0
      for (let place = 1; place <= LEVELS * SLOTS; place += 1) {
        const level = Math.ceil(place / SLOTS)
        const slot = (place - 1) % SLOTS
        locations.push({
          code: `${zone}-${two(aisle)}-${bay}-${two(place)}`,
          zone,
          aisle: two(aisle),
          bay: String(bay),
          level: String(level),
          position: two(place),
          xMm: 2_000 + (aisle - 1) * AISLE_MM + (right ? SIDE_MM : -SIDE_MM),
          yMm: 3_000 + Math.floor((bay - 1) / 2) * BAY_MM + Math.round((slot + 0.5) * (BAY_MM / SLOTS)),
          kind: level === LEVELS ? 'reserve' : 'pick',
        })
      }
    }
  }
  return locations
}

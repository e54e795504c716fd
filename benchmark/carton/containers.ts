import type { CartonItem, CartonType, Edge } from '../../domain/cartonize-plan.ts'

/** The container of the Bischoff–Ratcliff instances; its unit of length is the centimetre, which changes nothing. */
export const CONTAINER: CartonType = {
  id: 'container',
  innerLengthMm: 587,
  innerWidthMm: 233,
  innerHeightMm: 220,
  tareGrams: 0,
  maxGrams: 1_000_000_000,
  available: 1,
}

/** How many box types the sets BR1 to BR7 have. */
export const BOX_TYPES = [3, 5, 8, 10, 12, 15, 20] as const

const LEAST = [30, 25, 20]
const MOST = [120, 100, 80]
/** An edge may stand upright when it is less than so many times the shorter of the two others. */
const STABILITY = 2
const EDGES: readonly Edge[] = ['length', 'width', 'height']

/**
 * Instance `index` (from 0) of the set with so many box types, by the generator of E. E. Bischoff and M. S. W. Ratcliff,
 * "Issues in the development of approaches to container loading", Omega 23 (1995): seeds 2502505, 2502605 …, ten numbers
 * discarded, edges drawn per type, then boxes until the next one would exceed the container's volume.
 */
export function containerInstance(boxTypes: number, index: number): CartonItem[] {
  let state = 2_502_505 + 100 * index
  const random = (): number => {
    state = (state * 16_807) % 2_147_483_647
    return state / 2_147_483_647
  }
  for (let discarded = 0; discarded < 10; discarded += 1) random()
  const items: (CartonItem & { volume: number })[] = Array.from({ length: boxTypes }, (_, type) => {
    const drawn = LEAST.map((least, axis) => least + Math.floor(random() * ((MOST[axis] ?? 0) - least + 1)))
    // As in the published files, the longest edge comes first.
    const [length = 0, width = 0, height = 0] = drawn.sort((a, b) => b - a)
    const bases = { length: Math.min(width, height), width: Math.min(length, height), height: Math.min(length, width) }
    const edges = { length, width, height }
    return {
      id: `box-${type + 1}`,
      quantity: 1,
      lengthMm: length,
      widthMm: width,
      heightMm: height,
      weightGrams: 0,
      keepUpright: false,
      fragile: false,
      mixClass: null,
      verticalEdges: EDGES.filter((edge) => edges[edge] / bases[edge] < STABILITY),
      volume: length * width * height,
    }
  })
  let volume = items.reduce((sum, item) => sum + item.volume, 0)
  for (;;) {
    const next = items[Math.floor(random() * boxTypes)]
    if (next === undefined || volume + next.volume > 587 * 233 * 220) break
    next.quantity += 1
    volume += next.volume
  }
  return items.map(({ volume: _, ...item }) => item)
}

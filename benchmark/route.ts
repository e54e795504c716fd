// Picker routes: how much longer five rules of thumb walk than the shortest tour, on single blocks of 5 to 50 aisles with 3 to
// 30 picks, and two rules on several blocks; and how long it takes to find the shortest tour, and its length alone.

import { cpus, loadavg } from 'node:os'
import { createRoutePlanner, createTourLength, type TourLength } from '../domain/route.ts'
import { sShapeBlocksRoute } from '../domain/route-blocks.ts'
import { openFloor, type RouteFloor } from '../domain/route-floor.ts'
import {
  combinedRoute,
  type Heuristic,
  largestGapRoute,
  midpointRoute,
  returnRoute,
  sShapeRoute,
} from '../domain/route-heuristics.ts'
import type { RouteStop, WarehouseLayout } from '../domain/route-layout.ts'
import { nearestNeighbourRoute } from '../domain/route-nearest.ts'
import { type Random, seededRandom } from '../test/support/random.ts'
import { randomStops, rectangularLayout } from '../test/support/route-floors.ts'
import { median, option, quantile, report } from './support/figures.ts'
import { printTable, type TableRow } from './support/table.ts'

const isQuick = process.argv.includes('--quick')
const TOURS = option('tours', isQuick ? 50 : 500)
const ROUTES = option('routes', isQuick ? 200 : 2_000)
const LENGTHS = 2_400
const PITCH_MM = 5_000
const AISLES = [5, 10, 20, 30, 40, 50]
const PICKS = [3, 6, 12, 18, 24, 30]

/** What others found on their instances, in percent; ours are not theirs, the order is what should agree. */
const RULES: readonly { name: string; figure: string; heuristic: Heuristic; publishedPercent: number }[] = [
  { name: 'S-shape', figure: 'sShapeGapPercent', heuristic: sShapeRoute, publishedPercent: 33.9 },
  { name: 'return', figure: 'returnGapPercent', heuristic: returnRoute, publishedPercent: 49.7 },
  { name: 'midpoint', figure: 'midpointGapPercent', heuristic: midpointRoute, publishedPercent: 12.4 },
  { name: 'largest gap', figure: 'largestGapGapPercent', heuristic: largestGapRoute, publishedPercent: 9.9 },
  { name: 'combined', figure: 'combinedGapPercent', heuristic: combinedRoute, publishedPercent: 12.2 },
]

/** Aisles of 10 to 60 m with the depot at the left end of the front, as most studies have it, or in its middle. */
function block(random: Random, aisles: number, crossAisles: number): WarehouseLayout {
  const depotXMm = random.once(2) ? 0 : Math.floor(aisles / 2) * PITCH_MM
  const blockMm = random.pick([10_000, 30_000, 60_000])
  return rectangularLayout({ aisles, crossAisles, pitchMm: PITCH_MM, blockMm, depotXMm })
}

function open(layout: WarehouseLayout): { floor: RouteFloor; tourMm: TourLength } {
  const opened = openFloor(layout)
  const length = createTourLength(layout)
  if ('problems' in opened || !length.ok) throw new Error('The benchmark made a layout that cannot be used')
  return { floor: opened.floor, tourMm: length.tourMm }
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** Percent that a tour is longer than the shortest one; throws when it is shorter, which cannot be. */
function gap(heuristic: Heuristic, floor: RouteFloor, stops: readonly RouteStop[], shortestMm: number): number {
  const route = heuristic(floor, stops)
  if (route === null || route.distanceMm < shortestMm) throw new Error('A rule of thumb beat the shortest tour')
  return (route.distanceMm / shortestMm - 1) * 100
}

function measureGaps(): Record<string, number> {
  const random = seededRandom(1)
  const gaps = RULES.map(() => [] as number[])
  const byPicks = PICKS.map(() => RULES.map(() => [] as number[]))
  for (const aisles of AISLES)
    for (const [column, picks] of PICKS.entries())
      for (let tour = 0; tour < TOURS; tour += 1) {
        const layout = block(random, aisles, 2)
        const { floor, tourMm } = open(layout)
        const stops = randomStops(random, layout, picks)
        const shortestMm = tourMm(stops)
        if (shortestMm === 0) continue
        for (const [rule, { heuristic }] of RULES.entries()) {
          const percent = gap(heuristic, floor, stops, shortestMm)
          gaps[rule]?.push(percent)
          byPicks[column]?.[rule]?.push(percent)
        }
      }
  console.log(`\nPercent longer than the shortest tour, single block, ${gaps[0]?.length} tours`)
  printTable(
    ['rule', 'mean', 'p95', ...PICKS.map((picks) => `${picks} picks`), 'published mean'],
    RULES.map(({ name, publishedPercent }, rule): TableRow => {
      const all = gaps[rule] ?? []
      return [name, mean(all), quantile(all, 0.95), ...byPicks.map((rows) => mean(rows[rule] ?? [])), publishedPercent]
    }),
  )
  return Object.fromEntries(RULES.map(({ figure }, rule) => [figure, mean(gaps[rule] ?? [])]))
}

function measureBlockGaps(): void {
  const rules: [string, Heuristic][] = [
    ['S-shape', sShapeBlocksRoute],
    ['nearest + 2-opt', nearestNeighbourRoute],
  ]
  const random = seededRandom(2)
  const rows = rules.map(([name]): { name: string; gaps: number[][] } => ({ name, gaps: [[], [], []] }))
  for (const crossAisles of [2, 3, 4])
    for (let tour = 0; tour < TOURS * 2; tour += 1) {
      const layout = block(random, random.pick(AISLES), crossAisles)
      const { floor, tourMm } = open(layout)
      const stops = randomStops(random, layout, random.pick(PICKS))
      const shortestMm = tourMm(stops)
      for (const [rule, [, heuristic]] of rules.entries())
        if (shortestMm > 0) rows[rule]?.gaps[crossAisles - 2]?.push(gap(heuristic, floor, stops, shortestMm))
    }
  console.log('\nPercent longer than the shortest tour, by cross aisles (mean)')
  printTable(
    ['rule', '2', '3', '4'],
    rows.map(({ name, gaps }): TableRow => [name, ...gaps.map(mean)]),
  )
}

/** Whole routes through 30 stops in 50 aisles, with order and path, on a rectangle and where some aisles are cut short. */
function measureRoutes(crossAisles: number): { name: string; times: number[] }[] {
  const random = seededRandom(3)
  const layout = rectangularLayout({ aisles: 50, crossAisles, pitchMm: PITCH_MM, blockMm: 30_000, depotXMm: 125_000 })
  const aisles = layout.aisles.map((aisle, index) =>
    index % 7 === 3 ? { ...aisle, toYMm: aisle.toYMm - 10_000 } : aisle,
  )
  return [
    { name: `${crossAisles} cross aisles`, times: timeRoutes(random, layout) },
    { name: `${crossAisles}, some aisles cut short`, times: timeRoutes(random, { ...layout, aisles }) },
  ]
}

/** Each route is planned three times and its fastest time counts: what a neighbour's process takes away is not its own. */
function timeRoutes(random: Random, layout: WarehouseLayout): number[] {
  const planner = createRoutePlanner(layout)
  if (!planner.ok) throw new Error('The benchmark made a layout that cannot be used')
  return Array.from({ length: ROUTES }, () => {
    const stops = randomStops(random, layout, 30)
    const times = [1, 2, 3].map(() => {
      const begin = performance.now()
      const route = planner.route(stops)
      const milliseconds = performance.now() - begin
      if (!route.ok || !route.isExact) throw new Error('A route was not planned exactly')
      return milliseconds
    })
    return Math.min(...times)
  })
}

/** 2,400 lengths on ten aisles of 45 m, up to 75 stops each: what a search for batches asks for. Seconds, the first time too. */
function measureLengths(crossAisles: number): { firstSeconds: number; medianSeconds: number } {
  const random = seededRandom(4)
  const layout = rectangularLayout({ aisles: 10, crossAisles, pitchMm: PITCH_MM, blockMm: 45_000, depotXMm: 0 })
  const tours = Array.from({ length: LENGTHS }, () => randomStops(random, layout, 10 + random.below(66)))
  const begin = performance.now()
  const length = createTourLength(layout)
  if (!length.ok) throw new Error('The benchmark made a layout that cannot be used')
  const seconds = Array.from({ length: 11 }, (_, round) => {
    const start = round === 0 ? begin : performance.now()
    for (const stops of tours) if (!(length.tourMm(stops) > 0)) throw new Error('A tour has no length')
    return (performance.now() - start) / 1_000
  })
  return { firstSeconds: seconds[0] ?? Number.NaN, medianSeconds: median(seconds.slice(1)) }
}

const load = (): number => Math.round((loadavg()[0] ?? 0) * 100) / 100

console.log(`Picker routes (${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, load ${load()})`)
const gaps = measureGaps()
measureBlockGaps()
const routes = [2, 3, 4].map((crossAisles) => ({ crossAisles, floors: measureRoutes(crossAisles) }))
const lengths = [2, 3, 4].map((crossAisles) => ({ crossAisles, ...measureLengths(crossAisles) }))
console.log(`\n30 stops in 50 aisles, order and path (load ${load()})`)
printTable(
  ['milliseconds', 'n', 'p50', 'p95', 'p99', 'max'],
  routes.flatMap(({ floors }) =>
    floors.map(({ name, times }): TableRow => {
      return [name, times.length, ...[0.5, 0.95, 0.99, 1].map((share) => quantile(times, share))]
    }),
  ),
  3,
)
console.log('\n2,400 lengths, 10 aisles, 10 to 75 stops')
printTable(
  ['', 'first time s', 'later s', 'later, µs a tour'],
  lengths.map(
    ({ crossAisles, firstSeconds, medianSeconds }): TableRow => [
      `${crossAisles} cross aisles`,
      ...[firstSeconds, medianSeconds, (medianSeconds / LENGTHS) * 1e6],
    ],
  ),
  4,
)
console.log('')
const figures: Record<string, number> = { ...gaps, load: load() }
for (const { crossAisles, floors } of routes)
  figures[`route${crossAisles}P99Ms`] = Math.max(...floors.map(({ times }) => quantile(times, 0.99)))
for (const { crossAisles, firstSeconds, medianSeconds } of lengths) {
  figures[`lengths${crossAisles}FirstSeconds`] = firstSeconds
  figures[`lengths${crossAisles}Seconds`] = medianSeconds
}
report('route', figures, [
  ...[2, 3, 4].map((crossAisles) => ({ figure: `route${crossAisles}P99Ms`, atMost: 20 })),
  { figure: 'lengths2FirstSeconds', atMost: 2 },
])

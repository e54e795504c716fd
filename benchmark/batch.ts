// Batches of orders on the classic warehouse of Henn and Wäscher: all tours together, beside carts filled as orders come and
// beside savings, each with the shortest tours. The work is counted, not timed, so that every run comes to the same plans.

import { createHash } from 'node:crypto'
import { loadavg } from 'node:os'
import { type BatchPlan, planBatches } from '../domain/batch.ts'
import { type ClassicStop, classicOrders, classicTour, type Demand } from './support/batch-instances.ts'
import { option, report } from './support/figures.ts'
import { printTable, type TableRow } from './support/table.ts'

const isQuick = process.argv.includes('--quick')
const INSTANCES = option('instances', isQuick ? 1 : 2)
const SEED = option('seed', 1)
const ITERATIONS = option('iterations', isQuick ? 300_000 : 20_000_000)
const TOURS = option('tours', isQuick ? 50_000 : 1_200_000)
const DEMANDS: readonly Demand[] = ['uniform', 'classes']
const SIZES = isQuick ? [40, 60] : [40, 60, 80, 100]
const CAPACITIES = isQuick ? [45, 75] : [30, 45, 60, 75]

type Plan = Extract<BatchPlan, { ok: true }>
/** One instance: the plan and how long the processor worked on it, which a busy machine does not change much. */
type Measured = { plan: Plan; cpuSeconds: number; seconds: number }
type Cell = { demand: Demand; orders: number; capacity: number; measured: Measured[] }

const tourMm = classicTour()
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
const percentLess = (mm: number, thanMm: number): number => (1 - mm / thanMm) * 100

function measure(orders: number, capacity: number, demand: Demand, instance: number): Measured {
  const given = classicOrders(orders, demand, SEED * 1_000 + instance)
  const limits = { iterations: ITERATIONS, tours: TOURS }
  const cpu = process.cpuUsage()
  const begin = performance.now()
  const plan = planBatches<ClassicStop>(given, { units: capacity }, tourMm, { seed: SEED, ...limits })
  const seconds = (performance.now() - begin) / 1_000
  const { user, system } = process.cpuUsage(cpu)
  if (!plan.ok) throw new Error(JSON.stringify(plan.problems))
  check(plan, orders, capacity)
  return { plan, seconds, cpuSeconds: (user + system) / 1_000_000 }
}

/** A short total is worth nothing if a cart is too full or an order is missing. */
function check(plan: Plan, orders: number, capacity: number): void {
  const ids = plan.batches.flatMap(({ orderIds }) => orderIds)
  if (new Set(ids).size !== orders || ids.length !== orders) throw new Error('An order is missing, or is there twice')
  if (plan.batches.some(({ units }) => units > capacity)) throw new Error('A cart is too full')
}

const cells: Cell[] = []
for (const demand of DEMANDS)
  for (const orders of SIZES)
    for (const capacity of CAPACITIES) {
      const instances = Array.from({ length: INSTANCES }, (_, instance) => instance)
      const measured = instances.map((instance) => measure(orders, capacity, demand, instance))
      cells.push({ demand, orders, capacity, measured })
    }

function row({ demand, orders, capacity, measured }: Cell): TableRow {
  const metres = (of: (plan: Plan) => number): number => Math.round(mean(measured.map(({ plan }) => of(plan))) / 1_000)
  return [
    `${demand}, ${orders} orders, ${capacity} items`,
    metres((plan) => plan.firstComeMm),
    metres((plan) => plan.savingsMm),
    metres((plan) => plan.totalMm),
    mean(measured.map(({ plan }) => percentLess(plan.totalMm, plan.firstComeMm))),
    mean(measured.map(({ plan }) => percentLess(plan.totalMm, plan.savingsMm))),
    mean(measured.map(({ cpuSeconds }) => cpuSeconds)),
  ]
}

const all = cells.flatMap(({ measured }) => measured)
const seconds = all.reduce((sum, each) => sum + each.cpuSeconds, 0)
const fingerprint = (plans: readonly Plan[]): string =>
  createHash('sha256')
    .update(JSON.stringify(plans.map(({ batches }) => batches.map(({ orderIds }) => orderIds))))
    .digest('hex')
    .slice(0, 16)

const [demand = 'uniform'] = DEMANDS
const again = measure(SIZES[0] ?? 0, CAPACITIES[0] ?? 0, demand, 0)
printTable(
  ['metres', 'first-come', 'savings', 'ours', '% < first-come', '% < savings', 'CPU seconds'],
  cells.map(row),
  1,
)
console.log('')
console.log(`plans: ${fingerprint(all.map(({ plan }) => plan))} (the same in every run with these options)`)
report(
  'batch',
  {
    instances: all.length,
    gainOverFirstComePercent: mean(all.map(({ plan }) => percentLess(plan.totalMm, plan.firstComeMm))),
    gainOverSavingsPercent: mean(all.map(({ plan }) => percentLess(plan.totalMm, plan.savingsMm))),
    leastGainOverSavingsPercent: Math.min(...all.map(({ plan }) => percentLess(plan.totalMm, plan.savingsMm))),
    worstCpuSeconds: Math.max(...all.map(({ cpuSeconds }) => cpuSeconds)),
    worstWallSeconds: Math.max(...all.map((each) => each.seconds)),
    exchangesPerSecond: all.reduce((sum, { plan }) => sum + plan.iterations, 0) / seconds,
    toursPerSecond: all.reduce((sum, { plan }) => sum + plan.tours, 0) / seconds,
    differsOnRepeat: fingerprint([again.plan]) === fingerprint(all.slice(0, 1).map(({ plan }) => plan)) ? 0 : 1,
    load: Math.round((loadavg()[0] ?? 0) * 100) / 100,
  },
  [
    { figure: 'gainOverFirstComePercent', atLeast: 15 },
    { figure: 'gainOverSavingsPercent', atLeast: 3 },
    { figure: 'worstCpuSeconds', atMost: 10 },
    { figure: 'differsOnRepeat', atMost: 0 },
  ],
)

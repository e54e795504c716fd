// Cartons for orders and single containers beside binpackingjs and bp3d in the same run: how many cartons, how full, how
// soon; every packing is checked. docs/decisions/0020-cartons.md says how the peers are driven.
// --quick: few of each; --orders N: orders of each set; --peer-orders N: how many of them the peers pack, too;
// --containers N: instances of each of BR1 to BR7; --no-peers: ours alone.

import { cpus, loadavg } from 'node:os'
import { cartonize } from '../domain/cartonize.ts'
import {
  type CartonItem,
  type CartonPlan,
  DEFAULT_PACKING_RULES,
  type PlannedCarton,
} from '../domain/cartonize-plan.ts'
import { checkPacking } from '../domain/check-packing.ts'
import type { DrawnUnit } from '../main/packing/carton-planner.ts'
import { openCartonizer } from '../main/packing/run-cartonizer.ts'
import { BOX_TYPES, CONTAINER, containerInstance } from './carton/containers.ts'
import { type OrderSet, orderSets, ordersOf } from './carton/orders.ts'
import { installPeers, loadPeers, type Peer, packOrder, unitsOf, volumeOf } from './carton/peers.ts'
import { type Goal, median, option, quantile, report } from './support/figures.ts'
import { seededRandom } from './support/rounds.ts'
import { printTable } from './support/table.ts'

const isQuick = process.argv.includes('--quick')
const ORDERS = option('orders', isQuick ? 20 : 2_400)
const PEER_ORDERS = option('peer-orders', isQuick ? 20 : 300)
const CONTAINERS = option('containers', isQuick ? 1 : 10)
const TIMED = isQuick ? 50 : 1_000
const CONTAINER_MS = isQuick ? 100 : 1_000
const TIMED_UNITS = 20

/** The support rules of the containers: all of the base, three quarters (as for orders), none. */
const SUPPORT = { Full: 1, Most: 0.75, None: 0 }

const now = (): number => performance.now()
/** A plan that the check refused counts as invalid, too, though it was replaced by a sound one. */
const onUnsound = (problems: readonly unknown[]): void => {
  figures.invalid = (figures.invalid ?? 0) + 1
  console.log(`REPLACED ${JSON.stringify(problems)}`)
}
const figures: Record<string, number> = { packings: 0, invalid: 0, leftOver: 0 }
const goals: Goal[] = []

console.log(`${cpus()[0]?.model} × ${cpus().length}, Node ${process.version}, load ${load()}`)
const peers = await choosePeers()
const sets = orderSets(ORDERS, seededRandom(20))
for (const { orders, types, rules } of sets)
  for (const items of orders.slice(0, 20)) cartonize(items, types, rules, { now, onUnsound })
measureTimes()
await measureBench()
measureOrders()
measureContainers()
Object.assign(figures, { load: load() })
goals.push({ figure: 'invalid', atMost: 0 }, { figure: 'leftOver', atMost: 0 })
if (peers.length > 0) goals.push({ figure: 'cartonsOverPeerAtMost', atMost: 0 })
if (!isQuick) goals.push({ figure: 'packings', atLeast: 20_000 })
console.log('')
report('carton', figures, goals)

async function choosePeers(): Promise<Peer[]> {
  if (process.argv.includes('--no-peers')) return []
  const reason = installPeers()
  if (reason !== null) console.log(`Without peers: ${reason}`)
  return reason === null ? loadPeers() : []
}

function load(): number {
  return Math.round((loadavg()[0] ?? 0) * 100) / 100
}

/** Counts a packing, and whether the checker finds something in it. */
function count(
  plan: CartonPlan,
  items: readonly CartonItem[],
  { types, rules }: Pick<OrderSet, 'types' | 'rules'>,
): void {
  const problems = checkPacking(plan, items, types, rules)
  figures.packings = (figures.packings ?? 0) + 1
  if (problems.length > 0) {
    figures.invalid = (figures.invalid ?? 0) + 1
    console.log(`INVALID ${JSON.stringify({ problems, items, types, rules })}`)
  }
}

/** How soon an order of 20 units is answered, with the options that a station uses, and what it costs the processor. */
function measureTimes(): void {
  const times: number[] = []
  const costs: number[] = []
  for (const { items, types } of ordersOf(TIMED_UNITS, TIMED, seededRandom(21))) {
    const before = process.cpuUsage()
    const begin = now()
    const plan = cartonize(items, types, DEFAULT_PACKING_RULES, { now, onUnsound })
    times.push(now() - begin)
    const { user, system } = process.cpuUsage(before)
    costs.push((user + system) / 1_000)
    count(plan, items, { types, rules: DEFAULT_PACKING_RULES })
  }
  console.log(`\nAn order of ${TIMED_UNITS} units (load ${load()})`)
  printTable(
    ['milliseconds', 'n', 'p50', 'p99', 'max'],
    [
      ['until the answer', times.length, median(times), quantile(times, 0.99), Math.max(...times)],
      ['of the processor', costs.length, median(costs), quantile(costs, 0.99), Math.max(...costs)],
    ],
  )
  Object.assign(figures, { orderP50Ms: median(times), orderP99Ms: quantile(times, 0.99) })
  figures.orderProcessorP99Ms = quantile(costs, 0.99)
  goals.push({ figure: 'orderP99Ms', atMost: 50 })
}

/**
 * How soon a bench has its plan from the worker: of an order of 20 units, after a unit was put in as the plan says, and
 * after it was put into the largest carton instead. Every order is another one, so that none is remembered.
 */
async function measureBench(): Promise<void> {
  const cartonizer = openCartonizer()
  const times: Record<string, number[]> = { 'new order': [], 'unit put in': [], 'another carton': [] }
  cartonizer.warm()
  try {
    for (const [index, { items, types }] of ordersOf(TIMED_UNITS, TIMED + 20, seededRandom(22)).entries()) {
      const ask = async (what: string, session: string, typeId: string | null, units: readonly DrawnUnit[]) => {
        const type = types.find(({ id }) => id === typeId)
        const open = type === undefined ? null : { type, unitIds: units.map(({ itemId }) => itemId) }
        const begin = now()
        const answer = await cartonizer.plan({ packSessionId: session, goods: { items, types, open } })
        // The first ones wait for the worker to start.
        if (index >= 20) times[what]?.push(now() - begin)
        if (answer.kind === 'unsound') figures.invalid = (figures.invalid ?? 0) + 1
        return answer
      }
      const plan = await ask('new order', `${index}`, null, [])
      if (plan.kind !== 'planned') continue
      await ask('unit put in', `${index}`, plan.cartons[0]?.typeId ?? null, plan.first.slice(0, 1))
      const largest = [...types].sort(
        (a, b) => b.innerHeightMm * b.innerLengthMm - a.innerHeightMm * a.innerLengthMm,
      )[0]
      await ask('another carton', `${index} again`, largest?.id ?? null, plan.first.slice(0, 1))
    }
  } finally {
    await cartonizer.close()
  }
  console.log(`\nThe plan at a bench, by the worker, milliseconds for ${TIMED_UNITS} units (load ${load()})`)
  const rows = Object.entries(times).map(([what, all]): [string, ...number[]] => {
    return [what, all.length, median(all), quantile(all, 0.99), Math.max(...all)]
  })
  printTable(['after', 'n', 'p50', 'p99', 'max'], rows)
  figures.benchP99Ms = Math.max(...Object.values(times).map((all) => quantile(all, 0.99)))
  goals.push({ figure: 'benchP99Ms', atMost: 50 })
}

type Score = { cartons: number; litres: number }

function measureOrders(): void {
  for (const set of sets) {
    const ours = { cartons: 0, litres: 0, proven: 0, goods: 0 }
    const scores: Score[] = []
    const begin = now()
    for (const items of set.orders) {
      const plan = cartonize(items, set.types, set.rules, { now, onUnsound })
      count(plan, items, set)
      figures.leftOver = (figures.leftOver ?? 0) + plan.leftOver.length
      const litres = volumeOf(plan.cartons, set.types) / 1_000_000
      scores.push({ cartons: plan.cartons.length, litres })
      ours.cartons += plan.cartons.length
      ours.litres += litres
      ours.proven += plan.isProven ? 1 : 0
      ours.goods += plan.cartons.reduce(
        (sum, carton) => sum + (carton.fill * volumeOf([carton], set.types)) / 1_000_000,
        0,
      )
    }
    const milliseconds = (now() - begin) / set.orders.length
    console.log(`\n${set.name}: ${set.types.length} carton types (load ${load()})`)
    const rows: [string, ...(number | null)[]][] = [
      [
        'Baro',
        set.orders.length,
        ours.cartons,
        Math.round(ours.litres),
        (100 * ours.goods) / ours.litres,
        0,
        0,
        milliseconds,
      ],
    ]
    for (const peer of set.isForPeers ? peers : []) rows.push(peerRow(peer, set, scores))
    printTable(['packer', 'orders', 'cartons', 'litres', 'fill %', 'more than ours', 'invalid', 'ms'], rows)
    console.log(
      `  proven: ${((100 * ours.proven) / set.orders.length).toFixed(0)} % of ours are as few and as small as can be`,
    )
  }
}

/** A peer over the first orders of a set; ours is compared with it where its packing is sound. */
function peerRow(peer: Peer, set: OrderSet, ours: readonly Score[]): [string, ...number[]] {
  const orders = set.orders.slice(0, PEER_ORDERS)
  const sum = { cartons: 0, litres: 0, goods: 0, fewer: 0, smaller: 0, ourCartons: 0, ourLitres: 0, invalid: 0 }
  const begin = now()
  for (const [at, items] of orders.entries()) {
    const cartons = packOrder(peer, items, set.types)
    const own = ours[at]
    if (cartons === null || own === undefined || !isSound(cartons, items, set)) {
      sum.invalid += 1
      continue
    }
    const litres = volumeOf(cartons, set.types) / 1_000_000
    sum.cartons += cartons.length
    sum.litres += litres
    sum.goods += cartons.reduce((all, carton) => all + (carton.fill * volumeOf([carton], set.types)) / 1_000_000, 0)
    sum.ourCartons += own.cartons
    sum.ourLitres += own.litres
    if (cartons.length < own.cartons) sum.fewer += 1
    else if (cartons.length === own.cartons && litres < own.litres - 1e-9) sum.smaller += 1
  }
  const milliseconds = (now() - begin) / orders.length
  const total = `litresOver${peer.name === 'bp3d' ? 'Bp3d' : 'Binpackingjs'}`
  figures[total] = (figures[total] ?? 0) + sum.ourLitres - sum.litres
  figures.cartonsOverPeerAtMost = Math.max(
    figures.cartonsOverPeerAtMost ?? Number.NEGATIVE_INFINITY,
    sum.ourCartons - sum.cartons,
  )
  const sound = orders.length - sum.invalid
  console.log(
    `  ${peer.name}: fewer cartons than ours in ${sum.fewer}, smaller ones in ${sum.smaller} of ${sound} orders`,
  )
  const share = (100 * sum.goods) / sum.litres
  return [
    peer.name,
    sound,
    sum.cartons,
    Math.round(sum.litres),
    share,
    sum.cartons - sum.ourCartons,
    sum.invalid,
    milliseconds,
  ]
}

/** True when a peer's packing could be used by somebody who asks for no support. */
function isSound(cartons: PlannedCarton[], items: readonly CartonItem[], { types, rules }: OrderSet): boolean {
  return checkPacking({ cartons, leftOver: [] }, items, types, { ...rules, supportShare: 0 }).length === 0
}

function measureContainers(): void {
  const rows: [string, ...(number | null)[]][] = []
  const sums: Record<string, number[]> = {}
  for (const boxTypes of BOX_TYPES) {
    const fills: Record<string, number[]> = {}
    const note = (name: string, fill: number): void => {
      fills[name] = [...(fills[name] ?? []), 100 * fill]
      sums[name] = [...(sums[name] ?? []), 100 * fill]
    }
    for (let index = 0; index < CONTAINERS; index += 1) {
      const items = containerInstance(boxTypes, index)
      for (const [name, supportShare] of Object.entries(SUPPORT)) {
        const rules = { ...DEFAULT_PACKING_RULES, supportShare }
        const options = { now, onUnsound, timeLimitMs: CONTAINER_MS, mostSteps: Number.POSITIVE_INFINITY }
        const plan = cartonize(items, [CONTAINER], rules, options)
        count(plan, items, { types: [CONTAINER], rules })
        note(name, plan.cartons[0]?.fill ?? 0)
      }
      for (const peer of peers) note(peer.name, peer.pack(unitsOf(items), [CONTAINER])[0]?.fill ?? 0)
    }
    const mean = (name: string): number | null => average(fills[name] ?? [])
    rows.push([`${boxTypes} box types`, CONTAINERS, ...[...Object.keys(SUPPORT), 'binpackingjs', 'bp3d'].map(mean)])
  }
  console.log(
    `\nFill of one container in %, ${CONTAINER_MS} ms each, by share of each base that is borne (load ${load()})`,
  )
  printTable(['BR1–7', 'n', 'ours, 1', 'ours, 0.75', 'ours, 0', 'binpackingjs, 0', 'bp3d, 0'], rows)
  console.log('  bp3d does not know which edges may stand and turns boxes freely')
  for (const name of Object.keys(SUPPORT))
    figures[`containerFill${name}Support`] = average(sums[name] ?? []) ?? Number.NaN
  for (const peer of peers)
    figures[`containerFill${peer.name === 'bp3d' ? 'Bp3d' : 'Binpackingjs'}`] =
      average(sums[peer.name] ?? []) ?? Number.NaN
  for (const [name, share] of Object.entries(SUPPORT))
    goals.push({ figure: `containerFill${name}Support`, atLeast: share === 0 ? 91 : 90 })
}

function average(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length
}

import type {
  CartonTypeInput,
  ItemInput,
  LocationInput,
  OperatorInput,
  OrderInput,
  StockInput,
  ToteInput,
} from '../../domain/inputs.ts'
import { type DemoItem, demoItems } from './goods.ts'
import {
  DEMO_CARRIERS,
  DEMO_CARTON_TYPES,
  DEMO_OPERATORS,
  DEMO_SITE,
  DEMO_TOTES,
  type DemoCarrier,
  type DemoSite,
} from './people.ts'
import { demoLocations } from './places.ts'
import { type Random, random } from './random.ts'
import { demoOrders } from './sales.ts'

/** A whole pretend warehouse with orders waiting, as the records that files would bring. */
export interface DemoWarehouse {
  site: DemoSite
  items: ItemInput[]
  locations: LocationInput[]
  stock: StockInput[]
  operators: OperatorInput[]
  totes: ToteInput[]
  cartonTypes: CartonTypeInput[]
  carriers: DemoCarrier[]
  orders: OrderInput[]
}

const DAY = 86_400_000

/** Units that all orders ask of each item, by SKU; lines without SKU count by their exact name. */
export function demand(orders: readonly OrderInput[], items: readonly ItemInput[]): Map<string, number> {
  const byName = new Map(items.map((item) => [item.name, item.sku]))
  const wanted = new Map<string, number>()
  for (const line of orders.flatMap((order) => order.lines)) {
    const sku = line.sku === '' ? byName.get(line.name) : line.sku
    if (sku !== undefined) wanted.set(sku, (wanted.get(sku) ?? 0) + line.quantity)
  }
  return wanted
}

/** Pick faces in walking order: neighbours in the list stand beside each other on the shelf, so that a family stands together. */
function pickFaces(locations: readonly LocationInput[], wanted: number): LocationInput[] {
  const faces = locations.filter((location) => location.kind === 'pick')
  const step = Math.floor(faces.length / wanted)
  return Array.from({ length: wanted }, (_, index) => {
    const pair = Math.floor(index / 4) * 4 * step + (index % 4)
    return faces[pair]
  }).filter((face) => face !== undefined)
}

const day = (now: number, days: number): string => new Date(now + days * DAY).toISOString().slice(0, 10)

function lotStock(
  random: Random,
  sku: string,
  location: string,
  quantity: number,
  index: number,
  now: number,
): StockInput[] {
  const lot = (number: number): string => `L${2400 + ((index * 7 + number) % 90)}`
  const older = Math.max(1, Math.floor(quantity / 3))
  const soon = random.between(40, 120)
  return [
    { sku, location, lot: lot(1), expiresOn: day(now, soon), quantity: older },
    { sku, location, lot: lot(2), expiresOn: day(now, soon + random.between(60, 300)), quantity: quantity - older },
  ]
}

function itemStock(
  random: Random,
  item: ItemInput,
  face: LocationInput,
  reserve: LocationInput,
  units: number,
  index: number,
  now: number,
): StockInput[] {
  const { sku } = item
  if (item.tracking === 'serial') {
    const serial = (number: number): string => `${sku.replace('-', '')}${String(index * 100 + number).padStart(5, '0')}`
    return Array.from({ length: units + 6 }, (_, number) => ({
      sku,
      location: number < units + 3 ? face.code : reserve.code,
      serial: serial(number + 1),
      quantity: 1,
    }))
  }
  const shelf = units + random.between(10, 40)
  const kept = random.between(4, 16) * 12
  if (item.tracking === 'none') {
    return [
      { sku, location: face.code, quantity: shelf },
      { sku, location: reserve.code, quantity: kept },
    ]
  }
  const fresh: StockInput = {
    sku,
    location: reserve.code,
    lot: `L${2500 + (index % 90)}`,
    expiresOn: day(now, random.between(420, 720)),
    quantity: kept,
  }
  return [...lotStock(random, sku, face.code, shelf, index, now), fresh]
}

function demoStock(
  random: Random,
  goods: readonly DemoItem[],
  locations: readonly LocationInput[],
  orders: readonly OrderInput[],
  now: number,
): StockInput[] {
  const wanted = demand(
    orders,
    goods.map(({ item }) => item),
  )
  const faces = pickFaces(locations, goods.length)
  const reserves = locations.filter((location) => location.kind === 'reserve')
  return goods.flatMap(({ item }, index) => {
    const face = faces[index]
    const reserve = reserves[index]
    if (face === undefined || reserve === undefined)
      throw new RangeError('the demo warehouse is too small for its goods')
    return itemStock(random, item, face, reserve, wanted.get(item.sku) ?? 0, index, now)
  })
}

/**
 * The demo warehouse of a seed: 500 items, 2,688 locations, stock for every order and more in reserve, 400 orders of the
 * three days before `now` (UTC milliseconds), 8 operators, 40 totes, 6 carton types, 5 carriers. The same seed and `now`
 * give the same warehouse; all names, addresses and numbers are invented.
 */
export function demoWarehouse(seed: number, now: number): DemoWarehouse {
  const numbers = random(seed)
  const goods = demoItems(numbers)
  const locations = demoLocations()
  const orders = demoOrders(numbers, goods, now)
  return {
    site: DEMO_SITE,
    items: goods.map(({ item }) => item),
    locations,
    stock: demoStock(numbers, goods, locations, orders, now),
    operators: [...DEMO_OPERATORS],
    totes: [...DEMO_TOTES],
    cartonTypes: [...DEMO_CARTON_TYPES],
    carriers: [...DEMO_CARRIERS],
    orders,
  }
}

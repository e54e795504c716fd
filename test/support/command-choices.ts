import { Policies } from '../../domain/policies.ts'
import type { Random } from './random.ts'
import { serviceBook } from './service-books.ts'

/** What choices are made from: the tables as they stand, chance, and a counter for what has to be new. */
export type World = {
  random: Random
  /** True when the command may ask for what is not possible now. */
  wild: boolean
  rows<T = Record<string, string | number | null>>(sql: string, ...values: (string | number)[]): T[]
  next(): number
}
/** Makes the arguments of one command; null when there is nothing to ask it of. */
export type Choice = { type: string; weight: number; make(world: World): unknown }

const PICKABLE = ['authorized', 'paid', 'cod']
const SKUS = ['A1', 'A2', 'A3', 'A4', 'LOT', 'SER']
const LOCATIONS = ['A-01', 'A-02', 'B-01', 'B-02']

/** Days of pre-orders: long past, and not in the time of any test. */
const DAYS = ['2020-01-01', '2099-01-01']

type Found = Record<string, string | number | null>

/** One row: of those that `where` leaves when the command is to be possible, of all when it may be wild. */
function one(world: World, table: string, where: string): Found | null {
  const found = world.rows(`SELECT * FROM "${table}"${world.wild ? '' : ` WHERE ${where}`} ORDER BY id`)
  return found.length === 0 ? null : world.random.pick(found)
}

/** Arguments about one row, or null when there is none. */
function about(table: string, where: string, make: (row: Found, world: World) => unknown) {
  return (world: World): unknown => {
    const row = one(world, table, where)
    return row === null ? null : make(row, world)
  }
}

/** A file's order; one with the same number again says something else, or the same. */
function order(world: World): object {
  const { random } = world
  const number = random.once(5) ? random.below(12) : 100 + world.next()
  const count = 1 + random.below(3)
  const lines = Array.from({ length: count }, (_, at) => ({
    externalId: String(at + 1),
    sku: random.once(8) ? 'UNKNOWN' : random.pick(SKUS),
    name: `상품 ${at}`,
    quantity: 1 + random.below(4),
    fulfilled: random.once(12) ? 1 : 0,
    priceMinor: 1_000,
    requiresShipping: !random.once(12),
    ...(random.once(12) ? { availableFrom: random.pick(DAYS) } : {}),
  }))
  const names = ['김하늘', '이서준', 'Ann "A" Lee', '박😀', '\ue000끝']
  return {
    channel: random.pick(['shopify', '스토어']),
    externalId: String(number),
    number: `#${number}`,
    orderedAt: 1_760_000_000_000 + number,
    payment: random.once(8) ? 'pending' : 'paid',
    paymentMethod: 'card',
    currency: 'KRW',
    totalMinor: 1_000 * count,
    shippingMethod: '택배',
    customerName: random.pick(names),
    customerPhone: '010-1234-5678',
    shipTo: {
      name: random.pick(names),
      phone: `010-0000-${1_000 + random.below(20)}`,
      country: 'KR',
      postcode: '04524',
      province: '서울',
      city: '중구',
      line1: '세종대로 110',
      line2: '',
    },
    note: random.once(4) ? '문 앞에' : '',
    priority: random.pick([0, 5, 5, 5]),
    ...(random.once(12) ? { availableFrom: random.pick(DAYS) } : {}),
    ...(random.once(6) ? { allOrNothing: random.once(2) } : {}),
    ...(random.once(3) ? { shipBy: 1_770_000_000_000 + random.below(5) } : {}),
    lines,
    contentHash: `h${random.once(4) ? 1 : world.next()}`,
  }
}

const stock = (world: World) => {
  const sku = world.random.pick(SKUS)
  const location = world.random.once(15) ? 'NOWHERE' : world.random.pick(LOCATIONS)
  if (sku === 'SER') return { sku, location, serial: `SN-${world.random.below(30)}`, quantity: 1 }
  const lot = sku === 'LOT' ? { lot: `L${world.random.below(3)}`, expiresOn: '2027-01-31' } : {}
  return { sku, location, ...lot, quantity: world.random.once(6) ? 0 : 5 + world.random.below(40) }
}

/** What a site may decide about releases; everything else stays as it is by default. */
function policies(random: Random): Policies {
  return Policies.parse({
    allOrNothing: random.once(2),
    release: {
      toleratedHolds: random.once(3) ? ['확인'] : [],
      aheadDays: random.once(4) ? random.below(3) : null,
      turn: random.pick(['ship-by', 'cut-off', 'oldest']),
      overtaking: !random.once(3),
      keepForPreOrders: !random.once(3),
      backorders: random.once(4) ? 'by-hand' : 'automatic',
      workingDays: random.pick([[1, 2, 3, 4, 5], [6], [1, 2, 3, 4, 5, 6, 7]]),
      collections: random.once(2) ? [{ carrier: 'CJ', weekdays: [1, 3], at: '17:00' }] : [],
    },
    stockChoice: {
      prefer: random.pick(['fewest-locations', 'closest', 'fifo']),
      minShelfDays: random.once(4) ? 30 : 0,
    },
  })
}

const OFFICE: Choice[] = [
  {
    type: 'orders.import',
    weight: 8,
    make: (world) => ({
      orders: Array.from({ length: 1 + world.random.below(4) }, () => order(world)),
      pickablePayments: PICKABLE,
    }),
  },
  {
    type: 'orders.release',
    weight: 14,
    make: about('order', `state IN ('ready', 'backordered')`, (row, { random }) => ({
      orderId: row.id,
      pickablePayments: PICKABLE,
      allOrNothing: random.once(2),
    })),
  },
  {
    type: 'orders.release-waiting',
    weight: 3,
    make: (world) => {
      const waiting = world.rows<{ id: string }>(
        `SELECT id FROM "order" ${world.wild ? '' : `WHERE state = 'backordered'`} ORDER BY priority DESC, id LIMIT 5`,
      )
      return waiting.length === 0 ? null : { orderIds: waiting.map(({ id }) => id) }
    },
  },
  { type: 'site.save-policies', weight: 1, make: ({ random }) => ({ policies: policies(random) }) },
  {
    type: 'orders.hold',
    weight: 1,
    make: about('order', `state IN ('ready', 'released')`, (row) => ({ orderId: row.id, reason: '확인' })),
  },
  {
    type: 'orders.unhold',
    weight: 2,
    make: about('order', `state = 'on_hold'`, (row) => ({ orderId: row.id, pickablePayments: PICKABLE })),
  },
  {
    type: 'orders.cancel',
    weight: 1,
    make: about('order', `state IN ('ready', 'released', 'on_hold')`, (row) => ({ orderId: row.id, reason: '고객' })),
  },
  {
    type: 'orders.match-line',
    weight: 2,
    make: about('order_line', 'item_id IS NULL', (row, world) => {
      const item = one(world, 'item', '1 = 1')
      return item === null
        ? null
        : { orderLineId: row.id, itemId: item.id, remember: world.random.once(3), pickablePayments: PICKABLE }
    }),
  },
  {
    type: 'orders.rematch',
    weight: 3,
    make: about('order', `state = 'needs_match'`, (row) => ({ orderId: row.id, pickablePayments: PICKABLE })),
  },
  {
    type: 'orders.resolve-difference',
    weight: 2,
    make: about('order_difference', `state = 'open'`, (row, { random }) => ({
      differenceId: row.id,
      take: random.once(2),
      pickablePayments: PICKABLE,
    })),
  },
  {
    type: 'stock.import',
    weight: 3,
    make: (world) => ({ stock: Array.from({ length: 1 + world.random.below(4) }, () => stock(world)) }),
  },
  {
    type: 'items.import',
    weight: 1,
    make: ({ random }) => ({
      items: [item(random.once(2) ? 'UNKNOWN' : random.pick(SKUS), `이름 ${random.below(9)}`)],
    }),
  },
  {
    type: 'locations.import',
    weight: 1,
    make: ({ random }) => ({ locations: [location(random.pick(LOCATIONS), random.pick(['A', 'B', 'C']))] }),
  },
  {
    type: 'totes.import',
    weight: 1,
    make: ({ random }) => ({ totes: [{ code: `T-${random.below(14)}`, name: `토트 ${random.below(5)}` }] }),
  },
]

const PICKING: Choice[] = [
  {
    type: 'picking.claim-work',
    weight: 6,
    make: (world) => {
      const orders = world.rows<{ id: string }>(
        `SELECT id FROM "order" ${world.wild ? '' : `WHERE state = 'released'`} ORDER BY id LIMIT 8`,
      )
      const orderIds = orders.map(({ id }) => id)
      const [planned] = world.rows(`SELECT id FROM pick_task WHERE state = 'open' LIMIT 1`)
      return orderIds.length === 0 && planned === undefined
        ? null
        : { number: `P-${world.next()}`, orderIds, limit: 1 + world.random.below(3) }
    },
  },
  {
    type: 'picking.assign-tote',
    weight: 20,
    make: about('pick_slot', `tote_id IS NULL AND ${sortedAt('tote')}`, (row, world) => {
      // One that was handed over for the order is shown; only the careless take another.
      const [handed] = world.rows<Found>(
        'SELECT * FROM tote WHERE order_id = ? AND pick_task_id = ? ORDER BY id',
        ...[row.order_id as string, row.pick_task_id as string],
      )
      const tote = (world.wild ? undefined : handed) ?? one(world, 'tote', `state IN ('empty', 'emptied')`)
      return tote === null ? null : { slotId: row.id, toteId: tote.id }
    }),
  },
  {
    type: 'picking.add-tote',
    weight: 12,
    make: about('pick_task', `sorted_at = 'bench' AND state = 'claimed'`, (row, world) => {
      const tote = one(world, 'tote', `state IN ('empty', 'emptied')`)
      return tote === null ? null : { taskId: row.id, toteId: tote.id }
    }),
  },
  { type: 'picking.collect-units', weight: 24, make: collectUnits },
  {
    type: 'picking.take-back-units',
    weight: 1,
    make: about('pick_line', `picked > 0 AND ${sortedAt('bench')}`, (row) => ({
      lines: [{ pickLineId: row.id, quantity: 1 }],
    })),
  },
  {
    type: 'picking.short-stop',
    weight: 2,
    make: (world) => {
      const stop = openStop(world)
      const reason = world.random.pick(['short', 'nothing-there', 'damaged'])
      return stop === null ? null : { lines: stop.map(({ id }) => ({ pickLineId: id })), reason }
    },
  },
  {
    type: 'picking.skip-stop',
    weight: 1,
    make: (world) => {
      const stop = openStop(world)
      return stop === null ? null : { lines: stop.map(({ id }) => ({ pickLineId: id })) }
    },
  },
  { type: 'picking.confirm-pick', weight: 30, make: confirmPick },
  {
    type: 'picking.short-pick',
    weight: 3,
    make: about('pick_line', `state = 'open'`, (row, { random }) => ({
      pickLineId: row.id,
      reason: random.pick(['short', 'nothing-there', 'damaged', 'wrong-lot', 'expired']),
    })),
  },
  {
    type: 'picking.skip-line',
    weight: 1,
    make: about('pick_line', `state = 'open'`, (row) => ({ pickLineId: row.id })),
  },
  {
    type: 'picking.undo-pick',
    weight: 1,
    make: about('pick_line', 'picked > 0', (row) => ({ pickLineId: row.id, quantity: 1, serials: [] })),
  },
  {
    type: 'picking.drop-off',
    weight: 10,
    make: about(
      'pick_task',
      `state = 'started' AND NOT EXISTS (SELECT 1 FROM pick_line WHERE pick_line.pick_task_id = pick_task.id AND pick_line.state = 'open')`,
      (row) => ({ taskId: row.id }),
    ),
  },
  { type: 'claims.return', weight: 1, make: about('pick_task', `state = 'claimed'`, (row) => ({ taskId: row.id })) },
  { type: 'claims.revoke', weight: 1, make: about('pick_task', `state = 'started'`, (row) => ({ taskId: row.id })) },
]

const PLANNING: Choice[] = [
  { type: 'waves.release', weight: 3, make: releaseWave },
  { type: 'waves.cancel', weight: 1, make: about('wave', `state = 'released'`, (row) => ({ waveId: row.id })) },
  { type: 'floor-plan.save', weight: 1, make: ({ random }) => floorPlan(random) },
  { type: 'services.save', weight: 1, make: saveServices },
]

/** A floor with an aisle or two, or none. */
function floorPlan(random: Random): unknown {
  const aisle = (number: number) => ({
    id: `A/${number}`,
    xMm: number * 3_000,
    fromYMm: 0,
    toYMm: 9_000,
    sides: 'both',
  })
  const layout = {
    aisles: random.once(2) ? [aisle(0)] : [aisle(0), aisle(random.once(5) ? 0 : 1)],
    crossAisles: [0, 9_000].map((yMm) => ({ id: String(yMm), yMm, spans: [{ fromXMm: 0, toXMm: 3_000 }] })),
    depot: { crossAisle: '0', xMm: 0 },
  }
  return {
    plan: random.once(5) ? null : { layout, isTurned: random.once(4) },
    source: random.once(2) ? 'kept' : 'derived',
  }
}

/** A new version of the services, or one after a version that is none; now and then none at all, or of an unknown carrier. */
function saveServices(world: World): unknown {
  const { random } = world
  const [newest] = world.rows<{ version: number }>('SELECT version FROM service_book ORDER BY version DESC LIMIT 1')
  const services = ['STD', 'EXP'].slice(0, 1 + random.below(2)).map((code) => ({
    code,
    carrierCode: random.once(8) ? 'NONE' : random.pick(['CJ', 'HJ']),
    priceMinor: 1_000 + random.below(5) * 500,
    ...(random.once(4) ? { limits: { grams: 400 } } : {}),
  }))
  const rules = random.once(3) ? [{ id: 'no-cj', when: { carriers: ['CJ'] }, effect: { kind: 'forbid' } }] : []
  return {
    after: random.once(6) ? random.below(5) : (newest?.version ?? 0),
    book: random.once(2) ? null : serviceBook({ services, rules }),
  }
}

/** What a station would close a carton with: mostly a service that is there. */
function chosenService(world: World): unknown {
  const { random } = world
  const [newest] = world.rows<{ version: number; body: string | null }>(
    'SELECT version, body FROM service_book WHERE is_newest = 1',
  )
  if (newest?.body == null || (world.wild && random.once(4))) return null
  const { services } = JSON.parse(newest.body) as { services: { code: string }[] }
  return {
    version: newest.version,
    code: random.pick(services).code,
    priceMinor: 3_000,
    shipDate: '2026-11-23',
    deliverBy: '2026-11-24',
  }
}

function releaseWave(world: World): unknown {
  const { random } = world
  const orders = world.rows<{ id: string }>(
    `SELECT id FROM "order" ${world.wild ? '' : `WHERE state = 'released'`} ORDER BY priority, id LIMIT 12`,
  )
  if (orders.length === 0) return null
  const places = world.rows<{ id: string; zone: string }>('SELECT id, zone FROM location ORDER BY id')
  const size = 1 + random.below(3)
  const batches = Array.from({ length: 1 + random.below(3) }, (_, at) => ({
    orderIds: orders.slice(at * size, (at + 1) * size).map(({ id }) => id),
    locationIds: places.filter(() => !random.once(3)).map(({ id }) => id),
    zone: random.once(3) ? 'A' : null,
    distanceMm: random.once(4) ? null : random.below(100_000),
    baselineMm: random.once(4) ? null : random.below(100_000),
    // In every other batch the cart is handed over from zone to zone; of zone C the plan knows nothing.
    ...(at % 2 === 0
      ? random.once(2)
        ? { sortedAt: 'bench' }
        : {}
      : { parts: ['B', 'A'].map((zone) => part(zone, places)) }),
  })).filter(({ orderIds }) => orderIds.length > 0)
  if (batches.length === 0) return null
  const earlier = random.once(3) ? one(world, 'wave', `state = 'released'`) : null
  return { waveId: earlier?.id ?? null, strategy: 'cluster', plannedAt: 1, batches }
}

/** Rows with a `pick_task_id` whose task is sorted there. */
function sortedAt(where: 'tote' | 'bench'): string {
  return `pick_task_id IN (SELECT id FROM pick_task WHERE sorted_at = '${where}')`
}

/** Open lines of one task at one place, that are collected together. */
function openStop(world: World): Found[] | null {
  const line = one(world, 'pick_line', `state = 'open' AND ${sortedAt('bench')}`)
  return line === null
    ? null
    : world.rows<Found>(
        `SELECT * FROM pick_line WHERE pick_task_id = ? AND stock_id = ? AND state = 'open' ORDER BY id`,
        line.pick_task_id as string,
        line.stock_id as string,
      )
}

function collectUnits(world: World): unknown {
  const stop = openStop(world) ?? []
  const [first] = stop
  if (first === undefined) return null
  const own = world.rows<{ id: string }>(
    'SELECT id FROM tote WHERE pick_task_id = ? ORDER BY id',
    first.pick_task_id as string,
  )
  const free = one(world, 'tote', `state IN ('empty', 'emptied')`)
  const tote = own.length === 0 || world.random.once(6) ? free : world.random.pick(own)
  const lines = stop.slice(0, 1 + world.random.below(stop.length)).map((line) => ({
    pickLineId: line.id,
    quantity: Math.max(1, Number(line.quantity) - Number(line.picked) - Number(line.short) - world.random.below(2)),
  }))
  return tote === null ? null : { toteId: tote.id, lines, scans: [{ at: 1, code: '바코드', kind: 'item' }] }
}

function part(zone: string, places: readonly { id: string; zone: string }[]) {
  const locationIds = places.filter((place) => place.zone === zone).map(({ id }) => id)
  return { zone, locationIds, distanceMm: 20_000, baselineMm: null }
}

function confirmPick(world: World): unknown {
  const line = one(
    world,
    'pick_line',
    `state = 'open' AND EXISTS (SELECT 1 FROM tote WHERE tote.order_id = pick_line.order_id)`,
  )
  if (line === null) return null
  const own = world.rows<{ id: string }>('SELECT id FROM tote WHERE order_id = ? ORDER BY id', line.order_id as string)
  const tote = world.wild || own.length === 0 ? one(world, 'tote', '1 = 1') : world.random.pick(own)
  const left = Number(line.quantity) - Number(line.picked) - Number(line.short)
  const serial = world.random.once(3) ? `SN-${world.random.below(30)}` : String(line.serial)
  return {
    pickLineId: line.id,
    quantity: world.wild ? 1 + world.random.below(5) : Math.max(1, left - world.random.below(left)),
    toteId: tote?.id,
    serials: line.serial === '' ? [] : [serial],
    scans: [{ at: 1, code: '바코드', kind: 'item' }],
  }
}

const PACKING: Choice[] = [
  {
    type: 'packing.open-order',
    weight: 12,
    make: about('tote', `state = 'at_bench'`, (row, { random, rows }) => {
      const waiting = rows<{ order_id: string }>(
        'SELECT order_id FROM pick_slot WHERE pick_task_id = ? AND tote_id IS NOT NULL ORDER BY id',
        row.pick_task_id ?? '',
      )
      const orderId = row.order_id === null && waiting.length > 0 ? random.pick(waiting).order_id : undefined
      return { toteId: row.id, takeOver: random.once(3), ...(orderId === undefined ? {} : { orderId }) }
    }),
  },
  {
    type: 'packing.park-order',
    weight: 1,
    make: about('pack_session', `state = 'open'`, (row) => ({ packSessionId: row.id })),
  },
  { type: 'packing.see-note', weight: 1, make: about('order', `note <> ''`, (row) => ({ orderId: row.id })) },
  {
    type: 'packing.open-carton',
    weight: 12,
    make: about('pack_session', `state = 'open'`, (row, world) => ({
      packSessionId: row.id,
      cartonTypeId: one(world, 'carton_type', '1 = 1')?.id ?? '',
    })),
  },
  { type: 'packing.pack-unit', weight: 24, make: packUnit },
  {
    type: 'packing.unpack-unit',
    weight: 1,
    make: about('carton_line', '1 = 1', (row) => ({ cartonLineId: row.id, quantity: 1 })),
  },
  {
    type: 'packing.close-carton',
    weight: 12,
    make: about('carton', `state = 'open'`, (row, world) => ({
      cartonId: row.id,
      weightGrams: world.random.once(3) ? 500 : null,
      // Now and then a number that another carton has: a unique index refuses it.
      code: world.random.once(3) ? '880000000000000001' : `88${String(world.next()).padStart(16, '0')}`,
      codeKind: 'sscc',
      service: chosenService(world),
    })),
  },
  {
    type: 'packing.change-service',
    weight: 3,
    make: (world) => {
      const carton = one(world, 'carton', `state = 'closed'`)
      const service = chosenService(world)
      return carton === null || service === null ? null : { cartonId: carton.id, service }
    },
  },
  {
    type: 'packing.undo-carton',
    weight: 1,
    make: about('carton', `state = 'closed'`, (row) => ({ cartonId: row.id })),
  },
  {
    type: 'packing.label-carton',
    weight: 12,
    make: about('carton', `state = 'closed'`, (row) => ({ cartonId: row.id, printJobId: 'p' })),
  },
  {
    type: 'packing.finish-order',
    weight: 8,
    make: about('pack_session', `state = 'open'`, (row, { random }) => ({
      packSessionId: row.id,
      partial: random.once(3),
    })),
  },
]

function packUnit(world: World): unknown {
  const carton = one(world, 'carton', `state = 'open'`)
  if (carton === null) return null
  const lines = world.rows<Found>(
    `SELECT * FROM order_line WHERE order_id = ?${world.wild ? '' : ' AND packed < picked'} ORDER BY id`,
    carton.order_id as string,
  )
  if (lines.length === 0) return null
  const line = world.random.pick(lines)
  const picked = world.rows<{ serials: string }>(
    'SELECT serials FROM pick_line WHERE order_line_id = ? ORDER BY id',
    line.id as string,
  )
  const serials = picked.flatMap((row) => JSON.parse(row.serials) as string[])
  return {
    cartonId: carton.id,
    orderLineId: line.id,
    quantity: serials.length > 0 ? 1 : Math.max(1, Number(line.picked) - Number(line.packed) - world.random.below(2)),
    lot: '',
    serial: serials.length === 0 ? '' : world.random.pick(serials),
    scans: [],
  }
}

const SHIPPING: Choice[] = [
  {
    type: 'shipping.assign-tracking',
    weight: 10,
    make: about('carton', `state = 'labelled' AND tracking_number IS NULL`, (row, world) => ({
      cartonId: row.id,
      carrierCode: world.random.pick(['CJ', 'HJ']),
      trackingNumber: world.random.once(8) ? '100000000001' : String(200_000_000_000 + world.next()),
    })),
  },
  { type: 'shipping.dispatch', weight: 8, make: about('order', `state = 'packed'`, (row) => ({ orderId: row.id })) },
  {
    type: 'numbers.take-block',
    weight: 1,
    make: ({ random }) => ({ series: random.pick(['carton', 'sscc.8801234']), size: 1 + random.below(100) }),
  },
]

/** Every command that a stream may hold, with how often it is tried. */
export const CHOICES: readonly Choice[] = [...OFFICE, ...PLANNING, ...PICKING, ...PACKING, ...SHIPPING]

/** The commands that a new site begins with. */
export const FIRST_COMMANDS: readonly { type: string; args: unknown }[] = [
  {
    type: 'site.save',
    args: {
      name: '시험 사업장',
      timeZone: 'Asia/Seoul',
      currency: 'KRW',
      labelLanguage: 'ko',
      senderName: '바로',
      senderPhone: '',
      senderPostcode: '04524',
      senderLine1: '세종대로 1',
      senderLine2: '',
      gs1Prefix: '8801234',
    },
  },
  { type: 'items.import', args: { items: SKUS.map((sku) => item(sku, `상품 ${sku}`)) } },
  { type: 'locations.import', args: { locations: LOCATIONS.map((code) => location(code, code.slice(0, 1))) } },
  {
    type: 'totes.import',
    args: { totes: Array.from({ length: 10 }, (_, at) => ({ code: `T-${at}`, name: `토트 ${at}` })) },
  },
  { type: 'carton-types.import', args: { cartonTypes: [cartonType('S', 250), cartonType('L', 500)] } },
  {
    type: 'carriers.import',
    args: {
      carriers: [
        { code: 'CJ', name: 'CJ' },
        { code: 'HJ', name: '한진' },
      ],
    },
  },
  {
    type: 'stock.import',
    args: {
      stock: [
        ...['A1', 'A2', 'A3', 'A4'].flatMap((sku) => LOCATIONS.map((location) => ({ sku, location, quantity: 60 }))),
        { sku: 'LOT', location: 'A-01', lot: 'L1', expiresOn: '2099-01-31', quantity: 40 },
        { sku: 'LOT', location: 'B-01', lot: 'L2', expiresOn: '2026-12-31', quantity: 40 },
        ...Array.from({ length: 20 }, (_, at) => ({ sku: 'SER', location: 'A-02', serial: `SN-${at}`, quantity: 1 })),
      ],
    },
  },
]

function item(sku: string, name: string) {
  return {
    sku,
    name,
    barcodes: [{ code: `BC-${sku}`, units: 1 }],
    tracking: sku === 'LOT' ? 'lot' : sku === 'SER' ? 'serial' : 'none',
    fragile: false,
  }
}

function location(code: string, zone: string) {
  const place = { xMm: code.startsWith('A') ? 0 : 3_000, yMm: 2_000 * Number(code.slice(-1)) }
  return { code, zone, aisle: code.slice(-2), bay: '1', level: '1', position: '1', kind: 'pick', ...place }
}

function cartonType(code: string, size: number) {
  return {
    code,
    name: `상자 ${code}`,
    innerLengthMm: size,
    innerWidthMm: size,
    innerHeightMm: size,
    tareGrams: 100,
    maxGrams: 20_000,
  }
}

import type { CartonPlanView } from '../../contract/station/packing.ts'
import type { Row } from '../../db/tables.ts'
import { present } from '../../domain/assert.ts'
import { cartonTypeOf, goodsOf } from '../../domain/carton-goods.ts'
import type { StationCore } from '../core.ts'
import type { Sessions } from '../sessions/sessions.ts'
import { type CartonAnswer, type CartonTask, keepNewest } from './carton-planner.ts'
import { type Cartonizer, openCartonizer } from './run-cartonizer.ts'

/** The cartons for what is at each bench, worked out beside the station's thread. */
export type CartonDesk = {
  /** The plan for the order on the bench of a session. Throws NOT_SIGNED_IN. */
  plan(sessionId: string): Promise<CartonPlanView>
  /** The code of the carton type that the last plan of a pack session says for now; null where there is none. */
  plannedType(packSessionId: string, cartonId: string | null): string | null
  close(): Promise<void>
}

/** What stands at a bench, as its rows. */
type BenchRows = {
  orderId: string
  packSessionId: string
  /** Everything that is in no closed carton, with how many units of it. */
  items: { item: Row<'item'>; quantity: number }[]
  types: Row<'carton_type'>[]
  open: { carton: Row<'carton'>; type: Row<'carton_type'>; unitIds: string[] } | null
  /** The number of the open carton, or of the next one. */
  number: number
  /** How many cartons of the order are closed. */
  closed: number
}

type Known = { key: string; view: Promise<CartonPlanView>; said: CartonPlanView | null }

const MOST_SESSIONS = 50
const NONE: CartonPlanView = { kind: 'none' }

/** Opens the desk; the same content of a bench is asked for once. */
export function openCartonDesk(
  core: StationCore,
  sessions: Sessions,
  cartonizer: Cartonizer = openCartonizer(),
): CartonDesk {
  const read = benchReader(core)
  const known = new Map<string, Known>()

  const ask = async (task: CartonTask, rows: BenchRows): Promise<CartonPlanView> => {
    try {
      const answer = await cartonizer.plan(task)
      if (answer.kind === 'unsound')
        core.platform.log({ level: 'error', event: 'carton-plan-unsound', orderId: rows.orderId, ...answer })
      return viewOf(answer, rows)
    } catch (error) {
      core.platform.log({ level: 'error', event: 'carton-plan-failed', orderId: rows.orderId, error: String(error) })
      return byVolume(rows, 'failed', [])
    }
  }
  return {
    plan: async (sessionId) => {
      const { operator } = core.require(sessionId)
      cartonizer.warm()
      const { packSessionId } = sessions.load(sessionId).state.pack
      const rows = packSessionId === null ? null : read(packSessionId, operator.id)
      if (rows === null || rows.items.length === 0) return NONE
      const unmeasured = rows.items.filter(({ item }) => lackOf(item) !== null)
      if (unmeasured.length > 0) return byVolume(rows, 'unmeasured', unmeasured)
      const task = taskOf(rows)
      const key = JSON.stringify([task, rows.number, rows.closed])
      const before = known.get(rows.packSessionId)
      if (before?.key === key) return before.view
      const entry: Known = { key, view: ask(task, rows), said: null }
      keepNewest(known, rows.packSessionId, entry, MOST_SESSIONS)
      const view = await entry.view
      entry.said = view
      // What failed once may go the next time.
      if (view.kind === 'by-volume' && view.reason === 'failed') known.delete(rows.packSessionId)
      return view
    },
    plannedType: (packSessionId, cartonId) => {
      const entry = known.get(packSessionId)
      const plan = entry?.said
      if (plan?.kind !== 'planned') return null
      const [first] = plan.cartons
      if (cartonId !== null) return first?.isSuggested === true ? first.typeCode : plan.suggestedCode
      // The one that was open is closed now, or was taken apart; the next answer knows.
      return plan.cartons.find(({ isOpen }) => !isOpen)?.typeCode ?? plan.suggestedCode
    },
    close: () => cartonizer.close(),
  }
}

/** Reads a bench without waiting for those who write. */
function benchReader(core: StationCore): (packSessionId: string, operatorId: string) => BenchRows | null {
  const { reader } = core.store
  const session = reader.prepare(`SELECT * FROM pack_session WHERE id = ? AND state = 'open' AND operator_id = ?`)
  const lines = reader.prepare(
    `SELECT item_id AS id, picked - packed AS quantity FROM order_line
     WHERE order_id = ? AND item_id IS NOT NULL AND picked > packed`,
  )
  const cartons = reader.prepare('SELECT * FROM carton WHERE order_id = ? ORDER BY number')
  const inside = reader.prepare('SELECT item_id AS id, quantity FROM carton_line WHERE carton_id = ? ORDER BY id')
  const items = reader.prepare('SELECT * FROM item WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id')
  const types = reader.prepare('SELECT * FROM carton_type ORDER BY code')
  return (packSessionId, operatorId) => {
    const found = session.get(packSessionId, operatorId) as Row<'pack_session'> | undefined
    if (found === undefined) return null
    const all = cartons.all(found.order_id) as Row<'carton'>[]
    const carton = all.find(({ state }) => state === 'open') ?? null
    const put = carton === null ? [] : (inside.all(carton.id) as Units[])
    const quantities = new Map<string, number>()
    for (const { id, quantity } of [...put, ...(lines.all(found.order_id) as Units[])])
      quantities.set(id, (quantities.get(id) ?? 0) + quantity)
    const rows = items.all(JSON.stringify([...quantities.keys()])) as Row<'item'>[]
    const every = types.all() as Row<'carton_type'>[]
    const type = carton === null ? undefined : every.find(({ id }) => id === carton.carton_type_id)
    const unitIds = put.flatMap(({ id, quantity }) => Array.from({ length: quantity }, () => id))
    return {
      orderId: found.order_id,
      packSessionId,
      items: rows.map((item) => ({ item, quantity: quantities.get(item.id) ?? 0 })),
      types: every.filter(({ active }) => active === 1),
      open: carton === null ? null : { carton, type: present(type, 'carton types are never removed'), unitIds },
      number: carton?.number ?? (all.at(-1)?.number ?? 0) + 1,
      closed: all.filter(({ state }) => state !== 'open' && state !== 'undone').length,
    }
  }
}

type Units = { id: string; quantity: number }

function taskOf({ packSessionId, items, types, open }: BenchRows): CartonTask {
  return {
    packSessionId,
    goods: {
      items: items.map(({ item, quantity }) => goodsOf(item, quantity)),
      types: types.map(cartonTypeOf),
      open: open === null ? null : { type: cartonTypeOf(open.type), unitIds: open.unitIds },
    },
  }
}

type ByVolume = Extract<CartonPlanView, { kind: 'by-volume' }>

/** What nobody measured of an item; null when all is known. */
function lackOf(item: Row<'item'>): ByVolume['items'][number]['lacks'] {
  const hasSize = item.length_mm !== null && item.width_mm !== null && item.height_mm !== null
  if (hasSize) return item.weight_grams === null ? 'weight' : null
  return item.weight_grams === null ? 'both' : 'size'
}

function byVolume(rows: BenchRows, reason: ByVolume['reason'], items: readonly { item: Row<'item'> }[]): ByVolume {
  const named = items.map(({ item }) => ({ id: item.id, name: item.name, sku: item.sku, lacks: lackOf(item) }))
  return { kind: 'by-volume', orderId: rows.orderId, reason, items: named }
}

function viewOf(answer: CartonAnswer, rows: BenchRows): CartonPlanView {
  if (answer.kind === 'leftOver') {
    const left = new Set(answer.leftOver.map(({ itemId }) => itemId))
    const isLarge = answer.leftOver.some(({ reason }) => reason === 'tooLarge' || reason === 'tooHeavy')
    const items = rows.items.filter(({ item }) => left.has(item.id))
    return isLarge ? byVolume(rows, 'too-large', items) : byVolume(rows, 'failed', [])
  }
  if (answer.kind !== 'planned')
    return byVolume(
      rows,
      answer.kind === 'asPacked' ? 'as-packed' : answer.kind === 'tooMany' ? 'too-many' : 'failed',
      [],
    )
  const every = rows.open === null ? rows.types : [...rows.types, rows.open.type]
  const typeOf = (id: string): Row<'carton_type'> =>
    present(
      every.find((type) => type.id === id),
      'plans have types they were given',
    )
  const names = new Map(rows.items.map(({ item }) => [item.id, item.name]))
  const ids = [...names.keys()]
  return {
    kind: 'planned',
    orderId: rows.orderId,
    suggestedCode: typeOf(answer.suggestedTypeId).code,
    total: rows.number === rows.closed + 1 ? rows.closed + answer.cartons.length : null,
    cartons: answer.cartons.map(({ typeId, isSuggested, units }, index) => {
      const type = typeOf(typeId)
      return {
        number: rows.number + index,
        typeCode: type.code,
        typeName: type.name,
        innerLengthMm: type.inner_length_mm,
        innerWidthMm: type.inner_width_mm,
        innerHeightMm: type.inner_height_mm,
        isOpen: index === 0 && rows.open !== null,
        isSuggested,
        units: units.map(({ itemId, quantity }) => ({ name: names.get(itemId) ?? '', quantity })),
      }
    }),
    items: rows.items.map(({ item: { id, name, sku } }) => ({ id, name, sku })),
    placements: answer.first.map(({ itemId, ...placement }) => ({ ...placement, item: ids.indexOf(itemId) })),
  }
}

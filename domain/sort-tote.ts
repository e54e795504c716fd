import type { Meaning } from './meaning.ts'
import { FRESH_PACK, type PackOutcome, type PackProgress, type PackRequest, type UnitsInHand } from './pack.ts'
import { compareUrgency, type Urgency } from './urgency.ts'

/** Units of an order line that lie in a shared tote and in no carton yet. */
export type WaitingLine = {
  id: string
  itemId: string
  itemName: string
  tracking: 'none' | 'lot' | 'serial'
  /** Lots of which more was picked for it than lies in cartons; empty when the item has none. */
  lots: string[]
  /** Serials that were picked for it and lie in no carton yet. */
  serials: string[]
  left: number
}

/** An order that waits in the shared totes of a task. */
export type WaitingOrder = Urgency & {
  /** True when it is counted to the tote on the bench, not to another one of the same task. */
  isHere: boolean
  packer: 'nobody' | 'me' | 'other'
  /** Who packs it, where it is somebody else. */
  packerName: string
  /** True once something of it lies in a carton, or a carton was opened for it. */
  isBegun: boolean
  /** True while a carton of it is open, at this bench or at another one. */
  hasOpenCarton: boolean
  /** True while a person has to settle something about it. */
  isBlocked: boolean
  lines: WaitingLine[]
}

/** A tote on the bench that several orders share, with what waits in it and in the other totes of its task. */
export type SharedTote = {
  toteId: string
  taskId: string
  toteName: string
  /** The other totes of its task that stand at the benches. */
  otherTotes: { id: string; name: string }[]
  orders: WaitingOrder[]
  /** Units in the totes whose orders do not want them any more. */
  leftOver: { itemName: string; units: number }[]
}

/** What was scanned of a shared tote. */
export type WantedUnits = { itemId: string; units: number; lot: string | null; serial: string | null }

/** For which order units are, or why for none. */
export type OrderChoice =
  | { kind: 'found'; order: WaitingOrder; inHand: UnitsInHand }
  | { kind: 'ask-lot'; lots: string[] }
  | { kind: 'ask-serial' }
  | { kind: 'blocked'; order: WaitingOrder }
  | { kind: 'elsewhere'; order: WaitingOrder }
  | { kind: 'too-many'; units: number }
  | { kind: 'wrong-lot'; lots: string[] }
  | { kind: 'none' }

/**
 * The most urgent order that waits for units: those counted to this tote before those of the task's other totes. What
 * somebody else packs is chosen only by one who `takesOver`, and last. Goods of several lots need theirs, and goods with
 * serial numbers theirs, because it belongs to one order.
 */
export function chooseOrder(orders: readonly WaitingOrder[], wanted: WantedUnits, takesOver: boolean): OrderChoice {
  const alike = orders.flatMap((order) =>
    order.lines.filter((line) => line.itemId === wanted.itemId && line.left > 0).map((line) => ({ order, line })),
  )
  const waiting = alike.filter(({ line }) => line.left >= wanted.units)
  if (waiting.length === 0 && alike.length > 0)
    return { kind: 'too-many', units: Math.max(...alike.map(({ line }) => line.left)) }
  const tracked = waiting.some(({ line }) => line.tracking === 'serial')
  if (tracked && wanted.serial === null) return { kind: 'ask-serial' }
  const lots = [...new Set(waiting.flatMap(({ line }) => (line.tracking === 'lot' ? line.lots : [])))].sort()
  if (wanted.lot === null && lots.length > 1) return { kind: 'ask-lot', lots }
  const fitting = waiting
    .filter(({ line }) => line.tracking !== 'serial' || line.serials.includes(wanted.serial ?? ''))
    .filter(({ line }) => wanted.lot === null || line.lots.length === 0 || line.lots.includes(wanted.lot))
    .sort((a, b) => Number(b.order.isHere) - Number(a.order.isHere) || compareUrgency(a.order, b.order))
  const free = fitting.filter(({ order }) => !order.isBlocked)
  const chosen = free.find(({ order }) => order.packer !== 'other') ?? (takesOver ? free[0] : undefined)
  if (chosen !== undefined) {
    const { order, line } = chosen
    const lot = wanted.lot ?? (line.lots.length === 1 ? (line.lots[0] ?? '') : '')
    const serial = line.tracking === 'serial' ? (wanted.serial ?? '') : ''
    return {
      kind: 'found',
      order,
      inHand: { orderLineId: line.id, lot, serial, quantity: wanted.units, left: line.left },
    }
  }
  if (free[0] !== undefined) return { kind: 'elsewhere', order: free[0].order }
  if (fitting[0] !== undefined) return { kind: 'blocked', order: fitting[0].order }
  return wanted.lot !== null && lots.length > 0 ? { kind: 'wrong-lot', lots } : { kind: 'none' }
}

/** Units that wait in a tote, or in all of a task's. */
export function unitsOf(orders: readonly WaitingOrder[]): number {
  return orders.reduce((sum, { lines }) => sum + lines.reduce((units, { left }) => units + left, 0), 0)
}

/** Orders that are counted to the tote on the bench. */
export function ordersHere({ orders }: SharedTote): WaitingOrder[] {
  return orders.filter(({ isHere }) => isHere)
}

/**
 * Lays a shared tote on the bench; an order of it that was begun and left is taken up first. Which totes of its task were
 * said to be empty is known from `before`.
 */
export function openSharedTote(tote: SharedTote, before: PackProgress['shared'] = null): PackOutcome {
  const empty = before?.taskId === tote.taskId ? before.empty : undefined
  const progress: PackProgress = {
    ...FRESH_PACK,
    shared: { toteId: tote.toteId, taskId: tote.taskId, ...(empty === undefined ? {} : { empty }) },
  }
  const left = leftBegun(tote)
  if (left !== undefined)
    return { say: 'orderTakenUp', params: { order: left.number }, progress, request: opening(tote, left) }
  const here = ordersHere(tote)
  const params = { tote: tote.toteName, orders: here.length, units: unitsOf(here) }
  return { say: 'sharedToteOpened', params, progress, request: null }
}

/** What a scan means while a shared tote is on the bench and none of its orders is open. Pure. */
export function decideSort(
  tote: SharedTote,
  shown: PackProgress,
  meaning: Meaning,
  { takesOver, isKnown }: { takesOver: boolean; isKnown: boolean },
): PackOutcome {
  const { sortAwaits = null, ...progress } = shown
  if (meaning.command !== null) return decideSortCommand(tote, progress, meaning.command, takesOver)
  if (meaning.tote !== null)
    return meaning.tote.id === tote.toteId
      ? openSharedTote(tote, progress.shared)
      : {
          ...quiet(progress, 'orderOpened', { tote: meaning.tote.name }),
          request: { type: 'open', toteId: meaning.tote.id },
        }
  const wanted = wantedOf(tote, sortAwaits, meaning, isKnown)
  if (wanted === null) return quiet(shown, isKnown ? 'codeNotExpectedNow' : 'unknownCode', { code: meaning.text })
  const item = itemName(tote, wanted.itemId) ?? meaning.item?.name ?? meaning.text
  const choice = chooseOrder(tote.orders, wanted, takesOver)
  const asked: PackProgress = { ...progress, sortAwaits: { itemId: wanted.itemId, units: wanted.units } }
  switch (choice.kind) {
    case 'found':
      return found(tote, progress, choice, { item, quantity: wanted.units })
    case 'ask-lot':
      return quiet(asked, 'scanLot', { item, lot: choice.lots.join(', ') })
    case 'ask-serial':
      return quiet(asked, 'scanSerial', { item })
    case 'blocked':
      return quiet(progress, 'orderBlocked', { order: choice.order.number })
    case 'elsewhere':
      return quiet(progress, 'someonePacks', { order: choice.order.number, operator: choice.order.packerName })
    case 'too-many':
      return quiet(progress, 'tooManyTogether', { item, quantity: choice.units })
    case 'wrong-lot':
      return quiet(sortAwaits === null ? progress : asked, 'wrongLot', {
        scanned: wanted.lot ?? '',
        expected: choice.lots.join(', '),
      })
    case 'none':
      return quiet(progress, 'noOrderWaits', { item, tote: tote.toteName })
  }
}

/** The order that the unit is for is opened. Into a carton that was open before it is scanned once more: it may stand elsewhere. */
function found(
  tote: SharedTote,
  progress: PackProgress,
  { order, inHand }: OrderChoice & { kind: 'found' },
  params: { item: string; quantity: number },
): PackOutcome {
  const said = { ...params, order: order.number }
  // A tote that something comes out of is not empty, whatever was said before.
  const after = saidEmpty(progress, ({ empty = [], toteId }) => empty.filter((id) => id !== toteId))
  return order.hasOpenCarton
    ? { ...quiet(after, 'cartonStillOpen', said), request: opening(tote, order) }
    : { ...quiet(after, 'orderFound', said), request: opening(tote, order, inHand) }
}

function decideSortCommand(tote: SharedTote, progress: PackProgress, command: string, takesOver: boolean): PackOutcome {
  if (command === 'park') return quiet({ ...FRESH_PACK }, 'acknowledged')
  return command === 'nothingThere'
    ? decideEmpty(tote, progress, takesOver)
    : quiet(progress, 'commandNotNow', { command })
}

/**
 * Nothing more lies in the tote. Orders that want nothing out of it are taken up; then a lead goes on with what somebody else
 * packs, and anybody else is told who it is: a unit that they hold may come back into a tote. What still waits is asked about,
 * order by order, once every tote of the task is said to be empty: which of them a unit was laid into is not known.
 */
function decideEmpty(tote: SharedTote, before: PackProgress, takesOver: boolean): PackOutcome {
  const isElsewhere = tote.orders.some(({ packer, isBlocked }) => packer === 'other' && !isBlocked)
  const progress = saidEmpty(before, ({ empty = [], toteId }) =>
    isElsewhere ? empty : [...new Set([...empty, toteId])],
  )
  const rank = (order: WaitingOrder): number =>
    (order.packer === 'other' ? 2 : unitsOf([order]) > 0 ? 4 : 0) + (order.isHere ? 0 : 1)
  const [next] = tote.orders
    .filter(({ isBlocked }) => !isBlocked)
    .sort((a, b) => rank(a) - rank(b) || compareUrgency(a, b))
  if (next === undefined) return quiet(progress, 'commandNotNow', { command: 'nothingThere' })
  const units = unitsOf([next])
  if (next.packer === 'other' && !takesOver)
    return quiet(progress, 'someonePacks', { order: next.number, operator: next.packerName })
  // Nothing is written off by this: one sees first how far it is, and an open carton has to be closed before.
  if (next.packer === 'other' || units === 0 || next.hasOpenCarton)
    return { ...quiet(progress, 'orderTakenUp', { order: next.number }), request: opening(tote, next) }
  const others = tote.otherTotes.filter(({ id }) => progress.shared?.empty?.includes(id) !== true)
  if (others.length > 0) return quiet(progress, 'otherTotesFirst', { totes: others.map(({ name }) => name).join(', ') })
  return { ...quiet(progress, 'confirmPartial', { units }), request: { ...opening(tote, next), partial: true } }
}

/** Progress with other totes said to be empty. */
function saidEmpty(
  progress: PackProgress,
  totes: (shared: NonNullable<PackProgress['shared']>) => string[],
): PackProgress {
  const { shared = null } = progress
  return shared === null ? progress : { ...progress, shared: { ...shared, empty: totes(shared) } }
}

/** What the code stands for: goods by their own code, or by the lot or the serial that was asked for. */
function wantedOf(
  tote: SharedTote,
  awaits: PackProgress['sortAwaits'],
  meaning: Meaning,
  isKnown: boolean,
): WantedUnits | null {
  const { item, lot, serial } = meaning
  if (item !== null) return { itemId: item.id, units: item.tracking === 'serial' ? 1 : item.units, lot, serial }
  if (isKnown) return null
  const lines = tote.orders.flatMap((order) => order.lines)
  const owner = lines.find((line) => line.serials.includes(serial ?? meaning.text))
  if (owner !== undefined) return { itemId: owner.itemId, units: 1, lot: null, serial: serial ?? meaning.text }
  if (awaits == null) return null
  const said = lot ?? meaning.text
  // Typed letters are capitals, so a lot may differ by case.
  const lots = lines.filter((line) => line.itemId === awaits.itemId).flatMap((line) => line.lots)
  const known = lots.find((own) => own === said) ?? lots.find((own) => own.toUpperCase() === said.toUpperCase())
  return { ...awaits, lot: known ?? said, serial: lots.length === 0 ? said : null }
}

function leftBegun(tote: SharedTote): WaitingOrder | undefined {
  return tote.orders
    .filter((order) => order.isHere && order.packer !== 'other' && !order.isBlocked)
    .filter((order) => order.packer === 'me' || order.isBegun)
    .sort(compareUrgency)[0]
}

function opening(
  { toteId }: SharedTote,
  { id: orderId }: WaitingOrder,
  inHand: UnitsInHand | null = null,
): Extract<PackRequest, { type: 'open-waiting' }> {
  return { type: 'open-waiting', toteId, orderId, inHand, partial: false }
}

function itemName({ orders }: SharedTote, itemId: string): string | undefined {
  return orders.flatMap(({ lines }) => lines).find((line) => line.itemId === itemId)?.itemName
}

function quiet(
  progress: PackProgress,
  say: PackOutcome['say'],
  params: Record<string, string | number> = {},
): PackOutcome {
  return { say, params, progress, request: null }
}

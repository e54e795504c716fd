import type { Tx } from '../db/port.ts'
import type { Row } from '../db/tables.ts'
import { collectedSlot, isShared } from './picking/shared-totes.ts'

/** What a fact is about, found by the ids in its arguments. */
export type Subject = {
  /** The orders, the one that the fact itself names first. */
  orderIds: string[]
  toteIds: string[]
  /** The tote that the fact itself names; null when it names none. */
  namedToteId: string | null
  /** The pick task whose claim the fact needs; null for facts that need none. */
  taskId: string | null
  /** True when the fact is about the whole task, with all its orders. */
  wholeTask: boolean
  /** Pick tasks that the fact stands on: what is unsettled about one of them as a whole stops it too. */
  taskIds: string[]
  /** Ids of the commands that should have made a row which is not there. */
  missingCommands: string[]
}

type Finding = Subject & { tx: Tx }
type Follow = (found: Finding, id: string) => Promise<void>

/** How each argument that names a row leads to orders, totes and tasks. Those that name none are {@link BESIDE}. */
const FOLLOW: Record<string, Follow> = {
  slotId: async (found, id) => {
    const slot = await row(found, 'pick_slot', id)
    if (slot === undefined) return
    addOrder(found, slot.order_id)
    if (slot.tote_id !== null) add(found.toteIds, slot.tote_id)
    found.taskId = slot.pick_task_id
  },
  pickLineId: async (found, id) => {
    const line = await row(found, 'pick_line', id)
    if (line === undefined) return
    addOrder(found, line.order_id)
    found.taskId = line.pick_task_id
  },
  taskId: async (found, id) => {
    found.taskId = id
    found.wholeTask = true
    for (const slot of await found.tx.find('pick_slot', 'pick_task', id)) {
      addOrder(found, slot.order_id)
      if (slot.tote_id !== null) add(found.toteIds, slot.tote_id)
    }
  },
  packSessionId: async (found, id) => {
    const session = await row(found, 'pack_session', id)
    if (session === undefined) return
    addOrder(found, session.order_id)
    const tote = await found.tx.get('tote', session.tote_id)
    if (tote === undefined || !isShared(tote)) add(found.toteIds, session.tote_id)
  },
  cartonId: async (found, id) => addOrder(found, (await row(found, 'carton', id))?.order_id),
  cartonLineId: async (found, id) => addOrder(found, (await row(found, 'carton_line', id))?.order_id),
  orderLineId: async (found, id) => addOrder(found, (await row(found, 'order_line', id))?.order_id),
  orderId: async (found, id) => addOrder(found, id),
  toteId: async (found, id) => {
    found.namedToteId = id
    const tote = await found.tx.get('tote', id)
    const shared = tote !== undefined && isShared(tote)
    // What is unsettled about one order of a shared tote must not stop the others.
    if (!shared || found.wholeTask || found.orderIds.length === 0) add(found.toteIds, id)
    // What is unsettled about a task as a whole is so about the totes that its orders share.
    if (shared && tote.pick_task_id !== null) add(found.taskIds, tote.pick_task_id)
    // Where the fact names its order otherwise, a tote that holds another one is the handler's to refuse.
    if (found.orderIds.length > 0 || found.missingCommands.length > 0) return
    addOrder(found, tote?.order_id ?? undefined)
    if (tote?.pick_task_id != null) add(found.taskIds, tote.pick_task_id)
  },
}

/** Arguments that end in `Id` and say nothing about which order or tote a fact concerns. */
const BESIDE: readonly string[] = ['cartonTypeId', 'printJobId']

/** The arguments of a command that name a row of which {@link subjectOf} knows nothing: none for a FACT. */
export function unknownArguments(names: readonly string[]): string[] {
  return names.filter((name) => name.endsWith('Id') && !(name in FOLLOW) && !BESIDE.includes(name))
}

/**
 * What a fact is about, by the names of its arguments and the rows that they lead to. Where a row is not there, the
 * command that should have made it is named instead: ids are `<command id>.<role>`.
 */
export async function subjectOf(tx: Tx, args: unknown): Promise<Subject> {
  const found: Finding = {
    tx,
    orderIds: [],
    toteIds: [],
    namedToteId: null,
    taskId: null,
    wholeTask: false,
    taskIds: [],
    missingCommands: [],
  }
  const given = (typeof args === 'object' && args !== null ? args : {}) as Record<string, unknown>
  await followLines(found, given.lines)
  for (const [name, follow] of Object.entries(FOLLOW)) {
    const id = given[name]
    if (typeof id === 'string') await follow(found, id)
  }
  if (found.taskId !== null) add(found.taskIds, found.taskId)
  for (const orderId of found.orderIds)
    for (const tote of await tx.find('tote', 'order', orderId)) {
      add(found.toteIds, tote.id)
      if (tote.pick_task_id !== null) add(found.taskIds, tote.pick_task_id)
    }
  // An order in shared totes waits for what is unsettled about their task as a whole.
  for (const orderId of found.wholeTask ? [] : found.orderIds) {
    const collected = await collectedSlot(tx, orderId)
    if (collected !== undefined) add(found.taskIds, collected.task.id)
  }
  const { tx: _, ...subject } = found
  return subject
}

/** A fact about several pick lines at once is about their task as a whole: it cannot be settled for one order alone. */
async function followLines(found: Finding, lines: unknown): Promise<void> {
  if (!Array.isArray(lines)) return
  for (const each of lines as unknown[]) {
    const { pickLineId } = (each ?? {}) as { pickLineId?: unknown }
    const line = typeof pickLineId === 'string' ? await row(found, 'pick_line', pickLineId) : undefined
    if (line === undefined) continue
    addOrder(found, line.order_id)
    found.taskId = line.pick_task_id
    found.wholeTask = true
  }
}

/** The claim under which a fact is journaled, as JSON `{ task, epoch }`; null where the fact needs none. */
export async function claimOf(tx: Tx, subject: Subject): Promise<string | null> {
  if (subject.taskId === null) return null
  const task = await tx.get('pick_task', subject.taskId)
  return task === undefined ? null : JSON.stringify({ task: task.id, epoch: task.epoch })
}

type Made = 'pick_slot' | 'pick_line' | 'pack_session' | 'carton' | 'carton_line' | 'order_line'

async function row<T extends Made>(found: Finding, table: T, id: string): Promise<Row<T> | undefined> {
  const value = await found.tx.get(table, id)
  if (value === undefined && id.includes('.')) add(found.missingCommands, id.slice(0, id.indexOf('.')))
  return value
}

function addOrder(found: Finding, id: string | undefined): void {
  if (id !== undefined) add(found.orderIds, id)
}

function add(list: string[], id: string): void {
  if (!list.includes(id)) list.push(id)
}

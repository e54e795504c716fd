import type { z } from 'zod'
import type { CommandDefinition } from '../../commands/command.ts'
import { closeCarton, labelCarton } from '../../commands/packing/close-carton.ts'
import { finishOrder } from '../../commands/packing/finish-order.ts'
import { openCarton } from '../../commands/packing/open-carton.ts'
import { openOrder } from '../../commands/packing/open-order.ts'
import { packUnit } from '../../commands/packing/pack-unit.ts'
import { assignTote } from '../../commands/picking/assign-tote.ts'
import { confirmPick } from '../../commands/picking/confirm-pick.ts'
import { dropOff } from '../../commands/picking/drop-off.ts'
import { assignTracking } from '../../commands/shipping/dispatch.ts'
import type { SqliteStore } from '../../db/sqlite/sqlite-store.ts'
import type { Row } from '../../db/tables.ts'
import type { Executor } from '../../main/journal/executor.ts'

type Station = { executor: Executor; store: SqliteStore }
const BY = { operatorId: null, station: 'bench' }

/**
 * Picks, and with `packing` packs, labels and gives a waybill to, every order of the tasks: each fact a transaction of its
 * own, as scans are. Totes are taken from number `totes` on, another one for each order. The seconds it took.
 */
export async function workThrough(
  station: Station,
  { tasks, totes, packing }: { tasks: readonly string[]; totes: number; packing: boolean },
): Promise<{ seconds: number; refused: string[] }> {
  const begin = performance.now()
  const refused: string[] = []
  let tote = totes
  const fact = async <A extends z.ZodType, R>(definition: CommandDefinition<A, R>, args: z.output<A>) => {
    const decision = await station.executor.transact((work) => work.run(definition, args, BY))
    if (!decision.ok) refused.push(`${definition.type}: ${decision.refusal.name}`)
    return decision.ok ? decision.value : null
  }
  const all = <T>(sql: string, ...values: string[]): T[] => station.store.reader.prepare(sql).all(...values) as T[]
  const [boxId] = all<{ id: string }>('SELECT id FROM carton_type').map(({ id }) => id)
  for (const taskId of tasks) {
    const totesOf = new Map<string, string>()
    for (const slot of all<Row<'pick_slot'>>('SELECT * FROM pick_slot WHERE pick_task_id = ? ORDER BY slot', taskId)) {
      const [{ id: toteId } = { id: '' }] = all<{ id: string }>('SELECT id FROM tote WHERE code = ?', `T-${tote}`)
      tote += 1
      totesOf.set(slot.order_id, toteId)
      await fact(assignTote, { slotId: slot.id, toteId })
    }
    for (const line of all<Row<'pick_line'>>('SELECT * FROM pick_line WHERE pick_task_id = ?', taskId)) {
      const toteId = totesOf.get(line.order_id) ?? ''
      await fact(confirmPick, { pickLineId: line.id, quantity: line.quantity, toteId, serials: [], scans: [] })
    }
    await fact(dropOff, { taskId })
    if (packing)
      for (const [orderId, toteId] of totesOf) await pack(station, fact, { orderId, toteId, boxId: boxId ?? '' })
  }
  return { seconds: (performance.now() - begin) / 1_000, refused: refused.slice(0, 5) }
}

type Fact = <A extends z.ZodType, R>(definition: CommandDefinition<A, R>, args: z.output<A>) => Promise<R | null>

let packed = 0

async function pack(
  { store }: Station,
  fact: Fact,
  { orderId, toteId, boxId }: { orderId: string; toteId: string; boxId: string },
): Promise<void> {
  const opened = await fact(openOrder, { toteId, takeOver: false })
  if (opened === null) return
  const { packSessionId } = opened
  await fact(openCarton, { packSessionId, cartonTypeId: boxId })
  const cartonId = store.reader.prepare('SELECT id FROM carton WHERE order_id = ?').pluck().get(orderId) as string
  const lines = store.reader.prepare('SELECT * FROM order_line WHERE order_id = ?').all(orderId) as Row<'order_line'>[]
  for (const line of lines)
    await fact(packUnit, { cartonId, orderLineId: line.id, quantity: line.quantity, lot: '', serial: '', scans: [] })
  packed += 1
  const number = `${process.pid}-${String(packed).padStart(8, '0')}`
  await fact(closeCarton, { cartonId, weightGrams: 500, code: `C${number}`, codeKind: 'internal' })
  await fact(labelCarton, { cartonId, printJobId: 'benchmark' })
  await fact(finishOrder, { packSessionId, partial: false })
  await fact(assignTracking, { cartonId, carrierCode: 'CJ', trackingNumber: `W${number}` })
}

import type { Tx } from '../../db/port.ts'
import { deriveId } from '../../domain/ids.ts'
import type { CommandContext } from '../command.ts'

/** A scan that led to an event: when, the raw code, and what it was taken for. */
export type EventScan = { at: number; code: string; kind: string }

/** Adds an entry to the order's story. `role` tells apart the events of one command. */
export async function recordEvent(
  tx: Tx,
  command: CommandContext,
  orderId: string,
  type: string,
  params: Record<string, string | number> = {},
  options: { role?: string; scans?: readonly EventScan[] } = {},
): Promise<void> {
  await tx.put('order_event', {
    id: deriveId(command.id, `event.${options.role ?? orderId}`),
    order_id: orderId,
    at: command.at,
    command_id: command.id,
    type,
    operator_id: command.operatorId,
    station: command.station,
    detail: JSON.stringify(options.scans?.length ? { ...params, scans: options.scans } : params),
  })
}

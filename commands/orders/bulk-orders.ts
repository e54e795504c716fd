import { z } from 'zod'
import type { Tx } from '../../db/port.ts'
import { deriveId } from '../../domain/ids.ts'
import { accept, type CommandContext, type CommandDefinition, type Decision, defineCommand } from '../command.ts'
import { cancelOrder } from './cancel-order.ts'
import { holdOrder, unholdOrder } from './hold-order.ts'
import { matchLine, rematchOrder } from './match-line.ts'
import { releaseOrder } from './release-order.ts'
import { resolveDifference } from './resolve-difference.ts'

/** The commands that the office gives to many orders at once, by type. */
export const ORDER_COMMANDS = {
  'orders.release': releaseOrder,
  'orders.hold': holdOrder,
  'orders.unhold': unholdOrder,
  'orders.cancel': cancelOrder,
  'orders.match-line': matchLine,
  'orders.rematch': rematchOrder,
  'orders.resolve-difference': resolveDifference,
} as const

const item = <T extends keyof typeof ORDER_COMMANDS>(type: T) =>
  z.object({ type: z.literal(type), args: ORDER_COMMANDS[type].args })

/** One of many: a command of {@link ORDER_COMMANDS} with its arguments. */
export const OrderCommand = z.discriminatedUnion('type', [
  item('orders.release'),
  item('orders.hold'),
  item('orders.unhold'),
  item('orders.cancel'),
  item('orders.match-line'),
  item('orders.rematch'),
  item('orders.resolve-difference'),
])
export type OrderCommand = z.output<typeof OrderCommand>

/** Most commands that one request takes: so long the others wait at the centre. */
export const BULK_ORDERS = 50

/**
 * Runs commands about orders one after the other, in the order given, as if each had been asked for by itself: one that is
 * refused changes nothing and stops none of the others. Its value: the decision of each.
 */
export const bulkOrders = defineCommand({
  type: 'orders.bulk',
  version: 1,
  class: 'INTENT',
  args: z.object({ commands: z.array(OrderCommand).min(1).max(BULK_ORDERS) }),
  async run(tx, command) {
    const decisions: Decision<unknown>[] = []
    for (const [index, one] of command.args.commands.entries())
      decisions.push(await runOne(tx, { ...command, id: deriveId(command.id, `b${index + 1}`) }, one))
    return accept({ decisions })
  },
})

function runOne(tx: Tx, command: CommandContext, { type, args }: OrderCommand): Promise<Decision<unknown>> {
  const definition = ORDER_COMMANDS[type] as unknown as CommandDefinition
  return definition.run(tx, { ...command, args })
}

import { z } from 'zod'
import { deriveId } from '../../domain/ids.ts'
import { Role } from '../../domain/inputs.ts'
import { accept, defineCommand, refuse } from '../command.ts'

/**
 * Adds or changes one operator. Refused with `duplicateCode` when another one has the badge, with `notFound` when a new
 * one has no PIN, and with `lastAdministrator` when nobody could administer the site any more.
 */
export const saveOperator = defineCommand({
  type: 'operators.save',
  version: 1,
  class: 'INTENT',
  args: z.object({
    id: z.string().nullable(),
    badge: z.string().min(1).max(64),
    name: z.string().min(1).max(80),
    role: Role,
    /** Hash of the PIN, or null to keep the one there is. The PIN itself is never journaled. */
    pinHash: z.string().max(500).nullable(),
    language: z.enum(['ko', 'en']).nullable(),
    active: z.boolean(),
    /** Active administrators other than this operator. */
    otherAdministrators: z.int().min(0),
  }),
  async run(tx, command) {
    const { args } = command
    const [holder] = await tx.find('operator', 'badge', args.badge)
    if (holder !== undefined && holder.id !== args.id) return refuse('duplicateCode', { code: args.badge })
    const before = args.id === null ? undefined : await tx.get('operator', args.id)
    if (args.id !== null && before === undefined) return refuse('notFound')
    const pinHash = args.pinHash ?? before?.pin_hash
    if (pinHash === undefined) return refuse('notFound', { field: 'pin' })
    const stays = args.active && args.role === 'administrator'
    if (before?.role === 'administrator' && !stays && args.otherAdministrators === 0) return refuse('lastAdministrator')
    const id = before?.id ?? deriveId(command.id, 'operator')
    await tx.put('operator', {
      id,
      badge: args.badge,
      name: args.name,
      role: args.role,
      pin_hash: pinHash,
      language: args.language,
      active: args.active ? 1 : 0,
    })
    return accept({ operatorId: id })
  },
})

/** Adds or changes one carrier. Refused with `duplicateCode` when another one has the code. */
export const saveCarrier = defineCommand({
  type: 'carriers.save',
  version: 1,
  class: 'INTENT',
  args: z.object({
    id: z.string().nullable(),
    code: z.string().min(1).max(40),
    name: z.string().min(1).max(60),
    trackingPattern: z.string().max(200).nullable(),
    active: z.boolean(),
  }),
  async run(tx, command) {
    const { args } = command
    const [holder] = await tx.find('carrier', 'code', args.code)
    if (holder !== undefined && holder.id !== args.id) return refuse('duplicateCode', { code: args.code })
    const id = args.id ?? deriveId(command.id, 'carrier')
    await tx.put('carrier', {
      id,
      code: args.code,
      name: args.name,
      tracking_pattern: args.trackingPattern,
      active: args.active ? 1 : 0,
    })
    return accept({ carrierId: id })
  },
})

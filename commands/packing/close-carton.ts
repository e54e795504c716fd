import { z } from 'zod'
import { present } from '../../domain/assert.ts'
import { CARTON_TRANSITIONS, type CartonState, mayFollow } from '../../domain/states.ts'
import { accept, defineCommand, refuse } from '../command.ts'
import { recordEvent } from '../orders/record-event.ts'
import { ChosenService, judgeService } from './carton-service.ts'

/**
 * Closes a carton under its number (an SSCC, or an internal number where the site has no GS1 prefix). Only now may its
 * label exist. Refused when the carton is empty, heavier than its type allows, or may not go with its service:
 * `serviceMissing`, `serviceUnknown`, `serviceOtherCarrier`, `serviceLimit`, `serviceForbidden`.
 */
export const closeCarton = defineCommand({
  type: 'packing.close-carton',
  version: 1,
  class: 'FACT',
  args: z.object({
    cartonId: z.string(),
    weightGrams: z.int().min(1).max(1_000_000).nullable(),
    code: z.string().min(8),
    codeKind: z.enum(['sscc', 'internal']),
    /** What it goes with; null where the site has no services. */
    service: ChosenService.nullable().optional(),
  }),
  async run(tx, command) {
    const { args } = command
    const carton = present(await tx.get('carton', args.cartonId), 'cartons are never removed')
    const type = present(await tx.get('carton_type', carton.carton_type_id), 'carton types are never removed')
    if (carton.state !== 'open') return refuse('codeNotExpectedNow')
    const lines = await tx.find('carton_line', 'carton', carton.id)
    if (lines.length === 0) return refuse('cartonEmpty')
    if (args.weightGrams !== null && args.weightGrams > type.max_grams)
      return refuse('tooHeavy', { weight: args.weightGrams, limit: type.max_grams, type: type.name })
    const judged = await judgeService(tx, command, { carton, weightGrams: args.weightGrams }, args.service ?? null)
    if (!judged.ok) return judged
    await tx.put('carton', {
      ...carton,
      ...judged.value,
      state: 'closed',
      code: args.code,
      code_kind: args.codeKind,
      weight_grams: args.weightGrams,
      closed_at: command.at,
    })
    const units = lines.reduce((sum, line) => sum + line.quantity, 0)
    await recordEvent(tx, command, carton.order_id, 'carton-closed', {
      carton: carton.number,
      units,
      code: args.code,
      ...(judged.value.service_name === null ? {} : { service: judged.value.service_name }),
    })
    return accept({ number: carton.number })
  },
})

/**
 * Lets a closed carton go with another service; the label that it has counts no more. Refused like a closing, and once the
 * label was verified.
 */
export const changeService = defineCommand({
  type: 'packing.change-service',
  version: 1,
  class: 'FACT',
  args: z.object({ cartonId: z.string(), service: ChosenService }),
  async run(tx, command) {
    const carton = present(await tx.get('carton', command.args.cartonId), 'cartons are never removed')
    if (carton.state !== 'closed') return refuse('commandNotNow')
    const judged = await judgeService(tx, command, { carton, weightGrams: carton.weight_grams }, command.args.service)
    if (!judged.ok) return judged
    await tx.put('carton', { ...carton, ...judged.value })
    await recordEvent(tx, command, carton.order_id, 'service-changed', {
      carton: carton.number,
      service: judged.value.service_name ?? '',
    })
    return accept({ number: carton.number })
  },
})

/** Opens a carton's content up again: its units go back to the tote. Refused once its label was verified. */
export const undoCarton = defineCommand({
  type: 'packing.undo-carton',
  version: 1,
  class: 'FACT',
  args: z.object({ cartonId: z.string() }),
  async run(tx, command) {
    const carton = present(await tx.get('carton', command.args.cartonId), 'cartons are never removed')
    if (carton.state === 'undone' || !mayFollow(CARTON_TRANSITIONS, carton.state as CartonState, 'undone'))
      return refuse('commandNotNow')
    for (const cartonLine of await tx.find('carton_line', 'carton', carton.id)) {
      const line = present(await tx.get('order_line', cartonLine.order_line_id), 'order lines are never removed')
      await tx.put('order_line', { ...line, packed: line.packed - cartonLine.quantity })
      await tx.remove('carton_line', cartonLine.id)
    }
    await tx.put('carton', { ...carton, state: 'undone' })
    await recordEvent(tx, command, carton.order_id, 'carton-undone', { carton: carton.number })
    return accept({ number: carton.number })
  },
})

/** The carton's own label was scanned on it. Refused for a carton that is not closed: a label needs verified content. */
export const labelCarton = defineCommand({
  type: 'packing.label-carton',
  version: 1,
  class: 'FACT',
  args: z.object({ cartonId: z.string(), printJobId: z.string() }),
  async run(tx, command) {
    const carton = present(await tx.get('carton', command.args.cartonId), 'cartons are never removed')
    if (!mayFollow(CARTON_TRANSITIONS, carton.state as CartonState, 'labelled')) return refuse('printFirst')
    if (carton.state === 'labelled') return accept({ number: carton.number })
    await tx.put('carton', { ...carton, state: 'labelled' })
    await recordEvent(tx, command, carton.order_id, 'label-verified', {
      carton: carton.number,
      code: carton.code ?? '',
    })
    return accept({ number: carton.number })
  },
})

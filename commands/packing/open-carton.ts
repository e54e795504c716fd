import { z } from 'zod'
import { present } from '../../domain/assert.ts'
import { deriveId } from '../../domain/ids.ts'
import { accept, defineCommand, refuse } from '../command.ts'
import { recordEvent } from '../orders/record-event.ts'
import { NO_SERVICE } from './carton-service.ts'

/** Starts a carton of a type for the order of a pack session. Refused while another carton of it is open. */
export const openCarton = defineCommand({
  type: 'packing.open-carton',
  version: 1,
  class: 'FACT',
  args: z.object({ packSessionId: z.string(), cartonTypeId: z.string() }),
  async run(tx, command) {
    const session = present(await tx.get('pack_session', command.args.packSessionId), 'pack sessions are never removed')
    const type = present(await tx.get('carton_type', command.args.cartonTypeId), 'the scanned carton type was found')
    const cartons = (await tx.find('carton', 'order', session.order_id)).filter((carton) => carton.state !== 'undone')
    if (session.state !== 'open' || cartons.some((carton) => carton.state === 'open'))
      return refuse('codeNotExpectedNow', { code: type.code })
    const number = Math.max(0, ...cartons.map((carton) => carton.number)) + 1
    const cartonId = deriveId(command.id, 'carton')
    await tx.put('carton', {
      id: cartonId,
      order_id: session.order_id,
      number,
      carton_type_id: type.id,
      state: 'open',
      code: null,
      code_kind: null,
      weight_grams: null,
      carrier_code: null,
      tracking_number: null,
      shipment_id: null,
      closed_at: null,
      ...NO_SERVICE,
    })
    await recordEvent(tx, command, session.order_id, 'carton-opened', { carton: number, type: type.name })
    return accept({ cartonId, number })
  },
})

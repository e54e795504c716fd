import type { I18n, MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { OrderEventView } from '../../../contract/station/orders.ts'
import { cartonName } from '../../i18n/format.ts'
import { channelWord, holdWord } from '../../office/order-words.ts'

/** How an entry of the story looks: a state's shape, a warning, or a plain dot. */
export type StoryMark =
  | 'received'
  | 'ready'
  | 'released'
  | 'picking'
  | 'picked'
  | 'packing'
  | 'packed'
  | 'shipped'
  | 'held'
  | 'stopped'
  | 'warning'
  | 'dot'

type Entry = { readonly mark: StoryMark; readonly sentence: MessageDescriptor }
type Params = OrderEventView['params']

const text = (params: Params, name: string): string => String(params[name] ?? '')
const count = (params: Params, name: string): number => Number(params[name] ?? 0)

function office(type: string, params: Params, i18n: I18n): Entry | null {
  const own = holdWord(text(params, 'reason'))
  const reason = own === null ? text(params, 'reason') : i18n._(own)
  const missing = count(params, 'missing')
  switch (type) {
    case 'received': {
      const code = text(params, 'channel')
      const word = channelWord(code)
      const channel = word === null ? code : i18n._(word)
      return { mark: 'received', sentence: channel === '' ? msg`Came in from a file` : msg`Came in from ${channel}` }
    }
    case 'updated':
      return { mark: 'dot', sentence: msg`A later file changed it` }
    case 'difference-found':
      return { mark: 'warning', sentence: msg`A later file says something else` }
    case 'difference-taken':
      return { mark: 'dot', sentence: msg`The later file’s version was taken` }
    case 'difference-dropped':
      return { mark: 'dot', sentence: msg`The later file’s version was dropped` }
    case 'matched':
      return { mark: 'ready', sentence: msg`Matched with ${text(params, 'sku')}` }
    case 'released':
      return {
        mark: 'released',
        sentence:
          released(params, i18n) ??
          (missing > 0 ? msg`Released for picking, ${missing} units missing` : msg`Released for picking`),
      }
    case 'backordered':
      return {
        mark: 'warning',
        sentence: missing > 0 ? msg`Waits for stock, ${missing} units missing` : msg`Waits for stock`,
      }
    case 'held':
      return { mark: 'held', sentence: msg`Put on hold: ${reason}` }
    case 'unheld':
      return { mark: 'ready', sentence: msg`Taken off hold` }
    case 'cancelled':
      return { mark: 'stopped', sentence: reason === '' ? msg`Cancelled` : msg`Cancelled: ${reason}` }
    case 'customer-shown':
      return { mark: 'dot', sentence: msg`Customer’s name and address were looked at` }
    default:
      return null
  }
}

/** How a release came about where a person did not simply ask for it. */
function released(params: Params, i18n: I18n): MessageDescriptor | null {
  const missing = count(params, 'missing')
  if (params.cause === 'stock-came')
    return missing > 0
      ? msg`Stock came in: released for picking, ${missing} units missing`
      : msg`Stock came in: released for picking`
  const held = text(params, 'held')
  if (held === '') return null
  const own = holdWord(held)
  const reason = own === null ? held : i18n._(own)
  return msg`Taken off hold (${reason}) and released for picking`
}

function picking(type: string, params: Params): Entry | null {
  const sku = text(params, 'sku')
  const quantity = count(params, 'quantity')
  const tote = text(params, 'tote')
  switch (type) {
    case 'planned':
      return {
        mark: 'ready',
        sentence: msg`Planned in wave ${text(params, 'wave')}, task ${text(params, 'task')}, slot ${count(params, 'slot')}`,
      }
    case 'plan-cancelled':
      return { mark: 'warning', sentence: msg`Wave ${text(params, 'wave')} was cancelled; the order is free again` }
    case 'pick-claimed':
      return { mark: 'picking', sentence: msg`Picking started, task ${text(params, 'task')}` }
    case 'picked':
      return {
        mark: 'dot',
        sentence: tote === '' ? msg`${quantity} of ${sku} picked` : msg`${quantity} of ${sku} into tote ${tote}`,
      }
    case 'pick-short':
      return {
        mark: 'warning',
        sentence:
          count(params, 'elsewhere') > 0
            ? msg`${quantity} of ${sku} not found; more lies elsewhere`
            : msg`${quantity} of ${sku} not found`,
      }
    case 'pick-undone':
      return { mark: 'dot', sentence: msg`${quantity} of ${sku} put back` }
    case 'dropped-off':
      return {
        mark: 'picked',
        sentence: tote === '' ? msg`Picked, waits for packing` : msg`Picked, tote ${tote} waits for packing`,
      }
    case 'handed-over':
      return {
        mark: 'picking',
        sentence:
          tote === ''
            ? msg`Goes on in zone ${text(params, 'zone')}; nothing of it was found so far`
            : msg`Handed over to zone ${text(params, 'zone')} in tote ${tote}`,
      }
    case 'nothing-picked':
      return { mark: 'warning', sentence: msg`Nothing of it could be picked` }
    default:
      return null
  }
}

function packing(type: string, params: Params, carrierName: (code: string) => string): Entry | null {
  const sku = text(params, 'sku')
  const quantity = count(params, 'quantity')
  const carton = text(params, 'carton')
  const tote = text(params, 'tote')
  const tracking = text(params, 'tracking')
  const service = text(params, 'service')
  const carrier = carrierName(text(params, 'carrier'))
  switch (type) {
    case 'packing-started':
      return { mark: 'packing', sentence: msg`Packing started from tote ${tote}` }
    case 'note-seen':
      return { mark: 'dot', sentence: msg({ message: 'Note read', context: 'story' }) }
    case 'carton-opened':
      return { mark: 'dot', sentence: msg`Carton ${carton} opened: ${cartonName(text(params, 'type'))}` }
    case 'packed':
      return { mark: 'dot', sentence: msg`${quantity} of ${sku} into carton ${carton}` }
    case 'unpacked':
      return { mark: 'dot', sentence: msg`${quantity} of ${sku} out of carton ${carton}` }
    case 'carton-closed':
      return {
        mark: 'dot',
        sentence: service === '' ? msg`Carton ${carton} closed` : msg`Carton ${carton} closed, goes with ${service}`,
      }
    case 'service-changed':
      return { mark: 'dot', sentence: msg`Carton ${carton} goes with ${service} instead` }
    case 'carton-undone':
      return { mark: 'dot', sentence: msg`Carton ${carton} unpacked` }
    case 'label-verified':
      return { mark: 'dot', sentence: msg`Label is on carton ${carton}` }
    case 'order-packed':
      return { mark: 'packed', sentence: msg`Packed, cartons: ${count(params, 'cartons')}` }
    case 'packed-in-part':
      return { mark: 'warning', sentence: msg`Packed in part, cartons: ${count(params, 'cartons')}` }
    case 'tracking-assigned':
      return { mark: 'dot', sentence: msg`Carton ${carton} goes with ${carrier} ${tracking}` }
    case 'dispatched':
      return { mark: 'shipped', sentence: msg`Shipped with ${carrier}` }
    case 'dispatched-in-part':
      return {
        mark: 'shipped',
        sentence: msg`Shipped in part with ${carrier}; ${count(params, 'open')} units stay open`,
      }
    default:
      return null
  }
}

/** What became of work and facts where several stations share a centre. */
function sharing(type: string, params: Params): Entry | null {
  const task = text(params, 'task')
  switch (type) {
    case 'pick-revoked':
      return { mark: 'warning', sentence: msg`Pick ${task} was taken away from its station` }
    case 'pick-returned':
      return { mark: 'ready', sentence: msg`Pick ${task} was given back, not begun` }
    case 'pick-taken-over':
      return { mark: 'picking', sentence: msg`Pick ${task} goes on with somebody else` }
    case 'exception-accepted':
      return { mark: 'dot', sentence: msg`A lead decided: it happened and was taken as it was` }
    case 'exception-returned':
      return { mark: 'warning', sentence: msg`A lead decided: everything is put back` }
    case 'exception-recounted':
      return { mark: 'warning', sentence: msg`A lead decided: put back, and the shelf was counted` }
    default:
      return null
  }
}

/** The sentence and the shape of an entry; a type without a sentence is shown by its name, never left out. */
export function storyOf(
  { type, params }: Pick<OrderEventView, 'type' | 'params'>,
  i18n: I18n,
  carrierName: (code: string) => string = (code) => code,
): Entry {
  return (
    office(type, params, i18n) ??
    picking(type, params) ??
    packing(type, params, carrierName) ??
    sharing(type, params) ?? { mark: 'dot', sentence: msg`Noted: ${type}` }
  )
}

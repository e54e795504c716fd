import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'

/** What a command did, as people call it; by the command's type. */
const COMMAND_WORDS: Readonly<Record<string, MessageDescriptor>> = {
  'carriers.import': msg({ message: 'Carriers read from a file', context: 'command' }),
  'carriers.save': msg({ message: 'Carrier saved', context: 'command' }),
  'carton-types.import': msg({ message: 'Carton types read from a file', context: 'command' }),
  'claims.return': msg({ message: 'Work given back', context: 'command' }),
  'claims.revoke': msg({ message: 'Work taken away from a station', context: 'command' }),
  'exceptions.resolve': msg({ message: 'Exception decided', context: 'command' }),
  'items.import': msg({ message: 'Items read from a file', context: 'command' }),
  'locations.import': msg({ message: 'Locations read from a file', context: 'command' }),
  'numbers.take-block': msg({ message: 'Numbers fetched ahead', context: 'command' }),
  'operators.import': msg({ message: 'Operators read from a file', context: 'command' }),
  'operators.save': msg({ message: 'Operator saved', context: 'command' }),
  'orders.cancel': msg({ message: 'Order cancelled', context: 'command' }),
  'orders.hold': msg({ message: 'Order put on hold', context: 'command' }),
  'orders.import': msg({ message: 'Orders read from a file', context: 'command' }),
  'orders.match-line': msg({ message: 'Order line matched', context: 'command' }),
  'orders.record-reveal': msg({ message: 'Customer shown', context: 'command' }),
  'orders.release': msg({ message: 'Order released', context: 'command' }),
  'orders.rematch': msg({ message: 'Order lines matched again', context: 'command' }),
  'orders.resolve-difference': msg({ message: 'Difference decided', context: 'command' }),
  'orders.unhold': msg({ message: 'Hold ended', context: 'command' }),
  'packing.close-carton': msg({ message: 'Carton closed', context: 'command' }),
  'packing.finish-order': msg({ message: 'Order packed', context: 'command' }),
  'packing.label-carton': msg({ message: 'Label checked', context: 'command' }),
  'packing.open-carton': msg({ message: 'Carton opened', context: 'command' }),
  'packing.open-order': msg({ message: 'Packing begun', context: 'command' }),
  'packing.pack-unit': msg({ message: 'Unit packed', context: 'command' }),
  'packing.park-order': msg({ message: 'Packing interrupted', context: 'command' }),
  'packing.see-note': msg({ message: 'Note read', context: 'command' }),
  'packing.undo-carton': msg({ message: 'Carton emptied again', context: 'command' }),
  'packing.unpack-unit': msg({ message: 'Unit taken out', context: 'command' }),
  'picking.assign-tote': msg({ message: 'Tote put on the cart', context: 'command' }),
  'picking.claim-work': msg({ message: 'Work taken', context: 'command' }),
  'picking.confirm-pick': msg({ message: 'Picked into the tote', context: 'command' }),
  'picking.drop-off': msg({ message: 'Totes brought to the bench', context: 'command' }),
  'picking.prefetch-work': msg({ message: 'Work fetched ahead', context: 'command' }),
  'picking.short-pick': msg({ message: 'Fewer there than asked', context: 'command' }),
  'picking.skip-line': msg({ message: 'Stop left for later', context: 'command' }),
  'picking.take-prefetched': msg({ message: 'Work taken that was fetched ahead', context: 'command' }),
  'picking.undo-pick': msg({ message: 'Pick taken back', context: 'command' }),
  'shipping.assign-tracking': msg({ message: 'Waybill put on a carton', context: 'command' }),
  'shipping.dispatch': msg({ message: 'Order shipped', context: 'command' }),
  'site.save': msg({ message: 'Site saved', context: 'command' }),
  'site.save-policies': msg({ message: 'Rules saved', context: 'command' }),
  'stations.readmit': msg({ message: 'Station let in again', context: 'command' }),
  'stations.rename': msg({ message: 'Station renamed', context: 'command' }),
  'stations.revoke': msg({ message: 'Station revoked', context: 'command' }),
  'stock.import': msg({ message: 'Stock read from a file', context: 'command' }),
  'totes.import': msg({ message: 'Totes read from a file', context: 'command' }),
}

/** What people call a command; null for a type that this screen does not know yet, which is then shown as it is. */
export function commandWord(type: string): MessageDescriptor | null {
  return COMMAND_WORDS[type] ?? null
}

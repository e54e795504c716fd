import { importCarriers } from './carriers/import-carriers.ts'
import { importCartonTypes } from './carton-types/import-carton-types.ts'
import { importItems } from './items/import-items.ts'
import { importLocations } from './locations/import-locations.ts'
import { importOperators } from './operators/import-operators.ts'
import { bulkOrders } from './orders/bulk-orders.ts'
import { cancelOrder } from './orders/cancel-order.ts'
import { holdOrder, unholdOrder } from './orders/hold-order.ts'
import { importOrders } from './orders/import-orders.ts'
import { matchLine, rematchOrder } from './orders/match-line.ts'
import { recordReveal } from './orders/record-reveal.ts'
import { releaseOrder } from './orders/release-order.ts'
import { releaseWaiting } from './orders/release-waiting.ts'
import { resolveDifference } from './orders/resolve-difference.ts'
import { importStock } from './stock/import-stock.ts'
import { importTotes } from './totes/import-totes.ts'

/** The commands of the office: what comes in from files, and what is asked of orders before picking begins. */
export const officeCommands = [
  importOrders,
  releaseOrder,
  releaseWaiting,
  holdOrder,
  unholdOrder,
  cancelOrder,
  matchLine,
  rematchOrder,
  resolveDifference,
  recordReveal,
  bulkOrders,
  importItems,
  importLocations,
  importStock,
  importOperators,
  importTotes,
  importCartonTypes,
  importCarriers,
]

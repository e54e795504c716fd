import { itemsApi } from './items.ts'
import { ordersApi } from './orders.ts'
import { stockApi } from './stock.ts'

/** All that integrators may ask of a centre. */
export const apiContract = { orders: ordersApi, items: itemsApi, stock: stockApi }

import type { SessionView } from '../../contract/station/floor.ts'
import type { CommandName } from '../../domain/command-code.ts'
import type { Role } from '../../domain/inputs.ts'

/** A screen that a command leads to. */
export type FloorPlace = {
  readonly command: CommandName
  readonly path: string
  readonly screen: SessionView['screen'] | null
}

const picking: FloorPlace = { command: 'pickScreen', path: '/picking', screen: 'picking' }
const packing: FloorPlace = { command: 'packScreen', path: '/packing', screen: 'packing' }
const shipping: FloorPlace = { command: 'shipScreen', path: '/shipping', screen: 'shipping' }
const orders: FloorPlace = { command: 'ordersScreen', path: '/orders', screen: 'orders' }
const labels: FloorPlace = { command: 'labelsScreen', path: '/labels', screen: null }
const everywhere = [picking, packing, shipping, orders, labels]

const placesOfRole: Readonly<Record<Role, readonly FloorPlace[]>> = {
  picker: [picking, packing, shipping],
  packer: [packing, shipping, picking, labels],
  receiver: [picking],
  service: [orders, labels],
  lead: everywhere,
  manager: everywhere,
  administrator: everywhere,
}

/** The screens that an operator of this role works on, the own one first. */
export function placesOf(role: Role): readonly FloorPlace[] {
  return placesOfRole[role]
}

/** Where an operator goes after sign-in. */
export function pathOf(screen: SessionView['screen']): string {
  return `/${screen}`
}

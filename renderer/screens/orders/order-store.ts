import { create } from 'zustand'

/** A column of the list that a person may hide; number and state always show. */
export const OPTIONAL_COLUMNS = ['channel', 'customer', 'lines', 'due', 'carrier', 'ordered'] as const
export type OptionalColumn = (typeof OPTIONAL_COLUMNS)[number]

/** The most orders that one bulk command takes (contract/station/orders.ts). */
export const MOST_SELECTED = 2_000

type OrderScreen = {
  /** Ticked orders with their numbers, in the order of ticking. */
  readonly ticked: ReadonlyMap<string, { lines: number; units: number }>
  /** Place of the row that the keys act on. */
  readonly current: number
  readonly columns: readonly OptionalColumn[]
}

const storageKey = 'baro.orders.columns'
const usual: readonly OptionalColumn[] = ['channel', 'customer', 'lines', 'due', 'carrier']

/** The columns a person chose before, from what was stored; unknown names are dropped. */
export function readColumns(stored: string | null): readonly OptionalColumn[] {
  try {
    const named: unknown = JSON.parse(stored ?? 'null')
    return Array.isArray(named) ? OPTIONAL_COLUMNS.filter((column) => named.includes(column)) : usual
  } catch {
    return usual
  }
}

function storedColumns(): string | null {
  try {
    return localStorage.getItem(storageKey)
  } catch {
    return null
  }
}

/** What the Orders screen remembers while it is open: ticks, the current row, the columns. */
export const useOrderScreen = create<OrderScreen>(() => ({
  ticked: new Map(),
  current: 0,
  columns: readColumns(typeof localStorage === 'undefined' ? null : storedColumns()),
}))

/** Shows exactly these columns, now and the next time. */
export function chooseColumns(columns: readonly OptionalColumn[]): void {
  useOrderScreen.setState({ columns })
  try {
    localStorage.setItem(storageKey, JSON.stringify(columns))
  } catch {
    // Storage may be refused; the choice then lasts until the screen closes.
  }
}

/** Ticks or unticks orders; more than a command takes are not ticked. */
export function tick(orders: readonly { id: string; lines: number; units: number }[], on: boolean): void {
  useOrderScreen.setState(({ ticked }) => {
    const next = new Map(ticked)
    for (const { id, lines, units } of orders) {
      if (!on) next.delete(id)
      else if (next.size < MOST_SELECTED) next.set(id, { lines, units })
    }
    return { ticked: next }
  })
}

/** Takes every tick away. */
export function clearTicks(): void {
  useOrderScreen.setState({ ticked: new Map() })
}

/** Moves the current row to a place of the list. */
export function moveTo(current: number): void {
  useOrderScreen.setState({ current })
}

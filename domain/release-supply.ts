import { compareText } from './compare-text.ts'

/** What there is of an item, and what is announced: so many units on a date. */
export type ItemStock = {
  itemId: string
  onHand: number
  reserved: number
  inbound: readonly { units: number; on: string }[]
}

/** Units of an item for a line. */
export type LineUnits = { lineId: string; itemId: string; units: number }

/** Units promised to a line without a reservation: from what is on hand (`on` is null), or from what comes on a date. */
export type SoftPromise = LineUnits & { on: string | null }

/** What is not given away yet: free units by item, and announced ones, the earliest first. */
export type Supply = { free: Map<string, number>; inbound: Map<string, { units: number; on: string }[]> }

/** The supply before anything is given away; more reserved than on hand counts as none free. */
export function supplyOf(stock: readonly ItemStock[]): Supply {
  const supply: Supply = { free: new Map(), inbound: new Map() }
  for (const { itemId, onHand, reserved, inbound } of stock) {
    supply.free.set(itemId, (supply.free.get(itemId) ?? 0) + Math.max(0, onHand - reserved))
    const known = [...(supply.inbound.get(itemId) ?? []), ...inbound.map((each) => ({ ...each }))]
    supply.inbound.set(
      itemId,
      known.sort((a, b) => compareText(a.on, b.on)),
    )
  }
  return supply
}

/** Takes free units for lines, as many as there are. */
export function takeFree(supply: Supply, lines: readonly LineUnits[]): SoftPromise[] {
  return lines.flatMap(({ units, ...line }) => {
    const free = supply.free.get(line.itemId) ?? 0
    const taken = Math.min(units, free)
    if (taken <= 0) return []
    supply.free.set(line.itemId, free - taken)
    return [{ ...line, units: taken, on: null }]
  })
}

/** Takes announced units for lines, the earliest first, as many as there are. */
export function takeInbound(supply: Supply, lines: readonly LineUnits[]): SoftPromise[] {
  return lines.flatMap(({ units, ...line }) => {
    let missing = units
    return (supply.inbound.get(line.itemId) ?? []).flatMap((delivery) => {
      const taken = Math.min(missing, delivery.units)
      if (taken <= 0) return []
      delivery.units -= taken
      missing -= taken
      return [{ ...line, units: taken, on: delivery.on }]
    })
  })
}

/** What lines still lack after some units were taken for them; lines that lack nothing are left out. */
export function lacking(lines: readonly LineUnits[], taken: readonly LineUnits[]): LineUnits[] {
  const given = new Map<string, number>()
  for (const { lineId, units } of taken) given.set(lineId, (given.get(lineId) ?? 0) + units)
  return lines
    .map((line) => ({ ...line, units: line.units - (given.get(line.lineId) ?? 0) }))
    .filter(({ units }) => units > 0)
}

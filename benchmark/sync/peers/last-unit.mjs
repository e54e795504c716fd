// The last unit of each of some items as a document database sees it: a counter, and a document that says who took it.

/** What two stations made of so many last units: picks, and what the counters say in the end. */
export function judge(units, stock, picks) {
  const sold = picks.length
  const counted = stock.reduce((sum, onHand) => sum + onHand, 0)
  return { units, sold, oversold: Math.max(0, sold - units), counted }
}

/** The name of the n-th item's counter, and of the pick that a station makes of it. */
export const stockId = (number) => `stock-${String(number).padStart(4, '0')}`
export const pickId = (station, number) => `pick-${station}-${number}`

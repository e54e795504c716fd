/**
 * Positions as near to the `wanted` ones as they can be while any two are at least `gap` apart, in the order of the wanted
 * ones, within `from` and `to` (beyond `to` only when there is not room for all). Least squares, by pooling neighbours.
 */
export function spread(wanted: readonly number[], gap: number, from: number, to: number): number[] {
  const order = wanted.map((_, index) => index).sort((one, other) => (wanted[one] ?? 0) - (wanted[other] ?? 0))
  const pools: { sum: number; count: number }[] = []
  for (const [rank, index] of order.entries()) {
    pools.push({ sum: (wanted[index] ?? 0) - rank * gap, count: 1 })
    for (;;) {
      const last = pools.at(-1)
      const before = pools.at(-2)
      if (last === undefined || before === undefined || before.sum / before.count <= last.sum / last.count) break
      pools.splice(-2, 2, { sum: before.sum + last.sum, count: before.count + last.count })
    }
  }
  const most = Math.max(from, to - (order.length - 1) * gap)
  const placed: number[] = []
  let rank = 0
  for (const { sum, count } of pools) {
    const base = Math.min(most, Math.max(from, sum / count))
    for (let one = 0; one < count; one += 1, rank += 1) placed[order[rank] ?? 0] = base + rank * gap
  }
  return placed
}

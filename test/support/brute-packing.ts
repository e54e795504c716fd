/** A unit by its edges; `lies` are its lengths along x, y and z in each way in which it may lie. */
export type BruteUnit = { lies: readonly (readonly [number, number, number])[]; grams: number; fragile: boolean }

/** A carton so small that every whole position in it can be tried. */
export type BruteRoom = { lx: number; ly: number; lz: number; grams: number }

type Lying = { x: number; y: number; z: number; lx: number; ly: number; lz: number; unit: BruteUnit }

/**
 * Whether all units can lie in the room at whole positions with so much of each base borne and nothing on fragile units:
 * every order from below, every lie and every position is tried.
 */
export function canLieTogether(units: readonly BruteUnit[], room: BruteRoom, support: number): boolean {
  if (units.reduce((sum, { grams }) => sum + grams, 0) > room.grams) return false
  const volume = units.reduce((sum, { lies: [lie = [0, 0, 0]] }) => sum + lie[0] * lie[1] * lie[2], 0)
  return volume <= room.lx * room.ly * room.lz && extend([...units], [], room, support)
}

function extend(left: readonly BruteUnit[], placed: readonly Lying[], room: BruteRoom, support: number): boolean {
  if (left.length === 0) return true
  const last = placed.at(-1)
  // Any packing can be built from below: what bears a unit begins lower than it.
  const heights = support === 0 ? Array.from({ length: room.lz }, (_, z) => z) : [0, ...placed.map((p) => p.z + p.lz)]
  const seen = new Set<string>()
  for (const [at, unit] of left.entries()) {
    const key = JSON.stringify(unit)
    if (seen.has(key)) continue
    seen.add(key)
    for (const [lx, ly, lz] of unit.lies)
      for (const z of new Set(heights))
        if (z + lz <= room.lz && (last === undefined || z >= last.z))
          for (let y = 0; y + ly <= room.ly; y += 1)
            for (let x = 0; x + lx <= room.lx; x += 1) {
              if (last !== undefined && z === last.z && (y < last.y || (y === last.y && x < last.x))) continue
              const lying = { x, y, z, lx, ly, lz, unit }
              if (!mayLie(lying, placed, support)) continue
              if (extend(left.toSpliced(at, 1), [...placed, lying], room, support)) return true
            }
  }
  return false
}

function mayLie(a: Lying, placed: readonly Lying[], support: number): boolean {
  let borne = 0
  for (const b of placed) {
    const x = Math.min(a.x + a.lx, b.x + b.lx) - Math.max(a.x, b.x)
    const y = Math.min(a.y + a.ly, b.y + b.ly) - Math.max(a.y, b.y)
    const z = Math.min(a.z + a.lz, b.z + b.lz) - Math.max(a.z, b.z)
    if (x <= 0 || y <= 0) continue
    if (z > 0) return false
    if (b.z + b.lz !== a.z) continue
    if (b.unit.fragile) return false
    borne += x * y
  }
  return a.z === 0 || borne >= support * a.lx * a.ly
}

/** The fewest rooms, and with as many the least volume, that hold all units; null when some unit fits into none. */
export function bestRooms(
  units: readonly BruteUnit[],
  rooms: readonly BruteRoom[],
  support: number,
): { cartons: number; volume: number } | null {
  const all = (1 << units.length) - 1
  const alone: number[] = [0]
  for (let set = 1; set <= all; set += 1) {
    const some = units.filter((_, index) => (set >> index) & 1)
    const homes = rooms.filter((room) => canLieTogether(some, room, support))
    alone[set] = Math.min(...homes.map(({ lx, ly, lz }) => lx * ly * lz))
  }
  const best: { cartons: number; volume: number }[] = [{ cartons: 0, volume: 0 }]
  for (let set = 1; set <= all; set += 1) {
    best[set] = { cartons: Number.POSITIVE_INFINITY, volume: Number.POSITIVE_INFINITY }
    for (let part = set; part > 0; part = (part - 1) & set) {
      const volume = alone[part] ?? Number.POSITIVE_INFINITY
      const rest = best[set ^ part]
      if (rest === undefined || !Number.isFinite(volume)) continue
      const next = { cartons: rest.cartons + 1, volume: rest.volume + volume }
      const now = best[set]
      if (now === undefined || next.cartons < now.cartons || (next.cartons === now.cartons && next.volume < now.volume))
        best[set] = next
    }
  }
  const found = best[all]
  return found !== undefined && Number.isFinite(found.volume) ? found : null
}

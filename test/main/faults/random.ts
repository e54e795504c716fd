/** Numbers in [0, 1) that a seed determines (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** The seed of this run: `BARO_SEED`, else a new one. It is printed, so that a failure can be run again. */
export function seedOfRun(name: string): number {
  const seed = process.env.BARO_SEED === undefined ? Date.now() % 1_000_000_007 : Number(process.env.BARO_SEED)
  process.stdout.write(`${name}: BARO_SEED=${seed}\n`)
  return seed
}

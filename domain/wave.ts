/** How the orders of a wave were put together into tasks. */
export const WAVE_STRATEGIES = ['single', 'cluster', 'single-line', 'zone', 'bulk'] as const
/** One of {@link WAVE_STRATEGIES}. */
export type WaveStrategy = (typeof WAVE_STRATEGIES)[number]

import { chanceOf } from './chance.ts'
import type { SimStation } from './sim-station.ts'
import { Worker } from './work.ts'
import type { World } from './world.ts'

const NATURE = { name: 'nature', alive: true }

/** Somebody works at a station until the end, one thing after the other. */
export function employ(
  world: Pick<World, 'time' | 'memory' | 'tally'>,
  station: SimStation,
  badge: string,
  seed: number,
  end: number,
  mean = 12_000,
): void {
  const { time, memory, tally } = world
  const chance = chanceOf(seed, `${station.name}/${badge}`)
  const worker = new Worker({ station, badge, chance, memory, tally, time })
  let isBusy: object | null = null
  const next = (): void => {
    time.after(chance.wait(mean), NATURE, () => {
      if (time.now >= end) return
      next()
      const { running } = station
      // A process that is gone will never answer.
      if (running === null || running.sync === undefined || isBusy === running) return
      isBusy = running
      time.owner = running
      worker
        .act()
        .catch((error: unknown) => {
          if (running.alive) tally.strange(`${station.name}: ${String(error)}`)
        })
        .finally(() => {
          if (isBusy === running) isBusy = null
        })
    })
  }
  next()
}

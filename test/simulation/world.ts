import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { chanceOf } from './chance.ts'
import { checkWorld } from './invariants.ts'
import { Network } from './network.ts'
import { SimCentre } from './sim-centre.ts'
import { SimStation } from './sim-station.ts'
import { type Counts, Tally } from './tally.ts'
import { BADGES, STATIONS, serverOf, type Template, temporaryFolder } from './template.ts'
import { takeTime, VirtualTime } from './virtual-time.ts'
import { type Memory, Worker } from './work.ts'

/** What came of one run. */
export type RunResult = {
  hash: string
  problems: string[]
  events: number
  facts: number
  faults: Counts
  outcomes: Counts
  lines: string[] | null
}

/** All that is alive in a run. */
export type World = {
  time: VirtualTime
  tally: Tally
  network: Network
  centre: SimCentre
  stations: SimStation[]
  memory: Memory
  folder: string
}

const WORK_MS = 15 * 60_000

/** Runs one world from its seed. */
export async function runWorld(
  template: Template,
  seed: number,
  options: { trace?: boolean; calm?: boolean } = {},
): Promise<RunResult> {
  const folder = temporaryFolder()
  const problems: string[] = []
  const tie = chanceOf(seed, 'tie')
  const time = new VirtualTime(() => tie.below(1 << 30), options.trace === true)
  time.now = template.now + 60_000
  takeTime(time)
  const tally = new Tally()
  const centre = new SimCentre(join(folder, 'centre'), {
    ...{ time, tally, chance: chanceOf(seed, 'centre'), onCrash: () => undefined },
  })
  const network = new Network(time, chanceOf(seed, 'network'), () => serverOf(centre), tally)
  centre.network = network
  centre.copyFrom(join(template.folder, 'centre'))
  const memory: Memory = { saved: [], counter: 0 }
  const stations = Array.from({ length: STATIONS }, (_, at) => {
    const name = `S${at + 1}`
    const parts = { time, network, tally, onCrash: () => undefined, chance: chanceOf(seed, name) }
    const station = new SimStation(name, join(folder, name), parts)
    station.copyFrom(join(template.folder, name))
    return station
  })
  const world: World = { time, tally, network, centre, stations, memory, folder }
  try {
    await centre.start()
    for (const station of stations) await station.start()
    await time.settle()
    const end = time.now + WORK_MS
    for (const [at, station] of stations.entries())
      for (const badge of [BADGES[at * 2], BADGES[at * 2 + 1]]) employ(world, station, badge ?? '', seed, end)
    await time.runUntil(end)
    const quiet = time.now
    await time.runUntil(time.now + 60_000, () => isSettled(world))
    if (!isSettled(world)) problems.push(...unsettled(world))
    else tally.outcome('settle ms', time.now - quiet)
    problems.push(...(await checkWorld(world)))
    problems.push(...tally.strangeThings)
    return {
      ...{ hash: time.digest(), problems, events: time.events, facts: memory.saved.length },
      ...{ faults: tally.faults, outcomes: tally.outcomes, lines: time.lines },
    }
  } finally {
    for (const station of stations) station.kill()
    centre.kill()
    await time.settle()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Somebody works at a station until the end, one thing after the other. */
function employ(world: World, station: SimStation, badge: string, seed: number, end: number): void {
  const { time, memory, tally } = world
  const chance = chanceOf(seed, `${station.name}/${badge}`)
  const worker = new Worker({ station, badge, chance, memory, tally, time })
  const person = { name: badge, alive: true }
  let isBusy: object | null = null
  const next = (): void => {
    if (time.now >= end) return
    time.after(chance.wait(8_000), person, () => {
      const { running } = station
      next()
      // A process that is gone will never answer.
      if (running === null || isBusy === running) return
      isBusy = running
      time.owner = running
      worker.act().finally(() => {
        if (isBusy === running) isBusy = null
      })
    })
  }
  next()
}

function isSettled({ stations, centre }: World): boolean {
  const { running } = centre
  if (running === null) return false
  return stations.every((station) => stateOf(station) === '')
}

function unsettled({ stations }: World): string[] {
  return stations.flatMap((station) => {
    const state = stateOf(station)
    return state === '' ? [] : [`${station.name} did not converge: ${state}`]
  })
}

function stateOf({ running }: SimStation): string {
  if (running === null) return 'not running'
  const view = running.sync.view()
  if (view.state === 'stopped') return ''
  return view.state === 'online' && view.unsent === 0 ? '' : JSON.stringify(view)
}

import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { replicaPosition } from '../../main/journal/replica-position.ts'
import { chanceOf } from './chance.ts'
import { checkReplicas, FlickerWatch } from './checks-running.ts'
import { employ } from './employ.ts'
import { type FaultKind, heal, kindsOf, scheduleFaults } from './faults.ts'
import { checkPending, checkStates, checkWorld } from './invariants.ts'
import { Network } from './network.ts'
import { SimCentre } from './sim-centre.ts'
import { type Running, SimStation } from './sim-station.ts'
import { type Counts, Tally } from './tally.ts'
import { BADGES, STATIONS, serverOf, type Template, temporaryFolder } from './template.ts'
import { type Decided, takeTime, VirtualTime } from './virtual-time.ts'
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
  decisions: readonly Decided[]
}

/** How a run differs from what its seed says. */
export type RunOptions = {
  trace?: boolean
  kinds?: readonly FaultKind[]
  minutes?: number
  working?: number
  /** False for a run that is only compared with another one by its hash: what each run ended with is part of that. */
  checked?: boolean
  /** True for a run in which the clocks of stations do not jump, though everything else goes as the seed says. */
  steady?: boolean
  /** What another run decided: this one ends where it went another way. */
  compared?: readonly Decided[]
}

/** All that is alive in a run. */
export type World = {
  steady: boolean
  time: VirtualTime
  tally: Tally
  network: Network
  centre: SimCentre
  stations: SimStation[]
  memory: Memory
  folder: string
  /** Somebody of the office does something at a station, now. */
  office(station: SimStation, act: (worker: Worker, running: Running) => Promise<unknown>): void
}

/** How long all may take to agree once nothing fails any more. */
const CONVERGE_MS = 30_000
/** How long answers of before that may still be under way. */
const IN_FLIGHT_MS = 5_000
/** How often pending work is looked at while it goes on. */
const CHECKED_MS = 5_000
/** How often tables are compared with the log while it goes on. */
const COMPARED_MS = 30_000
const OPEN_REQUESTS = `SELECT count(*) FROM request WHERE state = 'asked'`
const NATURE = { name: 'nature', alive: true }

/** Runs one world from its seed. */
export async function runWorld(template: Template, seed: number, options: RunOptions = {}): Promise<RunResult> {
  const world = makeWorld(template, seed, options)
  const { time, tally, centre, stations } = world
  const problems: string[] = []
  const minutes = options.minutes ?? 2.5
  try {
    await centre.start()
    for (const station of stations) await station.start()
    await time.settle()
    const end = time.now + minutes * 60_000
    for (const [at, station] of stations.slice(0, options.working ?? STATIONS).entries())
      for (const badge of [BADGES[at * 2], BADGES[at * 2 + 1]]) employ(world, station, badge ?? '', seed, end)
    scheduleFaults(world, seed, options.kinds ?? kindsOf(seed), {
      end,
      employ: (station, badge) => employ(world, station, badge, seed, end),
      restartLater: (station) => restartLater(world, station),
      restartCentreLater: () => restartCentreLater(world),
      makeStation: (name) => makeStation(world, name, seed),
      badge: BADGES.at(-2) ?? '',
    })
    keepOffice(world, seed, end)
    for (let at = time.now; at < end; at += CHECKED_MS) {
      await time.runUntil(Math.min(end, at + CHECKED_MS))
      if (options.checked === false || problems.length > 0) continue
      problems.push(...checkPending(world))
      if ((end - at) % COMPARED_MS < CHECKED_MS) problems.push(...(await checkReplicas(world)))
    }
    if (!time.hasParted) problems.push(...(await endOf(world, options)))
    return {
      ...{ hash: time.digest(), problems, events: time.events, facts: world.memory.saved.length },
      ...{ faults: tally.faults, outcomes: tally.outcomes, lines: time.lines, decisions: time.decisions },
    }
  } finally {
    for (const station of world.stations) station.kill()
    centre.kill()
    centre.forget()
    await time.settle()
    rmSync(world.folder, { recursive: true, force: true })
  }
}

/** Nothing fails any more: what is wrong once all had the time to agree. */
async function endOf(world: World, { checked }: RunOptions): Promise<string[]> {
  const { time, tally } = world
  heal(world)
  await time.runUntil(time.now + 30_000, () => world.centre.isUp && world.stations.every(({ isUp }) => isUp))
  // What a slow line still carries: a centre whose disk was full says to wait for longer than that.
  await time.runUntil(time.now + IN_FLIGHT_MS)
  askPeople(world)
  const quiet = time.now
  await time.runUntil(time.now + CONVERGE_MS, () => isSettled(world))
  const problems: string[] = []
  if (!isSettled(world)) problems.push(...unsettled(world))
  else tally.outcome('settle ms', time.now - quiet)
  problems.push(...(await checkStates(world)))
  if (checked !== false) problems.push(...(await checkWorld(world)), ...tally.strangeThings)
  return problems
}

function makeWorld(
  template: Template,
  seed: number,
  { trace: keepLines, steady = false, compared }: RunOptions,
): World {
  const folder = temporaryFolder()
  const tie = chanceOf(seed, 'tie')
  const time = new VirtualTime(() => tie.below(1 << 30), keepLines, compared)
  time.now = template.now + 60_000
  time.folder = folder
  takeTime(time)
  const tally = new Tally()
  const centre = new SimCentre(join(folder, 'centre'), {
    ...{ time, tally, chance: chanceOf(seed, 'centre'), onCrash: () => restartCentreLater(world) },
  })
  const network = new Network(time, chanceOf(seed, 'network'), () => serverOf(centre), tally)
  centre.network = network
  centre.copyFrom(join(template.folder, 'centre'))
  const memory: Memory = { saved: [], counter: template.counter, watch: new FlickerWatch() }
  const clerk = chanceOf(seed, 'clerk')
  const world: World = {
    ...{ time, tally, network, centre, memory, folder, stations: [], steady },
    office: (station, act) => {
      const { running } = station
      if (running === null) return
      time.owner = running
      const worker = new Worker({ station, badge: BADGES.at(-1) ?? '', chance: clerk, memory, tally, time })
      act(worker, running).catch((error: unknown) => tally.strange(`office: ${String(error)}`))
    },
  }
  for (let at = 1; at <= STATIONS; at += 1) {
    const station = makeStation(world, `S${at}`, seed)
    station.copyFrom(join(template.folder, station.name))
    world.stations.push(station)
  }
  return world
}

function makeStation(world: World, name: string, seed: number): SimStation {
  const { time, network, tally, folder } = world
  return new SimStation(name, join(folder, name), {
    ...{ time, network, tally, chance: chanceOf(seed, name), onCrash: (station) => restartLater(world, station) },
    onCommit: (station) => world.memory.watch.committed(station),
  })
}

const restarts = new WeakMap<World, ReturnType<typeof chanceOf>>()
function restartMs(world: World): number {
  let chance = restarts.get(world)
  if (chance === undefined) {
    chance = chanceOf(world.time.now % 1_000_003, 'restarts')
    restarts.set(world, chance)
  }
  return 500 + chance.wait(4_000)
}

function restartLater(world: World, station: SimStation): void {
  const { time } = world
  time.after(restartMs(world), NATURE, () => {
    station.start().catch((error: unknown) => {
      time.trace(`${station.name} did not start: ${String(error)}`)
      restartLater(world, station)
    })
  })
}

function restartCentreLater(world: World): void {
  const { time, centre } = world
  time.after(restartMs(world), NATURE, () => {
    centre.start().catch((error: unknown) => {
      time.trace(`The centre did not start: ${String(error)}`)
      restartCentreLater(world)
    })
  })
}

/** The office settles what waits for a person, and looks after stations that stopped. */
function keepOffice(world: World, seed: number, end: number): void {
  const { time } = world
  const chance = chanceOf(seed, 'office')
  const next = (): void => {
    time.after(chance.wait(12_000), NATURE, () => {
      if (time.now >= end) return
      next()
      const station = chance.pick(world.stations)
      if (station.running?.sync === undefined) return
      if (station.running.sync.view().state === 'stopped') {
        if (station.running.sync.view().stopped === 'quarantined' && chance.once(2)) readmit(world, station)
        askPerson(station)
      } else if (chance.once(4)) world.office(station, (worker, running) => worker.revokeOne(running))
      else world.office(station, (worker, running) => worker.settleOne(running))
    })
  }
  next()
}

/** A lead lets a station in again that was taken for a copy of itself. */
function readmit(world: World, { running }: SimStation): void {
  const stationId = running?.sync.view().stationId
  const lead = world.stations.find((other) => other.running?.sync?.view().state === 'online')
  if (stationId == null || lead === undefined) return
  world.office(lead, (worker, at) => worker.run(at, 'stations.readmit', { stationId }))
}

function askPeople(world: World): void {
  for (const station of world.stations) askPerson(station)
}

/** What a person presses on a screen that says what has to be settled. */
function askPerson({ running }: SimStation): void {
  if (running?.sync === undefined) return
  const { stopped } = running.sync.view()
  if (stopped === 'bulkRemoval' || stopped === 'centreNotEmpty') running.sync.acceptReset()
  else running.sync.retry()
}

function isSettled({ stations, centre }: World): boolean {
  const position = positionOf(centre)
  return position !== null && stations.every((station) => stateOf(station, position) === '')
}

type Position = ReturnType<SimCentre['readPosition']>

/** Where the centre stands, or null while it does not run. */
function positionOf(centre: SimCentre): Position | null {
  return centre.isUp ? centre.readPosition() : null
}

function unsettled({ stations, centre }: World): string[] {
  const position = positionOf(centre)
  const states = stations.flatMap((station) => {
    const state = stateOf(station, position)
    return state === '' ? [] : [`${station.name} did not converge: ${state}`]
  })
  return centre.isUp ? states : ['The centre is not up', ...states]
}

function stateOf({ running }: SimStation, position: Position | null): string {
  if (running?.sync === undefined) return 'not running'
  const view = running.sync.view()
  if (view.state === 'stopped' || view.state === 'alone') return ''
  // After a restore two histories may have as many revisions.
  const { timeline } = replicaPosition(running.store)
  const agrees =
    view.revision === position?.revision &&
    timeline === position.timeline &&
    running.journal.database.prepare(OPEN_REQUESTS).pluck().get() === 0
  return view.state === 'online' && view.unsent === 0 && agrees ? '' : JSON.stringify(view)
}

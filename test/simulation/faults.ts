import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { makeCode } from '../../central/enrol/enrolment-codes.ts'
import { COMMANDS } from '../../commands/all-commands.ts'
import type { CommandDefinition } from '../../commands/command.ts'
import { recordReveal } from '../../commands/orders/record-reveal.ts'
import { type Chance, chanceOf } from './chance.ts'
import { type CommitFault, fillDisk } from './disk.ts'
import { GOOD_NETWORK } from './network.ts'
import type { SimStation } from './sim-station.ts'
import type { World } from './world.ts'

/** Every kind of fault; a run has some of them. */
export const FAULT_KINDS = [
  'drop',
  'duplicate',
  'reorder',
  'loseReply',
  'cut',
  'partition',
  'shift',
  'slow',
  'station-crash',
  'station-crash-commit',
  'station-io',
  'station-full',
  'centre-crash',
  'centre-crash-commit',
  'centre-io',
  'centre-full',
  'restore',
  'clone',
  'clock',
  'revoke',
  'prune',
  'newer',
  'join',
] as const
/** One of {@link FAULT_KINDS}. */
export type FaultKind = (typeof FAULT_KINDS)[number]

/** The registry of a station that is newer than its centre. */
const NEWER = new Map<string, CommandDefinition>([
  ...COMMANDS,
  ['orders.record-reveal@2', { ...recordReveal, version: 2 } as unknown as CommandDefinition],
])

const PERSISTENT = { drop: 0.04, duplicate: 0.06, reorder: 0.1, loseReply: 0.05, cut: 0.04 } as const

/** The kinds that a seed has: few of them in one run, many in another. */
export function kindsOf(seed: number): FaultKind[] {
  const chance = chanceOf(seed, 'kinds')
  const share = chance.pick([0.1, 0.25, 0.5])
  const found = FAULT_KINDS.filter(() => chance.unit() < share)
  return found.length > 0 ? found : [chance.pick(FAULT_KINDS)]
}

/** What the schedule of faults needs of the world beside it. */
export type FaultHooks = {
  /** Somebody works at a station that was not there before. */
  employ(station: SimStation, badge: string): void
  /** The station's process comes back some time later. */
  restartLater(station: SimStation): void
  restartCentreLater(): void
  makeStation(name: string): SimStation
  badge: string
  /** Nothing fails any more from here on. */
  end: number
}

/** Lets faults of these kinds happen until `hooks.end`. */
export function scheduleFaults(world: World, seed: number, kinds: readonly FaultKind[], hooks: FaultHooks) {
  const { end } = hooks
  const chance = chanceOf(seed, 'faults')
  const { time, network } = world
  const nature = { name: 'nature', alive: true }
  network.faults = { ...GOOD_NETWORK }
  for (const kind of kinds) {
    if (kind in PERSISTENT) {
      network.faults = { ...network.faults, [kind]: PERSISTENT[kind as keyof typeof PERSISTENT] }
      continue
    }
    const rare = ['restore', 'clone', 'revoke', 'join'].includes(kind)
    const mean = rare ? (end - time.now) / 2 : (end - time.now) / 5
    const act = makeAct(world, kind, chanceOf(seed, `fault/${kind}`), hooks)
    let at = time.now + chance.wait(mean)
    let times = 0
    while (at < end && times < (rare ? 1 : 12)) {
      times += 1
      time.after(at - time.now, nature, () => {
        time.trace(`fault ${kind}`)
        act()
      })
      at += chance.wait(mean)
    }
  }
}

type Act = () => void

function makeAct(world: World, kind: FaultKind, chance: Chance, hooks: FaultHooks): Act {
  const { time, tally, centre } = world
  const nature = { name: 'nature', alive: true }
  const anyStation = (): SimStation => chance.pick(world.stations)
  const quietly = (job: Promise<unknown>): void => void job.catch(() => undefined)
  switch (kind) {
    case 'partition':
    case 'shift':
      return () => {
        const { line } = anyStation()
        const way = kind === 'shift' ? 2 : chance.below(3)
        if (way !== 1) line.out = false
        if (way !== 0) line.back = false
        tally.fault(kind === 'shift' ? 'shift' : (['out-dead', 'back-dead', 'line-dead'][way] ?? ''))
        time.after(chance.wait(kind === 'shift' ? 200_000 : 20_000), nature, () => {
          line.out = true
          line.back = true
        })
      }
    case 'slow':
      return () => {
        const { line } = anyStation()
        tally.fault('slow')
        line.slow = 50
        time.after(chance.wait(40_000), nature, () => {
          line.slow = 1
        })
      }
    case 'station-crash':
      return () => {
        const station = anyStation()
        if (station.running !== null) station.running.crash('at an edge')
      }
    case 'station-crash-commit':
    case 'station-io':
      return () => {
        const faults: CommitFault[] = kind === 'station-io' ? ['io-error'] : ['crash-before', 'crash-after']
        const file = chance.pick(['journal.db', 'replica.db'])
        anyStation().commitFaults.push({ file, fault: chance.pick(faults), skip: chance.below(4) })
      }
    case 'station-full':
      return () => {
        const { running } = anyStation()
        if (running === null) return
        tally.fault('station-full')
        fillDisk(running, true)
        time.after(chance.wait(20_000), nature, () => fillDisk(running, false))
      }
    case 'centre-crash':
      return () => centre.running?.crash('at an edge')
    case 'centre-crash-commit':
    case 'centre-io':
      return () => {
        const faults: CommitFault[] = kind === 'centre-io' ? ['io-error'] : ['crash-before', 'crash-after']
        centre.commitFaults.push({ fault: chance.pick(faults), skip: chance.below(8) })
      }
    case 'centre-full':
      return () => {
        const { running } = centre
        if (running === null) return
        tally.fault('centre-full')
        fillDisk(running, true)
        time.after(chance.wait(20_000), nature, () => fillDisk(running, false))
      }
    default:
      return makeRareAct(world, kind, chance, { hooks, anyStation, quietly })
  }
}

function makeRareAct(
  world: World,
  kind: FaultKind,
  chance: Chance,
  parts: { hooks: FaultHooks; anyStation(): SimStation; quietly(job: Promise<unknown>): void },
): Act {
  const { time, tally, centre } = world
  const { hooks, anyStation, quietly } = parts
  const nature = { name: 'nature', alive: true }
  switch (kind) {
    case 'restore':
      return () => {
        if (centre.running === null) return
        const backup = join(world.folder, 'backup.db')
        centre.backUp(backup)
        time.after(Math.min(chance.wait(60_000), hooks.end - time.now), nature, () => {
          tally.fault('restore')
          centre.kill()
          const failed = (error: unknown): void => tally.strange(`restore: ${String(error)}`)
          centre.restore(backup).then(hooks.restartCentreLater, failed)
        })
      }
    case 'clone':
      return () => {
        const original = anyStation()
        tally.fault('clone')
        const copy = hooks.makeStation(`${original.name}x`)
        cpSync(original.folder, copy.folder, { recursive: true })
        world.stations.push(copy)
        hooks.restartLater(copy)
        hooks.employ(copy, hooks.badge)
      }
    case 'join':
      return () => {
        const running = centre.running
        if (running === null) return
        tally.fault('join')
        const station = hooks.makeStation('N1')
        world.stations.push(station)
        const job = async (): Promise<void> => {
          await station.start()
          const { code } = await time.whileBusy(() => makeCode(running, 'N1'))
          hooks.employ(station, hooks.badge)
          joinUntilDone(world, station, code)
        }
        quietly(job())
      }
    case 'clock':
      return () => {
        tally.fault('clock')
        const station = anyStation()
        const offset = (chance.below(3) - 1) * chance.below(20 * 86_400_000)
        if (!world.steady) station.clockOffset = offset
      }
    case 'revoke':
      return () => {
        const id = anyStation().running?.sync.view().stationId
        const boss = anyStation()
        if (boss.running === null || id == null) return
        tally.fault('revoke')
        world.office(boss, (worker, running) => worker.run(running, 'stations.revoke', { stationId: id }))
      }
    case 'prune':
      return () => {
        const store = centre.running?.store
        if (store === undefined) return
        tally.fault('prune')
        quietly(time.whileBusy(() => store.prune(chance.below(6))))
      }
    default:
      return () => {
        const station = anyStation()
        station.registry = NEWER
        const { running } = station
        if (running === null) return
        tally.fault('newer')
        running.crash('for an update')
        time.after(30_000, nature, () =>
          world.office(station, async (worker, now) => {
            const order = now.store.reader.prepare('SELECT id FROM "order" ORDER BY id').pluck().get()
            if (order !== undefined) await worker.run(now, 'orders.record-reveal', { orderId: order }, 2)
          }),
        )
      }
  }
}

/** Somebody types the code, and types it again when nobody answered. */
function joinUntilDone(world: World, station: SimStation, code: string): void {
  const { time, tally } = world
  const again = (): void => {
    time.after(3_000, { name: 'nature', alive: true }, () => joinUntilDone(world, station, code))
  }
  const { running } = station
  if (running?.sync === undefined) {
    again()
    return
  }
  if (running.sync.view().state !== 'alone') return
  time.owner = running
  let isOver = false
  running.sync
    .join({ centre: 'http://centre.test', code, name: 'N1', bring: false })
    .then((outcome) => {
      if (isOver || !running.alive) return
      isOver = true
      tally.outcome(outcome.ok ? 'joined' : 'not joined')
      if (!outcome.ok) again()
    })
    .catch(() => undefined)
  time.after(60_000, { name: 'nature', alive: true }, () => {
    if (isOver) return
    isOver = true
    joinUntilDone(world, station, code)
  })
}

/** Everything works again; what was broken is put right. */
export function heal(world: World): void {
  const { network, stations, centre } = world
  network.faults = { ...GOOD_NETWORK }
  centre.commitFaults = []
  if (centre.running !== null) fillDisk(centre.running, false)
  for (const station of stations) {
    Object.assign(station.line, { out: true, back: true, slow: 1 })
    station.commitFaults = []
    if (station.running !== null) fillDisk(station.running, false)
  }
  network.reset()
}

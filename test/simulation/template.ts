import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeCode } from '../../central/enrol/enrolment-codes.ts'
import { COMMANDS } from '../../commands/all-commands.ts'
import { FIRST_COMMANDS } from '../support/command-choices.ts'
import { runBatch } from '../support/command-stream.ts'
import { chanceOf } from './chance.ts'
import { FlickerWatch } from './checks-running.ts'
import { employ } from './employ.ts'
import { Network } from './network.ts'
import { SimCentre } from './sim-centre.ts'
import { SimStation } from './sim-station.ts'
import { Tally } from './tally.ts'
import { takeTime, VirtualTime } from './virtual-time.ts'
import type { Memory } from './work.ts'

/** How long the stations work before any world begins. */
const WARM_MS = 6 * 60_000

/** How many stations a world begins with. */
export const STATIONS = 5
/** Operators of the site by badge; those of a station are two after each other. */
export const BADGES = Array.from({ length: STATIONS * 2 + 4 }, (_, at) => `BDG-${at + 1}`)

/** A folder in memory where the machine has one. */
export function temporaryFolder(): string {
  return mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'baro-simulation-'))
}

/** Where worlds begin: a centre with a site and stations that joined it, stopped; `folder/centre`, `folder/S1`… */
export type Template = { folder: string; now: number; counter: number; remove(): void }

/** Makes it, once per process. */
export async function makeTemplate(): Promise<Template> {
  const folder = temporaryFolder()
  const chance = chanceOf(0, 'template')
  const time = new VirtualTime(() => 0)
  takeTime(time)
  const tally = new Tally()
  const centre = new SimCentre(join(folder, 'centre'), { time, tally, chance, onCrash: () => undefined })
  await centre.start()
  const running = centre.running
  if (running === null) throw new Error('No centre')
  const operators = BADGES.map((badge, at) => ({
    type: 'site.save-operator',
    args: {
      ...{
        id: null,
        badge,
        name: `Operator ${at + 1}`,
        role: at === 0 || at >= STATIONS * 2 ? 'administrator' : 'picker',
      },
      ...{ pinHash: 'x', language: null, active: true, otherAdministrators: 2 },
    },
  }))
  for (const [at, { type, args }] of [...FIRST_COMMANDS, ...operators].entries()) {
    const context = {
      ...{ id: `first-${at}`, at: time.now + at, businessDate: '2025-12-29', operatorId: null },
      ...{ station: 'office', stationId: null },
    }
    const [answer = ''] = await runBatch(running.store, COMMANDS, [{ type, args, context }])
    if (answer.includes('refused') || answer.includes('Error')) throw new Error(answer)
  }
  const network = new Network(time, chance, () => serverOf(centre), tally)
  centre.network = network
  const stations: SimStation[] = []
  for (let at = 1; at <= STATIONS; at += 1) {
    const name = `S${at}`
    const station = new SimStation(name, join(folder, name), {
      ...{ time, network, tally, onCrash: () => undefined, chance: chanceOf(at, 'template station') },
    })
    await station.start()
    const { code } = await time.whileBusy(() => makeCode({ store: running.store, platform: running.platform }, name))
    const joining = station.running?.sync.join({ centre: 'http://centre.test', code, name, bring: false })
    await time.runUntil(time.now + 60_000, () => station.running?.sync.view().state === 'online')
    const outcome = await joining
    if (outcome?.ok !== true || station.running?.sync.view().state !== 'online')
      throw new Error(`${name} did not join: ${JSON.stringify(outcome)}`)
    stations.push(station)
  }
  // A day that is under way: orders in every state, totes here and there.
  const memory: Memory = { saved: [], counter: 0, watch: new FlickerWatch() }
  const end = time.now + WARM_MS
  for (const [at, station] of stations.entries())
    for (const badge of [BADGES[at * 2], BADGES[at * 2 + 1]])
      employ({ time, memory, tally }, station, badge ?? '', 0, end, 9_000)
  await time.runUntil(end + 30_000)
  for (const station of stations) {
    if (station.running?.sync.view().unsent !== 0) throw new Error(`${station.name} has something left to send`)
    await station.stop()
  }
  await centre.stop()
  return {
    folder,
    now: time.now,
    counter: memory.counter,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** The centre as the network sees it. */
export function serverOf(centre: SimCentre) {
  const { running } = centre
  return running === null ? null : { owner: running, handle: (request: Request) => running.centre.handle(request) }
}

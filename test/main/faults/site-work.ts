import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import Database from 'better-sqlite3'
import type { StationClient } from '../../support/station.ts'
import {
  allSent,
  type CentreSite,
  differencesAfter,
  lostFacts,
  openCentreSite,
  removeFolder,
  type SiteStation,
  unsound,
  until,
} from './centre-site.ts'
import { type Hand, openHand, openPoolEyes } from './floor-hand.ts'
import type { Scan, Screen } from './floor-worker.ts'
import { type Crew, crews, hireCrews } from './site-people.ts'
import { manyOrders, stockDirectory } from './stocked-directory.ts'

/** A station of a site with somebody at its benches. */
export type Bench = { station: SiteStation; hand: Hand; admin: StationClient; close(): void }

/** Puts the crew's picker and packer in one: somebody who does whatever there is to do at a station. */
export async function staff(station: SiteStation, crew: Crew, screens: readonly Screen[]): Promise<Bench> {
  const eyes = openPoolEyes(station.directory, crew.pool, crew.picker)
  const hand = openHand(await station.enter(crew.picker), screens, eyes)
  return { station, hand, admin: await station.enter('BDG-1'), close: () => eyes.close() }
}

/** A site in a folder of its own, with somebody at the benches of each of its two stations. */
export type StaffedSite = { directory: string; site: CentreSite; benches: [Bench, Bench]; close(): Promise<void> }

/** Opens a centre with so many orders and two stations, at each of which somebody does what these screens ask for. */
export async function openStaffedSite(
  name: string,
  orders: number,
  screens: readonly Screen[] = ['shipping', 'packing', 'picking'],
): Promise<StaffedSite> {
  const directory = mkdtempSync(join(tmpdir(), `baro-${name}-`))
  const [one, two] = crews(2) as [Crew, Crew]
  await stockDirectory(join(directory, 'S1'), manyOrders(orders), (core) => hireCrews(core, [one, two], 12, 2))
  const site = await openCentreSite(directory)
  const open = async (station: string, crew: Crew): Promise<Bench> => {
    const opened = await site.open(station)
    await online(opened)
    return staff(opened, crew, screens)
  }
  const benches: [Bench, Bench] = [await open('S1', one), await open('S2', two)]
  const close = async (): Promise<void> => {
    for (const bench of benches) bench.close()
    await site.close()
    removeFolder(directory)
  }
  return { directory, site, benches, close }
}

/** Waits until a station has the centre's tables. */
export async function online(station: SiteStation): Promise<void> {
  await until(`${station.name} is online`, 30_000, async () => (await station.view()).state === 'online')
}

/** Does so many scans, or fewer when nothing is left to do; those that were made. */
export async function work({ hand }: Bench, scans: number): Promise<Scan[]> {
  const begun = hand.scans.length
  for (let idle = 0; hand.scans.length - begun < scans && idle < 40; ) {
    if (await hand.act()) idle = 0
    else {
      idle += 1
      await delay(25)
    }
  }
  return hand.scans.slice(begun)
}

/** What is not as it has to be once everything has arrived: lost facts, different replicas, what doctors find. */
export async function wrongAfterAll(site: CentreSite, ms = 30_000): Promise<string[]> {
  // A station that has not noticed yet that its centre was put back still says that all is sent.
  const [centre] = await site.ask<{ timeline: string }>('SELECT timeline FROM centre_state')
  for (const { name, directory } of site.stations)
    await until(`${name} follows the centre's history`, ms, async () => timelineOf(directory) === centre?.timeline)
  await allSent(site, ms)
  return [...(await lostFacts(site)), ...(await differencesAfter(site, ms)), ...(await unsound(site))]
}

function timelineOf(directory: string): unknown {
  const replica = new Database(join(directory, 'replica.db'), { readonly: true })
  try {
    return replica.prepare('SELECT timeline FROM replica_position').pluck().get()
  } finally {
    replica.close()
  }
}

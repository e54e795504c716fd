import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { someFault } from '../../support/fault-proxy.ts'
import type { StationClient } from '../../support/station.ts'
import {
  allSent,
  type CentreSite,
  differencesAfter,
  lostFacts,
  openCentreSite,
  type SiteStation,
  unsound,
  until,
} from './centre-site.ts'
import { type Hand, openHand, openPoolEyes } from './floor-hand.ts'
import { missing, twice } from './kill-cycles.ts'
import { type Crew, crews, hireCrews } from './site-people.ts'
import { manyOrders, stockDirectory } from './stocked-directory.ts'

const STATIONS = 3
/** A pace that leaves something of the machine to those who start again. */
const BETWEEN_SCANS_MS = 60
/** What is asked of the centre is in the journal as a request, not as a command. */
const INTENTS = ['picking.claim-work', 'shipping.dispatch']

/** What came of many faults: what was wrong (nothing, when all holds), and how much was done meanwhile. */
export type FireReport = {
  wrong: string[]
  cycles: number
  scans: number
  shipped: number
  exceptions: number
  refusals: Record<string, number>
  events: Record<string, number>
}

type Team = { station: SiteStation; crew: Crew; hands: Hand[]; admin: StationClient; close(): void }
type Fire = {
  site: CentreSite
  teams: Team[]
  random: () => number
  report: FireReport
  exceptions: Set<string>
  /** People work on, rest where they are, or go home. */
  shift: { now: 'work' | 'rest' | 'over'; resting: number; people: number }
}

/**
 * Stations that pick, pack and ship while their network, their centre and they themselves fail, cycle after cycle. At the
 * end everything is switched on again, and has to come to one state in which nothing is missing and nothing is there twice.
 */
export async function centreFire(
  directory: string,
  options: { cycles: number; random: () => number; database?: { url: string; apis: number } },
): Promise<FireReport> {
  const { cycles, random, database = null } = options
  const hired = crews(STATIONS)
  await stockDirectory(join(directory, 'S1'), manyOrders(60 + cycles * 12), (core) => hireCrews(core, hired))
  const site = await openCentreSite(directory, database)
  const report: FireReport = { wrong: [], cycles: 0, scans: 0, shipped: 0, exceptions: 0, refusals: {}, events: {} }
  const shift: Fire['shift'] = { now: 'work', resting: 0, people: 0 }
  const fire: Fire = { site, teams: [], random, report, exceptions: new Set(), shift }
  try {
    for (const [at, crew] of hired.entries()) fire.teams.push(await openTeam(site, `S${at + 1}`, crew))
    const work = fire.teams.flatMap((team) => team.hands.map((hand) => workOn(hand, shift, report.wrong)))
    shift.people = work.length
    for (; report.cycles < cycles && report.wrong.length === 0; report.cycles += 1) {
      await oneCycle(fire)
      if (report.cycles % 25 === 24) await settle(fire)
    }
    await settle(fire)
    shift.now = 'over'
    await Promise.all(work)
    report.wrong.push(...(await twiceOrLost(fire)))
  } catch (error) {
    report.wrong.push(`${String(error)}\n${fire.teams.map(({ station }) => tail(station)).join('\n')}`)
  } finally {
    shift.now = 'over'
    for (const team of fire.teams) team.close()
    await site.close()
  }
  return report
}

function tail(station: SiteStation): string {
  return station.isUp() ? `${station.name}: ${station.host().log().slice(-1_500)}` : `${station.name} is dark`
}

async function openTeam(site: CentreSite, name: string, crew: Crew): Promise<Team> {
  const station = await site.open(name)
  await until(`${name} has its tables`, 30_000, async () => (await station.view()).state === 'online')
  const eyes = [crew.picker, crew.packer].map((badge) => openPoolEyes(station.directory, crew.pool, badge))
  const [first, second] = eyes
  if (first === undefined || second === undefined) throw new Error('Nobody sees')
  const hands = [
    openHand(await station.enter(crew.picker), ['picking'], first),
    openHand(await station.enter(crew.packer), ['shipping', 'packing'], second),
  ]
  const close = () => {
    for (const one of eyes) one.close()
  }
  return { station, crew, hands, admin: await station.enter('BDG-1'), close }
}

/** Works on until it is over; rests and goes only once the last scan has its answer. Who is not answered asks again. */
async function workOn(hand: Hand, shift: Fire['shift'], wrong: string[]): Promise<void> {
  for (;;) {
    try {
      if (shift.now !== 'work' && hand.scans.at(-1)?.reply !== null) {
        if (shift.now === 'over') return
        shift.resting += 1
        while (shift.now === 'rest') await delay(20)
        shift.resting -= 1
      } else await delay((await hand.act()) ? BETWEEN_SCANS_MS : 4 * BETWEEN_SCANS_MS)
    } catch (error) {
      if (!isSilence(error)) {
        wrong.push(error instanceof Error ? `${error.message} ${JSON.stringify(hand.scans.at(-1))}` : String(error))
        shift.people -= 1
        return
      }
      await delay(30)
    }
  }
}

/** Nobody was there, or the answer broke off. */
function isSilence(error: unknown): boolean {
  const said = String(error)
  return (
    error instanceof TypeError ||
    ['is dark', 'terminated', 'Cannot parse response body'].some((one) => said.includes(one))
  )
}

type Event = { name: string; share: number; run(fire: Fire): Promise<void> }

const EVENTS: readonly Event[] = [
  { name: 'network', share: 5, run: badNetwork },
  { name: 'cut', share: 1, run: async ({ site }) => site.proxy.cut() },
  { name: 'kill station', share: 2, run: (fire) => restartStation(fire, 'kill') },
  { name: 'stop station', share: 1, run: (fire) => restartStation(fire, 'stop') },
  { name: 'kill centre', share: 2, run: (fire) => restartCentre(fire, 'SIGKILL') },
  { name: 'stop centre', share: 1, run: (fire) => restartCentre(fire, 'SIGTERM') },
  { name: 'cancel', share: 2, run: cancelSome },
  { name: 'revoke a claim', share: 1, run: revokeSome },
  { name: 'resolve', share: 2, run: resolveSome },
]

async function oneCycle(fire: Fire): Promise<void> {
  const { random, report } = fire
  const total = EVENTS.reduce((sum, { share }) => sum + share, 0)
  let left = random() * total
  const event = EVENTS.find(({ share }) => {
    left -= share
    return left < 0
  })
  if (event === undefined) return
  report.events[event.name] = (report.events[event.name] ?? 0) + 1
  await event.run(fire)
  await delay(100 + random() * 500)
}

async function badNetwork({ site, random }: Fire): Promise<void> {
  const { fault, ms } = someFault(random)
  await site.proxy.set(fault)
  await delay(ms)
  await site.proxy.set({ kind: 'none' })
}

async function restartStation({ teams, random }: Fire, how: 'kill' | 'stop'): Promise<void> {
  const team = one(teams, random)
  await team.station[how]()
  await delay(random() * 300)
  await team.station.start()
}

async function restartCentre({ site, random }: Fire, signal: NodeJS.Signals): Promise<void> {
  await site.endCentre(signal, Math.floor(random() * site.centres.length))
  await delay(random() * 800)
  await site.startCentre()
}

/** The office cancels an order that somebody may be given this minute. */
async function cancelSome({ teams, random }: Fire): Promise<void> {
  const { admin, station } = one(teams, random)
  const ids = idsOf(station, `SELECT id FROM "order" WHERE state IN ('released', 'picking') ORDER BY id`)
  if (ids.length > 0) await quiet(admin.orders.cancel({ orderIds: [one(ids, random)], reason: 'changed their mind' }))
}

/** A supervisor takes a task away from the station that holds it. */
async function revokeSome({ teams, random }: Fire): Promise<void> {
  const { admin, station } = one(teams, random)
  const ids = idsOf(station, `SELECT id FROM pick_task WHERE state IN ('claimed', 'started') ORDER BY id`)
  if (ids.length > 0) await quiet(admin.sync.revokeClaim({ taskId: one(ids, random) }))
}

async function resolveSome({ teams, random, exceptions }: Fire): Promise<void> {
  const { admin } = one(teams, random)
  const rows = (await quiet(admin.sync.exceptions()))?.rows ?? []
  for (const { id } of rows) exceptions.add(id)
  const may = rows.filter((row) => row.may.length > 0)
  if (may.length === 0) return
  const row = one(may, random)
  await quiet(admin.sync.resolve({ exceptionId: row.id, resolution: one(row.may, random), quantity: 100_000 }))
}

function one<T>(list: readonly T[], random: () => number): T {
  const found = list[Math.floor(random() * list.length)]
  if (found === undefined) throw new RangeError('Nothing to choose from')
  return found
}

function idsOf({ directory }: SiteStation, sql: string): string[] {
  const database = new Database(join(directory, 'replica.db'), { readonly: true })
  try {
    return database.prepare(sql).pluck().all() as string[]
  } finally {
    database.close()
  }
}

/** What is asked while everything fails may fail. */
async function quiet<R>(asked: Promise<R>): Promise<R | null> {
  return asked.catch(() => null)
}

/** All is switched on and people rest: everything arrives, everybody has the same, and no doctor finds anything. */
async function settle({ site, report, exceptions, shift }: Fire): Promise<void> {
  await site.proxy.set({ kind: 'none' })
  shift.now = 'rest'
  await until('everybody rests', 60_000, async () => shift.resting >= shift.people)
  await allSent(site, 60_000)
  const found = await site.ask<{ id: string }>('SELECT id FROM fact_exception')
  for (const { id } of found) exceptions.add(id)
  report.exceptions = exceptions.size
  report.wrong.push(...(await lostFacts(site)), ...(await differencesAfter(site, 30_000)), ...(await unsound(site)))
  shift.now = 'work'
}

/** To be asked once nobody works any more. */
async function twiceOrLost({ site, teams, report }: Fire): Promise<string[]> {
  const wrong: string[] = []
  for (const { station, hands } of teams) {
    const scans = hands.flatMap((hand) => hand.scans)
    report.scans += scans.length
    wrong.push(...missing(station.directory, scans), ...twice(station.directory, scans, INTENTS).wrong)
    for (const [name, count] of hands.flatMap(({ refusals }) => [...refusals]))
      report.refusals[name] = (report.refusals[name] ?? 0) + count
  }
  const shipped = await site.ask<{ n: number }>(`SELECT count(*) AS n FROM "order" WHERE state = 'shipped'`)
  report.shipped = Number(shipped[0]?.n)
  const told = teams.flatMap(({ hands }) => hands.flatMap(({ scans }) => scans))
  const dispatched = told.filter((scan) => scan.reply?.feedback?.name === 'dispatched').length
  if (dispatched > report.shipped) wrong.push(`${dispatched} were told to be shipped, ${report.shipped} are`)
  return wrong
}

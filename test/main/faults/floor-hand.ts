import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Feedback } from '../../../contract/station/floor.ts'
import type { PackBench } from '../../../contract/station/packing.ts'
import type { PickBench } from '../../../contract/station/picking.ts'
import type { ShipBench } from '../../../contract/station/shipping.ts'
import { command, type StationClient } from '../../support/station.ts'
import { type Eyes, packCode, pickCode, type Scan, type Screen } from './floor-worker.ts'

type Bench = PickBench | PackBench | ShipBench
type Reply = { bench: Bench; feedback: Feedback | null }

/** Somebody at the benches of a station that has a centre: does what is asked for, and takes a no for an answer. */
export type Hand = {
  readonly scans: Scan[]
  /** Each refusal by its name, with how often it was said. */
  readonly refusals: Map<string, number>
  /** Does one thing; false when there is nothing to do now. Rejects when the station does not answer; then the same scan is sent again. */
  act(): Promise<boolean>
}

/** So many errors after each other at one bench, and somebody goes away from it for a while. */
const PATIENCE = 3
const AWAY_MS = 400

/** Eyes that also see which cartons wait for a person, by their codes. */
export type PoolEyes = Eyes & { isBlocked(cartonCode: string): boolean; close(): void }

/** A hand at the given benches, in their order of preference. */
export function openHand(client: StationClient, screens: readonly Screen[], eyes: Omit<PoolEyes, 'close'>): Hand {
  const scans: Scan[] = []
  const refusals = new Map<string, number>()
  const benches = new Map<Screen, Bench>()
  const errors = new Map<Screen, number>()
  const away = new Map<Screen, number>()
  const said = new Map<Screen, string>()
  let pending: Scan | null = null
  let waybill = 100_000_000_000 + Math.floor(Math.random() * 800_000_000_000)

  const send = async (scan: Scan): Promise<void> => {
    pending = scan
    const reply = (await client[scan.screen].scan({ scanId: scan.scanId, code: scan.code })) as Reply
    scan.reply = reply
    pending = null
    benches.set(scan.screen, reply.bench)
    const { feedback } = reply
    said.set(scan.screen, feedback?.name ?? '')
    if (feedback?.tone !== 'error') {
      if (feedback?.name !== 'acknowledged') errors.delete(scan.screen)
      return
    }
    refusals.set(feedback.name, (refusals.get(feedback.name) ?? 0) + 1)
    const count = (errors.get(scan.screen) ?? 0) + 1
    errors.set(scan.screen, count)
    if (count < PATIENCE) return
    errors.delete(scan.screen)
    away.set(scan.screen, performance.now() + AWAY_MS)
  }
  const scan = (screen: Screen, code: string): Promise<void> => {
    const one: Scan = { screen, scanId: randomUUID(), code, reply: null }
    scans.push(one)
    return send(one)
  }
  const print = async (bench: PackBench): Promise<void> => {
    const printJobId = bench.printJob?.id ?? ''
    await client.printing.start({ printJobId }).catch(unlessDark)
    await client.printing.finish({ printJobId, outcome: 'sent' }).catch(unlessDark)
    benches.delete('packing')
  }
  const nextCode = (bench: Bench, screen: Screen): string | null => {
    // A notice of the last scan: the way out of it is chosen first, then it is acknowledged.
    if (bench.alert !== null) return command('acknowledge')
    const last = refusedLast(scans, screen)
    if (bench.screen === 'picking') {
      if (last === 'orderStopped') return bench.step === 'put' ? command('undo') : command('nothingThere')
      if (last === 'orderBlocked' && ['location', 'item', 'serial', 'put'].includes(bench.step))
        return bench.step === 'put' ? command('undo') : command('skip')
      return pickCode(bench, eyes)
    }
    if (bench.screen === 'packing') {
      if (['orderBlocked', 'orderCancelled'].includes(last)) return command('park')
      return packCode(bench, eyes)
    }
    waybill += 1
    switch (bench.step) {
      case 'carton': {
        const isNext = ({ code, trackingNumber }: ShipBench['cartons'][number]): boolean =>
          trackingNumber === null && !eyes.isBlocked(code)
        const code = bench.cartons.find(isNext)?.code ?? eyes.cartonToShip()
        return code === null ? null : `00${code}`
      }
      case 'waybill':
        return last === 'orderBlocked' ? command('back') : String(waybill)
      case 'carrier':
        return 'CJ'
      case 'dispatch':
        return command('dispatch')
    }
  }

  return {
    scans,
    refusals,
    act: async () => {
      if (pending !== null) {
        await send(pending)
        return true
      }
      for (const screen of screens) {
        if ((away.get(screen) ?? 0) > performance.now()) continue
        away.delete(screen)
        const bench = benches.get(screen) ?? ((await client[screen].bench()) as Reply).bench
        benches.set(screen, bench)
        if (bench.screen === 'packing' && bench.step === 'print' && bench.alert === null) {
          await print(bench)
          return true
        }
        const code = nextCode(bench, screen)
        if (code !== null) {
          await scan(screen, code)
          return true
        }
        benches.delete(screen)
      }
      return false
    },
  }
}

/** What the last scan at a bench that was no acknowledgement was refused with; empty when it was taken. */
function refusedLast(scans: readonly Scan[], screen: Screen): string {
  const last = scans.findLast((scan) => scan.screen === screen && scan.code !== command('acknowledge'))
  const feedback = last?.reply?.feedback
  return feedback?.tone === 'error' ? feedback.name : ''
}

/** A refusal of the station is an answer; silence is not. */
function unlessDark(error: unknown): void {
  if (error instanceof TypeError) throw error
}

/** Eyes on the goods that one station's own totes hold; totes of others are out of sight. `close` when done. */
export function openPoolEyes(directory: string, pool: string, operatorBadge: string): PoolEyes {
  const database = new Database(join(directory, 'replica.db'), { readonly: true })
  database.pragma('busy_timeout = 5000')
  const one = (sql: string) => {
    const statement = database.prepare(sql).pluck()
    return (): string | null =>
      (statement.get({ pool: `${pool}-%`, badge: operatorBadge }) as string | undefined) ?? null
  }
  const picked = database.prepare('SELECT serials FROM pick_line WHERE order_line_id = ?').pluck()
  const packed = database
    .prepare(
      `SELECT serial FROM carton_line JOIN carton ON carton.id = carton_line.carton_id
       WHERE order_line_id = ? AND carton.state <> 'undone'`,
    )
    .pluck()
  const blocked = (order: string): string =>
    `EXISTS (SELECT 1 FROM fact_exception WHERE state = 'open' AND order_id = ${order})`
  const waits = database.prepare(`SELECT 1 FROM carton WHERE code = ? AND ${blocked('order_id')}`).pluck()
  return {
    freeTote: one(
      `SELECT code FROM tote WHERE state IN ('empty', 'emptied') AND code LIKE @pool AND @badge <> ''
       AND NOT EXISTS (SELECT 1 FROM fact_exception WHERE state = 'open' AND tote_id = tote.id) ORDER BY code`,
    ),
    toteAtBench: one(
      `SELECT code FROM tote WHERE state = 'at_bench' AND code LIKE @pool AND NOT ${blocked('tote.order_id')}
       AND EXISTS (SELECT 1 FROM "order" WHERE id = tote.order_id AND state IN ('picked', 'packing'))
       AND NOT EXISTS (SELECT 1 FROM pack_session s JOIN operator o ON o.id = s.operator_id
         WHERE s.order_id = tote.order_id AND s.state = 'open' AND o.badge <> @badge) ORDER BY code`,
    ),
    cartonToShip: one(
      `SELECT carton.code FROM carton JOIN "order" ON "order".id = carton.order_id
       WHERE carton.state = 'labelled' AND "order".state = 'packed' AND @badge <> '' AND NOT ${blocked('carton.order_id')}
       AND EXISTS (SELECT 1 FROM pick_slot JOIN tote ON tote.id = pick_slot.tote_id
         WHERE pick_slot.order_id = carton.order_id AND tote.code LIKE @pool) ORDER BY carton.id`,
    ),
    serialToPack: (orderLineId) => {
      const done = new Set(packed.all(orderLineId))
      const all = (picked.all(orderLineId) as string[]).flatMap((text) => JSON.parse(text) as string[])
      return all.find((serial) => !done.has(serial)) ?? ''
    },
    isBlocked: (code) => waits.get(code) !== undefined,
    close: () => database.close(),
  }
}

import type { Feedback } from '../../../contract/station/floor.ts'
import type { PackBench } from '../../../contract/station/packing.ts'
import type { PickBench } from '../../../contract/station/picking.ts'
import type { ShipBench } from '../../../contract/station/shipping.ts'
import type { StationCore } from '../../../main/core.ts'
import { command, type StationClient, scanOf } from '../../support/station.ts'

/** The floor screens that a robot works at. */
export type RobotScreen = 'picking' | 'packing' | 'shipping'

/** Somebody who reads what the bench asks for and does it right; knows of the world only what lies before the eyes. */
export type Robot = {
  /** The right code to scan now, a label to print, or null when nothing is to be done here. */
  next(screen: RobotScreen): Promise<RobotMove | null>
  /** Works at one screen until nothing is left to do there; throws when it does not come to an end. */
  finish(screen: RobotScreen, limit?: number): Promise<number>
}
export type RobotMove = { code: string } | { print: string }

/** A label's code as it is scanned from paper. */
export function labelCode(code: string): string {
  return /^\d{18}$/.test(code) ? `00${code}` : code
}

let waybill = 0
/** A tracking number that nothing carries yet. */
export function nextWaybill(): string {
  waybill += 1
  return String(700_000_000_000 + waybill)
}

type Eyes = { core: () => StationCore; operatorId: () => string }

/** The physical world as one sees it at a bench. */
function look({ core, operatorId }: Eyes) {
  const all = <R>(sql: string, ...values: (string | number)[]) =>
    core()
      .store.reader.prepare(sql)
      .all(...values) as R[]
  /** A unit that lies in a shared tote and that this person may pack: its item's code, its lot and its order line. */
  const unitToPack = (tote: string) =>
    all<{ code: string; lot: string; line: string }>(
      `SELECT coalesce(i.gtin, i.sku) AS code, l.id AS line,
         (SELECT k.lot FROM pick_line k WHERE k.order_line_id = l.id AND k.picked > 0 GROUP BY k.lot
          HAVING sum(k.picked) > (SELECT coalesce(sum(c.quantity), 0) FROM carton_line c
            WHERE c.order_line_id = l.id AND c.lot = k.lot) ORDER BY k.lot LIMIT 1) AS lot
       FROM tote t JOIN pick_slot s ON s.tote_id = t.id AND s.pick_task_id = t.pick_task_id
       JOIN "order" o ON o.id = s.order_id JOIN order_line l ON l.order_id = o.id JOIN item i ON i.id = l.item_id
       LEFT JOIN pack_session p ON p.order_id = o.id AND p.state = 'open'
       WHERE t.name = ? AND t.state = 'at_bench' AND o.state IN ('picked', 'packing') AND l.picked > l.packed
         AND (p.operator_id IS NULL OR p.operator_id = ?) ORDER BY l.id`,
      tote,
      operatorId(),
    )[0] ?? null
  return {
    freeTote: () =>
      all<{ code: string }>("SELECT code FROM tote WHERE state IN ('empty', 'emptied') ORDER BY code")[0]?.code ?? null,
    toteToPack: () =>
      all<{ code: string }>(
        `SELECT t.code FROM tote t LEFT JOIN pick_slot s ON s.tote_id = t.id AND s.pick_task_id = t.pick_task_id
         JOIN "order" o ON o.id = coalesce(t.order_id, s.order_id)
         LEFT JOIN pack_session p ON p.order_id = o.id AND p.state = 'open'
         WHERE t.state = 'at_bench' AND o.state IN ('picked', 'packing') AND (p.operator_id IS NULL OR p.operator_id = ?)
         ORDER BY t.code`,
        operatorId(),
      )[0]?.code ?? null,
    unitToPack,
    lotToPack: (tote: string) => unitToPack(tote)?.lot ?? null,
    serialToPack: (tote: string) =>
      all<{ serials: string }>(
        'SELECT serials FROM pick_line WHERE order_line_id = ? ORDER BY id',
        unitToPack(tote)?.line ?? '',
      ).flatMap(({ serials }) => JSON.parse(serials) as string[])[0] ?? null,
    serialInTote: (orderLineId: string) => {
      const picked = all<{ serials: string }>('SELECT serials FROM pick_line WHERE order_line_id = ?', orderLineId)
      const packed = all<{ serial: string }>(
        `SELECT c.serial FROM carton_line c JOIN carton t ON t.id = c.carton_id
         WHERE c.order_line_id = ? AND t.state <> 'undone'`,
        orderLineId,
      )
      return (
        picked
          .flatMap((row) => JSON.parse(row.serials) as string[])
          .find((serial) => !packed.some((row) => row.serial === serial)) ?? null
      )
    },
    lotInTote: (orderLineId: string) =>
      all<{ lot: string }>(
        `SELECT p.lot FROM pick_line p WHERE p.order_line_id = ? AND p.picked > 0 GROUP BY p.lot
         HAVING sum(p.picked) > (SELECT coalesce(sum(c.quantity), 0) FROM carton_line c JOIN carton t ON t.id = c.carton_id
           WHERE c.order_line_id = p.order_line_id AND c.lot = p.lot AND t.state <> 'undone') ORDER BY p.lot`,
        orderLineId,
      )[0]?.lot ?? null,
    cartonToShip: () =>
      all<{ code: string }>(
        `SELECT c.code FROM carton c JOIN "order" o ON o.id = c.order_id
         WHERE c.state = 'labelled' AND o.state = 'packed' ORDER BY c.tracking_number IS NOT NULL, c.id`,
      )[0]?.code ?? null,
    trackingUsed: (tracking: string) =>
      all<{ id: string }>('SELECT id FROM carton WHERE tracking_number = ?', tracking).length > 0,
  }
}

function pickMove(bench: PickBench, last: Feedback | null, eyes: ReturnType<typeof look>): RobotMove | null {
  if (last?.name === 'lotExpired' && bench.step === 'item') return { code: command('problem') }
  switch (bench.step) {
    case 'idle':
      return bench.waiting > 0 && last?.name !== 'noWork' ? { code: command('giveWork') } : null
    case 'totes': {
      const tote = eyes.freeTote()
      return tote === null ? null : { code: tote }
    }
    case 'location':
      return { code: bench.location?.code ?? '' }
    case 'item':
      return { code: bench.item?.code ?? '' }
    case 'lot':
      return { code: bench.lot ?? '' }
    case 'serial':
      return { code: bench.serial ?? 'SN-0' }
    case 'put':
      return { code: bench.target?.toteCode ?? '' }
    case 'problem':
      return { code: last?.name === 'lotExpired' ? command('expired') : command('back') }
    case 'quantity':
      return { code: command('back') }
    case 'drop':
      return { code: command('done') }
  }
}

function packMove(bench: PackBench, last: Feedback | null, eyes: ReturnType<typeof look>): RobotMove | null {
  switch (bench.step) {
    case 'tote':
    case 'finished': {
      const tote = eyes.toteToPack()
      return tote === null ? null : { code: tote }
    }
    case 'sort': {
      if (last?.name === 'scanLot') return { code: eyes.lotToPack(bench.shared?.toteName ?? '') ?? 'L0' }
      if (last?.name === 'scanSerial') return { code: eyes.serialToPack(bench.shared?.toteName ?? '') ?? 'SN-0' }
      const code = eyes.unitToPack(bench.shared?.toteName ?? '')?.code ?? eyes.toteToPack()
      return code === null ? null : { code }
    }
    case 'note':
    case 'partial':
      return { code: command('confirm') }
    case 'carton':
      return { code: bench.cartonTypes[0]?.code ?? '' }
    case 'unit': {
      const open = bench.lines.filter((line) => line.packed < line.picked)
      const line = open.find((candidate) => candidate.here) ?? open[0]
      if (line === undefined) return { code: command('closeCarton') }
      if (line.here && line.item.tracking === 'serial') return { code: eyes.serialInTote(line.id) ?? 'SN-0' }
      if (line.here && last?.name === 'scanLot') return { code: eyes.lotInTote(line.id) ?? 'L0' }
      return { code: line.item.code }
    }
    case 'weigh':
      return { code: bench.carton?.theoryGrams ? String(bench.carton.theoryGrams) : command('skipWeight') }
    case 'service': {
      if (bench.services?.attach != null) return { code: command('confirm') }
      return { code: bench.services?.offers[0]?.code ?? command('park') }
    }
    case 'print':
      return bench.printJob === null || bench.printJob.state === 'voided'
        ? { code: command('undoCarton') }
        : { print: bench.printJob.id }
    case 'label':
      return { code: labelCode(bench.carton?.code ?? '') }
    case 'label-problem':
      return { code: command('back') }
  }
}

function shipMove(bench: ShipBench, eyes: ReturnType<typeof look>): RobotMove | null {
  switch (bench.step) {
    case 'carton': {
      const bare = bench.cartons.find((carton) => carton.trackingNumber === null)?.code ?? eyes.cartonToShip()
      return bare === null ? null : { code: labelCode(bare) }
    }
    case 'waybill':
      return { code: nextWaybill() }
    case 'carrier':
      return eyes.trackingUsed(bench.pendingTracking ?? '') ? { code: command('back') } : { code: 'X' }
    case 'dispatch':
      return { code: command('dispatch') }
  }
}

/** Builds a robot for a client that is signed in. */
export function robot(client: StationClient, eyes_: Eyes): Robot {
  const eyes = look(eyes_)
  let last: Feedback | null = null
  const next: Robot['next'] = async (screen) => {
    const reply = await client[screen].bench()
    if (reply.bench.alert !== null) return { code: command('acknowledge') }
    if (reply.bench.screen === 'picking') return pickMove(reply.bench, last, eyes)
    if (reply.bench.screen === 'packing') return packMove(reply.bench, last, eyes)
    return shipMove(reply.bench, eyes)
  }
  return {
    next,
    finish: async (screen, limit = 400) => {
      const said: string[] = []
      for (let turn = 0; turn < limit; turn += 1) {
        const move = await next(screen)
        if (move === null) return turn
        if ('print' in move) {
          await client.printing.start({ printJobId: move.print })
          await client.printing.finish({ printJobId: move.print, outcome: 'sent' })
          continue
        }
        const { bench, feedback } = await client[screen].scan(scanOf(move.code))
        if (feedback !== null && feedback.name !== 'acknowledged') last = feedback
        said.push(`${move.code} → ${feedback?.name} (${bench.step})`)
      }
      throw new Error(`No end at ${screen} in ${limit} scans: … ${said.slice(-12).join(' · ')}`)
    },
  }
}

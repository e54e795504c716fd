import type Database from 'better-sqlite3'
import type { CommandDefinition, Decision } from '../../commands/command.ts'
import { resolutionsOf } from '../../domain/exceptions.ts'
import { CHOICES, type Choice, type World as ChoiceWorld } from '../support/command-choices.ts'
import type { Chance } from './chance.ts'
import type { FlickerWatch } from './checks-running.ts'
import type { Running, SimStation } from './sim-station.ts'
import type { Tally } from './tally.ts'
import type { VirtualTime } from './virtual-time.ts'

/** A fact of which a screen said that it is saved. */
export type Saved = { station: string; stationId: string; seq: number; id: string; type: string; hash: string }

/** What people remember, whatever the machines say. */
export type Memory = { saved: Saved[]; counter: number; watch: FlickerWatch }

/** Much of it is done by hand: the floor comes first. */
const WEIGHED = CHOICES.map((choice) => {
  const isFloor = /^(picking|packing|shipping)/.test(choice.type)
  const isStart = choice.type === 'picking.claim-work'
  return { choice, weight: choice.weight * (isStart ? 8 : isFloor ? 4 : 1) }
})
const total = WEIGHED.reduce((sum, { weight }) => sum + weight, 0)

const FILLED_CARTON = `SELECT 1 FROM carton JOIN carton_line ON carton_id = carton.id WHERE state = 'open'`
const SESSION_WITHOUT_CARTON = `SELECT 1 FROM pack_session session WHERE state = 'open' AND NOT EXISTS
  (SELECT 1 FROM carton WHERE carton.order_id = session.order_id AND carton.state <> 'undone')`

/** One thing that somebody at a station does, by what the station shows. */
export class Worker {
  readonly #station: SimStation
  readonly #badge: string
  readonly #chance: Chance
  readonly #memory: Memory
  readonly #tally: Tally
  readonly #time: VirtualTime

  constructor(parts: {
    station: SimStation
    badge: string
    chance: Chance
    memory: Memory
    tally: Tally
    time: VirtualTime
  }) {
    this.#station = parts.station
    this.#badge = parts.badge
    this.#chance = parts.chance
    this.#memory = parts.memory
    this.#tally = parts.tally
    this.#time = parts.time
  }

  /** Does one thing; resolves when the screen has answered. */
  async act(): Promise<void> {
    const { running } = this.#station
    if (running === null) return
    const chosen = this.#choose(running)
    if (chosen === null) return
    await this.run(running, chosen.type, chosen.args)
  }

  /** Runs a command as this person; null when the screen said nothing any more. */
  async run(running: Running, type: string, args: unknown, version = 1): Promise<Decision<unknown> | null> {
    const { registry, name } = this.#station
    const definition = registry.get(`${type}@${version}`) as CommandDefinition | undefined
    if (definition === undefined) throw new Error(`No command ${type}`)
    let kept: (Saved & { args: string }) | undefined
    const stationId = running.sync.view().stationId ?? ''
    const operatorId = this.#operatorId(running)
    const asked = JSON.stringify([this.#badge, type, args])
    this.#time.asks(asked)
    try {
      const decision = await running.executor.transact(async (work) => {
        const result = await work.run(definition, args, { operatorId, station: name })
        if (definition.class === 'FACT' && result.ok)
          work.also(() => {
            const seq = running.journal.lastSeq()
            const { id = '', hash = '', args: said = '' } = running.journal.after(seq - 1, 1)[0] ?? {}
            kept = { station: name, stationId, seq, id, type, hash, args: said }
          })
        return result
      })
      if (!running.alive) return null
      if (kept !== undefined) {
        this.#memory.saved.push(kept)
        this.#memory.watch.saved(this.#station, kept)
      }
      const word = decision.ok ? 'ok' : decision.refusal.name
      this.#tally.outcome(`${definition.class} ${decision.ok ? 'ok' : 'refused'}`)
      if (definition.class === 'INTENT' && !decision.ok) this.#tally.outcome(`intent ${word}`)
      this.#time.decided(`${name} ${type} ${word}`, asked)
      return decision
    } catch (error) {
      if (!running.alive) return null
      this.#tally.outcome('thrown')
      this.#time.trace(`${name} ${type} threw ${String(error)}`)
      const code = String((error as { code?: string }).code ?? '')
      const isExpected = /E-DATA-FULL|SQLITE_IOERR|SQLITE_CONSTRAINT|SQLITE_FULL/.test(code) || isBroken(error)
      if (!isExpected) this.#tally.strange(`${name} ${type}: ${String(error)}`)
      return null
    }
  }

  /** Settles one fact that waits for a person, if there is one. */
  async settleOne(running: Running): Promise<void> {
    const open = running.store.reader
      .prepare(`SELECT * FROM fact_exception WHERE state = 'open' AND caused_by IS NULL ORDER BY station_id, seq`)
      .all() as { id: string; type: string; reason: string }[]
    if (open.length === 0) return
    const row = this.#chance.pick(open)
    const legal = resolutionsOf({ type: row.type, reason: row.reason, causedBy: null })
    const resolution = this.#chance.pick(legal)
    const quantity = resolution === 'recount' ? this.#chance.below(60) : null
    const decision = await this.run(running, 'exceptions.resolve', { exceptionId: row.id, resolution, quantity })
    if (decision?.ok === true) this.#tally.outcome(`settled ${resolution}`)
  }

  /** What somebody does who follows the screen: pickers bring their cart to the bench, packers pack what stands there. */
  #goOn(running: Running, world: ChoiceWorld): { type: string; args: unknown } | null {
    const has = (sql: string): boolean => question(running.store.reader, sql).get() !== undefined
    const isPacker = Number(this.#badge.slice(-1)) % 2 === 0
    const order = isPacker
      ? [
          ...['packing.label-carton', 'shipping.assign-tracking', 'packing.pack-unit'],
          ...(has(FILLED_CARTON) ? ['packing.close-carton'] : []),
          ...(has(SESSION_WITHOUT_CARTON) ? ['packing.open-carton'] : ['packing.finish-order']),
          ...(this.#chance.once(2) ? ['shipping.dispatch'] : []),
          'packing.open-order',
        ]
      : [
          ...['picking.assign-tote', 'picking.add-tote', 'picking.confirm-pick', 'picking.collect-units'],
          'picking.drop-off',
          ...(has(`SELECT 1 FROM "order" WHERE state = 'released'`)
            ? ['picking.claim-work']
            : ['orders.release', 'orders.import']),
        ]
    for (const type of order) {
      if (this.#chance.once(6)) continue
      const args = CHOICES.find((choice) => choice.type === type)?.make(world)
      if (args != null) return { type, args: withSerials(type, args, world) }
    }
    return null
  }

  /** Takes a task away from whoever holds it, if there is one: rather one that was begun, for its picks are on the way. */
  async revokeOne(running: Running): Promise<void> {
    const held = running.store.reader
      .prepare(
        `SELECT id, state FROM pick_task WHERE state IN ('claimed', 'started') AND holder IS NOT NULL ORDER BY id`,
      )
      .all() as { id: string; state: string }[]
    if (held.length === 0) return
    const begun = held.filter(({ state }) => state === 'started')
    const { id } = this.#chance.pick(begun.length > 0 ? begun : held)
    const decision = await this.run(running, 'claims.revoke', { taskId: id })
    if (decision?.ok === true) this.#tally.outcome('claim revoked')
  }

  #operatorId(running: Running): string | null {
    const found = running.store.reader.prepare('SELECT id FROM operator WHERE badge = ?').pluck().get(this.#badge)
    return (found as string | undefined) ?? null
  }

  #choose(running: Running): { type: string; args: unknown } | null {
    const { reader } = running.store
    const wild = this.#chance.once(12)
    const mine = `holder = '${running.sync.view().stationId ?? ''}'`
    const world: ChoiceWorld = {
      random: this.#chance,
      wild,
      rows: <T>(sql: string, ...values: (string | number)[]) =>
        question(reader, wild ? sql : ownWork(sql, mine)).all(...values) as T[],
      next: () => {
        this.#memory.counter += 1
        return this.#memory.counter
      },
    }
    const next = wild || this.#chance.once(3) ? null : this.#goOn(running, world)
    if (next !== null) return next
    for (let tries = 0; tries < 6; tries += 1) {
      let at = this.#chance.below(total)
      const found = WEIGHED.find(({ weight }) => {
        at -= weight
        return at < 0
      })
      const choice = found?.choice as Choice
      const args = choice.make(world)
      if (args != null) return { type: choice.type, args: withSerials(choice.type, args, world) }
    }
    return null
  }
}

/** A screen names every serial that it takes out or puts in, and knows a serial that lies elsewhere. */
function withSerials(type: string, args: unknown, { rows }: ChoiceWorld): unknown {
  if (type !== 'picking.undo-pick' && type !== 'picking.confirm-pick') return args
  const asked = args as { pickLineId: string; quantity: number; serials: string[] }
  const [line] = rows<{ serial: string; serials: string }>(
    'SELECT serial, serials FROM pick_line WHERE id = ?',
    asked.pickLineId,
  )
  if (line === undefined || line.serial === '') return args
  if (type === 'picking.confirm-pick') return { ...asked, quantity: 1 }
  return { ...asked, serials: (JSON.parse(line.serials) as string[]).slice(0, asked.quantity) }
}

const questions = new WeakMap<Database.Database, Map<string, Database.Statement>>()

/** A question that is asked often, prepared once. */
function question(reader: Database.Database, sql: string): Database.Statement {
  const known = questions.get(reader) ?? new Map<string, Database.Statement>()
  questions.set(reader, known)
  let found = known.get(sql)
  if (found === undefined) {
    found = reader.prepare(sql)
    known.set(sql, found)
  }
  return found
}

/** Whoever is not careless works on the tasks of this station. */
function ownWork(sql: string, mine: string): string {
  return sql
    .replace(
      `FROM "pick_line" WHERE`,
      `FROM "pick_line" WHERE pick_task_id IN (SELECT id FROM pick_task WHERE ${mine}) AND`,
    )
    .replace(
      `FROM "pick_slot" WHERE`,
      `FROM "pick_slot" WHERE pick_task_id IN (SELECT id FROM pick_task WHERE ${mine}) AND`,
    )
    .replace(`FROM "pick_task" WHERE`, `FROM "pick_task" WHERE ${mine} AND`)
}

/** A rule that broke down over arguments that make no sense. */
function isBroken(error: unknown): boolean {
  return error instanceof Error && !('code' in error) && !/store is closed|awaited something/.test(error.message)
}

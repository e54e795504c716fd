import { randomUUID } from 'node:crypto'
import Database from 'better-sqlite3'
import type { z } from 'zod'
import { takeFacts } from '../../central/facts/take-facts.ts'
import { takeRequest } from '../../central/requests/take-request.ts'
import { isProblem } from '../../central/sync-problem.ts'
import { COMMANDS } from '../../commands/all-commands.ts'
import { importCarriers } from '../../commands/carriers/import-carriers.ts'
import { importCartonTypes } from '../../commands/carton-types/import-carton-types.ts'
import type { CommandDefinition, Decision } from '../../commands/command.ts'
import { importItems } from '../../commands/items/import-items.ts'
import { importLocations } from '../../commands/locations/import-locations.ts'
import { importOrders } from '../../commands/orders/import-orders.ts'
import { releaseOrder } from '../../commands/orders/release-order.ts'
import { saveOperator } from '../../commands/site/save-operator.ts'
import { enrolStation } from '../../commands/stations/enrol-station.ts'
import { importStock } from '../../commands/stock/import-stock.ts'
import { importTotes } from '../../commands/totes/import-totes.ts'
import type { PushBody, PushedCommand, PushReply, RequestReply, SyncProblem } from '../../contract/central/messages.ts'
import type { CentreStore } from '../../db/centre-port.ts'
import { chainHash } from '../../db/chain.ts'
import { SHARED_RULES } from '../../db/rules/shared-rules.ts'
import { openSqliteCentreStore } from '../../db/sqlite/centre-store.ts'
import type { Row } from '../../db/tables.ts'
import { item, line, order, PICKABLE } from '../commands/command-store.ts'

/** A centre on SQLite in memory, with operators, totes, items `A` and `B`, and stations that speak to it without a network. */
export type CentreWorld = {
  store: CentreStore
  /** Runs a command at the centre itself; the value of one that has to be accepted. */
  run<A extends z.ZodType, R>(definition: CommandDefinition<A, R>, args: z.input<A>): Promise<R>
  decide<A extends z.ZodType, R>(definition: CommandDefinition<A, R>, args: z.input<A>): Promise<Decision<R>>
  rows<T>(sql: string, ...values: (string | number)[]): Promise<T[]>
  /** The first row, which has to be there. */
  row<T>(sql: string, ...values: (string | number)[]): Promise<T>
  station(name: string): Promise<WorldStation>
  /** A station that was enrolled in the image this world began with. */
  known(name: string): WorldStation
  /** The whole world as it stands, to begin others with. */
  image(): Buffer
  /** Orders of one unit each of a SKU, released; their ids in order. */
  orders(...skus: string[]): Promise<string[]>
  operator(badge: string): Promise<string>
  tote(code: string): Promise<string>
  /** What breaks an invariant of the doctor, of those that need no journal beside. */
  broken(): Promise<string[]>
  close(): Promise<void>
}

export type WorldStation = {
  id: string
  incarnation: string
  /** The facts of its journal, in order. */
  journal: PushedCommand[]
  /** The same station once more, as a copy of its disk makes it. */
  copy(): WorldStation
  /** Journals a fact, as one that happened whatever anybody thinks of it; its id. */
  fact<A extends z.ZodType, R>(
    definition: Pick<CommandDefinition<A, R>, 'type' | 'version' | 'class'>,
    args: z.input<A>,
    over?: Partial<PushedCommand>,
  ): string
  /** What the next push holds: all after `base`, which is what was answered last. */
  body(base?: number): PushBody
  push(body?: PushBody): Promise<PushReply>
  tryPush(body?: PushBody): Promise<PushReply | SyncProblem>
  ask<A extends z.ZodType, R>(
    definition: CommandDefinition<A, R>,
    args: z.input<A>,
    over?: { id?: string; operatorId?: string | null; timeline?: string },
  ): Promise<RequestReply & { id: string }>
  tryAsk<A extends z.ZodType, R>(
    definition: CommandDefinition<A, R>,
    args: z.input<A>,
    over?: { id?: string; operatorId?: string | null; timeline?: string },
  ): Promise<RequestReply | SyncProblem>
}

const KEY = 'k'.repeat(44)
const DATE = '2026-01-05'
let instant = 1_767_000_000_000

/**
 * Opens the world; `stock` says how many units of each SKU lie at place `P`, or an image of a world what all of it was.
 * Over an empty store of another kind when one is given: then there is no image.
 */
export async function openCentreWorld(
  stock: Record<string, number> | Buffer = { A: 10, B: 10 },
  given: CentreStore | null = null,
): Promise<CentreWorld> {
  const database = Buffer.isBuffer(stock) ? new Database(stock) : new Database(':memory:')
  const store = given ?? openSqliteCentreStore(':memory:', { database })
  const { timeline } = await store.position()
  let orderCount = 0
  const decide: CentreWorld['decide'] = (definition, args) => {
    instant += 1
    const context = {
      id: randomUUID(),
      at: instant,
      businessDate: DATE,
      operatorId: null,
      station: 'office',
      stationId: null,
    }
    return store.write((tx) => definition.run(tx, { ...context, args: definition.args.parse(args) }))
  }
  const run: CentreWorld['run'] = async (definition, args) => {
    const decision = await decide(definition, args)
    if (!decision.ok) throw new Error(`Refused: ${JSON.stringify(decision.refusal)}`)
    return decision.value
  }
  const rows: CentreWorld['rows'] = (sql, ...values) => store.ask(sql, ...values)
  const row = async <T>(sql: string, ...values: (string | number)[]): Promise<T> => {
    const [first] = await rows<T>(sql, ...values)
    if (first === undefined) throw new Error(`No row: ${sql}`)
    return first
  }
  const idOf = async (sql: string, value: string) => (await row<{ id: string }>(sql, value)).id
  if (!Buffer.isBuffer(stock)) await fill(run, stock)
  return {
    store,
    image: () => database.serialize(),
    known: (name) => worldStation(store, `station-${name}`, timeline),
    run,
    decide,
    rows,
    row,
    operator: (badge) => idOf('SELECT id FROM operator WHERE badge = ?', badge),
    tote: (code) => idOf('SELECT id FROM tote WHERE code = ?', code),
    orders: async (...skus) => {
      const made = skus.map((sku, at) => order(String(orderCount + at + 1), { lines: [line('1', sku, 1)] }))
      orderCount += skus.length
      await run(importOrders, { orders: made, pickablePayments: [...PICKABLE] })
      const ids: string[] = []
      for (const { externalId } of made) {
        const id = await idOf('SELECT id FROM "order" WHERE external_id = ?', externalId)
        await run(releaseOrder, { orderId: id, pickablePayments: [...PICKABLE], allOrNothing: true })
        ids.push(id)
      }
      return ids
    },
    station: async (name) => {
      const id = `station-${name}`
      await run(enrolStation, { stationId: id, name, publicKey: KEY })
      return worldStation(store, id, timeline)
    },
    broken: async () => {
      const found: string[] = []
      for (const rule of SHARED_RULES) {
        if (rule.breaks.includes('journal.')) continue
        for (const place of await rows<Record<string, string>>(rule.breaks))
          found.push(`${rule.name}: ${Object.values(place)[0]}`)
      }
      return found
    },
    close: async () => {
      await store.close()
      database.close()
    },
  }
}

async function fill(run: CentreWorld['run'], stock: Record<string, number>): Promise<void> {
  const skus = Object.keys(stock)
  const place = { zone: 'Z', aisle: '01', bay: '01', level: '1', position: '1' }
  await run(importItems, { items: skus.map((sku) => item(sku)) })
  await run(importLocations, { locations: [{ ...place, code: 'P', kind: 'pick' }] })
  await run(importTotes, {
    totes: Array.from({ length: 8 }, (_, at) => ({ code: `T-${at + 1}`, name: `Tote ${at + 1}` })),
  })
  await run(importCartonTypes, {
    cartonTypes: [
      {
        code: 'BOX',
        name: 'Box',
        innerLengthMm: 250,
        innerWidthMm: 200,
        innerHeightMm: 150,
        tareGrams: 100,
        maxGrams: 10_000,
      },
    ],
  })
  await run(importCarriers, { carriers: [{ code: 'CJ', name: 'CJ' }] })
  for (const [badge, name, role] of [
    ['BDG-1', 'Lead', 'administrator'],
    ['BDG-2', 'Picker Two', 'picker'],
    ['BDG-3', 'Picker Three', 'picker'],
  ] as const)
    await run(saveOperator, {
      id: null,
      badge,
      name,
      role,
      pinHash: 'x',
      language: null,
      active: true,
      otherAdministrators: 1,
    })
  const lying = skus.flatMap((sku) =>
    (stock[sku] ?? 0) > 0 ? [{ sku, location: 'P', quantity: stock[sku] ?? 0 }] : [],
  )
  if (lying.length > 0) await run(importStock, { stock: lying })
}

function worldStation(
  store: CentreStore,
  id: string,
  timeline: string,
  from: { journal: readonly PushedCommand[]; answered: number } = { journal: [], answered: 0 },
): WorldStation {
  const incarnation = `${id}-1`
  const known = { id, incarnation, bootId: 'boot' }
  const journal = [...from.journal]
  let { answered } = from
  const body = (base = answered): PushBody => ({
    timeline,
    baseSeq: base,
    prevHash: journal[base - 1]?.hash ?? '',
    commands: journal.slice(base),
  })
  const options = () => ({ now: instant, registry: COMMANDS })
  const tryPush = async (pushed = body()) => {
    const reply = await takeFacts(store, known, pushed, options())
    if (!isProblem(reply)) answered = reply.appliedThrough
    return reply
  }
  const tryAsk: WorldStation['tryAsk'] = (definition, args, over = {}) =>
    takeRequest(
      store,
      known,
      {
        timeline: over.timeline ?? timeline,
        id: over.id ?? randomUUID(),
        type: definition.type,
        version: definition.version,
        args: JSON.stringify(args),
        at: 1_767_000_000_000,
        businessDate: DATE,
        operatorId: over.operatorId ?? null,
        station: id,
      },
      options(),
    )
  return {
    id,
    incarnation,
    journal,
    copy: () => worldStation(store, id, timeline, { journal, answered }),
    body,
    tryPush,
    tryAsk,
    push: async (pushed) => orThrow(await tryPush(pushed)),
    ask: async (definition, args, over = {}) => {
      const requestId = over.id ?? randomUUID()
      return { ...orThrow(await tryAsk(definition, args, { ...over, id: requestId })), id: requestId }
    },
    fact: (definition, args, over = {}) => {
      instant += 1
      const command = {
        id: randomUUID(),
        type: definition.type,
        version: definition.version,
        class: definition.class,
        args: JSON.stringify(args),
        at: instant,
        business_date: DATE,
        operator_id: null,
        station: id,
        claim: null,
        ...over,
      }
      const hash = chainHash(journal.at(-1)?.hash ?? '', command)
      journal.push({ ...command, seq: journal.length + 1, hash })
      return command.id
    },
  }
}

function orThrow<T extends object>(reply: T | SyncProblem): T {
  if (isProblem(reply)) throw new Error(`Problem: ${JSON.stringify(reply)}`)
  return reply
}

/** The open exceptions, oldest first. */
export function openExceptions(world: CentreWorld): Promise<Row<'fact_exception'>[]> {
  return world.rows(`SELECT * FROM fact_exception WHERE state = 'open' ORDER BY at, id`)
}

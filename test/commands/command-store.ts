import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { z } from 'zod'
import type { CommandDefinition, Decision } from '../../commands/command.ts'
import { importItems } from '../../commands/items/import-items.ts'
import { importLocations } from '../../commands/locations/import-locations.ts'
import type { IncomingOrder } from '../../commands/orders/order-rows.ts'
import { importStock } from '../../commands/stock/import-stock.ts'
import { openOrderSearch } from '../../db/sqlite/search.ts'
import { openSqliteStore, type SqliteStore } from '../../db/sqlite/sqlite-store.ts'
import type { ItemInput, OrderInput, StockInput } from '../../domain/inputs.ts'

/** A real store in a temporary folder that runs commands without a journal; `changes` counts the rows that were written. */
export type CommandStore = {
  store: SqliteStore
  changes(): number
  run<A extends z.ZodType, R>(definition: CommandDefinition<A, R>, args: z.input<A>): Promise<Decision<R>>
  /** The value of a command that has to be accepted. */
  accepted<A extends z.ZodType, R>(definition: CommandDefinition<A, R>, args: z.input<A>): Promise<R>
  rows<T>(sql: string, ...values: unknown[]): T[]
  close(): void
}

export function openCommandStore(): CommandStore {
  const folder = mkdtempSync(join(tmpdir(), 'baro-commands-'))
  let changes = 0
  const count = () => {
    changes += 1
  }
  const store = openSqliteStore(join(folder, 'replica.db'), {
    observers: (database) => [openOrderSearch(database), count],
  })
  let sequence = 0
  const run: CommandStore['run'] = (definition, args) => {
    sequence += 1
    const context = {
      id: `c${String(sequence).padStart(5, '0')}`,
      at: 1_767_000_000_000 + sequence,
      businessDate: '2026-01-05',
      operatorId: null,
      station: 'test',
      stationId: null,
    }
    return store.write((tx) => definition.run(tx, { ...context, args: definition.args.parse(args) }))
  }
  return {
    store,
    run,
    changes: () => changes,
    accepted: async (definition, args) => {
      const decision = await run(definition, args)
      if (!decision.ok) throw new Error(`Refused: ${JSON.stringify(decision.refusal)}`)
      return decision.value
    },
    rows: <T>(sql: string, ...values: unknown[]) => store.reader.prepare(sql).all(...values) as T[],
    close: () => {
      store.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export const PICKABLE = ['authorized', 'paid', 'cod'] as const

export function item(sku: string, over: Partial<ItemInput> = {}): ItemInput {
  return { sku, name: `Item ${sku}`, barcodes: [], tracking: 'none', fragile: false, ...over }
}

/** An order of one unit of `A` that is paid, unless told otherwise; the hash is that of its JSON. */
export function order(externalId: string, over: Partial<OrderInput> = {}): IncomingOrder {
  const input: OrderInput = {
    channel: 'plain',
    externalId,
    number: `#${externalId}`,
    orderedAt: 1_766_000_000_000,
    payment: 'paid',
    paymentMethod: 'card',
    currency: 'KRW',
    totalMinor: 12_000,
    shippingMethod: 'standard',
    customerName: '김서연',
    customerPhone: '010-1234-5678',
    shipTo: {
      name: '김서연',
      phone: '010-1234-5678',
      country: 'KR',
      postcode: '04524',
      province: '서울',
      city: '중구',
      line1: '세종대로 110',
      line2: '',
    },
    note: '',
    priority: 5,
    lines: [line('1', 'A', 1)],
    ...over,
  }
  return { ...input, contentHash: hash(JSON.stringify(input)) }
}

export function line(
  externalId: string,
  sku: string,
  quantity: number,
  over: Partial<OrderInput['lines'][number]> = {},
): OrderInput['lines'][number] {
  return {
    externalId,
    sku,
    name: `Item ${sku}`,
    quantity,
    fulfilled: 0,
    priceMinor: 6_000,
    requiresShipping: true,
    ...over,
  }
}

function hash(text: string): string {
  let value = 0
  for (const character of text) value = (Math.imul(value, 31) + (character.codePointAt(0) ?? 0)) | 0
  return `h${value >>> 0}`
}

/** Items, two locations (`P` to pick from, `R` reserve) and what lies there. */
export async function stockUp(
  commands: CommandStore,
  stock: readonly (Partial<StockInput> & { sku: string; quantity: number })[],
  items: readonly ItemInput[] = [...new Set(stock.map(({ sku }) => sku))].map((sku) => item(sku)),
): Promise<void> {
  const place = { zone: 'Z', aisle: '01', bay: '01', level: '1', position: '1' }
  await commands.accepted(importItems, { items: [...items] })
  await commands.accepted(importLocations, {
    locations: [
      { ...place, code: 'P', kind: 'pick' },
      { ...place, code: 'R', kind: 'reserve' },
    ],
  })
  if (stock.length > 0) await commands.accepted(importStock, { stock: stock.map((row) => ({ location: 'P', ...row })) })
}

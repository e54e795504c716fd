import Database from 'better-sqlite3'
import type { CommandContext } from '../../commands/command.ts'
import type { CommandRegistry } from '../../commands/registry.ts'
import type { CentreStore, CentreTx } from '../../db/centre-port.ts'
import type { Tx } from '../../db/port.ts'
import { openSqliteCentreStore } from '../../db/sqlite/centre-store.ts'
import { CHOICES, FIRST_COMMANDS, type World } from './command-choices.ts'
import { seededRandom } from './random.ts'

/** One command of a stream, with everything that a handler may know. */
export type StreamCommand = { type: string; args: unknown; context: CommandContext }

/** Once in so many commands asks for something without regard to what is possible. */
const WILD = 6

/**
 * Commands in batches as a warehouse might send them, legal and not, the same for the same seed. They are chosen by what
 * the tables say at that point, on a centre in memory that runs them one by one.
 */
export async function makeCommandStream(
  registry: CommandRegistry,
  seed: number,
  size: { batches: number; commands: number },
): Promise<StreamCommand[][]> {
  const random = seededRandom(seed)
  const database = new Database(':memory:')
  const store = openSqliteCentreStore(':memory:', { database })
  let made = 0
  let fresh = 0
  const world = (wild: boolean): World => ({
    random,
    wild,
    rows: <T>(sql: string, ...values: (string | number)[]) => database.prepare(sql).all(...values) as T[],
    next: () => {
      fresh += 1
      return fresh
    },
  })
  const command = (type: string, args: unknown): StreamCommand => {
    made += 1
    const id = `c${String(made).padStart(6, '0')}`
    const station = random.pick(['P-01', 'P-02'])
    const context = {
      id,
      at: 1_767_000_000_000 + made,
      businessDate: '2026-06-01',
      operatorId: null,
      station,
      stationId: station,
    }
    return { type, args, context }
  }
  const total = CHOICES.reduce((sum, { weight }) => sum + weight, 0)
  const choose = (): StreamCommand => {
    for (;;) {
      let at = random.below(total)
      const choice = CHOICES.find(({ weight }) => {
        at -= weight
        return at < 0
      })
      const args = choice?.make(world(random.once(WILD)))
      if (choice !== undefined && args != null) return command(choice.type, args)
    }
  }
  try {
    const first = FIRST_COMMANDS.map(({ type, args }) => command(type, args))
    for (const one of first) await runBatch(store, registry, [one])
    const batches = [first]
    while (batches.length <= size.batches) {
      const batch: StreamCommand[] = []
      const length = 1 + random.below(size.commands * 2 - 1)
      while (batch.length < length) {
        const next = choose()
        batch.push(next)
        await runBatch(store, registry, [next])
      }
      batches.push(batch)
    }
    return batches
  } finally {
    await store.close()
    database.close()
  }
}

/**
 * Runs commands in one write, each as a part that may fail; what each was answered. With `warm` the store is given dry
 * runs first.
 */
export async function runBatch(
  store: CentreStore,
  registry: CommandRegistry,
  batch: readonly StreamCommand[],
  warm = false,
): Promise<string[]> {
  const run = async (tx: Tx, { type, args, context }: StreamCommand) => {
    const definition = registry.get(`${type}@1`)
    if (definition === undefined) throw new Error(`No command ${type}`)
    return definition.run(tx, { ...context, args: definition.args.parse(args) })
  }
  const part = async (tx: CentreTx, command: StreamCommand): Promise<string> => {
    try {
      return await tx.attempt(async () => {
        const decision = await run(tx, command)
        if (!decision.ok) throw new Error(`refused: ${JSON.stringify(decision.refusal)}`)
        return JSON.stringify(decision.value)
      })
    } catch (error) {
      return (error as Error).message
    }
  }
  return store.write(
    async (tx) => {
      const answers: string[] = []
      for (const command of batch) answers.push(`${command.type} ${await part(tx, command)}`)
      return answers
    },
    warm ? batch.map((command) => (tx: Tx) => run(tx, command)) : [],
  )
}

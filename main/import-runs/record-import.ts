import { importCarriers } from '../../commands/carriers/import-carriers.ts'
import { importCartonTypes } from '../../commands/carton-types/import-carton-types.ts'
import type { CommandDefinition } from '../../commands/command.ts'
import type { RecordOutcome, RecordOutcomes } from '../../commands/import-outcome.ts'
import { importItems } from '../../commands/items/import-items.ts'
import { importLocations } from '../../commands/locations/import-locations.ts'
import { type HashedOperator, importOperators } from '../../commands/operators/import-operators.ts'
import { importStock } from '../../commands/stock/import-stock.ts'
import { importTotes } from '../../commands/totes/import-totes.ts'
import { normaliseCode } from '../../domain/barcode.ts'
import type { OperatorInput } from '../../domain/inputs.ts'
import type { RecordKind } from '../../domain/order-file-refusals.ts'
import type { StationCore } from '../core.ts'
import { giveWay } from '../give-way.ts'
import type { RecordTypes } from '../imports/record-forms.ts'
import type { Actor } from '../journal/executor.ts'
import { hashPin, verifyPin } from '../sessions/pin.ts'
import { openDryRun } from './dry-run.ts'
import { type Pace, written } from './pace.ts'

/** The kinds of records that are imported beside orders; carriers come with the demo warehouse only. */
export type ImportedKind = RecordKind | 'carriers'

/** What became of one record, and why it was refused. */
export type RecordResult = {
  outcome: RecordOutcome
  problem: RecordOutcomes['problems'][number] | null
}

// biome-ignore lint/suspicious/noExplicitAny: each kind's records meet the arguments of its own command.
type Target = { definition: CommandDefinition<any, RecordOutcomes>; field: string }

const TARGETS: Readonly<Record<ImportedKind, Target>> = {
  items: { definition: importItems, field: 'items' },
  locations: { definition: importLocations, field: 'locations' },
  stock: { definition: importStock, field: 'stock' },
  operators: { definition: importOperators, field: 'operators' },
  totes: { definition: importTotes, field: 'totes' },
  'carton-types': { definition: importCartonTypes, field: 'cartonTypes' },
  carriers: { definition: importCarriers, field: 'carriers' },
}

/** Imports records of one kind, or says what importing them would do. */
export type RecordImport = {
  check(records: readonly unknown[]): Promise<RecordResult[]>
  /** Writes what changes something, in short pieces; records that change nothing leave no trace in the journal. */
  take(records: readonly unknown[], by: Actor, signal: AbortSignal): Promise<RecordResult[]>
}

/** Opens an import of one kind; records that repeat within it are seen as such. */
export function openRecordImport(core: StationCore, kind: ImportedKind, pace: Pace): RecordImport {
  const { definition, field } = TARGETS[kind]
  const dry = openDryRun(core)
  const prepare = async (records: readonly unknown[]): Promise<Record<string, unknown>> =>
    kind === 'operators' ? operatorArguments(core, records as RecordTypes['operators'][]) : { [field]: records }

  const check = async (records: readonly unknown[]): Promise<RecordResult[]> => {
    const decision = await dry.run(definition, await prepare(records))
    return decision.ok ? results(decision.value) : []
  }
  const write = async (records: readonly unknown[], by: Actor): Promise<RecordResult[]> => {
    const args = await prepare(records)
    const decision = await pace.run(core, definition, args, by, records.length)
    return results(written(definition.type, decision))
  }
  return {
    check,
    take: async (records, by, signal) => {
      const all: RecordResult[] = []
      for (let at = 0; at < records.length; ) {
        signal.throwIfAborted()
        const piece = pace.piece(core, records, at)
        at += piece.length
        dry.forget()
        const checked = await check(piece)
        const due = piece.filter((_, index) => ['new', 'update'].includes(checked[index]?.outcome ?? ''))
        const taken = due.length === 0 ? [] : await write(due, by)
        let next = 0
        all.push(...checked.map((result, index) => (due.includes(piece[index]) ? (taken[next++] ?? result) : result)))
        await giveWay()
      }
      return all
    },
  }
}

function results({ outcomes, problems }: RecordOutcomes): RecordResult[] {
  const byIndex = new Map(problems.map((problem) => [problem.index, problem]))
  return outcomes.map((outcome, index) => ({ outcome, problem: byIndex.get(index) ?? null }))
}

/** Hashes the PINs; an operator who has the same PIN already keeps the hash, so that the same file changes nothing. */
async function operatorArguments(
  core: StationCore,
  records: readonly OperatorInput[],
): Promise<Record<string, unknown>> {
  const known = core.store.reader.prepare('SELECT pin_hash FROM operator WHERE badge = ?').pluck()
  const administrators = core.store.reader
    .prepare(`SELECT badge FROM operator WHERE role = 'administrator' AND active = 1`)
    .pluck()
  const operators: HashedOperator[] = []
  for (const { pin, ...rest } of records) {
    const hash = known.get(normaliseCode(rest.badge)) as string | undefined
    const kept = hash !== undefined && (await verifyPin(pin, hash))
    operators.push({ ...rest, pinHash: kept ? null : await hashPin(pin) })
  }
  const named = new Set(operators.map(({ badge }) => normaliseCode(badge)))
  const others = (administrators.all() as string[]).filter((badge) => !named.has(badge))
  return { operators, otherAdministrators: others.length }
}

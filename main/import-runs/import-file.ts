import { statSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { FileKind, ImportRun } from '../../contract/station/imports.ts'
import type { ColumnMapping } from '../../domain/column-mapping.ts'
import type { StationCore } from '../core.ts'
import type { Encoding } from '../imports/decode.ts'
import { ImportRefusal } from '../imports/import-refusal.ts'
import { detectFileKind } from '../imports/read-records.ts'
import { openTable } from '../imports/read-table.ts'
import { finishRun, runFile } from './run-file.ts'
import { startRun } from './run-view.ts'
import { type ShippedQuery, writeShipped } from './shipped-orders.ts'

/** A file to be imported without a screen; what is left out is found by its headers. */
export type ImportFileOptions = {
  path: string
  kind?: FileKind | undefined
  mapping?: ColumnMapping | undefined
  encoding?: Encoding | undefined
  password?: string | undefined
  /** Write nothing at all when anything in the file is wrong. */
  onlyIfAllGood?: boolean
  /** Read the whole file and write nothing. */
  dryRun?: boolean
  onProgress?: (run: Readonly<ImportRun>) => void
  signal?: AbortSignal
}

const PROGRESS_MS = 250

/**
 * Imports a file and says what became of it: `counts`, `changed` and `problems` as on the screen. Throws ImportRefusal
 * when the file as a whole cannot be read (`file-kind-unknown` when its headers are of no known form).
 */
export async function importFile(core: StationCore, options: ImportFileOptions): Promise<Readonly<ImportRun>> {
  const signal = options.signal ?? new AbortController().signal
  const kind = options.kind ?? (await kindOf(options))
  const by = { operatorId: null, station: core.stationName() }
  const pass = async (phase: 'checking' | 'taking') => {
    const bytesTotal = fileSize(options.path)
    const run = startRun({ runId: '', uploadId: '', kind, bytesTotal }, phase)
    const timer = setInterval(() => options.onProgress?.(run.view), PROGRESS_MS)
    try {
      await runFile(core, { ...options, kind }, run, phase === 'taking' ? by : null, signal)
    } finally {
      clearInterval(timer)
    }
    run.view.phase = phase === 'taking' ? 'taken' : 'checked'
    options.onProgress?.(run.view)
    return run.view
  }
  if (options.dryRun === true || options.onlyIfAllGood === true) {
    const checked = await pass('checking')
    if (options.dryRun === true || checked.problemCount > 0) return { ...checked, taken: 0, changed: 0 }
  }
  const taken = await pass('taking')
  if (taken.changed > 0) await finishRun(core, kind, by)
  return taken
}

/** Writes shipped orders of a channel into a file at `path`; how many orders it holds, and under which name a shop expects it. */
export async function exportFile(
  core: StationCore,
  options: ShippedQuery & { path?: string },
): Promise<{ path: string; orders: number }> {
  const { file, fileName, orders } = await writeShipped(core, options)
  const path = options.path ?? fileName
  await writeFile(path, file.bytes)
  return { path, orders }
}

function fileSize(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}

async function kindOf({ path, encoding, password }: ImportFileOptions): Promise<FileKind> {
  const table = await openTable(path, { encoding, password })
  await table.batches().return()
  const kind = detectFileKind(table.headers)
  if (kind === null) throw new ImportRefusal('file-kind-unknown', { file: basename(path) })
  return kind
}

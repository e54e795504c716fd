import { join } from 'node:path'
import type { z } from 'zod'
import type { FileKind, FileView, ImportRun, imports } from '../../contract/station/imports.ts'
import { type ColumnMapping, checkMapping } from '../../domain/column-mapping.ts'
import type { Role } from '../../domain/inputs.ts'
import { OFFICE_ROLES, SUPERVISORS } from '../../domain/roles.ts'
import { uuidV7 } from '../../domain/uuid.ts'
import type { StationCore } from '../core.ts'
import { ImportRefusal } from '../imports/import-refusal.ts'
import { inspectFile } from '../imports/read-orders.ts'
import { detectFileKind } from '../imports/read-records.ts'
import type { Actor } from '../journal/executor.ts'
import { problem } from '../rpc/problems.ts'
import { fillDemo, isEmpty } from './demo.ts'
import { type KeptFile, type KeptFiles, openKeptFiles } from './kept-files.ts'
import { finishRun, runFile } from './run-file.ts'
import { type RunProgress, startRun } from './run-view.ts'
import { openSavedForms } from './saved.ts'
import { writeShipped } from './shipped-orders.ts'

type Input<Name extends 'inspect' | 'check' | 'take' | 'exportShipped'> = z.output<
  NonNullable<(typeof imports)[Name]['~orpc']['inputSchema']>
>

/** Files in and out: uploads are looked at, checked and taken in runs that go on beside the floor's work. */
export type ImportService = {
  uploads: KeptFiles
  exports: KeptFiles
  /** Throws unless somebody of the office is signed in: files hold customers, and uploads take the disk's room. */
  requireOffice(sessionId: string): void
  inspect(sessionId: string, input: Input<'inspect'>): Promise<FileView>
  check(sessionId: string, input: Input<'check'>): Promise<ImportRun>
  take(sessionId: string, input: Input<'take'>): Promise<ImportRun>
  run(sessionId: string, runId: string): ImportRun
  cancel(sessionId: string, runId: string): ImportRun
  mappings(sessionId: string): ColumnMapping[]
  saveMapping(sessionId: string, mapping: ColumnMapping): ColumnMapping[]
  exportShipped(
    sessionId: string,
    input: Input<'exportShipped'>,
  ): Promise<{ path: string; fileName: string; orders: number }>
  demo(sessionId: string): ImportRun
  /** Cancels what runs and waits for it. */
  close(): Promise<void>
}

const ADMINISTRATION: readonly Role[] = ['manager', 'administrator']
const DEMO_SEED = 1
const MOST_RUNS = 20
const FINISHED: readonly ImportRun['phase'][] = ['checked', 'taken', 'cancelled', 'failed']

/** Who may import a kind of file: operators are the administration's, orders the whole office's. */
export function importRoles(kind: FileKind): readonly Role[] {
  if (kind === 'operators') return ADMINISTRATION
  return kind === 'orders' ? OFFICE_ROLES : SUPERVISORS
}

type Run = { progress: RunProgress; sessionId: string; abort: AbortController; done: Promise<void> }

/** What follows an import elsewhere: a site has just come to be, or the places of locations changed. */
export type AfterImport = { settle(): Promise<void>; placesChanged(by: Actor): Promise<void> }

const NOTHING: AfterImport = { settle: async () => undefined, placesChanged: async () => undefined }

/** Opens the imports' service on an open station. */
export function openImportService(core: StationCore, after: AfterImport = NOTHING): ImportService {
  const uploads = openKeptFiles(join(core.dataDirectory, 'uploads'), core.platform)
  const exports = openKeptFiles(join(core.dataDirectory, 'exports'), core.platform)
  const forms = openSavedForms(core.journal.database)
  const runs = new Map<string, Run>()
  const office = (sessionId: string): Actor => core.require(sessionId, OFFICE_ROLES).actor

  const uploaded = async (uploadId: string): Promise<KeptFile> => {
    const file = await uploads.find(uploadId)
    if (file === null) throw problem('NOT_FOUND', 'E-IMP-001', { uploadId })
    return file
  }
  const start = (
    sessionId: string,
    about: { uploadId: string; kind: FileKind; bytesTotal: number },
    phase: 'checking' | 'taking',
    work: (progress: RunProgress, signal: AbortSignal) => Promise<void>,
  ): ImportRun => {
    const busy = [...runs.values()].some((run) => run.progress.view.phase === 'taking')
    if (phase === 'taking' && busy) throw problem('BUSY', 'E-IMP-003')
    const runId = uuidV7(core.platform.now(), core.platform.randomBytes(16))
    const progress = startRun({ runId, ...about }, phase)
    const abort = new AbortController()
    const done = work(progress, abort.signal).catch((error: unknown) => fail(core, progress.view, abort.signal, error))
    runs.set(runId, { progress, sessionId, abort, done })
    for (const [id, run] of runs)
      if (runs.size > MOST_RUNS && FINISHED.includes(run.progress.view.phase)) runs.delete(id)
    return progress.view
  }
  const find = (sessionId: string, runId: string): Run => {
    const run = runs.get(runId)
    // The one who fills an empty store has nobody to sign in as yet.
    if (run?.sessionId !== sessionId) office(sessionId)
    if (run === undefined) throw problem('NOT_FOUND', 'E-IMP-002', { runId })
    return run
  }

  return {
    uploads,
    exports,
    requireOffice: (sessionId) => void office(sessionId),
    inspect: async (sessionId, input) => {
      office(sessionId)
      return inspectUpload(await uploaded(input.uploadId), input, forms.mappings())
    },
    check: async (sessionId, input) => {
      core.require(sessionId, importRoles(input.kind))
      const file = await uploaded(input.uploadId)
      const about = { uploadId: file.id, kind: input.kind, bytesTotal: file.bytes }
      return start(sessionId, about, 'checking', async (run, signal) => {
        await runFile(core, taskOf(file, input), run, null, signal)
        run.view.phase = 'checked'
      })
    },
    take: async (sessionId, input) => {
      const { actor } = core.require(sessionId, importRoles(input.kind))
      const file = await uploaded(input.uploadId)
      const about = { uploadId: file.id, kind: input.kind, bytesTotal: file.bytes }
      return start(sessionId, about, 'taking', async (run, signal) => {
        if (input.onlyIfAllGood && !(await allGood(core, file, input, run, signal))) return
        await runFile(core, taskOf(file, input), run, actor, signal)
        if (run.view.changed > 0) await finishRun(core, input.kind, actor)
        if (run.view.changed > 0 && input.kind === 'locations') await after.placesChanged(actor)
        run.view.phase = 'taken'
      })
    },
    run: (sessionId, runId) => find(sessionId, runId).progress.view,
    cancel: (sessionId, runId) => {
      const run = find(sessionId, runId)
      run.abort.abort(new DOMException('Cancelled', 'AbortError'))
      return run.progress.view
    },
    mappings: (sessionId) => {
      office(sessionId)
      return forms.mappings()
    },
    saveMapping: (sessionId, mapping) => {
      office(sessionId)
      forms.saveMapping(mapping)
      return forms.mappings()
    },
    exportShipped: async (sessionId, input) => {
      office(sessionId)
      const { file, fileName, orders } = await writeShipped(core, input)
      const kept = await exports.write(fileName, file.bytes)
      return { path: `/files/exports/${kept.id}`, fileName, orders }
    },
    demo: (sessionId) => {
      const hasOperators = core.store.reader.prepare('SELECT 1 FROM operator LIMIT 1').get() !== undefined
      if (hasOperators) core.require(sessionId, ADMINISTRATION)
      if (!isEmpty(core)) throw problem('CONFLICT', 'E-IMP-004')
      return start(sessionId, { uploadId: '', kind: 'orders', bytesTotal: 0 }, 'taking', (run, signal) =>
        runDemo(core, run, signal, after),
      )
    },
    close: async () => {
      for (const run of runs.values()) run.abort.abort(new DOMException('The station is closing', 'AbortError'))
      await Promise.all(Array.from(runs.values(), (run) => run.done))
    },
  }
}

async function runDemo(core: StationCore, run: RunProgress, signal: AbortSignal, after: AfterImport): Promise<void> {
  await fillDemo(core, {
    seed: DEMO_SEED,
    now: core.platform.now(),
    signal,
    onProgress: ({ done, total }) => {
      run.view.taken = done
      run.view.changed = done
      run.view.rowsRead = done
      run.view.bytesRead = done
      run.view.bytesTotal = total
    },
  })
  await after.settle()
  await after.placesChanged({ operatorId: null, station: core.stationName() })
  run.view.phase = 'taken'
}

/** Checks the whole file first; when anything is wrong, its report becomes the run's and nothing is written. */
async function allGood(
  core: StationCore,
  file: KeptFile,
  input: Input<'take'>,
  run: RunProgress,
  signal: AbortSignal,
): Promise<boolean> {
  const { runId, uploadId, kind, bytesTotal } = run.view
  const check = startRun({ runId, uploadId, kind, bytesTotal }, 'taking')
  await runFile(core, taskOf(file, input), check, null, signal)
  if (check.view.problemCount === 0) return true
  const failure = { code: 'not-all-good', params: { problems: check.view.problemCount } }
  Object.assign(run.view, check.view, { taken: 0, changed: 0, phase: 'failed', failure })
  return false
}

function taskOf(file: KeptFile, input: Input<'check'>) {
  const encoding = input.encoding === 'xlsx' ? undefined : input.encoding
  return { path: file.path, kind: input.kind, encoding, mapping: input.mapping, password: input.password }
}

function fail(core: StationCore, view: ImportRun, signal: AbortSignal, error: unknown): void {
  if (signal.aborted) {
    view.phase = 'cancelled'
    return
  }
  view.phase = 'failed'
  if (error instanceof ImportRefusal) {
    view.failure = { code: error.code, params: { ...error.params } }
    return
  }
  const code = (error as { code?: string }).code
  view.failure = { code: code?.startsWith('E-') === true ? code : 'E-IMP-009', params: {} }
  core.platform.log({
    level: 'error',
    event: 'import-failed',
    runId: view.runId,
    error: String((error as Error).stack ?? error),
  })
}

async function inspectUpload(
  file: KeptFile,
  input: Input<'inspect'>,
  saved: readonly ColumnMapping[],
): Promise<FileView> {
  const base = { uploadId: file.id, name: file.name, bytes: file.bytes }
  const encoding = input.encoding === 'xlsx' ? undefined : input.encoding
  try {
    const found = await inspectFile(file.path, { encoding, mapping: input.mapping, password: input.password })
    const kind = input.kind ?? detectFileKind(found.headers) ?? 'orders'
    const known =
      input.mapping === undefined && found.preset === null
        ? saved.find((mapping) => checkMapping(mapping, found.headers).length === 0)
        : undefined
    return {
      ...base,
      kind,
      encoding: shownEncoding(found.encoding),
      delimiter: found.delimiter,
      headers: [...found.headers],
      sample: found.firstRows.map(({ cells }) => [...cells]),
      mapping: kind === 'orders' ? (known ?? found.mapping) : null,
      needsPassword: false,
    }
  } catch (error) {
    if (!(error instanceof ImportRefusal)) throw error
    if (error.code !== 'password-needed') throw problem('UNSUPPORTED', error.code, { ...error.params, file: file.name })
    const empty = { delimiter: null, headers: [], sample: [], mapping: null }
    return { ...base, ...empty, kind: input.kind ?? 'orders', encoding: 'xlsx', needsPassword: true }
  }
}

function shownEncoding(encoding: string | null): FileView['encoding'] {
  switch (encoding) {
    case 'utf-8':
    case 'utf-16le':
    case 'utf-16be':
    case 'cp949':
      return encoding
    default:
      return 'xlsx'
  }
}

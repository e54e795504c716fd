import { create } from 'zustand'
import type { FileKind, FileView, ImportRun } from '../../../contract/station/imports.ts'
import type { ColumnMapping } from '../../../domain/column-mapping.ts'
import { api } from '../../api.ts'
import { type UploadProgress, uploadFile } from './upload.ts'

type Encoding = FileView['encoding']

/** Where an import stands: no file → uploading → open (inspected, perhaps checked) → taking → taken. */
export type ImportState = {
  readonly file: { readonly name: string; readonly bytes: number } | null
  readonly upload: UploadProgress | null
  readonly view: FileView | null
  /** What the person chose against what was found; null: as found. */
  readonly encoding: Encoding | null
  readonly kind: FileKind | null
  readonly mapping: ColumnMapping | null
  readonly password: string | null
  /** The last dry run of exactly these choices. */
  readonly check: ImportRun | null
  readonly taking: ImportRun | null
  readonly busy: boolean
  readonly error: unknown
}

const empty: ImportState = {
  file: null,
  upload: null,
  view: null,
  encoding: null,
  kind: null,
  mapping: null,
  password: null,
  check: null,
  taking: null,
  busy: false,
  error: null,
}

/** The import that is being prepared or running; it goes on while other screens are looked at. */
export const useImport = create<ImportState>(() => empty)

const set = (change: Partial<ImportState>): void => useImport.setState(change)
let abort: AbortController | null = null
// Every new choice makes the answers to older questions worthless.
let turn = 0

const POLL_MS = 250
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
const runs = (run: ImportRun): boolean => run.phase === 'checking' || run.phase === 'taking'

/** What every request about the file carries. */
function options(): { uploadId: string; encoding?: Encoding; mapping?: ColumnMapping; password?: string } {
  const { view, encoding, mapping, password } = useImport.getState()
  return {
    uploadId: view?.uploadId ?? '',
    ...(encoding === null ? {} : { encoding }),
    ...(mapping === null ? {} : { mapping }),
    ...(password === null ? {} : { password }),
  }
}

async function follow(first: ImportRun, mine: number, tell: (run: ImportRun) => void): Promise<void> {
  let run = first
  tell(run)
  while (runs(run) && mine === turn) {
    await wait(POLL_MS)
    run = await api.imports.run({ runId: run.runId })
    if (mine === turn) tell(run)
  }
}

async function guarded(mine: number, work: () => Promise<void>): Promise<void> {
  set({ busy: true, error: null })
  try {
    await work()
  } catch (error) {
    if (mine === turn && !(error instanceof DOMException && error.name === 'AbortError')) set({ error })
  } finally {
    if (mine === turn) set({ busy: false })
  }
}

async function inspect(mine: number, uploadId: string): Promise<void> {
  const { kind } = useImport.getState()
  const view = await api.imports.inspect({ ...options(), uploadId, ...(kind === null ? {} : { kind }) })
  if (mine !== turn) return
  const { mapping } = useImport.getState()
  set({ view, check: null, mapping: mapping ?? view.mapping })
  if (!view.needsPassword) await check(mine)
}

async function check(mine: number): Promise<void> {
  const { view, kind } = useImport.getState()
  if (view === null) return
  const first = await api.imports.check({ ...options(), kind: kind ?? view.kind })
  await follow(first, mine, (run) => set({ check: run }))
}

/** Sends a file to the station and looks into it; whatever was open before is left. */
export function openFile(file: File): void {
  closeFile()
  turn += 1
  const mine = turn
  abort = new AbortController()
  const { signal } = abort
  set({ file: { name: file.name, bytes: file.size }, upload: { sent: 0, total: file.size } })
  void guarded(mine, async () => {
    const uploadId = await uploadFile(file, (upload) => mine === turn && set({ upload }), signal)
    if (mine !== turn) return
    set({ upload: null })
    await inspect(mine, uploadId)
  })
}

/** Leaves the file; a dry run is stopped, and nothing was taken from it. */
export function closeFile(): void {
  const { check: running } = useImport.getState()
  turn += 1
  abort?.abort()
  if (running !== null && runs(running)) void api.imports.cancel({ runId: running.runId }).catch(() => undefined)
  useImport.setState(empty)
}

/** Chooses another kind, encoding, mapping or password and reads the file again with it. */
export function choose(change: Partial<Pick<ImportState, 'kind' | 'encoding' | 'mapping' | 'password'>>): void {
  const { view } = useImport.getState()
  turn += 1
  const mine = turn
  const rereads = 'kind' in change || 'encoding' in change || 'password' in change
  set({ ...change, ...('kind' in change || 'encoding' in change ? { mapping: null } : {}), check: null })
  if (view !== null) void guarded(mine, () => (rereads ? inspect(mine, view.uploadId) : check(mine)))
}

/** Takes the good records, or nothing at all when `onlyIfAllGood` and there is a problem. */
export function take(onlyIfAllGood: boolean): void {
  const { view, kind } = useImport.getState()
  if (view === null) return
  turn += 1
  const mine = turn
  void guarded(mine, async () => {
    const first = await api.imports.take({ ...options(), kind: kind ?? view.kind, onlyIfAllGood })
    await follow(first, mine, (run) => set({ taking: run }))
  })
}

/** Stops what runs; what was taken until then stays. */
export function stop(): void {
  const { check: checking, taking } = useImport.getState()
  const run = taking ?? checking
  if (run !== null && runs(run)) void api.imports.cancel({ runId: run.runId }).catch((error: unknown) => set({ error }))
}

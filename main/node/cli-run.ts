import { closeSync, existsSync, fsyncSync, openSync, writeSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type EmbeddedCentre, openEmbeddedCentre } from '../../central/embedded.ts'
import type { ImportRun } from '../../contract/station/imports.ts'
import { findApplicationRoot } from '../application-root.ts'
import type { StationCore } from '../core.ts'
import { chooseDataDirectory, makeDataDirectory } from '../data-directory.ts'
import { lockDirectory } from '../data-lock.ts'
import { runDoctor } from '../doctor/run-doctor.ts'
import { exportFile, importFile } from '../import-runs/import-file.ts'
import { ImportRefusal } from '../imports/import-refusal.ts'
import { type Journal, openJournal } from '../journal/journal.ts'
import { loadMembership } from '../journal/membership.ts'
import { openOutcomes } from '../journal/outcomes.ts'
import { settingsOfStation } from '../settings-file.ts'
import { openStation } from '../station.ts'
import { StationOpenError } from '../station-open-error.ts'
import { openFileKeys, openNextKey } from '../sync/keys/file-keys.ts'
import { RotateError, rotateStationKey } from '../sync/rotate-station-key.ts'
import { type CentreAccess, OWN_CENTRE } from '../sync/station-centre.ts'
import { unsentPieces } from '../sync/unsent-file.ts'
import { backUpStation } from './backup-station.ts'
import type { CliCommand } from './cli-options.ts'
import { openSettings } from './settings.ts'

const KEY_FILE = 'station.key'

type Of<Name extends CliCommand['name']> = Extract<CliCommand, { name: Name }>

/**
 * Runs one command of the command line and resolves with its exit code: 0 done and all good, 1 refused or something is
 * wrong. The reason, with its code, is on stderr; with `json` one line on stdout says everything.
 */
export async function runCli(command: CliCommand): Promise<number> {
  const directory = chooseDataDirectory(command.data)
  try {
    if (command.name === 'doctor') return await doctor(directory, command)
    if (command.name === 'unsent') return unsent(directory, command)
    if (command.name === 'rotate-key') return await rotateKey(directory, command)
    if (command.name === 'backup') return await backup(directory, command)
    return await withStation(directory, (core) =>
      command.name === 'import' ? importOne(core, command) : exportOne(core, command),
    )
  } catch (error) {
    const { code, message } = failureOf(error)
    process.stderr.write(`${message} (${code})\n`)
    if (command.json) line({ ok: false, code, message })
    return 1
  }
}

async function doctor(directory: string, { json }: Of<'doctor'>): Promise<number> {
  const { checks } = await runDoctor(directory)
  const broken = checks.filter((check) => !check.ok)
  if (json) line({ ok: broken.length === 0, dataDirectory: directory, checks })
  else {
    for (const { ok, name, found, examples } of checks) {
      process.stdout.write(ok ? `ok    ${name}\n` : `WRONG ${name}: ${found}\n`)
      for (const example of examples) process.stdout.write(`        ${example}\n`)
      if (found > examples.length) process.stdout.write(`        and ${found - examples.length} more\n`)
    }
    const sum = broken.length === 0 ? 'all hold' : `${broken.length} do not hold (E-DATA-DOCTOR)`
    process.stdout.write(`\n${checks.length} checks of ${directory}: ${sum}\n`)
  }
  return broken.length === 0 ? 0 : 1
}

/** Writes the facts that were not sent; of a station that is closed, or of the data folder of one that is dead. */
function unsent(directory: string, { out = 'baro-unsent.ndjson', json }: Of<'unsent'>): number {
  const path = resolve(out)
  const facts = withJournal(directory, (journal) => {
    const file = openSync(path, 'wx')
    try {
      for (const piece of unsentPieces(journal)) writeSync(file, piece)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    return openOutcomes(journal).unsentCount()
  })
  if (json) line({ ok: true, path, facts })
  else process.stdout.write(`${path}: ${facts} facts that the centre has not answered\n`)
  return 0
}

async function backup(directory: string, { directory: to, json }: Of<'backup'>): Promise<number> {
  const { path, files } = await backUpStation(directory, resolve(to))
  if (json) line({ ok: true, path, files })
  else process.stdout.write(`Copied to ${path}: ${files.join(', ')}\n`)
  return 0
}

async function rotateKey(directory: string, { json }: Of<'rotate-key'>): Promise<number> {
  const membership = withJournal(directory, loadMembership)
  if (membership === null) throw new RotateError('E-CLI-KEY', 'This station has not joined a centre')
  const lock = lockDirectory(directory)
  const own = membership.centre === OWN_CENTRE ? await ownCentre(directory) : null
  try {
    await rotateStationKey({
      membership,
      keys: openFileKeys(join(directory, KEY_FILE)),
      next: openNextKey(join(directory, `${KEY_FILE}.next`)),
      fetch: own === null ? fetch : own.fetch,
      clock: { now: Date.now, setTimer },
      randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
      log: logLine,
    })
  } finally {
    await own?.close()
    lock.release()
  }
  if (json) line({ ok: true, stationId: membership.stationId })
  else process.stdout.write(`Station ${membership.stationNumber} has a new key.\n`)
  return 0
}

/** Works on the journal of a station that is closed; a station that is open elsewhere refuses it with E-DATA-LOCKED. */
function withJournal<R>(directory: string, run: (journal: Journal) => R): R {
  const path = join(directory, 'journal.db')
  if (!existsSync(path)) throw new StationOpenError('E-DATA-MISSING', `There is no station's data here: ${path}`)
  const lock = lockDirectory(directory)
  let journal: Journal | undefined
  try {
    journal = openJournal(path)
    return run(journal)
  } finally {
    journal?.close()
    lock.release()
  }
}

/** The centre of a station that has joined; a store that works alone stays so. */
function centreOf(directory: string): CentreAccess | null {
  if (!existsSync(join(directory, 'journal.db')) || withJournal(directory, loadMembership) === null) return null
  return {
    keys: openFileKeys(join(directory, KEY_FILE)),
    openOwn: () => ownCentre(directory),
    join: null,
    patient: true,
  }
}

function ownCentre(directory: string): Promise<EmbeddedCentre> {
  const { version } = findApplicationRoot(import.meta.dirname)
  return openEmbeddedCentre({ directory: join(directory, 'centre'), version, log: logLine })
}

/** The command line's own lines are what matters: of the log only what went wrong. */
function logLine(entry: object): void {
  const { level } = entry as { level?: unknown }
  if (level === 'error' || level === 'warn') process.stderr.write(`${JSON.stringify(entry)}\n`)
}

function setTimer(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms)
  return () => clearTimeout(timer)
}

/** Opens the station for this one command; a station that is open elsewhere refuses it with E-DATA-LOCKED. */
async function withStation(directory: string, run: (core: StationCore) => Promise<number>): Promise<number> {
  makeDataDirectory(directory)
  const { store, notice } = openSettings(directory, Date.now())
  if (notice !== null) process.stderr.write(`${notice}\n`)
  const centre = centreOf(directory)
  const station = await openStation({
    dataDirectory: directory,
    host: 'node',
    settings: settingsOfStation(store),
    version: findApplicationRoot(import.meta.dirname).version,
    log: logLine,
    ...(centre === null ? {} : { centre }),
  })
  try {
    return await run(station.core)
  } finally {
    await station.close()
  }
}

async function importOne(core: StationCore, { file, kind, onlyIfAllGood, check, json }: Of<'import'>): Promise<number> {
  const run = await importFile(core, { path: file, kind, onlyIfAllGood, dryRun: check, onProgress: showProgress })
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K')
  const isRefused = onlyIfAllGood && run.problemCount > 0
  if (json) line({ ok: run.problemCount === 0, file, ...run })
  else {
    for (const problem of run.problems) process.stderr.write(`${problemLine(problem)}\n`)
    if (run.problemCount > run.problems.length)
      process.stderr.write(`… and ${run.problemCount - run.problems.length} more\n`)
    const outcome = check
      ? 'nothing was written (--check)'
      : isRefused
        ? 'nothing was written (--only-if-all-good)'
        : `${run.changed} of ${run.taken} changed something`
    process.stdout.write(`${file}: ${run.kind}, ${run.rowsRead} rows; ${countsLine(run.counts)}; ${outcome}\n`)
  }
  return run.problemCount === 0 ? 0 : 1
}

async function exportOne(core: StationCore, { channel, since, out, encoding, json }: Of<'export'>): Promise<number> {
  const written = await exportFile(core, { channel, since, encoding, ...(out === undefined ? {} : { path: out }) })
  if (json) line({ ok: true, channel, ...written })
  else process.stdout.write(`${written.path}: ${written.orders} shipped orders of ${channel}\n`)
  return 0
}

function showProgress({ phase, rowsRead, bytesRead, bytesTotal }: Readonly<ImportRun>): void {
  if (!process.stderr.isTTY) return
  const percent = bytesTotal === 0 ? '' : ` ${Math.floor((100 * bytesRead) / bytesTotal)} %`
  process.stderr.write(`\r\x1b[K${phase}: ${rowsRead} rows${percent}`)
}

const COUNTS: Readonly<Record<string, string>> = {
  good: 'new',
  update: 'updated',
  same: 'unchanged',
  difference: 'different from an order in work',
  match: 'new, waiting for a match',
  problem: 'wrong',
}

function countsLine(counts: Readonly<Record<string, number>>): string {
  const parts = Object.entries(COUNTS).flatMap(([tick, word]) =>
    (counts[tick] ?? 0) > 0 ? [`${counts[tick]} ${word}`] : [],
  )
  return parts.length === 0 ? 'nothing in it' : parts.join(', ')
}

function problemLine({ row, column, value, expected, params }: ImportRun['problems'][number]): string {
  const where = column === '' ? `row ${row}` : `row ${row}, ${column}`
  const detail = Object.entries(params).map(([name, param]) => `${name} ${param}`)
  return `${where}: ${JSON.stringify(value)}: ${[expected.replaceAll('-', ' '), ...detail].join(', ')}`
}

function failureOf(error: unknown): { code: string; message: string } {
  if (error instanceof ImportRefusal) {
    const detail = Object.entries(error.params).map(([name, param]) => `${name} ${param}`)
    return {
      code: 'E-IMP-009',
      message: `The file cannot be read: ${[error.code.replaceAll('-', ' '), ...detail].join(', ')}`,
    }
  }
  const { code, message } = error instanceof Error ? (error as NodeJS.ErrnoException) : { code: undefined, message: '' }
  if (code?.startsWith('E-')) return { code, message }
  // What the system said about a file (no such folder, no right to write) is for the person who typed its name.
  if (code !== undefined && /^E[A-Z]+$/.test(code)) return { code: 'E-CLI-FILE', message }
  return { code: 'E-HOST-BUG', message: error instanceof Error ? (error.stack ?? error.message) : String(error) }
}

function line(value: object): void {
  process.stdout.write(`${JSON.stringify(value)}\n`)
}

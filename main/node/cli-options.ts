import { parseArgs } from 'node:util'
import { RECORD_KINDS } from '../../domain/order-file-refusals.ts'

const KINDS = ['orders', ...RECORD_KINDS] as const
const ENCODINGS = ['utf-8', 'cp949'] as const

/** What the command line is to do; instants in UTC milliseconds. */
export type CliCommand = { data: string | undefined; json: boolean } & (
  | { name: 'import'; file: string; kind: (typeof KINDS)[number] | undefined; onlyIfAllGood: boolean; check: boolean }
  | {
      name: 'export'
      channel: string
      since: number | null
      out: string | undefined
      encoding: (typeof ENCODINGS)[number] | undefined
    }
  | { name: 'doctor' }
  | { name: 'unsent'; out: string | undefined }
  | { name: 'rotate-key' }
  | { name: 'backup'; directory: string }
)

/** A command, a call for help, or why the line cannot be understood (one sentence for the person who typed it). */
export type CliOutcome =
  | { kind: 'command'; command: CliCommand }
  | { kind: 'help' }
  | { kind: 'wrong'; message: string }

/** The lines that `--help` prints. */
export const cliUsage = `Baro, the station without a screen

  import FILE               read a CSV or XLSX file of orders, items, locations, stock, operators, totes or carton types
    --kind KIND             what the file holds (${KINDS.join(', ')}); otherwise seen by its headers
    --only-if-all-good      write nothing at all when anything in the file is wrong
    --check                 read the file and say what would happen; write nothing
  export --channel NAME     write carrier and tracking number of shipped orders in the channel's own form
    --since DATE            only what was shipped since then: 2026-01-31 or 2026-01-31T18:00:00+09:00
    --out FILE              where to write it (default: a name made of channel and day, in this folder)
    --encoding ENCODING     ${ENCODINGS.join(' or ')} (default: as the orders came in)
  doctor                    check every invariant of the station's data; also while the station is open
  unsent                    write the facts that the centre has not answered into a file for it (central take-unsent)
    --out FILE              where to write it (default: baro-unsent.ndjson in this folder)
  backup DIR                copy the station, with its own centre, into a new folder; also while the station is open
  rotate-key                give the station a new key at its centre; the station must be closed

  --data DIR                where the data live (default: BARO_DATA, else the application data folder)
  --json                    print one JSON line instead of text
  --help                    print this

Exit codes: 0 done and all good; 1 refused, or something is wrong; 2 the command could not be understood.`

/** Reads the arguments of `station`. */
export function parseCli(args: readonly string[]): CliOutcome {
  if (args.length === 0 || args.includes('--help') || args.includes('-h')) return { kind: 'help' }
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        data: { type: 'string' },
        json: { type: 'boolean', default: false },
        kind: { type: 'string' },
        'only-if-all-good': { type: 'boolean', default: false },
        check: { type: 'boolean', default: false },
        channel: { type: 'string' },
        since: { type: 'string' },
        out: { type: 'string' },
        encoding: { type: 'string' },
      },
    })
    const allowed: Readonly<Record<string, readonly string[]>> = {
      import: ['kind', 'only-if-all-good', 'check'],
      export: ['channel', 'since', 'out', 'encoding'],
      doctor: [],
      unsent: ['out'],
      'rotate-key': [],
      backup: [],
    }
    const [name = '', ...rest] = positionals
    const own = allowed[name]
    if (own === undefined)
      return wrong(`${name || 'No command'}: expected import, export, doctor, unsent, rotate-key or backup.`)
    const foreign = Object.entries(values).find(([key, value]) => !['data', 'json', ...own].includes(key) && value)
    if (foreign !== undefined) return wrong(`--${foreign[0]} does not belong to ${name}.`)
    if (values.data === '') return wrong('--data: expected a directory.')
    const base = { data: values.data, json: values.json }
    if (name === 'import') return readImport(base, rest, values)
    if (name === 'backup') {
      const [directory] = rest
      if (directory === undefined || rest.length > 1) return wrong('backup: expected one folder.')
      return { kind: 'command', command: { ...base, name, directory } }
    }
    if (rest.length > 0) return wrong(`${rest.join(' ')}: not expected here.`)
    if (name === 'export') return readExport(base, values)
    if (name === 'unsent') return { kind: 'command', command: { ...base, name, out: values.out } }
    return { kind: 'command', command: { ...base, name: name === 'rotate-key' ? name : 'doctor' } }
  } catch (error) {
    return wrong(error instanceof Error ? error.message : String(error))
  }
}

type Base = { data: string | undefined; json: boolean }

function readImport(
  base: Base,
  files: readonly string[],
  values: { kind?: string; 'only-if-all-good': boolean; check: boolean },
): CliOutcome {
  const [file] = files
  if (file === undefined || files.length > 1) return wrong('import: expected one file.')
  const kind = KINDS.find((known) => known === values.kind)
  if (values.kind !== undefined && kind === undefined)
    return wrong(`--kind ${values.kind}: expected one of ${KINDS.join(', ')}.`)
  const { 'only-if-all-good': onlyIfAllGood, check } = values
  return { kind: 'command', command: { ...base, name: 'import', file, kind, onlyIfAllGood, check } }
}

function readExport(
  base: Base,
  values: { channel?: string; since?: string; out?: string; encoding?: string },
): CliOutcome {
  if (values.channel === undefined || values.channel === '') return wrong('export: expected --channel NAME.')
  const since = values.since === undefined ? null : Date.parse(values.since)
  if (since !== null && (Number.isNaN(since) || !/^\d{4}-\d{2}-\d{2}/.test(values.since ?? '')))
    return wrong(`--since ${values.since}: expected a date such as 2026-01-31.`)
  const encoding = ENCODINGS.find((known) => known === values.encoding)
  if (values.encoding !== undefined && encoding === undefined)
    return wrong(`--encoding ${values.encoding}: expected ${ENCODINGS.join(' or ')}.`)
  return {
    kind: 'command',
    command: { ...base, name: 'export', channel: values.channel, since, out: values.out, encoding },
  }
}

function wrong(message: string): CliOutcome {
  return { kind: 'wrong', message }
}

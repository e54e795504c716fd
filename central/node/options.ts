import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { AdminCommand } from '../admin/admin-commands.ts'

/** Where the centre listens when nothing else is said. */
export const DEFAULT_LISTEN = { host: '127.0.0.1', port: 8790 }

/** What a command line asks for. `databaseUrl` null: the embedded SQLite file in the data folder. */
export type CentreCommand = { data: string; databaseUrl: string | null; json: boolean } & (
  | { name: 'serve'; host: string; port: number }
  | { name: 'admin'; command: AdminCommand }
  | { name: 'restore'; file: string }
  | { name: 'new-timeline' }
)

/** A command, a call for help, or why the line cannot be understood (one sentence for the person who typed it). */
export type ReadLine =
  | { kind: 'command'; command: CentreCommand }
  | { kind: 'help' }
  | { kind: 'wrong'; message: string }

/** The lines that `--help` prints. */
export const usage = `Baro, the centre

  (no command)            answer stations until SIGTERM
    --listen HOST:PORT    where (default ${DEFAULT_LISTEN.host}:${DEFAULT_LISTEN.port}; put TLS in front of any other address)
  enrol-code --name N     a one-time code by which one more station joins within ten minutes
  stations                every station, its state, and how far its journal was taken
  revoke-station ID       what it still sends is kept aside; its claims are listed
  readmit-station ID      let a station go on whose journal was seen twice; join the other one anew first
  quarantine list         facts that are kept aside: of revoked stations, or of a journal that was seen twice
  quarantine readmit ID   ask a lead about one of them under Exceptions, or about all of a station, by its id
  quarantine discard ID   drop one, or all of a station; the record stays
  key create --name N --scopes "orders:read stock:read"
                          a key for an integrator; it is shown once
  key list
  key revoke ID
  doctor                  check every invariant of the centre's data
  backup FILE             copy the data as of now into a new file, also while the centre runs
  restore FILE            put a copy in place of the data; the centre must be stopped
  take-unsent FILE        take the facts that were exported at a station which is dead
  new-timeline            after a restore of PostgreSQL by its own tools: stations then start from a fresh copy

  --data DIR              the centre's folder (default: BARO_CENTRE_DATA)
  --json                  print JSON instead of text
  --help                  print this

DATABASE_URL=postgresql://… keeps the data in PostgreSQL; then several of these may run side by side.
Exit codes: 0 done and all good; 1 refused, or something is wrong; 2 the command could not be understood.`

class Wrong extends Error {}

/** Reads the arguments of `central`. */
export function readLine(args: readonly string[], env: Readonly<Record<string, string | undefined>>): ReadLine {
  if (args.includes('--help') || args.includes('-h')) return { kind: 'help' }
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        data: { type: 'string' },
        listen: { type: 'string' },
        name: { type: 'string' },
        scopes: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    })
    const told = values.data ?? env.BARO_CENTRE_DATA ?? ''
    if (told === '') throw new Wrong('--data: expected the folder of the centre.')
    const base = { data: resolve(told), databaseUrl: env.DATABASE_URL || null, json: values.json }
    return { kind: 'command', command: { ...base, ...readCommand(positionals, values) } }
  } catch (error) {
    return { kind: 'wrong', message: error instanceof Error ? error.message : String(error) }
  }
}

type Own<T> = T extends unknown ? Omit<T, 'data' | 'databaseUrl' | 'json'> : never
type Values = { listen?: string; name?: string; scopes?: string }

const DECIDING = ['quarantine readmit', 'quarantine discard']
const TWO_WORDS = ['key', 'quarantine']
const WITH_ONE = ['revoke-station', 'readmit-station', 'key revoke', ...DECIDING, 'backup', 'take-unsent', 'restore']

function readCommand(positionals: readonly string[], values: Values): Own<CentreCommand> {
  const [first, second, third] = positionals
  const isTwo = first !== undefined && TWO_WORDS.includes(first)
  const name = isTwo ? `${first} ${second ?? ''}` : first
  const target = isTwo ? third : second
  const takes = WITH_ONE.includes(name ?? '') ? 1 : 0
  const given = positionals.length - (first === undefined ? 0 : isTwo ? 2 : 1)
  if (given !== takes) throw new Wrong(`${name ?? 'serve'}: expected ${takes === 1 ? 'one argument' : 'no argument'}.`)
  if (values.listen !== undefined && name !== undefined) throw new Wrong(`--listen does not belong to ${name}.`)
  if (values.name !== undefined && name !== 'enrol-code' && name !== 'key create')
    throw new Wrong(`--name does not belong to ${name ?? 'serve'}.`)
  switch (name) {
    case undefined:
      return { name: 'serve', ...readListen(values.listen) }
    case 'restore':
      return { name: 'restore', file: resolve(target ?? '') }
    case 'new-timeline':
      return { name: 'new-timeline' }
    case 'enrol-code':
      return admin({ name, station: values.name }, '--name: expected what the station will be called.')
    case 'key create': {
      const scopes = (values.scopes ?? '').split(/[\s,]+/).filter((scope) => scope !== '')
      return admin(
        { name, key: values.name, scopes },
        '--name and --scopes: expected a name, and scopes such as orders:read.',
      )
    }
    case 'revoke-station':
    case 'readmit-station':
    case 'key revoke':
    case 'quarantine readmit':
    case 'quarantine discard':
      return admin({ name, id: target }, `${name}: expected an id.`)
    case 'backup':
    case 'take-unsent':
      return admin({ name, file: resolve(target ?? '') }, `${name}: expected a file.`)
    default:
      return admin({ name }, `${name}: expected one of the commands below.`)
  }
}

function admin(command: unknown, sentence: string): Own<CentreCommand> {
  const parsed = AdminCommand.safeParse(command)
  if (!parsed.success) throw new Wrong(sentence)
  return { name: 'admin', command: parsed.data }
}

function readListen(text: string | undefined): { host: string; port: number } {
  if (text === undefined) return DEFAULT_LISTEN
  const [, bracketed, plain, digits] = /^(?:\[(.+)\]|([^:]+)):(\d{1,5})$/.exec(text) ?? []
  const host = bracketed ?? plain ?? ''
  const port = Number(digits)
  if (isIP(host) === 0 || !(port <= 65_535))
    throw new Wrong(`--listen ${text}: expected an address and a port, such as 0.0.0.0:8790.`)
  return { host, port }
}

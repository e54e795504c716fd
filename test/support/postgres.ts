import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import pg from 'pg'
import { openPostgresCentreStore } from '../../db/postgres/centre-store.ts'

/** Where PostgreSQL's programs are, or why there are none. */
export type PostgresTools = { bin: string } | { bin: null; reason: string }

/** A private PostgreSQL server with databases that nobody else has. */
export type PostgresServer = {
  /** The address of a new database: one that a centre has prepared already, or an empty one. */
  fresh(options?: { empty?: boolean; encoding?: string }): Promise<string>
  /** The address of a database by its name. */
  url(database: string): string
  /** Ends the server at once, as a power cut of its machine would, and starts it again over the same folder. */
  crash(): Promise<void>
  /** Ends every connection of an application to a database; how many there were. */
  cut(url: string, application?: string): Promise<number>
  stop(): Promise<void>
}

/** The oldest major version that tests run on. */
const OLDEST = 15

/** Looks for PostgreSQL in Debian's folders and in PATH. */
export function findPostgres(): PostgresTools {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).filter((name) => Number(name) >= OLDEST) : []
  const folders = [
    ...versions.sort((a, b) => Number(b) - Number(a)).map((version) => join(debian, version, 'bin')),
    ...(process.env.PATH ?? '').split(delimiter),
  ]
  const bin = folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')))
  if (bin === undefined) return { bin: null, reason: 'PostgreSQL 15 or newer is not installed' }
  if (process.getuid?.() === 0 && serverUser() === null)
    return { bin: null, reason: 'PostgreSQL does not run as root, and there is no user "postgres"' }
  return { bin }
}

/**
 * Starts a server over a new folder, on a socket and a loopback port. Without `durable` nothing is flushed to the disk,
 * because nobody reads the data after the test.
 */
export async function startPostgres(options: { durable?: boolean } = {}): Promise<PostgresServer> {
  const tools = findPostgres()
  if (tools.bin === null) throw new Error(tools.reason)
  const { bin } = tools
  const folder = mkdtempSync(join(tmpdir(), 'baro-pg-'))
  const as = process.getuid?.() === 0 ? serverUser() : null
  if (as !== null) chownSync(folder, as.uid, as.gid)
  const data = join(folder, 'data')
  const made = spawnSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '--no-sync', '--locale=C', '-E', 'UTF8'],
    { ...as, cwd: folder, encoding: 'utf8' },
  )
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`)
  const port = await freePort()
  const haste = options.durable === true ? [] : ['-c', 'fsync=off', '-c', 'full_page_writes=off']
  const settings = ['-c', 'listen_addresses=127.0.0.1', '-c', 'max_connections=60', '-c', 'shared_buffers=64MB']
  // Flushing a folder file by file before recovery takes many seconds.
  if (process.platform === 'linux') settings.push('-c', 'recovery_init_sync_method=syncfs')
  const start = async (): Promise<ChildProcess> => {
    const server = spawn(join(bin, 'postgres'), ['-D', data, '-k', folder, '-p', String(port), ...settings, ...haste], {
      ...as,
      cwd: folder,
      stdio: 'ignore',
    })
    await untilAnswered(server, url('postgres'))
    return server
  }
  const url = (database: string): string => `postgresql://postgres@localhost:${port}/${database}?host=${folder}`
  let server = await start()
  const end = async (signal: 'SIGINT' | 'SIGQUIT'): Promise<void> => {
    if (server.exitCode !== null || server.signalCode !== null) return
    server.kill(signal)
    await once(server, 'exit')
  }
  const ask = (sql: string) => askOnce(url('postgres'), sql)
  let databases = 0
  let template: Promise<void> | undefined
  const prepareTemplate = async (): Promise<void> => {
    await ask('CREATE DATABASE baro_template TEMPLATE template0')
    await (await openPostgresCentreStore({ url: url('baro_template') })).close()
  }
  return {
    url,
    fresh: async ({ empty = false, encoding } = {}) => {
      databases += 1
      const name = `baro_${databases}`
      if (empty || encoding !== undefined) {
        const encoded = encoding === undefined ? '' : ` ENCODING '${encoding}' LOCALE 'C'`
        await ask(`CREATE DATABASE ${name} TEMPLATE template0${encoded}`)
      } else {
        template ??= prepareTemplate()
        await template
        await ask(`CREATE DATABASE ${name} TEMPLATE baro_template`)
      }
      return url(name)
    },
    crash: async () => {
      await end('SIGQUIT')
      server = await start()
    },
    cut: async (of, application = 'baro') => {
      const database = new URL(of).pathname.slice(1)
      const rows = await ask(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = '${database}' AND application_name = '${application}'`,
      )
      return rows.length
    },
    stop: async () => {
      await end('SIGINT')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Asks one question over a connection of its own. */
export async function askOnce(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'test' })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query(sql)).rows as Record<string, unknown>[]
  } finally {
    await client.end()
  }
}

function serverUser(): { uid: number; gid: number } | null {
  try {
    const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { stdio: ['ignore', 'pipe', 'ignore'] }))
    return { uid: id('-u'), gid: id('-g') }
  } catch {
    return null
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('No free port')
  return address.port
}

async function untilAnswered(server: ChildProcess, url: string): Promise<void> {
  for (let attempt = 0; attempt < 500; attempt += 1) {
    if (server.exitCode !== null) throw new Error(`The PostgreSQL server ended with ${server.exitCode}`)
    try {
      await askOnce(url, 'SELECT 1')
      return
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
  throw new Error('The PostgreSQL server does not answer')
}

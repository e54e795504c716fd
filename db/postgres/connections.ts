import pg from 'pg'

/** Connections to one database: one that writes, some that read. Numbers come as JavaScript's, flags as 0 and 1. */
export type Connections = {
  /** The writing connection for one job; with `broken` it is closed and the next job gets a new one. */
  writing<R>(job: (client: pg.ClientBase, broken: () => void) => Promise<R>): Promise<R>
  /** A reading connection for one job, as above. */
  reading<R>(job: (client: pg.ClientBase, broken: () => void) => Promise<R>): Promise<R>
  /** A connection that is in no pool; whoever asks for it connects and ends it. */
  apart(): pg.Client
  close(): Promise<void>
}

const OID = { bool: 16, bigint: 20, numeric: 1700 } as const
const CONNECT_WITHIN_MS = 10_000

/** Values as the tables mean them; PostgreSQL's driver gives 64-bit numbers as text. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === OID.bigint) return safeInteger
    if (oid === OID.numeric) return Number
    if (oid === OID.bool) return (value: string) => (value === 't' ? 1 : 0)
    return pg.types.getTypeParser(oid, format as 'text')
  }) as pg.CustomTypesConfig['getTypeParser'],
}

function safeInteger(value: string): number {
  const number = Number(value)
  if (!Number.isSafeInteger(number)) throw new RangeError(`${value} is too large for a whole number`)
  return number
}

/** Opens no connection yet; they come as they are needed. `log` hears of connections that broke while idle. */
export function openConnections(url: string, poolSize: number, log: (message: string) => void): Connections {
  const config = {
    connectionString: url,
    types,
    keepAlive: true,
    application_name: 'baro',
    connectionTimeoutMillis: CONNECT_WITHIN_MS,
  }
  // Statements of the writer go out without waiting for each other's answers.
  const writers = new pg.Pool({ ...config, max: 1, pipeline: true })
  const readers = new pg.Pool({ ...config, max: poolSize })
  for (const pool of [writers, readers]) {
    pool.on('error', (error) => log(`A connection to the database broke: ${error.message}`))
    // Without a listener an error on a connection in use would end the process; its queries fail all the same.
    pool.on('connect', (client) => client.on('error', () => undefined))
  }
  const within = async <R>(
    pool: pg.Pool,
    job: (client: pg.PoolClient, broken: () => void) => Promise<R>,
  ): Promise<R> => {
    const client = await pool.connect()
    let broken = false
    try {
      return await job(client, () => {
        broken = true
      })
    } finally {
      client.release(broken)
    }
  }
  return {
    writing: (job) => within(writers, job),
    reading: (job) => within(readers, job),
    apart: () => new pg.Client(config),
    close: async () => {
      await Promise.all([writers.end(), readers.end()])
    },
  }
}

import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { LINES } from './order-rows.ts'
import { startWorker, type Worker } from './worker.ts'

/** Another engine beside ours; `durable` says what of its work survives, null where nothing does. */
export type Peer = { name: 'PouchDB' | 'RxDB' | 'TinyBase'; file: string; durable: string | null }

/** What became of last units that two stations took without the network. */
export type LastUnits = { units: number; sold: number; oversold: number; counted: number }

const FOLDER = join(import.meta.dirname, 'peers')

/** The engines that are measured. */
export const PEERS: readonly Peer[] = [
  { name: 'PouchDB', file: join(FOLDER, 'pouchdb.mjs'), durable: 'LevelDB, no fsync' },
  { name: 'RxDB', file: join(FOLDER, 'rxdb.mjs'), durable: null },
  { name: 'TinyBase', file: join(FOLDER, 'tinybase.mjs'), durable: 'SQLite, whole store' },
]

/** Installs the peers' own package unless it is there; why it cannot be, or null. */
export function installPeers(): string | null {
  const locked = readFileSync(join(FOLDER, 'package-lock.json'), 'utf8')
  const installed = join(FOLDER, 'node_modules', 'of.json')
  if (existsSync(installed) && readFileSync(installed, 'utf8') === locked) return null
  console.log("Installing the peers' packages …")
  const npm = process.env.npm_execpath
  const [command, first] = npm?.endsWith('.js') === true ? [process.execPath, [npm]] : ['npm', []]
  // Nothing is compiled or downloaded beside the packages: LevelDB comes prebuilt inside its own.
  const args = [...first, 'ci', '--ignore-scripts', '--no-audit', '--no-fund']
  const { status, stderr } = spawnSync(command, args, { cwd: FOLDER, encoding: 'utf8' })
  if (status !== 0) return `npm ci failed: ${stderr?.slice(-300)}`
  mkdirSync(join(FOLDER, 'node_modules'), { recursive: true })
  cpSync(join(FOLDER, 'package-lock.json'), installed)
  return null
}

/** Starts a peer's centre and so many stations, each a process over a folder of its own, for as long as `work` takes. */
async function withPeer<R>(
  { file }: Peer,
  folder: string,
  stations: number,
  work: (server: Worker, stations: Worker[]) => Promise<R>,
): Promise<R> {
  const own = mkdtempSync(join(folder, 'peer-'))
  const start = (name: string): Worker => {
    mkdirSync(join(own, name))
    return startWorker(file, [name.replace(/-.*/, ''), join(own, name)])
  }
  const server = start('server')
  const clients = Array.from({ length: stations }, (_, index) => start(`station-${index + 1}`))
  try {
    return await work(server, clients)
  } finally {
    for (const worker of [...clients, server]) await worker.stop()
    rmSync(own, { recursive: true, force: true })
  }
}

/** Seconds in which a fresh station of a peer has all orders with their lines, kept as durably as it can. */
export function bootstrapPeer(peer: Peer, folder: string, orders: number, limitMs: number): Promise<number> {
  return withPeer(peer, folder, 1, async (server, [station]) => {
    await server.ask('fill', { orders })
    const url = await server.ask<string>('serve')
    const asked = { url, orders, lines: orders * LINES }
    const milliseconds = (await station?.ask<number>('bootstrap', asked, limitMs)) ?? Number.NaN
    const found = await station?.ask<number>('count')
    if (found !== orders) throw new Error(`${peer.name} brought ${found} of ${orders} orders`)
    return milliseconds / 1_000
  })
}

/** Seconds in which a peer's station hands over so many documents (of `size` characters) written without the network. */
export function uploadPeer(peer: Peer, folder: string, count: number, limitMs: number): Promise<number> {
  const size = 300
  return withPeer(peer, folder, 1, async (server, [station]) => {
    const url = await server.ask<string>('serve')
    await station?.ask('write', { count, size }, limitMs)
    if (peer.name !== 'TinyBase')
      return ((await station?.ask<number>('upload', { url }, limitMs)) ?? Number.NaN) / 1_000
    const begin = performance.now()
    await station?.ask('startUpload', { url }, limitMs)
    while ((await server.ask<number>('count', { name: 'facts', table: 'facts' }, limitMs)) < count)
      if (performance.now() - begin > limitMs) throw new Error(`TinyBase did not hand over ${count} rows`)
    return (performance.now() - begin) / 1_000
  })
}

/** Lets two stations of a peer take the same last units without the network, and reads what its centre has in the end. */
export function lastUnitsOfPeer(peer: Peer, folder: string, units: number): Promise<LastUnits> {
  return withPeer(peer, folder, 2, async (server, stations) => {
    await server.ask('prepareLast', { units })
    const url = await server.ask<string>('serve')
    for (const station of stations) await station.ask('pullLast', { url, units })
    for (const [index, station] of stations.entries()) await station.ask('takeLast', { station: `s${index}`, units })
    // Twice, so that each has seen what the other one brought.
    for (const station of [...stations, ...stations]) await station.ask('converge', { url })
    return server.ask<LastUnits>('readLast', { units })
  })
}

import { cpSync, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { type Centre, openCentre } from '../../central/centre.ts'
import { restoreCentre } from '../../db/sqlite/centre-backup.ts'
import { writeSnapshotHere } from '../../db/sqlite/centre-snapshot.ts'
import { openSqliteCentreStore, type SqliteCentreStore } from '../../db/sqlite/centre-store.ts'
import { type Chance, uuidOf } from './chance.ts'
import { type CommitFault, type DiskOwner, dropHandles, watchDisk } from './disk.ts'
import type { Network } from './network.ts'
import type { Tally } from './tally.ts'
import type { VirtualTime } from './virtual-time.ts'

/** The running part of the centre. */
export type RunningCentre = DiskOwner & {
  store: SqliteCentreStore
  centre: Centre
  platform: CentrePlatform
  /** Opened when it is first read beside the store. */
  reader?: Database.Database
}
type CentrePlatform = {
  now(): number
  randomBytes(count: number): Uint8Array
  log(line: Record<string, unknown>): void
}

/** The centre's machine: a disk, and a process on it that may come and go. */
export class SimCentre {
  running: RunningCentre | null = null
  commitFaults: { fault: CommitFault; skip: number }[] = []
  readonly folder: string
  readonly #parts: { time: VirtualTime; tally: Tally; chance: Chance; onCrash(): void }
  /** Processes that are gone, while something still waits in them. */
  readonly #gone: Centre[] = []
  network: Network | null = null

  constructor(folder: string, parts: { time: VirtualTime; tally: Tally; chance: Chance; onCrash(): void }) {
    this.folder = folder
    this.#parts = parts
  }

  copyFrom(folder: string): void {
    mkdirSync(this.folder, { recursive: true })
    cpSync(folder, this.folder, { recursive: true })
  }

  get isUp(): boolean {
    return this.running?.centre !== undefined
  }

  get path(): string {
    return join(this.folder, 'centre.db')
  }

  async start(): Promise<void> {
    if (this.running !== null) return
    const { time, tally, chance } = this.#parts
    mkdirSync(this.folder, { recursive: true })
    const owner = {
      name: 'centre',
      alive: true,
      folder: this.folder,
      atCommit: () => this.#atCommit(),
      crash: (why: string) => {
        time.trace(`crash centre ${why}`)
        tally.fault(why.startsWith('crash') ? `centre-${why.split(' ')[0]}` : 'centre-crash')
        this.kill()
        this.#parts.onCrash()
      },
    } as unknown as RunningCentre
    time.owner = owner
    watchDisk(owner)
    this.running = owner
    const log = (line: Record<string, unknown>): void => {
      if (owner.alive && line.level === 'error') time.trace(`log centre ${JSON.stringify(line)}`, 'timed')
      if (owner.alive && time.lines !== null) time.lines.push(`  centre ${JSON.stringify(line)}\n`)
    }
    const platform = { now: () => time.now, randomBytes: (count: number) => chance.bytes(count), log }
    try {
      const newTimeline = (): string => uuidOf(chance.bytes(16))
      const store = openSqliteCentreStore(this.path, { now: platform.now, newTimeline })
      const quick = {
        ...store,
        snapshotTo: (target: string, scopes: readonly string[]) => this.#snapshot(target, scopes),
      }
      owner.store = quick
      owner.platform = platform
      owner.centre = await openCentre({ store: quick, platform, version: '0.0.0', directory: this.folder })
    } catch (error) {
      if (this.running === owner) this.kill()
      throw error
    }
  }

  /** Without a thread of its own: nothing else happens at that instant. */
  async #snapshot(target: string, scopes: readonly string[]): Promise<number> {
    const database = new Database(this.path)
    try {
      return await writeSnapshotHere(database, target, scopes)
    } finally {
      database.close()
    }
  }

  #atCommit(): CommitFault | null {
    const [next] = this.commitFaults
    if (next === undefined) return null
    if (next.skip > 0) {
      next.skip -= 1
      return null
    }
    this.commitFaults.shift()
    if (next.fault === 'io-error') this.#parts.tally.fault('centre-io-error')
    return next.fault
  }

  /** The last revision of the log of a centre that runs, and of which history. */
  readPosition(): { revision: number; timeline: string } {
    const { running } = this
    if (running === null) throw new Error('The centre does not run')
    // Closed with the process, like every handle of it.
    running.reader ??= new Database(this.path, { readonly: true })
    return running.reader.prepare('SELECT revision, timeline FROM centre_state').get() as {
      revision: number
      timeline: string
    }
  }

  kill(): void {
    const owner = this.running
    if (owner === null) return
    this.running = null
    owner.alive = false
    dropHandles(owner)
    if (owner.centre !== undefined) this.#gone.push(owner.centre)
    this.network?.serverLost()
  }

  /** Once the world is over: lets go of what waits in dead processes, for Node keeps a signal that is listened to. */
  forget(): void {
    for (const centre of this.#gone) centre.close().catch(() => undefined)
  }

  /** Copies its file as of now, as a nightly backup does. */
  backUp(to: string): void {
    const database = new Database(this.path, { readonly: true })
    try {
      database.exec(`VACUUM INTO '${to}'`)
    } finally {
      database.close()
    }
  }

  /** Puts a backup in place; it must not run. */
  async restore(backup: string): Promise<void> {
    if (!existsSync(backup)) return
    const { time, chance } = this.#parts
    await time.whileBusy(() =>
      restoreCentre(backup, this.path, { now: () => time.now, newTimeline: () => uuidOf(chance.bytes(16)) }),
    )
  }

  async stop(): Promise<void> {
    const owner = this.running
    if (owner === null) return
    await owner.centre.close()
    await owner.store.close()
    this.kill()
  }
}

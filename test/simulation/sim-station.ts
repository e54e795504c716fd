import { cpSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { COMMANDS } from '../../commands/all-commands.ts'
import type { CommandRegistry } from '../../commands/registry.ts'
import { createExecutor, type Executor } from '../../main/journal/executor.ts'
import { type Journal, openJournal } from '../../main/journal/journal.ts'
import { loadMembership } from '../../main/journal/membership.ts'
import { type OpenedReplica, openReplica } from '../../main/replica.ts'
import { openFileKeys } from '../../main/sync/keys/file-keys.ts'
import { openSync, type Sync } from '../../main/sync/open-sync.ts'
import type { SnapshotFiles, SyncReplica } from '../../main/sync/ports.ts'
import { openSnapshotFiles } from '../../main/sync/snapshot-files.ts'
import { syncJournal, syncReplica } from '../../main/sync/station-ports.ts'
import type { Chance } from './chance.ts'
import { uuidOf } from './chance.ts'
import { type CommitFault, type DiskOwner, dropHandles, watchDisk } from './disk.ts'
import type { Line, Network } from './network.ts'
import type { Tally } from './tally.ts'
import type { VirtualTime } from './virtual-time.ts'

/** The running part of a station: one process, until it ends or crashes. */
export type Running = DiskOwner & {
  journal: Journal
  store: OpenedReplica['store']
  executor: Executor
  sync: Sync
}

/** What a station lives in. */
export type StationParts = {
  time: VirtualTime
  network: Network
  tally: Tally
  chance: Chance
  /** Called after each commit of its tables. */
  onCommit?(station: SimStation): void
  /** Called after it crashed by itself. */
  onCrash(station: SimStation): void
}

/** A workstation: a disk, a line, a clock, and a process on it that may come and go. */
export class SimStation {
  readonly name: string
  readonly folder: string
  readonly line: Line = { out: true, back: true, slow: 1 }
  /** Added to the wall clock. */
  clockOffset = 0
  registry: CommandRegistry = COMMANDS
  running: Running | null = null
  /** What the next commits meet; the first that fits is taken. */
  commitFaults: { file: string; fault: CommitFault; skip: number }[] = []
  readonly #parts: StationParts
  #starts = 0

  constructor(name: string, folder: string, parts: StationParts) {
    this.name = name
    this.folder = folder
    this.#parts = parts
  }

  get isUp(): boolean {
    return this.running?.sync !== undefined
  }

  /** Begins with the files of another folder. */
  copyFrom(folder: string): void {
    mkdirSync(this.folder, { recursive: true })
    cpSync(folder, this.folder, { recursive: true })
  }

  /** Opens the files and starts sync; rejects when it cannot. */
  async start(): Promise<void> {
    if (this.running !== null) return
    const { time, network, tally, chance } = this.#parts
    mkdirSync(this.folder, { recursive: true })
    this.#starts += 1
    const owner: Running = {
      name: this.name,
      alive: true,
      folder: this.folder,
      atCommit: (file) => this.#atCommit(file),
      committed: (file) => {
        if (file === 'replica.db') this.#parts.onCommit?.(this)
      },
      crash: (why) => {
        time.trace(`crash ${this.name} ${why}`)
        tally.fault(why.startsWith('crash') ? `station-${why.split(' ')[0]}` : 'station-crash')
        this.kill()
        this.#parts.onCrash(this)
      },
    } as Running
    time.owner = owner
    watchDisk(owner)
    this.running = owner
    try {
      await this.#open(owner, { time, network, tally, chance })
    } catch (error) {
      if (this.running === owner) this.kill()
      throw error
    }
  }

  async #open(owner: Running, { time, network, tally, chance }: Omit<StationParts, 'onCrash'>): Promise<void> {
    const now = (): number => time.now + this.clockOffset
    const log = (line: Record<string, unknown>): void => {
      if (owner.alive && line.level === 'error') time.trace(`log ${this.name} ${JSON.stringify(line)}`, 'timed')
      // Which write no longer fits depends on how rows lie in the file, and that on their ids, in which clocks have a part.
      if (owner.alive && String(line.error).includes('disk is full'))
        time.asks(`full ${this.name} ${String(line.event)}`)
      if (owner.alive && time.lines !== null) time.lines.push(`  ${this.name} ${JSON.stringify(line)}\n`)
    }
    const randomBytes = (count: number): Uint8Array => chance.bytes(count)
    const platform = { now, randomBytes, log, settings: { get: () => undefined, set: () => undefined } }
    owner.journal = openJournal(join(this.folder, 'journal.db'))
    const opened = openReplica(this.folder, platform, loadMembership(owner.journal) !== null)
    if (opened.damaged !== null) tally.strange(`${this.name}: replica damaged`)
    owner.store = opened.store
    const { journal, store } = owner
    const centre = (): ReturnType<Sync['link']> => (owner.sync as Sync | undefined)?.link() ?? null
    owner.executor = createExecutor({
      ...{ store, journal, registry: this.registry, platform, centre },
      timeZone: () => 'Asia/Seoul',
    })
    await owner.executor.catchUp()
    const { hold } = owner.executor
    const parts = { store, journal, registry: this.registry, dataDirectory: this.folder, hold }
    owner.sync = await openSync({
      ...{ log, randomBytes, random: () => chance.unit(), newId: () => uuidOf(chance.bytes(16)) },
      clock: {
        now,
        setTimer: (ms, run) => time.after(ms, owner, run),
      },
      fetch: network.fetchFor(owner, this.line),
      keys: openFileKeys(join(this.folder, 'station.key')),
      journal: syncJournal(journal),
      replica: busyReplica(time, syncReplica(parts)),
      files: busyFiles(time, openSnapshotFiles(join(this.folder, 'snapshots'))),
    })
  }

  #atCommit(file: string): CommitFault | null {
    const next = this.commitFaults.find((each) => each.file === file)
    if (next === undefined) return null
    if (next.skip > 0) {
      next.skip -= 1
      return null
    }
    this.commitFaults = this.commitFaults.filter((each) => each !== next)
    if (next.fault === 'io-error') this.#parts.tally.fault('station-io-error')
    return next.fault
  }

  /** The process is gone, whatever it was doing; nothing of it is heard any more. */
  kill(): void {
    const owner = this.running
    if (owner === null) return
    this.running = null
    owner.alive = false
    dropHandles(owner)
    this.#parts.network.lost(owner)
  }

  /** Ends the process as a person does. */
  async stop(): Promise<void> {
    const owner = this.running
    if (owner === null) return
    await owner.sync.close()
    owner.store.close()
    owner.journal.close()
    this.kill()
  }
}

/** Files are real: time stands still while they are read and written. */
function busyFiles(time: VirtualTime, files: SnapshotFiles): SnapshotFiles {
  return {
    have: (sha256) => time.whileBusy(() => files.have(sha256)),
    write: (...asked) => time.whileBusy(() => files.write(...asked)),
    unpack: (...asked) => time.whileBusy(() => files.unpack(...asked)),
    clear: () => time.whileBusy(() => files.clear()),
  }
}

function busyReplica(time: VirtualTime, replica: SyncReplica): SyncReplica {
  return { ...replica, copyAside: () => time.whileBusy(() => replica.copyAside()) }
}

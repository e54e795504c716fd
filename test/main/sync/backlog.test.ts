import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type EmbeddedCentre, openEmbeddedCentre } from '../../../central/embedded.ts'
import { importTotes } from '../../../commands/totes/import-totes.ts'
import { type CentreClient, centreClient } from '../../support/centre-client.ts'
import { fillForBacklog, pickAll } from './backlog.ts'
import { SyncStation } from './sync-station.ts'

const FACTS = 2_000
let folder: string
let centre: EmbeddedCentre
let station: SyncStation
let other: CentreClient
/** Facts that were run again, by apply. */
let rebased: number[]
let isCut: boolean

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'baro-backlog-'))
  centre = await openEmbeddedCentre({ directory: folder, version: '0', log: () => undefined })
  rebased = []
  isCut = false
  station = new SyncStation(async (request) => {
    if (isCut) throw new Error('No network')
    return centre.fetch(request)
  }, 1)
  station.wrapReplica = (replica) => ({
    ...replica,
    apply: async (...given) => {
      const applied = (await replica.apply(...given)) as Awaited<ReturnType<typeof replica.apply>> & { rebased: number }
      rebased.push(applied.rebased)
      return applied
    },
  })
  await station.open()
  other = centreClient(centre.fetch)
})
afterEach(async () => {
  await station.close()
  await centre.close()
  rmSync(folder, { recursive: true, force: true })
})

/** The longest that a write of the station waited for its turn, while something went on. */
async function longestWait(while_: Promise<unknown>): Promise<number> {
  let isOver = false
  const over = while_.finally(() => {
    isOver = true
  })
  let longest = 0
  while (!isOver) {
    const start = performance.now()
    // What holds the tables holds the thread, too: a timer that comes late is part of the wait.
    await new Promise((resolve) => setTimeout(resolve, 2))
    await station.store.write(async () => undefined)
    longest = Math.max(longest, performance.now() - start - 2)
  }
  await over
  return longest
}

describe('a large backlog of own facts', () => {
  it('is sent while others change the same tables, and hardly any of it is run again', {
    timeout: 120_000,
  }, async () => {
    await fillForBacklog(station, 240)
    expect(await station.join(await centre.makeCode('bench'), true)).toEqual({ ok: true })
    await station.until(({ state }) => state === 'online', 30_000)
    await other.enrol(await centre.makeCode('other'))
    await other.session()
    isCut = true
    await station.reopen()
    await station.until(({ state }) => state === 'offline')
    const facts = await pickAll(station, FACTS)
    expect(facts).toBeGreaterThan(FACTS * 0.95)
    rebased.length = 0
    isCut = false
    station.sync.retry()
    const start = performance.now()
    let isBusy = true
    const busy = (async () => {
      for (let number = 0; isBusy; number += 1)
        await other.ask(importTotes, { totes: [{ code: `X-${number}`, name: `X-${number}` }] })
    })()
    const upload = (async () => {
      await station.until(({ unsent }) => unsent === 0, 60_000)
      await station.until(() => station.ask('SELECT acked_seq FROM replica_position')[0] === station.journal.lastSeq())
    })()
    const wait = await longestWait(upload)
    const took = performance.now() - start
    isBusy = false
    await busy
    const again = rebased.reduce((sum, count) => sum + count, 0)
    const figures = { facts, tookMs: Math.round(took), longestLockMs: Math.round(wait), again, applies: rebased.length }
    console.info(JSON.stringify(figures))
    expect(again, 'a few that came in between, not each of them at each commit').toBeLessThan(facts / 2)
    expect(took).toBeLessThan(20_000)
  })
})

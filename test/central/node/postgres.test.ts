import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { saveSite } from '../../../commands/site/save-site.ts'
import { SnapshotReply, SYNC_PATHS } from '../../../contract/central/messages.ts'
import { type CentreClient, centreClient } from '../../support/centre-client.ts'
import { siteCalled } from '../../support/open-test-centre.ts'
import { findPostgres, type PostgresServer, startPostgres } from '../../support/postgres.ts'
import { type CentreProcess, runCentreLine, startCentre } from '../../support/start-centre.ts'

const tools = findPostgres()

describe.skipIf(tools.bin === null)('two processes of one centre on PostgreSQL', () => {
  let server: PostgresServer
  let env: { DATABASE_URL: string }
  let data = ''
  let centres: CentreProcess[] = []
  beforeAll(async () => {
    server = await startPostgres()
    env = { DATABASE_URL: await server.fresh() }
    data = mkdtempSync(join(tmpdir(), 'baro-central-'))
    centres = [await startCentre(data, env), await startCentre(data, env)]
  }, 60_000)
  afterAll(async () => {
    await Promise.all(centres.map((centre) => centre.stop()))
    await server.stop()
    rmSync(data, { recursive: true, force: true })
  }, 60_000)

  const at = (index: number, like?: CentreClient): CentreClient => {
    const one = centreClient((request) => fetch(request), centres[index]?.url)
    if (like !== undefined) {
      Object.assign(one.me, like.me)
      one.takeKeys(like.keys)
      one.journal.push(...like.journal)
    }
    return one
  }
  const line = (...args: string[]) => runCentreLine([...args, '--data', data], env)

  it('are one centre: a session, a nonce, a commit and a snapshot of one hold at the other', async () => {
    const one = at(0)
    await one.enrol((await line('enrol-code', '--name', 'bench 1')).out.split('\n')[0] ?? '')
    const { revision } = await one.session()
    const same = at(1, one)
    const read = await same.stream(revision)
    await read.next()
    await one.ask(saveSite, siteCalled('부산'))
    expect((await read.nextCommit()).changes[0]?.[2]?.name).toBe('부산')
    one.fact('orders.record-reveal', { orderId: 'x' })
    await one.push()
    expect(await read.nextCommit()).toMatchObject({ ack: 1 })
    await read.close()
    const nonce = 'p'.repeat(20)
    const path = `${SYNC_PATHS.results}?fromSeq=1`
    expect((await one.send('GET', path, null, { nonce })).status).toBe(200)
    expect((await same.send('GET', path, null, { nonce })).status).toBe(401)
    const snapshot = await one.get(SYNC_PATHS.snapshot, SnapshotReply)
    expect(snapshot.ack).toBe(1)
    expect((await (await same.send('GET', snapshot.path)).arrayBuffer()).byteLength).toBe(snapshot.bytes)
    expect(JSON.parse((await line('stations', '--json')).out)).toHaveLength(1)
    expect((await line('doctor')).out).toContain('All is well.')
  }, 60_000)

  it('are backed up by their database, and get a new timeline after its restore', async () => {
    expect(await line('backup', join(data, 'x.db'))).toMatchObject({ code: 1, error: /pg_dump/ })
    expect(await line('restore', join(data, 'x.db'))).toMatchObject({ code: 1, error: /pg_restore/ })
    const { timeline } = JSON.parse((await line('new-timeline', '--json')).out)
    const health = await (await fetch(`${centres[1]?.url}/health`)).json()
    expect(health).toMatchObject({ ready: true, store: 'postgresql' })
    const one = at(1)
    await one.enrol((await line('enrol-code', '--name', 'bench 2')).out.split('\n')[0] ?? '')
    expect((await one.session()).timeline).toBe(timeline)
  }, 60_000)
})

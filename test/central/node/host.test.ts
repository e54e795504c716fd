import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { askRunning } from '../../../central/node/control-file.ts'
import { saveSite } from '../../../commands/site/save-site.ts'
import { ChangesReply, SnapshotReply, SYNC_PATHS } from '../../../contract/central/messages.ts'
import { type CentreClient, centreClient } from '../../support/centre-client.ts'
import { siteCalled } from '../../support/open-test-centre.ts'
import { type CentreProcess, runCentreLine, startCentre } from '../../support/start-centre.ts'

let data = ''
let centre: CentreProcess

const begin = async () => {
  data = mkdtempSync(join(tmpdir(), 'baro-central-'))
  centre = await startCentre(data)
}
const end = async () => {
  await centre.stop('SIGKILL')
  rmSync(data, { recursive: true, force: true })
}
const line = (...args: string[]) => runCentreLine([...args, '--data', data])
const station = async (name: string): Promise<CentreClient> => {
  const { lines } = await askRunning(data, { name: 'enrol-code', station: name })
  const one = centreClient((request) => fetch(request), centre.url)
  await one.enrol(lines[0] ?? '', { name })
  await one.session()
  return one
}

describe('a centre in a process of its own', () => {
  beforeAll(begin, 60_000)
  afterAll(end)

  it('enrols, takes, streams and hands out snapshots over HTTP, with codes from the command line beside it', async () => {
    const { out } = await line('enrol-code', '--name', 'bench 1')
    const one = centreClient((request) => fetch(request), centre.url)
    await one.enrol(out.split('\n')[0] ?? '', { name: 'bench 1' })
    const { revision } = await one.session()
    const read = await one.stream(revision)
    await one.ask(saveSite, siteCalled('부산'))
    expect((await read.nextCommit()).changes[0]?.[2]?.name).toBe('부산')
    one.fact('orders.record-reveal', { orderId: 'x' })
    expect((await one.push()).appliedThrough).toBe(1)
    expect(await read.nextCommit()).toMatchObject({ ack: 1 })
    await read.close()
    const { path, bytes } = await one.get(SYNC_PATHS.snapshot, SnapshotReply)
    const part = await one.send('GET', path, null, { headers: { range: `bytes=10-19` } })
    expect([part.status, (await part.arrayBuffer()).byteLength]).toEqual([206, 10])
    expect((await (await one.send('GET', path)).arrayBuffer()).byteLength).toBe(bytes)
    const listed = await line('stations', '--json')
    expect(JSON.parse(listed.out)).toMatchObject([{ number: 1, name: 'bench 1', state: 'active', seq: 1 }])
  })

  it('answers 413 to a body on its way that is too large, instead of cutting the line', async () => {
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        if (sent >= 3_000_000) return controller.close()
        sent += 100_000
        controller.enqueue(new Uint8Array(100_000))
      },
    })
    let sent = 0
    const headers = { 'x-baro-protocol': '1' }
    const init = { method: 'POST', body, duplex: 'half', headers } as RequestInit
    const response = await fetch(`${centre.url}${SYNC_PATHS.push}`, init)
    expect([response.status, await response.json()]).toMatchObject([413, { params: { limitBytes: 1_500_000 } }])
  })

  it('believes no address that a client writes itself, and no target but a path', async () => {
    const raw = (text: string) =>
      new Promise<string>((done) => {
        let said = ''
        const socket = connect(Number(new URL(centre.url).port), '127.0.0.1', () => socket.write(text))
        socket.on('data', (part) => (said += part)).on('close', () => done(said))
      })
    const end = 'HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n'
    expect(await raw(`GET //other/health ${end}`)).toMatch(/^HTTP\/1.1 400/)
    expect(await raw(`GET http://other/health ${end}`)).toMatch(/^HTTP\/1.1 400/)
    expect(await raw(`GET /health/live ${end}`)).toMatch(/^HTTP\/1.1 200/)
  })

  it('is the only one on its folder', async () => {
    await expect(startCentre(data)).rejects.toThrow(/E-DATA-LOCKED/)
    expect(await line('restore', join(data, 'x.db'))).toMatchObject({ code: 1, error: /E-DATA-LOCKED/ })
  })

  it('keeps its administrator secret to this user, and asks for it', async () => {
    const file = join(data, 'centre.control.json')
    expect(statSync(file).mode & 0o077).toBe(0)
    const { url, secret } = JSON.parse(readFileSync(file, 'utf8'))
    const post = (bearer: string) =>
      fetch(`${url}/admin/v1/run`, {
        ...{ method: 'POST', body: '{"name":"stations"}', headers: { authorization: `Bearer ${bearer}` } },
      })
    expect((await post('wrong')).status).toBe(401)
    expect((await post(secret)).status).toBe(200)
    expect(centre.log()).not.toContain(secret)
  })

  it('makes, lists and revokes keys; revokes stations; says why it cannot', async () => {
    const made = JSON.parse((await line('key', 'create', '--name', 'shop', '--scopes', 'orders:read', '--json')).out)
    const orders = () => fetch(`${centre.url}/api/v1/orders`, { headers: { authorization: `Bearer ${made.token}` } })
    expect((await orders()).status).toBe(200)
    expect((await askRunning(data, { name: 'key list' })).lines).toEqual([
      expect.stringMatching(/shop\torders:read\tactive/),
    ])
    await askRunning(data, { name: 'key revoke', id: made.id.slice(0, 12) })
    expect((await orders()).status).toBe(401)
    await expect(askRunning(data, { name: 'key revoke', id: 'ffffffffff' })).rejects.toThrow('There is no key')
    const [one] = [await station('bench 1'), await station('bench 2')]
    await askRunning(data, { name: 'revoke-station', id: one.me.stationId })
    expect((await one.send('GET', SYNC_PATHS.snapshot)).status).toBe(403)
    expect(await line('revoke-station', 'nobody')).toMatchObject({ code: 1, error: /stationUnknown/ })
  }, 60_000)
})

describe('a centre that is stopped and started again', () => {
  beforeEach(begin, 60_000)
  afterEach(end)

  it('stops at SIGTERM: streams end, the folder is free, and a station goes on where it was after the next start', async () => {
    const one = await station('bench 1')
    one.fact('orders.record-reveal', { orderId: 'x' })
    const { revision } = await one.session()
    const read = await one.stream(revision)
    await read.next()
    const pushing = one.push()
    expect((await pushing).appliedThrough).toBe(1)
    expect(await centre.stop()).toBe(0)
    expect((await read.nextCommit()).ack).toBe(1)
    expect(await read.next()).toBeNull()
    expect(existsSync(join(data, 'centre.control.json'))).toBe(false)
    centre = await startCentre(data)
    const again = centreClient((request) => fetch(request), centre.url)
    Object.assign(again.me, one.me)
    again.takeKeys(one.keys)
    const reply = await again.get(`${SYNC_PATHS.changes}?cursor=${revision}`, ChangesReply)
    expect(reply.commits).toMatchObject([{ ack: 1 }])
  }, 40_000)

  it('has forgotten nothing that it answered when it is killed', async () => {
    const one = await station('bench 1')
    for (let index = 0; index < 20; index += 1) one.fact('orders.record-reveal', { orderId: `x${index}` })
    const pushed = await one.push(one.body(0))
    await centre.stop('SIGKILL')
    centre = await startCentre(data)
    const again = centreClient((request) => fetch(request), centre.url)
    Object.assign(again.me, one.me)
    again.takeKeys(one.keys)
    expect(await again.session()).toMatchObject({ appliedSeq: 20, hash: one.journal.at(-1)?.hash })
    again.journal.push(...one.journal)
    expect(await again.push(again.body(0))).toEqual(pushed)
  }, 40_000)

  it('is copied while it runs, and restored under a new timeline', async () => {
    const one = await station('bench 1')
    await one.ask(saveSite, siteCalled('Busan'))
    const { timeline } = await one.session()
    const copy = join(data, 'copy.db')
    await askRunning(data, { name: 'backup', file: copy })
    expect((await askRunning(data, { name: 'doctor' })).lines.at(-1)).toBe('All is well.')
    await one.ask(saveSite, siteCalled('Daegu'))
    const { revision } = await one.session()
    await centre.stop()
    expect(await line('restore', copy)).toMatchObject({ code: 0, out: /What was there before is kept/ })
    centre = await startCentre(data)
    const again = centreClient((request) => fetch(request), centre.url)
    Object.assign(again.me, one.me)
    again.takeKeys(one.keys)
    const session = await again.session()
    expect(session.revision).toBe(revision - 1)
    expect(session.timeline).not.toBe(timeline)
    const read = await again.stream(session.revision, `&timeline=${timeline}`)
    expect(await read.next()).toEqual({ event: 'reset', data: { reason: 'timeline' } })
  }, 60_000)
})

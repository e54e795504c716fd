import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SessionReply, SYNC_PATHS } from '../../contract/central/messages.ts'
import { type CentreClient, centreClient, TurnedAway } from '../support/centre-client.ts'
import { findPostgres, type PostgresServer, startPostgres } from '../support/postgres.ts'
import { type CentreProcess, runCentreLine, startCentre } from '../support/start-centre.ts'

const root = resolve(import.meta.dirname, '../..')
const tools = findPostgres()
const document = readFileSync(join(root, 'docs/operations.md'), 'utf8')
const [dump = '', restore = ''] = [...document.matchAll(/^```sh database\n([\s\S]*?)^```$/gm)].map(
  (match) => match[1] ?? '',
)

describe.skipIf(tools.bin === null)('a centre on PostgreSQL, as docs/operations.md has it', () => {
  let server: PostgresServer
  let folder = ''
  let env: Record<string, string>
  let centres: CentreProcess[] = []
  beforeAll(async () => {
    server = await startPostgres()
    folder = mkdtempSync(join(tmpdir(), 'baro-operations-'))
    env = { DATABASE_URL: await server.fresh(), COPIES: folder, CENTRE: join(folder, 'centre') }
  }, 60_000)
  afterAll(async () => {
    await Promise.all(centres.map((centre) => centre.stop()))
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }, 60_000)

  const begin = async (): Promise<void> => {
    centres = [await startCentre(join(folder, 'one'), env), await startCentre(join(folder, 'two'), env)]
  }
  const end = async (): Promise<void> => {
    await Promise.all(centres.splice(0).map((centre) => centre.stop()))
  }
  const shell = (text: string): string => {
    const npm = 'npm() { shift 3; node --disable-warning=ExperimentalWarning central/node/index.ts "$@"; }\n'
    const path = `${tools.bin}${delimiter}${process.env.PATH}`
    const done = spawnSync('bash', ['-ec', npm + text], {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, ...env, PATH: path },
    })
    expect(done.status, `${text}\n${done.stdout}\n${done.stderr}`).toBe(0)
    return done.stdout
  }

  it('is dumped, restored and given a new timeline; what came after the dump is sent again', async () => {
    await begin()
    const { out } = await runCentreLine(['enrol-code', '--name', 'bench', '--data', folder], env)
    let at = 0
    const station: CentreClient = centreClient((request) => {
      const { pathname, search } = new URL(request.url)
      return fetch(new Request(`${centres[at]?.url}${pathname}${search}`, request))
    })
    await station.enrol(out.split('\n')[0] ?? '', { name: 'bench' })
    const before = await station.session()
    station.fact('orders.record-reveal', { orderId: 'kept' })
    expect((await station.push()).appliedThrough).toBe(1)
    shell(dump)
    station.fact('orders.record-reveal', { orderId: 'after the dump' })
    at = 1
    expect((await station.push()).appliedThrough).toBe(2)
    await end()
    expect(shell(restore)).toContain('All is well.')
    await begin()
    const old = await station.push().catch((error: unknown) => error)
    expect(old).toBeInstanceOf(TurnedAway)
    const answer = await station.send('POST', SYNC_PATHS.session)
    const after = SessionReply.parse(await answer.json())
    expect([after.timeline === before.timeline, after.appliedSeq]).toEqual([false, 1])
    await station.session()
    expect((await station.push()).appliedThrough).toBe(2)
  })
})

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runDoctor } from '../main/doctor/run-doctor.ts'
import { type CookieJar, connect } from './main/faults/host-process.ts'
import { signIn } from './support/station.ts'

const root = resolve(import.meta.dirname, '..')

/** A marked block of the document: what is done with it, and the name that it has for that. */
type Block = { verb: string; name: string; text: string; heading: string }

const blocks: Block[] = []
let heading = ''
const document = readFileSync(join(root, 'docs/operations.md'), 'utf8')
for (const [, title, verb, name, text] of document.matchAll(/^## (.+)$|^```sh (\w+) ?(\w*)\n([\s\S]*?)^```$/gm)) {
  if (title !== undefined) heading = title
  else if (verb !== 'database') blocks.push({ verb: verb ?? '', name: name ?? '', text: text ?? '', heading })
}

// npm itself takes seconds each time: its scripts are stood in for by what they start.
const PRELUDE = `set -e
npm() {
  local name="$1"; [ "$name" = run ] && { name="$2"; shift; }; shift
  [ "$1" = --silent ] && shift; [ "$1" = -- ] && shift
  case "$name" in
    start) set -- main/node/index.ts --port 0 "$@" ;;
    station) set -- main/node/cli.ts "$@" ;;
    central) set -- central/node/index.ts "$@" ;;
    *) echo "no script $name" >&2; return 1 ;;
  esac
  $AS node --disable-warning=ExperimentalWarning "$@"
}
`

let folder: string
let env: NodeJS.ProcessEnv
let port: number
const running = new Map<string, { child: ChildProcess; url: string; said: () => string }>()

/** The commands as they are run here: on a free port of this machine. */
const script = (text: string): string =>
  `${PRELUDE}${text.replaceAll('0.0.0.0:8790', `127.0.0.1:${port}`).replaceAll('http://centre.example:8790', `http://127.0.0.1:${port}`)}`

async function start({ name, text }: Block): Promise<void> {
  const child = spawn('bash', ['-c', script(text)], { cwd: root, env: { ...env, AS: 'exec' } })
  let said = ''
  const url = await new Promise<string>((ready, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (part: Buffer) => {
        said += part
        const found = / is ready: (\S+)$/m.exec(said)?.[1]
        if (found !== undefined) ready(found)
      })
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code}:\n${said}`)))
  })
  running.set(name, { child, url, said: () => said })
}

async function stop(name: string, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  const { child } = running.get(name) ?? {}
  running.delete(name)
  if (child === undefined || child.exitCode !== null) return
  const ended = once(child, 'exit')
  child.kill(signal)
  await ended
}

async function run({ name, text }: Pick<Block, 'name' | 'text'>): Promise<string> {
  const child = spawn('bash', ['-c', script(text)], { cwd: root, env: { ...env, AS: '' } })
  let [out, error] = ['', '']
  child.stdout.on('data', (part: Buffer) => (out += part))
  child.stderr.on('data', (part: Buffer) => (error += part))
  const [code] = await once(child, 'close')
  expect(code, `${text}\n${out}\n${error}`).toBe(0)
  if (name !== '') env[name] = out.split('\n')[0]
  return out
}

type Health = { ready: boolean; sync: string; unsent: number; revision: number }
const url = (name: string): string => running.get(name)?.url ?? ''
const health = async (name: string): Promise<Health> => (await (await fetch(`${url(name)}/health`)).json()) as Health

async function until(name: string, is: (health: Health) => boolean): Promise<Health> {
  const end = performance.now() + 40_000
  for (;;) {
    const found = await health(name)
    if (is(found)) return found
    if (performance.now() > end) throw new Error(`${name}: ${JSON.stringify(found)}\n${running.get(name)?.said()}`)
    await new Promise((done) => setTimeout(done, 50))
  }
}
const online = (name: string) =>
  until(name, ({ sync, unsent, revision }) => sync === 'online' && unsent === 0 && revision > 0)

/** Does the blocks of a heading in order; what they printed. */
async function doAll(title: string, before: (block: Block) => Promise<void> = async () => undefined): Promise<string> {
  const found = blocks.filter((block) => block.heading === title)
  expect(found.length, title).toBeGreaterThan(0)
  let out = ''
  for (const block of found) {
    await before(block)
    if (block.verb === 'serve') {
      // What runs under that name has been stopped by hand, as the text says.
      await stop(block.name)
      await start(block)
    } else if (block.verb === 'stop') await stop(block.name)
    else out += await run(block)
  }
  return out
}

/** A fact: an administrator looks at a customer's address. */
async function look(name: string): Promise<void> {
  const jar: CookieJar = { cookie: '' }
  const client = connect(() => url(name), jar)
  await signIn(client, 'BDG-0001', '1357')
  const folders: Record<string, string | undefined> = { station: env.FIRST, second: env.SECOND, rebuilt: env.REBUILT }
  const replica = new Database(join(folders[name] ?? '', 'replica.db'), { readonly: true })
  const orderId = replica.prepare('SELECT id FROM "order" ORDER BY id').pluck().get() as string
  replica.close()
  await client.orders.page({ orderId, reveal: true })
}

async function wrong(directory: string): Promise<string[]> {
  const { checks } = await runDoctor(directory)
  return checks.filter((check) => !check.ok).map(({ name, examples }) => `${name}: ${examples.join(', ')}`)
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'baro-operations-'))
  const copies = join(folder, 'copies')
  mkdirSync(copies)
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  port = (probe.address() as { port: number }).port
  await new Promise((done) => probe.close(done))
  env = {
    ...process.env,
    ...{
      FIRST: join(folder, 'first'),
      SECOND: join(folder, 'second'),
      REBUILT: join(folder, 'rebuilt'),
      CENTRE: join(folder, 'centre'),
    },
    ...{ COPIES: copies, ORDERS: join(root, 'resources/fixtures/orders-shopify.csv'), DATABASE_URL: '' },
    NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/baro/compiled'),
  }
})
afterAll(async () => {
  for (const name of running.keys()) await stop(name, 'SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

// One after the other, as somebody reads the page.
describe.skipIf(process.platform === 'win32')('docs/operations.md', () => {
  test('one machine: a station with a centre of its own, the command line, a backup', async () => {
    const out = await doAll('One machine', async ({ verb }) => {
      if (verb !== 'run') return
      await online('station')
      expect(await (await fetch(`${url('station')}/metrics`)).text()).toContain(
        'baro_station_sync_state{state="online"} 1',
      )
      await stop('station')
    })
    expect(out).toMatch(/orders-shopify\.csv: orders, .*changed something/)
    expect(out).toMatch(/checks of .*: all hold/)
    expect(out).toContain('All is well.')
  }, 90_000)

  test('one machine is copied while it works, and rebuilt from that with all that was done until then', async () => {
    const facts = (data = '') => {
      const journal = new Database(join(data, 'journal.db'), { readonly: true })
      const count = journal.prepare('SELECT count(*) FROM command').pluck().get()
      journal.close()
      return count
    }
    const out = await doAll("One machine's backup", async (block) => {
      if (block.text.includes('-- backup')) {
        await online('station')
        await look('station')
        await online('station')
      } else if (block.name === 'rebuilt' && block.verb === 'stop') {
        await online('rebuilt')
        expect(facts(env.REBUILT)).toBe(facts(env.FIRST))
        expect(await wrong(env.REBUILT ?? '')).toEqual([])
        await look('rebuilt')
        await online('rebuilt')
      }
    })
    expect(out).toContain('machine: centre.db, journal.db, station.key')
    expect(out).toMatch(/Restored revision \d+/)
  }, 90_000)

  test('more stations: the same centre is served, the first station moves to it, a second one joins by a code', async () => {
    const out = await doAll('More stations: serve the centre', async ({ verb }) => {
      if (verb === 'run' && running.has('second')) {
        const [one, two] = [await online('station'), await online('second')]
        expect(two.revision).toBe(one.revision)
      }
    })
    expect(out).toMatch(/^1\t.*\tactive\t/m)
    expect(out).toMatch(/^2\t.*\tactive\t/m)
    const orders = (data = '') => {
      const replica = new Database(join(data, 'replica.db'), { readonly: true })
      const count = replica.prepare('SELECT count(*) FROM "order"').pluck().get()
      replica.close()
      return count
    }
    expect(orders(env.SECOND)).toBe(orders(env.FIRST))
  }, 90_000)

  test('a restored centre gets back what stations did since the backup', async () => {
    const out = await doAll('Backup and restore', async ({ verb }) => {
      if (verb !== 'stop') return
      await look('second')
      await online('second')
    })
    expect(out).toMatch(/Restored revision \d+/)
    expect(out).toContain('All is well.')
    const centre = new Database(join(env.CENTRE ?? '', 'centre.db'), { readonly: true })
    const known = () => centre.prepare(`SELECT count(*) FROM outcome WHERE status = 'applied'`).pluck().get()
    await online('station')
    await online('second')
    // One of the first machine, in the backup, and one that came after it.
    await expect.poll(known).toBe(2)
    centre.close()
  }, 90_000)

  test('a key is changed, and only the new one counts', async () => {
    const key = () => readFileSync(join(env.FIRST ?? '', 'station.key'), 'utf8')
    const before = key()
    const out = await doAll('Keys, revocation')
    expect(out).toContain('has a new key')
    expect(key()).not.toBe(before)
    await online('station')
  }, 60_000)

  test('the facts of a dead station are taken from its folder, once', async () => {
    const out = await doAll('A dead station', async ({ verb }) => {
      if (verb !== 'stop') return
      await stop('centre')
      await until('second', ({ sync }) => sync === 'offline')
      await look('second')
      expect((await health('second')).unsent).toBe(1)
      await stop('second', 'SIGKILL')
      const again = blocks.find((block) => block.verb === 'serve' && block.name === 'centre')
      if (again !== undefined) await start(again)
    })
    expect(out).toContain('1 facts that the centre has not answered')
    expect(out).toMatch(/Facts of station \S+: 1 applied\./)
    const again = await run({
      name: '',
      text: 'npm run central -- take-unsent "$COPIES/unsent.ndjson" --data "$CENTRE"',
    })
    expect(again).toContain('taken before')
    expect(await wrong(env.SECOND ?? '')).toEqual([])
  }, 60_000)

  test('a station whose tables are gone fetches them again', async () => {
    await stop('station')
    // The command line of a station whose centre is elsewhere asks that one.
    env.TOTES = join(folder, 'totes.csv')
    writeFileSync(env.TOTES, 'code,name\nT-901,Tote 901\n')
    const imported = await run({ name: '', text: 'npm run station -- import "$TOTES" --data "$FIRST"' })
    expect(imported).toContain('1 new; 1 of 1 changed something')
    for (const suffix of ['', '-wal', '-shm']) rmSync(join(env.FIRST ?? '', `replica.db${suffix}`), { force: true })
    const again = blocks.findLast((block) => block.verb === 'serve' && block.name === 'station')
    if (again !== undefined) await start(again)
    await online('station')
    expect(await wrong(env.FIRST ?? '')).toEqual([])
    expect(await run({ name: '', text: 'npm run central -- doctor --data "$CENTRE"' })).toContain('All is well.')
  }, 60_000)
})

import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const entry = resolve(import.meta.dirname, '../../../main/node/index.ts')
const isWindows = process.platform === 'win32'

type Host = {
  said: () => string
  ready: Promise<string>
  ended: Promise<number | null>
  stop(signal: NodeJS.Signals): void
}

describe('the Node host as a process', () => {
  let directory: string
  let hosts: Host[]
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'baro-host-'))
    hosts = []
  })
  afterEach(async () => {
    for (const host of hosts) {
      host.stop('SIGKILL')
      await host.ended
    }
    rmSync(directory, { recursive: true, force: true })
  })

  const start = (args: string[], nodeArgs: string[] = []): Host => {
    const child = spawn(process.execPath, [...nodeArgs, entry, '--no-open', ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let said = ''
    const ended = new Promise<number | null>((done) => child.once('close', done))
    const ready = new Promise<string>((found, reject) => {
      for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', (text: Buffer) => {
          said += text
          const url = /^Baro is ready: (\S+)$/m.exec(said)?.[1]
          if (url !== undefined) found(url)
        })
      }
      void ended.then((code) => reject(new Error(`ended with ${code}: ${said}`)))
    })
    ready.catch(() => undefined)
    const host = { said: () => said, ready, ended, stop: (signal: NodeJS.Signals) => void child.kill(signal) }
    hosts.push(host)
    return host
  }

  it('says where it is ready, for a person and as JSON, and answers there with the policy', async () => {
    const host = start(['--data', directory, '--port', '0', '--json'])
    const url = await host.ready
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    const page = await fetch(`${url}/rpc/none`)
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(page.headers.get('access-control-allow-origin')).toBeNull()
    const line = host
      .said()
      .split('\n')
      .find((each) => each.startsWith('{"ready"'))
    expect(JSON.parse(line ?? '{}')).toMatchObject({ ready: true, url, dataDirectory: directory })
  })

  it.skipIf(isWindows)('stops in order when asked to, and lets the next process have the data', async () => {
    const first = start(['--data', directory, '--port', '0'])
    await first.ready
    first.stop('SIGTERM')
    expect(await first.ended).toBe(0)
    const second = start(['--data', directory, '--port', '0'])
    await second.ready
    second.stop('SIGINT')
    expect(await second.ended).toBe(0)
  })

  it('refuses data that another process has open, with a code', async () => {
    await start(['--data', directory, '--port', '0']).ready
    const second = start(['--data', directory, '--port', '0', '--json'])
    expect(await second.ended).toBe(1)
    expect(second.said()).toContain('E-DATA-LOCKED')
    expect(second.said()).toContain('"ready":false')
  })

  it('refuses a taken port that was asked for, with a code', async () => {
    const url = new URL(await start(['--data', directory, '--port', '0']).ready)
    const other = start(['--data', join(directory, 'other'), '--port', url.port])
    expect(await other.ended).toBe(1)
    expect(other.said()).toContain('E-HOST-PORT')
  })

  it('warns when it answers to other machines', async () => {
    const host = start(['--data', directory, '--port', '0', '--host-address', '0.0.0.0'])
    await host.ready
    expect(host.said()).toContain('Warning: this station answers on 0.0.0.0')
  })

  it('refuses a data folder that cannot be made, with a code', async () => {
    writeFileSync(join(directory, 'file'), '')
    const host = start(['--data', join(directory, 'file', 'data'), '--port', '0'])
    expect(await host.ended).toBe(1)
    expect(host.said()).toContain('E-DATA-READONLY')
  })

  it('explains options that it does not understand', async () => {
    const host = start(['--colour'])
    expect(await host.ended).toBe(2)
    expect(host.said()).toContain('--host-address ADDR')
  })

  it('ends with a message, not a crash, on a Node that is too old for the store', async () => {
    const old = "Object.defineProperty(process,'versions',{value:{...process.versions,node:'20.20.2',napi:'9'}})"
    const host = start(
      ['--data', directory, '--port', '0'],
      ['--import', `data:text/javascript,${encodeURIComponent(old)}`],
    )
    expect(await host.ended).toBe(78)
    expect(host.said()).toContain('E-HOST-RUNTIME')
    expect(host.said()).toContain('Node 20.20.2')
  })
})

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join, resolve } from 'node:path'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/fetch'
import type { StationClient } from '../../support/station.ts'

const root = resolve(import.meta.dirname, '../../..')
const entry = join(root, 'main/node/index.ts')
// Halves the time that a start from the sources takes.
const NODE_COMPILE_CACHE = join(root, 'node_modules/.cache/baro/compiled')

/** A station in a process of its own, run from the sources. */
export type HostProcess = {
  process: ChildProcess
  url: string
  /** What it said so far. */
  log(): string
  /** Ends it as a power cut would. */
  kill(): Promise<void>
  /** Asks it to stop; its exit code. */
  stop(): Promise<number | null>
}

/** How a host ended that never came up. */
export type HostEnd = { code: number | null; stdout: string; stderr: string }

type HostOptions = { args?: readonly string[]; uid?: number; env?: NodeJS.ProcessEnv }

function launch(directory: string, { args = [], uid, env = {} }: HostOptions): ChildProcess {
  const all = [
    '--disable-warning=ExperimentalWarning',
    entry,
    '--data',
    directory,
    '--port',
    '0',
    '--no-open',
    '--json',
  ]
  return spawn(process.execPath, [...all, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_COMPILE_CACHE, ...env },
    ...(uid === undefined ? {} : { uid, gid: uid }),
  })
}

/** Starts a host on a data directory and a free port; rejects with what it said when it ends instead. */
export async function startHost(directory: string, options: HostOptions = {}): Promise<HostProcess> {
  const child = launch(directory, options)
  let said = ''
  const url = await new Promise<string>((ready, reject) => {
    child.stderr?.on('data', (text: Buffer) => {
      said += text
    })
    child.stdout?.on('data', (text: Buffer) => {
      said += text
      const found = /^Baro is ready: (\S+)$/m.exec(said)?.[1]
      if (found !== undefined) ready(found)
    })
    child.once('exit', (code) => reject(new Error(`The host ended with ${code}:\n${said}`)))
  })
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
  }
  return {
    process: child,
    url,
    log: () => said,
    kill: () => end('SIGKILL'),
    stop: async () => {
      await end('SIGTERM')
      return child.exitCode
    },
  }
}

/** Starts a host that is expected not to come up, and waits for its end. */
export async function hostThatEnds(directory: string, options: HostOptions = {}): Promise<HostEnd> {
  const child = launch(directory, options)
  const end: HostEnd = { code: null, stdout: '', stderr: '' }
  child.stdout?.on('data', (text: Buffer) => {
    end.stdout += text
    if (/"ready":true/.test(end.stdout)) child.kill('SIGKILL')
  })
  child.stderr?.on('data', (text: Buffer) => {
    end.stderr += text
  })
  await once(child, 'close')
  return { ...end, code: child.exitCode }
}

/** A browser's cookies: one session, kept while the host dies and comes back. */
export type CookieJar = { cookie: string }

/** A client of a running host that carries the jar's session. */
export function connect(url: () => string, jar: CookieJar): StationClient {
  return createORPCClient(
    new RPCLink({
      url: 'http://station.test/rpc',
      fetch: async (input, init) => {
        const request = new Request(input, init as RequestInit)
        const { pathname, search } = new URL(request.url)
        const headers = new Headers(request.headers)
        if (jar.cookie !== '') headers.set('cookie', jar.cookie)
        const body = request.method === 'GET' ? null : await request.text()
        const response = await fetch(`${url()}${pathname}${search}`, { method: request.method, headers, body })
        const set = response.headers.get('set-cookie')
        if (set !== null) jar.cookie = set.split(';')[0] ?? ''
        return response
      },
    }),
  )
}

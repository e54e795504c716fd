import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { createServer, type Plugin, type UserConfig } from 'vite'
import electronVite from '../../../electron.vite.config.ts'
import { createFakeStation, type FakeOptions } from './fake-station.ts'
import type { FakeSync } from './fake-sync.ts'

/** Answers what is not a page; null leaves it to the pages. */
type Handle = (request: Request) => Promise<Response | null>

async function answer(handle: Handle, request: IncomingMessage, response: ServerResponse): Promise<boolean> {
  const body =
    request.method === 'GET' || request.method === 'HEAD'
      ? {}
      : { body: Readable.toWeb(request) as ReadableStream, duplex: 'half' as const }
  const headers = Object.entries(request.headers).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as [string, string]] : [],
  )
  const reply = await handle(
    new Request(new URL(request.url ?? '/', 'http://127.0.0.1'), { method: request.method ?? 'GET', headers, ...body }),
  )
  if (reply === null) return false
  response.writeHead(reply.status, Object.fromEntries(reply.headers))
  response.end(Buffer.from(await reply.arrayBuffer()))
  return true
}

/** A fixture station behind the real pages. `reset` starts it anew, perhaps as another one; `calls` is what it was asked for since. */
export type Preview = {
  address: string
  reset(options?: FakeOptions): void
  calls(): ReturnType<typeof createFakeStation>['calls']
  close(): Promise<void>
}

/** Serves the real pages over a fixture station on a port of 127.0.0.1, a free one unless told. */
export async function startPreview(options: FakeOptions, port = 0): Promise<Preview> {
  let station = createFakeStation(options)
  const pages = await servePages((asked) => station.handle(asked), port)
  return {
    ...pages,
    reset: (next = options) => {
      station = createFakeStation(next)
    },
    calls: () => station.calls,
  }
}

/** Serves the real pages over any station on a port of 127.0.0.1, a free one unless told. */
export async function servePages(handle: Handle, port = 0): Promise<{ address: string; close(): Promise<void> }> {
  const plugin: Plugin = {
    name: 'fixture-station',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        answer(handle, request, response).then((done) => (done ? undefined : next()), next)
      })
    },
  }
  const { renderer } = electronVite as unknown as { renderer: UserConfig }
  const server = await createServer({
    ...renderer,
    configFile: false,
    logLevel: 'error',
    cacheDir: `node_modules/.vite-office-${port}`,
    plugins: [plugin, ...(renderer.plugins ?? [])],
    server: { host: '127.0.0.1', port, hmr: false },
  })
  await server.listen()
  const used = server.httpServer?.address()
  return {
    address: `http://127.0.0.1:${typeof used === 'object' && used !== null ? used.port : port}`,
    close: () => server.close(),
  }
}

if (import.meta.main) {
  const [port = '0', kind = '', sync = 'alone'] = process.argv.slice(2)
  const { address } = await startPreview(
    {
      orders: kind === 'empty' ? 0 : 1_000_000,
      empty: kind === 'setup',
      signedIn: kind !== 'setup',
      sync: sync as FakeSync,
    },
    Number(port),
  )
  console.log(address)
}

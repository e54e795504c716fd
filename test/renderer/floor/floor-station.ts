import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { lingui, linguiTransformerBabelPreset } from '@lingui/vite-plugin'
import { implement } from '@orpc/server'
import { RPCHandler } from '@orpc/server/node'
import optimizeLocales from '@react-aria/optimize-locales-plugin'
import babel from '@rolldown/plugin-babel'
import react from '@vitejs/plugin-react'
import { build } from 'vite'
import type { DevicesView, PrinterStatus, PrinterView } from '../../../contract/station/devices.ts'
import type { Feedback, ScanRequest } from '../../../contract/station/floor.ts'
import { stationContract } from '../../../contract/station/index.ts'
import type { CartonPlanView, PackBench } from '../../../contract/station/packing.ts'
import type { PickBench } from '../../../contract/station/picking.ts'
import type { PrintAttemptView, PrintPage } from '../../../contract/station/printing.ts'
import type { SignInBench, SignInReply, StripView } from '../../../contract/station/session.ts'
import type { ShipBench } from '../../../contract/station/shipping.ts'
import type { Suggestion } from '../../../contract/station/site.ts'
import { NOW } from '../fixtures/floor-basics.ts'
import { packBenches } from '../fixtures/pack-benches.ts'
import { pickBenches } from '../fixtures/pick-benches.ts'
import { shipBenches } from '../fixtures/ship-benches.ts'
import { signInBenches } from '../fixtures/sign-in-benches.ts'

/** What the fake station answers with, and what it was asked. A test changes it between actions. */
export type FloorWorld = {
  signIn: SignInBench
  signInFeedback: SignInReply['feedback']
  picking: PickBench
  packing: PackBench
  cartons: CartonPlanView
  shipping: ShipBench
  /** What the next scans answer; a function sees the scan and may change the benches. */
  onScan: (request: ScanRequest) => Feedback | null
  strip: StripView
  suggestions: Suggestion[]
  page: PrintPage
  /** The printers, where labels go, and how that printer stands; without a word everything goes to the dialog. */
  devices: DevicesView
  printerStatus: PrinterStatus
  /** The printers that labels were sent to by name. */
  sentTo: string[]
  scans: ScanRequest[]
  pins: string[]
  starts: string[]
  finished: string[]
  /** So many calls of `scan` are broken off without an answer. */
  silent: number
  locks: number
}

const dialog: PrinterView = {
  id: 'dialog',
  name: 'dialog',
  kind: 'dialog',
  address: '',
  dpi: 203,
  media: null,
  orientation: 'portrait',
  darkness: null,
  speed: null,
  offset: { xMm: 0, yMm: 0 },
  found: true,
  builtIn: true,
}

/** A label printer in the network that labels go to; `status` is how it stands. */
export function withLabelPrinter(world: FloorWorld, status: PrinterStatus): FloorWorld {
  const zebra: PrinterView = {
    ...dialog,
    id: 'zd421',
    name: '포장대 2 프린터 ZD421',
    kind: 'zpl-network',
    address: '10.0.0.31',
    media: { widthMm: 100, heightMm: 150 },
    builtIn: false,
  }
  const { devices } = world
  return {
    ...world,
    devices: { ...devices, printers: [dialog, zebra], routes: { ...devices.routes, label: 'zd421' } },
    printerStatus: status,
  }
}

/** A world of fixtures in which nothing was scanned yet. */
export function floorWorld(page: PrintPage): FloorWorld {
  return {
    signIn: signInBenches.in as SignInBench,
    signInFeedback: null,
    picking: pickBenches.location as PickBench,
    packing: packBenches.unit as PackBench,
    cartons: { kind: 'none' },
    shipping: shipBenches.carton as ShipBench,
    onScan: () => null,
    strip: {
      sync: { state: 'alone', unsent: 0, since: null, oldest: null, exceptions: 0 },
      printer: { unknown: 0, waiting: 0 },
      now: NOW,
    },
    suggestions: [],
    page,
    devices: {
      printers: [dialog],
      routes: { label: 'dialog', slip: 'dialog', sheet: 'dialog', invoice: 'dialog' },
      silent: 'station',
      problem: null,
    },
    printerStatus: { state: 'ready', reasons: [], waiting: 0 },
    sentTo: [],
    scans: [],
    pins: [],
    starts: [],
    finished: [],
    silent: 0,
    locks: 0,
  }
}

const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data: blob:; connect-src 'self'; media-src 'self' blob:; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'"

function routerOf(world: () => FloorWorld) {
  const os = implement(stationContract)
  const heard = (request: ScanRequest): Feedback | null => {
    const now = world()
    now.scans.push(request)
    return now.onScan(request)
  }
  const signIn = (): SignInReply => ({ bench: world().signIn, feedback: world().signInFeedback })
  return {
    session: {
      current: os.session.current.handler(() => ({ bench: world().signIn, feedback: null })),
      scan: os.session.scan.handler(({ input }) => {
        heard(input)
        return signIn()
      }),
      pin: os.session.pin.handler(({ input }) => {
        world().pins.push(input.pin)
        return signIn()
      }),
      lock: os.session.lock.handler(() => {
        world().locks += 1
        world().signIn = signInBenches.badge as SignInBench
        return signIn()
      }),
      language: os.session.language.handler(({ input }) => ({ ...world().signIn.session, language: input.language })),
      screen: os.session.screen.handler(({ input }) => ({ ...world().signIn.session, screen: input.screen })),
      strip: os.session.strip.handler(() => world().strip),
    },
    picking: {
      bench: os.picking.bench.handler(() => ({ bench: world().picking, feedback: null })),
      scan: os.picking.scan.handler(({ input }) => {
        const feedback = heard(input)
        return { bench: world().picking, feedback }
      }),
    },
    packing: {
      bench: os.packing.bench.handler(() => ({ bench: world().packing, feedback: null })),
      scan: os.packing.scan.handler(({ input }) => {
        const feedback = heard(input)
        return { bench: world().packing, feedback }
      }),
      cartonPlan: os.packing.cartonPlan.handler(() => world().cartons),
    },
    shipping: {
      bench: os.shipping.bench.handler(() => ({ bench: world().shipping, feedback: null })),
      scan: os.shipping.scan.handler(({ input }) => {
        const feedback = heard(input)
        return { bench: world().shipping, feedback }
      }),
    },
    printing: {
      preview: os.printing.preview.handler(() => world().page),
      print: os.printing.print.handler(({ input }) => {
        const { devices, page, sentTo } = world()
        const printerId = input.printerId ?? devices.routes.label
        if (input.printerId !== undefined) sentTo.push(input.printerId)
        if (printerId === 'dialog') return { by: 'page', printerId, systemName: null, page }
        return { by: 'station', attempt: waiting(input.printJobId, printerId), job: null }
      }),
      attempts: os.printing.attempts.handler(({ input }) =>
        world().packing.printJob?.state === 'sent' ? [] : [waiting(input.printJobId, world().devices.routes.label)],
      ),
      queues: os.printing.queues.handler(() => []),
      start: os.printing.start.handler(({ input, errors }) => {
        const { starts, page } = world()
        if (starts.includes(input.printJobId)) throw errors.CONFLICT({ data: { code: 'E-PRN-010', params: {} } })
        starts.push(input.printJobId)
        return page
      }),
      finish: os.printing.finish.handler(({ input }) => {
        world().finished.push(input.outcome)
        world().packing = packBenches.label as PackBench
        return (packBenches.label as PackBench).printJob as NonNullable<PackBench['printJob']>
      }),
    },
    devices: {
      view: os.devices.view.handler(() => world().devices),
      status: os.devices.status.handler(() => world().printerStatus),
    },
    site: { suggestions: os.site.suggestions.handler(() => world().suggestions) },
  }
}

/** An attempt that waits because the printer is out of paper. */
function waiting(printJobId: string, printerId: string): PrintAttemptView {
  return {
    id: 'attempt-1',
    printJobId,
    number: 1,
    document: 'label',
    printerId,
    printerName: '포장대 2 프린터 ZD421',
    state: 'waiting',
    bytes: 4_812,
    bytesLeft: 'none',
    reason: 'E-PRN-023',
    requestedAt: NOW,
    sentAt: null,
    endedAt: null,
  }
}

/** Builds the test page once into a temporary folder; returns the folder and how to remove it. */
export async function buildFloorPage(): Promise<{ folder: string; remove: () => void }> {
  const folder = mkdtempSync(join(tmpdir(), 'baro-floor-'))
  // The test runner's own NODE_ENV would give React's development JSX.
  const before = process.env.NODE_ENV
  process.env.NODE_ENV = 'production'
  try {
    await build({
      configFile: false,
      logLevel: 'error',
      root: import.meta.dirname,
      // Holes of other screens' catalogues are found elsewhere and do not keep the floor from being tested.
      plugins: [
        react(),
        lingui(),
        { ...optimizeLocales.vite({ locales: ['en-US', 'ko-KR'] }), enforce: 'pre' as const },
        babel({ presets: [linguiTransformerBabelPreset()] }),
      ],
      build: {
        outDir: folder,
        emptyOutDir: true,
        target: 'chrome140',
        minify: false,
        assetsInlineLimit: 0,
        rollupOptions: { input: resolve(import.meta.dirname, 'floor-page.html') },
      },
    })
  } finally {
    process.env.NODE_ENV = before
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

const types: Readonly<Record<string, string>> = {
  js: 'text/javascript',
  css: 'text/css',
  woff2: 'font/woff2',
  svg: 'image/svg+xml',
}

/** Serves the built page and the fake station on one origin of 127.0.0.1, under the policy of the real host. */
export async function serveFloor(
  folder: string,
  world: () => FloorWorld,
): Promise<{ origin: string; close: () => Promise<void> }> {
  const rpc = new RPCHandler(routerOf(world) as never)
  const server: Server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    if (pathname.startsWith('/rpc')) {
      if (pathname.endsWith('/scan') && world().silent > 0) {
        world().silent -= 1
        request.socket.destroy()
        return
      }
      const { matched } = await rpc.handle(request, response, { prefix: '/rpc', context: {} })
      if (!matched) response.writeHead(404).end()
      return
    }
    const name = /\.\w+$/.test(pathname) ? pathname.slice(1) : 'floor-page.html'
    try {
      const body = readFileSync(join(folder, name))
      response.writeHead(200, {
        'content-type': types[name.split('.').at(-1) ?? ''] ?? 'text/html; charset=utf-8',
        'content-security-policy': CSP,
      })
      response.end(body)
    } catch {
      response.writeHead(404).end()
    }
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

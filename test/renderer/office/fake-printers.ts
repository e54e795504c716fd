import { implement } from '@orpc/server'
import type { DevicesView, FoundPrinter, PrinterStatus, PrinterView } from '../../../contract/station/devices.ts'
import { stationContract } from '../../../contract/station/index.ts'
import type { PrintJobView } from '../../../contract/station/packing.ts'
import type { PrintAttemptView, PrinterQueue } from '../../../contract/station/printing.ts'

/** Which printers the station has: none beside the dialog, or several of which one is out of paper. */
export type FakePrinters = 'bare' | 'several'

const station = implement(stationContract)
const NOW = Date.now()
const MINUTE = 60_000

const printer = (id: string, name: string, more: Partial<PrinterView>): PrinterView => ({
  id,
  name,
  kind: 'system',
  address: '',
  dpi: 203,
  media: { widthMm: 100, heightMm: 150 },
  orientation: 'portrait',
  darkness: null,
  speed: null,
  offset: { xMm: 0, yMm: 0 },
  found: true,
  builtIn: false,
  ...more,
})

const DIALOG = printer('dialog', 'dialog', { kind: 'dialog', media: null, builtIn: true })
const SEVERAL: readonly PrinterView[] = [
  DIALOG,
  printer('zd421', '포장대 2 라벨', { kind: 'zpl-network', address: '10.0.0.31', darkness: 18, speed: 4 }),
  printer('spare', 'Bench 1, labels', {
    kind: 'zpl-queue',
    address: 'Zebra_ZT411',
    dpi: 300,
    media: { widthMm: 101.6, heightMm: 152.4 },
  }),
  printer('laser', 'Office laser', {
    address: 'HP_LaserJet_4',
    dpi: 600,
    media: { widthMm: 210, heightMm: 297 },
    orientation: 'landscape',
  }),
  printer('folder', 'PDF archive', { kind: 'pdf-folder', address: '/srv/labels', media: null, found: false }),
]

const attempt = (
  number: number,
  state: PrintAttemptView['state'],
  more: Partial<PrintAttemptView>,
): PrintAttemptView => ({
  id: `attempt-${number}-${more.printJobId ?? more.document ?? ''}`,
  printJobId: null,
  number,
  document: 'label',
  printerId: 'zd421',
  printerName: '포장대 2 라벨',
  state,
  bytes: 4_812,
  bytesLeft: state === 'sent' ? 'all' : state === 'unknown' ? 'some' : 'none',
  reason: null,
  requestedAt: NOW - 9 * MINUTE,
  sentAt: state === 'sent' ? NOW - 9 * MINUTE + 1_000 : null,
  endedAt: state === 'waiting' || state === 'sending' ? null : NOW - 9 * MINUTE + 1_400,
  ...more,
})

const ATTEMPTS: readonly PrintAttemptView[] = [
  attempt(1, 'failed', { printJobId: 'job-2', reason: 'E-PRN-021' }),
  attempt(2, 'unknown', { printJobId: 'job-2', reason: 'E-PRN-028', requestedAt: NOW - 8 * MINUTE }),
  attempt(1, 'sent', { printJobId: 'job-3' }),
  attempt(1, 'sent', { printJobId: 'job-1', printerId: 'spare', printerName: 'Bench 1, labels' }),
  attempt(1, 'waiting', { printJobId: 'job-7', reason: 'E-PRN-023', requestedAt: NOW - MINUTE }),
  attempt(1, 'sent', { document: 'test', requestedAt: NOW - 60 * MINUTE }),
]

type World = {
  devices: DevicesView
  attempts: PrintAttemptView[]
  jobs: PrintJobView[]
  held: PrinterQueue['held']
}

function openWorld(printers: FakePrinters, jobs: PrintJobView[]): World {
  const several = printers === 'several'
  return {
    jobs,
    attempts: several ? [...ATTEMPTS] : [],
    held: several ? { reason: 'E-PRN-023', tryAgainAt: NOW + 20_000 } : null,
    devices: {
      printers: several ? [...SEVERAL] : [DIALOG],
      routes: several
        ? { label: 'zd421', slip: 'laser', sheet: 'laser', invoice: 'laser' }
        : { label: 'dialog', slip: 'dialog', sheet: 'dialog', invoice: 'dialog' },
      silent: 'station',
      problem: null,
    },
  }
}

type Said = (name: string, input: unknown) => void

function queuesOf(world: World): PrinterQueue[] {
  const open = world.attempts.filter(({ state }) => state === 'waiting' || state === 'sending')
  return [...new Set(open.map(({ printerId }) => printerId))].map((printerId) => {
    const known = world.devices.printers.find(({ id }) => id === printerId)
    return {
      printerId,
      printerName: known?.name ?? printerId,
      kind: known?.kind ?? null,
      attempts: open.filter((one) => one.printerId === printerId),
      held: printerId === 'zd421' ? world.held : null,
    }
  })
}

function devicesRouter(world: World, said: Said) {
  const d = station.devices
  const found = (): FoundPrinter[] =>
    ['Zebra_ZT411', 'HP_LaserJet_4', 'Brother_QL-820', 'Zebra_GK420d'].map((systemName, index) => ({
      systemName,
      isDefault: index === 1,
      state: index === 2 ? 'disabled' : 'idle',
      printerId: world.devices.printers.find(({ address }) => address === systemName)?.id ?? null,
    }))
  const status = (printerId: string): PrinterStatus => {
    if (printerId === 'zd421' && world.held !== null) return { state: 'not-ready', reasons: ['E-PRN-023'], waiting: 0 }
    return { state: printerId === 'laser' ? 'unknown' : 'ready', reasons: [], waiting: null }
  }
  return {
    view: d.view.handler(() => world.devices),
    discover: d.discover.handler(found),
    savePrinter: d.savePrinter.handler(({ input, errors }) => {
      said('savePrinter', input)
      if (input.address === '10.0.0.99')
        throw errors.REFUSED({ data: { code: 'E-PRN-039', params: { field: 'address' } } })
      const id = input.id ?? `printer-${world.devices.printers.length}`
      const saved: PrinterView = { ...input, id, found: true, builtIn: id === 'dialog' }
      const others = world.devices.printers
      world.devices = {
        ...world.devices,
        printers: input.id === null ? [...others, saved] : others.map((one) => (one.id === id ? saved : one)),
      }
      return world.devices
    }),
    removePrinter: d.removePrinter.handler(({ input, errors }) => {
      said('removePrinter', input)
      if (Object.values(world.devices.routes).includes(input.printerId))
        throw errors.REFUSED({ data: { code: 'E-PRN-038', params: { printer: input.printerId } } })
      const printers = world.devices.printers.filter(({ id }) => id !== input.printerId)
      world.devices = { ...world.devices, printers }
      return world.devices
    }),
    saveRoutes: d.saveRoutes.handler(({ input }) => {
      said('saveRoutes', input)
      world.devices = { ...world.devices, routes: input }
      return world.devices
    }),
    status: d.status.handler(({ input }) => status(input.printerId)),
    printTest: d.printTest.handler(({ input }) => {
      said('printTest', input)
      const made = attempt(
        world.attempts.length,
        world.held !== null && input.printerId === 'zd421' ? 'waiting' : 'sent',
        {
          document: input.what,
          printerId: input.printerId,
          ...(input.printerId === 'zd421' && world.held !== null ? { reason: 'E-PRN-023' } : {}),
        },
      )
      world.attempts.push(made)
      return { by: 'station' as const, attempt: made, job: null }
    }),
    attempts: d.attempts.handler(({ input }) =>
      world.attempts.filter(({ printerId }) => printerId === input.printerId).toReversed(),
    ),
  }
}

function labelPage(printJobId: string) {
  return {
    printJobId,
    widthMm: 100,
    heightMm: 150,
    svg: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 150"><rect width="100" height="150" fill="#fff"/><rect x="10" y="100" width="80" height="30"/></svg>',
    pdfPath: `/files/labels/${printJobId}.pdf`,
    sha256: 'a'.repeat(64),
  }
}

function printingRouter(world: World, said: Said) {
  const p = station.printing
  const change = (id: string, to: PrintJobView['state']): PrintJobView => {
    const found = world.jobs.find((job) => job.id === id)
    if (found === undefined) throw new Error('unknown job')
    const changed = { ...found, state: to }
    world.jobs = world.jobs.map((job) => (job.id === id ? changed : job))
    return changed
  }
  const lastPrinter = (id: string): PrintJobView['printer'] => {
    const last = world.attempts.filter(({ printJobId }) => printJobId === id).at(-1)
    return last === undefined ? null : { id: last.printerId, name: last.printerName, sentAt: last.sentAt }
  }
  const moved = (id: string, state: PrintAttemptView['state']): PrintAttemptView => {
    const now = { ...(world.attempts.find((one) => one.id === id) as PrintAttemptView), state }
    world.attempts = world.attempts.map((one) => (one.id === id ? now : one))
    return now
  }
  return {
    queue: p.queue.handler(({ input }) => ({
      jobs: world.jobs
        .filter((job) => input.states === undefined || input.states.includes(job.state))
        .map((job) => ({ ...job, printer: lastPrinter(job.id) })),
      unknown: world.jobs.filter((job) => job.state === 'unknown').length,
    })),
    preview: p.preview.handler(({ input }) => labelPage(input.printJobId)),
    print: p.print.handler(({ input, errors }) => {
      said('print', input)
      const printerId = input.printerId ?? world.devices.routes.label
      if (printerId === 'dialog') {
        const page = labelPage(input.printJobId)
        return { by: 'page' as const, printerId, systemName: null, page }
      }
      if (printerId === 'laser')
        throw errors.REFUSED({ data: { code: 'E-PRN-035', params: { printer: 'Office laser' } } })
      const waits = printerId === 'zd421' && world.held !== null
      for (const one of world.attempts)
        if (one.printJobId === input.printJobId && one.state === 'waiting') moved(one.id, 'withdrawn')
      const made = attempt(world.attempts.length, waits ? 'waiting' : 'sent', {
        printJobId: input.printJobId,
        printerId,
        ...(waits ? { reason: 'E-PRN-023' } : {}),
      })
      world.attempts.push(made)
      return { by: 'station' as const, attempt: made, job: change(input.printJobId, waits ? 'rendered' : 'sent') }
    }),
    attempts: p.attempts.handler(({ input }) =>
      world.attempts.filter(({ printJobId }) => printJobId === input.printJobId),
    ),
    queues: p.queues.handler(() => queuesOf(world)),
    withdraw: p.withdraw.handler(({ input }) => {
      said('withdraw', input)
      return moved(input.attemptId, 'withdrawn')
    }),
    tryNow: p.tryNow.handler(({ input }) => {
      said('tryNow', input)
      world.held = null
      for (const one of world.attempts)
        if (one.printerId === input.printerId && one.state === 'waiting') {
          moved(one.id, 'sent')
          if (one.printJobId !== null) change(one.printJobId, 'sent')
        }
      return queuesOf(world)
    }),
    start: p.start.handler(({ input }) => {
      said('start', input)
      return labelPage(input.printJobId)
    }),
    finish: p.finish.handler(({ input }) => change(input.printJobId, input.outcome)),
    reprint: p.reprint.handler(({ input, errors }) => {
      if (input.printJobId === 'job-4' && input.supervisor === undefined)
        throw errors.FORBIDDEN({ data: { code: 'E-PRN-006', params: { free: 2 } } })
      const found = world.jobs.find((job) => job.id === input.printJobId) ?? world.jobs[0]
      if (found === undefined) throw errors.NOT_FOUND({ data: { code: 'E-PRN-020', params: {} } })
      const again = {
        ...found,
        id: `${found.id}-again`,
        copy: found.copy + 1,
        state: 'requested' as const,
        reason: input.reason,
      }
      world.jobs = [again, ...world.jobs]
      return again
    }),
    resolve: p.resolve.handler(({ input }) => {
      said('resolvePrint', input)
      return change(input.printJobId, input.found ? 'verified' : 'failed')
    }),
    void: p.void.handler(({ input }) => {
      said('void', input)
      return change(input.printJobId, 'voided')
    }),
  }
}

/** Printing and printers made of fixtures; `said` is told of every call that changes something. */
export function fakePrinting(printers: FakePrinters, jobs: readonly PrintJobView[], said: Said) {
  const world = openWorld(printers, [...jobs])
  return { devices: devicesRouter(world, said), printing: printingRouter(world, said) }
}

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseRefusedError } from '../db/sqlite/open-database.ts'
import type { StationCore } from './core.ts'
import { lockDirectory } from './data-lock.ts'
import { openDeviceService } from './devices/device-service.ts'
import { type DeviceParts, openPrinterBook } from './devices/printer-book.ts'
import { devicesRouter } from './devices/router.ts'
import { scannersRouter } from './devices/scanner-profile.ts'
import { warmFonts } from './documents/fonts.ts'
import { filesDoor } from './files-door.ts'
import { openFloorDesk } from './floor/floor-desk.ts'
import { floorRouters } from './floor/router.ts'
import { fillDemo, isEmpty } from './import-runs/demo.ts'
import { openImportService } from './import-runs/import-service.ts'
import { importFiles, importsRouter } from './import-runs/imports-router.ts'
import { type Counters, openCounters } from './journal/counters.ts'
import { type Journal, openJournal } from './journal/journal.ts'
import { loadMembership } from './journal/membership.ts'
import { templatesRouter } from './labels/router.ts'
import { openTemplateService } from './labels/template-service.ts'
import { openTemplates } from './labels/templates.ts'
import { observeDoor } from './observe/observe-door.ts'
import { openStationMetrics } from './observe/station-metrics.ts'
import { createOrderService, type OrderService } from './orders/order-service.ts'
import { ordersRouter } from './orders/orders-router.ts'
import { openCartonBlocks } from './packing/carton-blocks.ts'
import { type CartonDesk, openCartonDesk } from './packing/carton-desk.ts'
import { packingScreen } from './packing/pack-screen.ts'
import { taskNumber } from './picking/give-work.ts'
import { pickingScreen } from './picking/pick-screen.ts'
import { openWaitingOrders } from './picking/waiting-orders.ts'
import { planningRouter } from './planning/planning-router.ts'
import { openPlanningService, type PlanningService } from './planning/planning-service.ts'
import type { Platform, StationSettings } from './platform.ts'
import { openPrintJobs } from './printing/print-jobs.ts'
import type { RetryPlan } from './printing/print-queues.ts'
import { openPrintingService } from './printing/printing-service.ts'
import { printingRouter } from './printing/router.ts'
import { type OpenedReplica, openReplica } from './replica.ts'
import { rpcDoor } from './rpc/rpc-door.ts'
import { servicesRouter } from './services/router.ts'
import { openServicesService } from './services/services-service.ts'
import { sessionRouter } from './sessions/router.ts'
import { openSessionService } from './sessions/session-service.ts'
import { openSessions, type Sessions } from './sessions/sessions.ts'
import { shippingScreen } from './shipping/ship-screen.ts'
import { siteRouter } from './site/router.ts'
import { openSiteService } from './site/site-service.ts'
import { suggestionSource } from './site/suggestions.ts'
import { buildCore } from './station-core.ts'
import { documentForPrinter } from './station-documents.ts'
import type { StationDoor } from './station-door.ts'
import { StationOpenError } from './station-open-error.ts'
import { type CentreAccess, openStationCentre, type StationCentre } from './sync/station-centre.ts'
import { aloneSync, syncRouter } from './sync/sync-router.ts'
import { unsentFile } from './sync/unsent-file.ts'
import { startUpkeep } from './upkeep.ts'

const DEMO_SEED = 1

/** How a host opens the station. */
export type StationOptions = {
  dataDirectory: string
  host: 'node' | 'electron'
  settings: StationSettings
  version: string
  /** Fill an empty store with the demo warehouse. */
  demo?: boolean
  log?: (line: object) => void
  /** The way to a centre; without it the station works alone. */
  centre?: CentreAccess
  /** For tests: printing of their own instead of this machine's. */
  printers?: Pick<DeviceParts, 'queues' | 'patience'> & { retry?: RetryPlan }
  /** For tests: a clock and randomness of their own. */
  platform?: Partial<Platform>
}

/** An open station: one fetch function for every host, and what the command line needs of it. */
export type Station = StationDoor & { readonly core: StationCore }

/** Opens the station on a data directory. Throws StationOpenError with a code when it cannot be used. */
export async function openStation(options: StationOptions): Promise<Station> {
  const platform: Platform = {
    now: () => Date.now(),
    randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
    settings: options.settings,
    log: options.log ?? (() => undefined),
    ...options.platform,
  }
  const files = openFiles(options.dataDirectory, platform)
  try {
    return await compose(files, options, platform)
  } catch (error) {
    files.close()
    throw asOpenError(error)
  }
}

/** The settings that stand by themselves. */
function settingsRouters(core: StationCore) {
  return {
    templates: templatesRouter(core, openTemplateService(core, openTemplates(core))),
    services: servicesRouter(core, openServicesService(core)),
    scanners: scannersRouter(core),
  }
}

type Files = { journal: Journal; replica: OpenedReplica; close(): void }

function openFiles(dataDirectory: string, platform: Platform): Files {
  try {
    mkdirSync(dataDirectory, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw new StationOpenError('E-DATA-READONLY', `The data folder cannot be made: ${dataDirectory}`, error)
  }
  const lock = lockDirectory(dataDirectory)
  let journal: Journal | undefined
  try {
    journal = openJournal(join(dataDirectory, 'journal.db'))
    const replica = openReplica(dataDirectory, platform, loadMembership(journal) !== null)
    const opened = journal
    return {
      journal,
      replica,
      close: () => {
        replica.store.close()
        opened.close()
        lock.release()
      },
    }
  } catch (error) {
    journal?.close()
    lock.release()
    throw asOpenError(error)
  }
}

async function compose(files: Files, options: StationOptions, platform: Platform): Promise<Station> {
  const { journal, replica } = files
  const defaultLanguage = () => (core.site()?.label_language === 'en' ? 'en' : 'ko')
  const sessions = openSessions(journal.database, defaultLanguage)
  let centre: StationCentre | null = null
  const settle = async (): Promise<void> => {
    await centre?.settle()
    if (core.joined()) await blocks.refill()
  }
  const core: StationCore = buildCore({
    store: replica.store,
    journal,
    sessions,
    platform,
    dataDirectory: options.dataDirectory,
    version: options.version,
    centre: () => centre?.sync.link() ?? null,
    scanned: (scan) => metrics?.scanned(scan),
  })
  // Electron has no port at which somebody could ask.
  const metrics = options.host === 'node' ? openStationMetrics(core, () => centre?.sync.view() ?? null) : null
  const blocks = openCartonBlocks(core)
  await core.executor.catchUp()
  const isFilled = await fillWhenAsked(core, options)
  if (options.centre !== undefined)
    centre = await openStationCentre(core, options.centre, {
      waiting: openWaitingOrders(core.store.reader),
      rebased: metrics?.rebased,
    })
  await settle()
  const counters = openCounters(journal.database)
  const printJobs = openPrintJobs(journal.database)
  const book = openPrinterBook(core, { host: options.host, ...options.printers })
  const printing = openPrintingService(core, printJobs, {
    book,
    drawDocument: (path, printer) => documentForPrinter(core, path, 'administrator', printer),
    retry: options.printers?.retry,
  })
  printing.recover()
  const sessionService = openSessionService(core, sessions, printJobs, centre?.strip)
  const { orders, planning, cartons } = openWork(core, sessions, counters)
  const desks = {
    picking: openFloorDesk(core, sessions, pickingScreen(core, counters, centre?.prefetch)),
    packing: openFloorDesk(core, sessions, packingScreen(core, counters, printJobs, blocks, cartons)),
    shipping: openFloorDesk(core, sessions, shippingScreen(core)),
  }
  if (isFilled) await planning.keepFloor({ operatorId: null, station: core.stationName() })
  const imports = openImportService(core, { settle, placesChanged: planning.keepFloor })
  const router = {
    session: sessionRouter(sessionService),
    ...floorRouters(desks, cartons),
    printing: printingRouter(core, printing, {
      sessions: sessionService,
      drawDocument: (path, role, printer) => documentForPrinter(core, path, role, printer),
    }),
    devices: devicesRouter(core, openDeviceService(core, book), printing),
    orders: ordersRouter(orders),
    planning: planningRouter(planning),
    imports: importsRouter(imports),
    site: siteRouter(core, openSiteService(core), {
      sessions: sessionService,
      settle,
      suggestions: suggestionSource(core.store.reader),
      desks,
    }),
    ...settingsRouters(core),
    sync: syncRouter(core, centre?.desk ?? aloneSync(core)),
  }
  const rpc = rpcDoor(router, platform)
  const fileDoor = filesDoor(core, printing, [importFiles(imports), unsentFile(journal)])
  const observe = metrics === null ? null : observeDoor(core, metrics, () => centre?.sync.view() ?? null)
  const upkeep = startUpkeep(core)
  warmFonts()
  printing.desk.resume()
  return {
    core,
    handle: (request, context) => {
      const { pathname } = new URL(request.url)
      if (pathname.startsWith('/rpc/')) return rpc(request, context)
      if (pathname.startsWith('/files/')) return fileDoor(request, context)
      return observe?.(request, pathname) ?? Promise.resolve(Response.json({ code: 'E-RPC-001' }, { status: 404 }))
    },
    close: async () => {
      await Promise.all([planning.close(), cartons.close()])
      await imports.close()
      await upkeep.stop()
      await printing.desk.close()
      await centre?.close()
      files.close()
    },
  }
}

/** Orders, the planning that releases them, and the cartons that are planned at the benches. */
function openWork(
  core: StationCore,
  sessions: Sessions,
  counters: Counters,
): { orders: OrderService; planning: PlanningService; cartons: CartonDesk } {
  const orders = createOrderService(core)
  const planning = openPlanningService(core, { counters, taskNumber, releaseOrders: orders.release })
  return { orders, planning, cartons: openCartonDesk(core, sessions) }
}

/** Fills an empty store with the demo warehouse where that was asked for; true when it did. */
async function fillWhenAsked(core: StationCore, { demo, centre }: StationOptions): Promise<boolean> {
  if (demo !== true || !isEmpty(core) || core.joined() || (centre?.join ?? null) !== null) return false
  await fillDemo(core, { seed: DEMO_SEED, now: core.platform.now() })
  return true
}

function asOpenError(error: unknown): unknown {
  if (error instanceof DatabaseRefusedError) return new StationOpenError(error.code, error.message, error)
  return error
}

import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { app, BrowserWindow, dialog, ipcMain, protocol } from 'electron'
import { openEmbeddedCentre } from '../../central/embedded.ts'
import { findApplicationRoot } from '../application-root.ts'
import { chooseDataDirectory, makeDataDirectory } from '../data-directory.ts'
import type { StationSettings } from '../platform.ts'
import { type SettingsStore, settingsOfStation } from '../settings-file.ts'
import type { HostLog, StationDoor } from '../station-door.ts'
import type { CentreAccess } from '../sync/station-centre.ts'
import { installMenu } from './menu.ts'
import { APP_SCHEME } from './origin.ts'
import { answerPrintRequests } from './print.ts'
import { guardApplication } from './security.ts'
import { partitionOf, servePage } from './serve-page.ts'
import { openShellSettings } from './settings.ts'
import { openNextSystemKey, openSystemKeys } from './system-keys.ts'
import { startUtility } from './utility-centre.ts'
import { loadScreens, openWindow } from './window.ts'

/** Opens the station for the shell; `openStation` of `station.ts` fits. */
export type OpenStation = (options: {
  dataDirectory: string
  host: 'electron'
  settings: StationSettings
  version: string
  demo: boolean
  log: (line: object) => void
  centre?: CentreAccess
}) => Promise<StationDoor>

const log: HostLog = (line) => process.stderr.write(`${JSON.stringify({ time: Date.now(), ...line })}\n`)

/** What the shell is asked for; `join` is the centre to join, or where it is now; `rotate`: the station's key is to be changed. */
export type ShellOptions = { data: string | undefined; demo: boolean; rotate: boolean; join: CentreAccess['join'] }

/** The options after the program's name that are the shell's; Chromium's own switches are left to it. */
export function readShellOptions(args: readonly string[]): ShellOptions {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    args: [...args],
    options: { data: text, demo: { type: 'boolean' }, central: text, code: text, 'rotate-key': { type: 'boolean' } },
    strict: false,
    allowPositionals: true,
  })
  const { data, central, code } = values
  return {
    data: typeof data === 'string' ? data : undefined,
    demo: values.demo === true,
    rotate: values['rotate-key'] === true,
    join: typeof central === 'string' ? { centre: central, code: typeof code === 'string' ? code : '' } : null,
  }
}

/**
 * Runs the shell: one instance per data directory, one window, quitting when it closes. Must be called before Electron is
 * ready, and not awaited at the top of the entry module: Electron becomes ready only after that module has run.
 */
export async function runShell(openStation: OpenStation): Promise<void> {
  const options = readShellOptions(process.argv.slice(app.isPackaged ? 1 : 2))
  const dataDirectory = chooseDataDirectory(options.data)
  app.enableSandbox()
  protocol.registerSchemesAsPrivileged([
    {
      scheme: APP_SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
    },
  ])
  try {
    makeDataDirectory(join(dataDirectory, 'shell'))
    // Chromium's own files and the lock of the single instance lie with the data: two data folders may run side by side.
    app.setPath('userData', join(dataDirectory, 'shell'))
    if (!app.requestSingleInstanceLock()) return app.exit(0)
    guardApplication(app, log)
    await app.whenReady()
    await openEverything(dataDirectory, options, openStation)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    log({ event: 'start-failed', code, message })
    dialog.showErrorBox('Baro cannot start', `${message}\n\n${code ?? 'E-HOST-BUG'}`)
    app.exit(1)
  }
}

async function openEverything(
  dataDirectory: string,
  { demo, rotate, join: joined }: ShellOptions,
  openStation: OpenStation,
): Promise<void> {
  const { root, version, rendererRoot } = findApplicationRoot(import.meta.dirname)
  const { store, notice } = openShellSettings(dataDirectory, Date.now())
  const settings = settingsOfStation(store)
  const say = (line: object): void => log({ event: 'station', ...line })
  const station = await openStation({
    dataDirectory,
    host: 'electron',
    settings,
    version,
    demo,
    log: say,
    centre: {
      keys: openSystemKeys(join(dataDirectory, 'station.key'), say),
      next: openNextSystemKey(join(dataDirectory, 'station.key')),
      rotate,
      openOwn: () =>
        openEmbeddedCentre({ directory: join(dataDirectory, 'centre'), version, log: say, start: startUtility }),
      join: joined,
    },
  })
  installMenu({ settings: store, isMac: process.platform === 'darwin', isDeveloping: !app.isPackaged })
  answerPrintRequests(ipcMain)
  const open = (): Promise<void> => openStationWindow({ station, rendererRoot, root, store })
  keepRunning(station, open)
  await open()
  if (notice !== null) {
    log({ event: 'settings-notice', notice })
    dialog.showMessageBox({ type: 'warning', message: notice }).catch(() => undefined)
  }
}

async function openStationWindow(options: {
  station: StationDoor
  rendererRoot: string
  root: string
  store: SettingsStore
}): Promise<void> {
  servePage(1, { station: options.station, rendererRoot: options.rendererRoot, log })
  const preload = join(options.root, 'out', 'preload', 'index.cjs')
  const window = openWindow({ partition: partitionOf(1), preload, settings: options.store })
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    log({ event: 'page-gone', reason })
    if (reason !== 'clean-exit' && !window.isDestroyed()) window.webContents.reload()
  })
  // Documents that are still open beside it go with it, so that the application ends.
  window.on('closed', () => {
    for (const other of BrowserWindow.getAllWindows()) other.destroy()
  })
  await loadScreens(window)
}

function keepRunning(station: StationDoor, open: () => Promise<void>): void {
  app.on('second-instance', () => {
    const [window] = BrowserWindow.getAllWindows()
    if (window?.isMinimized() === true) window.restore()
    window?.focus()
  })
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0)
      open().catch((error) => log({ event: 'open-failed', error: String(error) }))
  })
  app.on('window-all-closed', () => app.quit())
  let isClosed = false
  app.on('will-quit', (event) => {
    if (isClosed) return
    event.preventDefault()
    isClosed = true
    station.close().then(
      () => app.exit(0),
      (error: unknown) => {
        log({ event: 'close-failed', error: String(error) })
        app.exit(1)
      },
    )
  })
}

import { BrowserWindow, type Rectangle, screen } from 'electron'
import type { SettingsStore, WindowState } from '../settings-file.ts'
import { APP_ORIGIN } from './origin.ts'

const usual = { width: 1280, height: 800 }
const SAVE_DELAY_MS = 500

/** The part of `place` that a person could grab lies on one of the screens; a window on an unplugged screen does not. */
export function isReachable(place: Rectangle, workAreas: readonly Rectangle[]): boolean {
  return workAreas.some((area) => {
    const width = Math.min(place.x + place.width, area.x + area.width) - Math.max(place.x, area.x)
    const isTitleInside = place.y >= area.y && place.y < area.y + area.height
    return width >= 100 && isTitleInside
  })
}

/** Opens the station's window where it was last, sandboxed and isolated, and keeps its place in the settings. */
export function openWindow(options: { partition: string; preload: string; settings: SettingsStore }): BrowserWindow {
  const kept = options.settings.get('window')
  const areas = screen.getAllDisplays().map((display) => display.workArea)
  const place = kept !== undefined && isReachable(kept, areas) ? kept : undefined
  const window = new BrowserWindow({
    ...(place === undefined ? usual : { x: place.x, y: place.y, width: place.width, height: place.height }),
    minWidth: 640,
    minHeight: 480,
    show: false,
    title: 'Baro',
    backgroundColor: '#fafaf7',
    autoHideMenuBar: true,
    webPreferences: {
      preload: options.preload,
      partition: options.partition,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      plugins: true,
      navigateOnDragDrop: false,
      spellcheck: false,
    },
  })
  if (place?.maximized === true) window.maximize()
  if (place?.fullScreen === true) window.setFullScreen(true)
  window.once('ready-to-show', () => window.show())
  keepPlace(window, options.settings)
  keepZoom(window, options.settings)
  return window
}

/** Loads the screens into a window. */
export async function loadScreens(window: BrowserWindow): Promise<void> {
  await window.loadURL(`${APP_ORIGIN}/`)
}

function keepPlace(window: BrowserWindow, settings: SettingsStore): void {
  let waiting: NodeJS.Timeout | undefined
  const save = (): void => {
    clearTimeout(waiting)
    if (window.isDestroyed() || window.isMinimized()) return
    const { x, y, width, height } = window.getNormalBounds()
    const state: WindowState = {
      x: Math.round(x),
      y: Math.round(y),
      width: Math.max(400, Math.round(width)),
      height: Math.max(300, Math.round(height)),
      maximized: window.isMaximized(),
      fullScreen: window.isFullScreen(),
    }
    settings.set('window', state)
  }
  const soon = (): void => {
    clearTimeout(waiting)
    waiting = setTimeout(save, SAVE_DELAY_MS)
  }
  window.on('resize', soon)
  window.on('move', soon)
  window.on('maximize', soon)
  window.on('unmaximize', soon)
  window.on('close', save)
  window.on('closed', () => clearTimeout(waiting))
}

function keepZoom(window: BrowserWindow, settings: SettingsStore): void {
  window.webContents.on('did-finish-load', () => window.webContents.setZoomFactor(settings.get('zoomFactor') ?? 1))
}

import { BrowserWindow, Menu, type MenuItemConstructorOptions } from 'electron'
import type { SettingsStore } from '../settings-file.ts'

/** The zoom factors that the menu steps through. */
export const zoomSteps: readonly number[] = [0.75, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2]

/** The zoom factor one step larger (`direction` 1) or smaller (-1) than `factor`, or the last one in that direction. */
export function nextZoom(factor: number, direction: 1 | -1): number {
  const steps = direction === 1 ? zoomSteps : [...zoomSteps].reverse()
  return steps.find((step) => (step - factor) * direction > 0.001) ?? steps.at(-1) ?? 1
}

/**
 * Installs the application's menu: zoom, full screen, leaving and, where a Mac needs them for its shortcuts, the edit
 * commands. Developer tools and reload are only in it while developing: a scan must not meet a shortcut.
 */
export function installMenu(options: { settings: SettingsStore; isMac: boolean; isDeveloping: boolean }): void {
  const zoom = (choose: (factor: number) => number) => () => {
    const window = BrowserWindow.getFocusedWindow()
    if (window === null) return
    const factor = choose(options.settings.get('zoomFactor') ?? 1)
    options.settings.set('zoomFactor', factor)
    window.webContents.setZoomFactor(factor)
  }
  const view: MenuItemConstructorOptions[] = [
    { label: 'Larger', accelerator: 'CommandOrControl+Plus', click: zoom((factor) => nextZoom(factor, 1)) },
    { label: 'Smaller', accelerator: 'CommandOrControl+-', click: zoom((factor) => nextZoom(factor, -1)) },
    { label: 'Usual size', accelerator: 'CommandOrControl+0', click: zoom(() => 1) },
    { type: 'separator' },
    { role: 'togglefullscreen' },
    ...(options.isDeveloping ? [{ role: 'reload' } as const, { role: 'toggleDevTools' } as const] : []),
  ]
  const template: MenuItemConstructorOptions[] = [
    ...(options.isMac ? [{ role: 'appMenu' } as const, { role: 'editMenu' } as const] : []),
    { label: 'View', submenu: view },
    ...(options.isMac ? [] : [{ label: 'Baro', submenu: [{ role: 'quit' } as const] }]),
  ]
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}

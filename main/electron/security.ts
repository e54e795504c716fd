import { type App, BrowserWindow, type Session, shell, type WebContents } from 'electron'
import type { HostLog } from '../station-door.ts'
import { APP_ORIGIN, isOwnAddress } from './origin.ts'

/** The sites that a link may open in the system's browser: where carriers show a parcel's way. */
export const externalHosts: readonly string[] = [
  'trace.cjlogistics.com',
  'www.hanjin.com',
  'www.lotteglogis.com',
  'service.epost.go.kr',
  'www.ups.com',
  'www.fedex.com',
  'www.dhl.com',
  'tools.usps.com',
]

/** True when an address may be handed to the system's browser: https, a listed host, the usual port, no credentials. */
export function mayOpenOutside(address: string): boolean {
  const url = URL.parse(address)
  if (url === null || url.protocol !== 'https:') return false
  return externalHosts.includes(url.hostname) && url.port === '' && url.username === '' && url.password === ''
}

/**
 * Refuses every permission to every page, but the camera (never the microphone), scanners and scales to the shell's own main
 * frame. Which HID and serial devices those are, a person says under Settings; the page filters them by what they declare.
 */
export function guardSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, callback, details) => {
    const mediaTypes = 'mediaTypes' in details ? (details.mediaTypes ?? []) : []
    const isCamera = permission === 'media' && mediaTypes.length > 0 && mediaTypes.every((type) => type === 'video')
    callback(isCamera && details.isMainFrame && isOwnAddress(details.requestingUrl))
  })
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin, details) => {
    if (!isOwnAddress(requestingOrigin)) return false
    return permission === 'hid' || permission === 'serial' || (permission === 'media' && details.mediaType === 'video')
  })
  // Chromium itself keeps keyboards, mice and security keys from every page.
  session.setDevicePermissionHandler(({ deviceType, origin }) => deviceType !== 'usb' && isOwnAddress(origin))
  chooseDevices(session)
  session.setDisplayMediaRequestHandler(null)
  session.setSpellCheckerEnabled(false)
}

/** The shell has no list to choose from: the first device that fits what the page asked for is taken. */
function chooseDevices(session: Session): void {
  // A window that is opened again is given the same session.
  session.removeAllListeners('select-hid-device')
  session.removeAllListeners('select-serial-port')
  session.on('select-hid-device', (event, { deviceList }, callback) => {
    event.preventDefault()
    callback(deviceList[0]?.deviceId ?? null)
  })
  session.on('select-serial-port', (event, ports, _contents, callback) => {
    event.preventDefault()
    callback(ports[0]?.portId ?? '')
  })
}

// What a frame inside an own page may show: a document the page made, and Chromium's own PDF viewer around one.
const printableFrames = [`blob:${APP_ORIGIN}/`, 'chrome-extension://mhjfbmdgcfjbbpaeojofohoefgiehjai/']

function isPrintable(address: string): boolean {
  return printableFrames.some((prefix) => address.startsWith(prefix))
}

/** True for a document of the station (a label, a slip, a sheet) that a page may ask to see beside itself. */
export function isOwnDocument(address: string): boolean {
  return isOwnAddress(address) && /^\/files\/[a-z-]+\/[^/]+\.pdf$/.test(new URL(address).pathname)
}

/** Shows a document in a window of the shell's own: guarded like every page, without a preload script, in its session. */
function showDocument(address: string, session: Session, log: HostLog): void {
  const window = new BrowserWindow({
    width: 720,
    height: 900,
    title: 'Baro',
    autoHideMenuBar: true,
    webPreferences: { session, sandbox: true, contextIsolation: true, nodeIntegration: false, plugins: true },
  })
  window.loadURL(address).catch((error: unknown) => log({ event: 'document-failed', message: String(error) }))
}

/**
 * Keeps one page where it is: no navigation or redirect out of the origin, no webview, and never a window of its making. A
 * listed site opens in the system's browser instead, and a document of the station in a window of the shell's.
 */
export function guardContents(contents: WebContents, log: HostLog): void {
  const stay = (event: { preventDefault(): void; url: string; isMainFrame: boolean }): void => {
    if (isOwnAddress(event.url) || (!event.isMainFrame && isPrintable(event.url))) return
    event.preventDefault()
    log({ event: 'navigation-refused', url: event.url })
  }
  contents.on('will-navigate', stay)
  contents.on('will-frame-navigate', stay)
  contents.on('will-redirect', stay)
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    if (isOwnDocument(url)) {
      showDocument(url, contents.session, log)
    } else if (mayOpenOutside(url)) {
      shell.openExternal(url).catch((error: unknown) => log({ event: 'open-failed', url, message: String(error) }))
    } else {
      log({ event: 'window-refused', url })
    }
    return { action: 'deny' }
  })
}

/** Guards every page that this application will ever have; to be called before the first window. */
export function guardApplication(app: App, log: HostLog): void {
  app.on('web-contents-created', (_event, contents) => guardContents(contents, log))
}

// A stand-in for the module `electron` in plain Node: it records what the shell asks of it and lets a test play the part
// of Chromium and of the operating system. Its state hangs on globalThis, because a test file and the packages that Node
// loads by itself (electron-store) each get their own copy of this module.
import { EventEmitter } from 'node:events'
import { tmpdir } from 'node:os'
import { Worker } from 'node:worker_threads'

type Handler = (...args: never[]) => unknown
type Call = { name: string; args: unknown[] }
type PrintAnswer = { success: boolean; reason: string }

class FakeSession extends EventEmitter {
  readonly partition: string
  request: Handler | null = null
  check: Handler | null = null
  device: Handler | null = null
  readonly schemes = new Map<string, (request: Request) => Promise<Response>>()
  readonly protocol = {
    handle: (scheme: string, handler: (request: Request) => Promise<Response>): void => {
      if (this.schemes.has(scheme)) throw new Error(`${scheme} is already handled`)
      this.schemes.set(scheme, handler)
    },
    unhandle: (scheme: string): void => void this.schemes.delete(scheme),
    isProtocolHandled: (scheme: string): boolean => this.schemes.has(scheme),
  }
  constructor(partition: string) {
    super()
    this.partition = partition
  }
  setPermissionRequestHandler(handler: Handler): void {
    this.request = handler
  }
  setPermissionCheckHandler(handler: Handler): void {
    this.check = handler
  }
  setDevicePermissionHandler(handler: Handler): void {
    this.device = handler
  }
  setDisplayMediaRequestHandler(): void {}
  setSpellCheckerEnabled(): void {}
}

class FakeContents extends EventEmitter {
  readonly session: FakeSession
  openHandler: ((details: { url: string }) => { action: string }) | null = null
  zoomFactor = 1
  readonly printed: Record<string, unknown>[] = []
  reloads = 0
  constructor(session: FakeSession) {
    super()
    this.session = session
  }
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.openHandler = handler
  }
  setZoomFactor(factor: number): void {
    this.zoomFactor = factor
  }
  reload(): void {
    this.reloads += 1
  }
  print(options: Record<string, unknown>, callback: (success: boolean, reason: string) => void): void {
    this.printed.push(options)
    const { success, reason } = fake.printAnswer
    setImmediate(() => callback(success, reason))
  }
}

class FakeWindow extends EventEmitter {
  static getAllWindows(): FakeWindow[] {
    return fake.windows.filter((window) => !window.destroyed)
  }
  static getFocusedWindow(): FakeWindow | null {
    return FakeWindow.getAllWindows()[0] ?? null
  }
  readonly options: Record<string, unknown>
  readonly webContents: FakeContents
  readonly loaded: string[] = []
  bounds = { x: 10, y: 20, width: 1280, height: 800 }
  destroyed = false
  maximized = false
  fullScreen = false
  focused = 0
  constructor(options: Record<string, unknown>) {
    super()
    this.options = options
    const preferences = (options.webPreferences ?? {}) as { partition?: string; session?: FakeSession }
    this.webContents = new FakeContents(preferences.session ?? sessionOf(preferences.partition ?? ''))
    fake.windows.push(this)
    fake.app.emit('web-contents-created', {}, this.webContents)
  }
  async loadURL(url: string): Promise<void> {
    this.loaded.push(url)
    const handler = this.webContents.session.schemes.get(new URL(url).protocol.slice(0, -1))
    const response = await handler?.(new Request(url))
    this.webContents.emit('did-navigate', {}, url, response?.status ?? 0)
    this.webContents.emit('did-finish-load')
  }
  show(): void {}
  focus(): void {
    this.focused += 1
  }
  maximize(): void {
    this.maximized = true
  }
  setFullScreen(on: boolean): void {
    this.fullScreen = on
  }
  isMaximized = (): boolean => this.maximized
  isFullScreen = (): boolean => this.fullScreen
  isMinimized = (): boolean => false
  isDestroyed = (): boolean => this.destroyed
  getNormalBounds = (): object => this.bounds
  destroy(): void {
    this.destroyed = true
    this.emit('closed')
  }
}

class FakeApp extends EventEmitter {
  isPackaged = true
  sandboxed = false
  hasLock = true
  exitCode: number | null = null
  readonly paths: Record<string, string> = { userData: tmpdir() }
  readonly getPath = (name: string): string => this.paths[name] ?? tmpdir()
  readonly getVersion = (): string => '0.0.0'
  readonly whenReady = (): Promise<void> => Promise.resolve()
  readonly requestSingleInstanceLock = (): boolean => this.hasLock
  enableSandbox(): void {
    this.sandboxed = true
  }
  setPath(name: string, path: string): void {
    this.paths[name] = path
  }
  quit(): void {
    this.emit('will-quit', { preventDefault: () => undefined })
  }
  exit(code: number): void {
    this.exitCode = code
    this.emit('exited', code)
  }
}

function freshState() {
  return {
    app: new FakeApp(),
    windows: [] as FakeWindow[],
    sessions: new Map<string, FakeSession>(),
    handlers: new Map<string, Handler>(),
    exposed: new Map<string, unknown>(),
    privileged: [] as { scheme: string; privileges: Record<string, boolean> }[],
    openedOutside: [] as string[],
    errors: [] as string[],
    messages: [] as string[],
    menu: null as unknown,
    invoked: [] as Call[],
    printAnswer: { success: true, reason: '' } as PrintAnswer,
    safeStorage: { isAvailable: true, backend: 'gnome_libsecret', secret: 'this machine' },
    workAreas: [{ x: 0, y: 0, width: 1920, height: 1080 }],
  }
}

const holder = globalThis as typeof globalThis & { baroFakeElectron?: ReturnType<typeof freshState> }
holder.baroFakeElectron ??= freshState()

/** What the shell did so far, and the levers of a test. */
export const fake = holder.baroFakeElectron

/** Forgets everything, as before the start of a process. */
export function resetElectron(): void {
  fake.app.removeAllListeners()
  Object.assign(fake, freshState())
}

function sessionOf(partition: string): FakeSession {
  const found = fake.sessions.get(partition) ?? new FakeSession(partition)
  fake.sessions.set(partition, found)
  return found
}

// The exported objects stay the same ones for the life of the module and look the state up at each use.
export const app = new Proxy({} as FakeApp, {
  get: (_target, name) => {
    const value = Reflect.get(fake.app, name) as unknown
    return typeof value === 'function' ? value.bind(fake.app) : value
  },
})
export const BrowserWindow = FakeWindow
export const session = { fromPartition: sessionOf }
export const protocol = {
  registerSchemesAsPrivileged: (schemes: typeof fake.privileged): void => void fake.privileged.push(...schemes),
}
export const ipcMain = {
  handle: (channel: string, handler: Handler): void => void fake.handlers.set(channel, handler),
  on: (): void => undefined,
}
export const ipcRenderer = {
  invoke: async (name: string, ...args: unknown[]): Promise<unknown> => void fake.invoked.push({ name, args }),
}
export const contextBridge = {
  exposeInMainWorld: (name: string, value: unknown): void => void fake.exposed.set(name, value),
}
export const shell = { openExternal: async (url: string): Promise<void> => void fake.openedOutside.push(url) }
export const dialog = {
  showErrorBox: (title: string, content: string): void => void fake.errors.push(`${title}: ${content}`),
  showMessageBox: async (options: { message: string }): Promise<void> => void fake.messages.push(options.message),
}
export const screen = { getAllDisplays: () => fake.workAreas.map((workArea) => ({ workArea })) }
export const safeStorage = {
  isEncryptionAvailable: (): boolean => fake.safeStorage.isAvailable,
  getSelectedStorageBackend: (): string => fake.safeStorage.backend,
  encryptString: (text: string): Buffer =>
    Buffer.from(JSON.stringify([fake.safeStorage.secret, Buffer.from(text).toString('hex')])),
  decryptString: (sealed: Buffer): string => {
    const [secret, hex] = JSON.parse(sealed.toString('utf8')) as [string, string]
    if (secret !== fake.safeStorage.secret) throw new Error('Error while decrypting the ciphertext')
    return Buffer.from(hex, 'hex').toString('utf8')
  },
}
/** A utility process is played by a worker thread, which speaks the same way. */
export const utilityProcess = {
  fork: (file: string, [options = '{}']: string[]) =>
    Object.assign(new Worker(file, { workerData: JSON.parse(options), execArgv: [] }), {
      kill(this: Worker): void {
        void this.terminate()
      },
    }),
}
export const Menu = {
  buildFromTemplate: (template: unknown): unknown => template,
  setApplicationMenu: (menu: unknown): void => {
    fake.menu = menu
  },
}
export default {
  app,
  BrowserWindow,
  session,
  protocol,
  ipcMain,
  ipcRenderer,
  contextBridge,
  shell,
  dialog,
  screen,
  safeStorage,
  utilityProcess,
  Menu,
}

import '../../support/electron-hooks.ts'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { nextZoom } from '../../../main/electron/menu.ts'
import { answerPage } from '../../../main/electron/serve-page.ts'
import { type OpenStation, readShellOptions, runShell } from '../../../main/electron/shell.ts'
import { isReachable } from '../../../main/electron/window.ts'
import { fake, resetElectron } from '../../support/electron.ts'
import { fakeStation } from '../../support/fake-station.ts'
import { makeRendererRoot } from '../../support/renderer-root.ts'

describe('the shell', () => {
  let directory: string
  let station: ReturnType<typeof fakeStation>
  let opened: Parameters<OpenStation>[0][]
  const previous = process.argv

  beforeEach(() => {
    resetElectron()
    directory = mkdtempSync(join(tmpdir(), 'baro-shell-'))
    station = fakeStation()
    opened = []
    process.argv = ['baro', '--data', directory, '--demo']
  })
  afterEach(() => {
    for (const window of fake.windows) if (!window.destroyed) window.destroy()
    process.argv = previous
    rmSync(directory, { recursive: true, force: true })
  })
  const run = (): Promise<void> =>
    runShell(async (options) => {
      opened.push(options)
      return station
    })
  const fetchIn = (path: string, init?: RequestInit): Promise<Response> => {
    const handler = fake.sessions.get('persist:window-1')?.schemes.get('app')
    if (handler === undefined) throw new Error('app:// is not handled')
    return handler(new Request(`app://baro${path}`, init))
  }

  it('opens the station in the folder told and one window that is sandboxed, isolated and without Node', async () => {
    await run()
    expect(opened).toEqual([expect.objectContaining({ dataDirectory: directory, host: 'electron', demo: true })])
    expect(fake.app.sandboxed).toBe(true)
    expect(fake.windows).toHaveLength(1)
    expect(fake.windows[0]?.loaded).toEqual(['app://baro/'])
    expect(fake.windows[0]?.options.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      preload: expect.stringMatching(/out.preload.index\.cjs$/),
    })
  })

  it('registers app:// as a secure standard scheme that does not bypass the policy', async () => {
    await run()
    expect(fake.privileged).toEqual([
      {
        scheme: 'app',
        privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
      },
    ])
  })

  it('answers the calls of the page with the station, under one session id of the window', async () => {
    await run()
    const answer = await fetchIn('/rpc/orders/list', { method: 'POST', body: '{}' })
    expect(await answer.json()).toEqual({ ok: true })
    await fetchIn('/rpc/orders/list', { method: 'POST', body: '{}' })
    expect(station.asked.map((each) => each.path)).toEqual(['/rpc/orders/list', '/rpc/orders/list'])
    expect(new Set(station.asked.map((each) => each.sessionId)).size).toBe(1)
    expect(station.asked[0]?.sessionId).toMatch(/^[0-9a-f]{32}$/)
  })

  it('gives a window that is opened again a new session', async () => {
    await run()
    await fetchIn('/rpc/a')
    fake.windows[0]?.destroy()
    fake.app.emit('activate')
    await fetchIn('/rpc/a')
    expect(fake.windows).toHaveLength(2)
    expect(new Set(station.asked.map((each) => each.sessionId)).size).toBe(2)
  })

  it('serves the screens with the policy, and nothing under another host name', async () => {
    const screens = makeRendererRoot()
    const options = { station, rendererRoot: screens.root, log: () => undefined }
    const page = await answerPage(new Request('app://baro/orders'), 's', options)
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'")
    expect(await page.text()).toContain('<title>Baro</title>')
    expect((await answerPage(new Request('app://other/rpc/x'), 's', options)).status).toBe(404)
    expect(station.asked).toEqual([])
    screens.remove()
  })

  it('turns a thrown error of the station into a 500 that tells nothing but an id', async () => {
    station = fakeStation(() => {
      throw new Error('the secret of the house')
    })
    await run()
    const answer = await fetchIn('/rpc/x')
    expect(answer.status).toBe(500)
    expect(await answer.text()).not.toContain('secret')
  })

  it('starts once per data folder, and a second start brings the first window to the front', async () => {
    await run()
    fake.app.emit('second-instance')
    expect(fake.windows[0]?.focused).toBe(1)
    resetElectron()
    fake.app.hasLock = false
    await run()
    expect([fake.app.exitCode, fake.windows.length, opened.length]).toEqual([0, 0, 1])
    expect(fake.app.paths.userData).toBe(join(directory, 'shell'))
  })

  it('keeps the place of the window and the zoom, and takes them up again', async () => {
    await run()
    const [first] = fake.windows
    if (first === undefined) throw new Error('no window')
    first.bounds = { x: 100, y: 50, width: 1400, height: 900 }
    first.maximized = true
    first.emit('close')
    const written = JSON.parse(readFileSync(join(directory, 'settings.json'), 'utf8'))
    expect(written.window).toEqual({ ...first.bounds, maximized: true, fullScreen: false })
    writeFileSync(join(directory, 'settings.json'), JSON.stringify({ ...written, zoomFactor: 1.5 }))
    resetElectron()
    await run()
    expect(fake.windows[0]?.options).toMatchObject(first.bounds)
    expect(fake.windows[0]?.maximized).toBe(true)
    expect(fake.windows[0]?.webContents.zoomFactor).toBe(1.5)
  })

  it('opens at its usual size when the kept place lies on a screen that is gone', async () => {
    const window = { x: 5_000, y: 0, width: 1280, height: 800, maximized: false, fullScreen: false }
    writeFileSync(join(directory, 'settings.json'), JSON.stringify({ window }))
    await run()
    expect(fake.windows[0]?.options).toMatchObject({ width: 1280, height: 800 })
    expect(fake.windows[0]?.options).not.toHaveProperty('x')
    const area = { x: 0, y: 0, width: 1920, height: 1080 }
    expect(isReachable({ x: 1_850, y: 0, width: 800, height: 600 }, [area])).toBe(false)
    expect(isReachable({ x: 1_800, y: 0, width: 800, height: 600 }, [area])).toBe(true)
  })

  it('starts from defaults with a notice when the settings are corrupt', async () => {
    writeFileSync(join(directory, 'settings.json'), '{"window":')
    await run()
    expect(fake.windows).toHaveLength(1)
    expect(fake.messages).toEqual([expect.stringContaining('E-HOST-SETTINGS')])
  })

  it('says why in a box, with the code, when the store cannot be opened', async () => {
    await runShell(() =>
      Promise.reject(Object.assign(new Error('Another process has it open.'), { code: 'E-DATA-LOCKED' })),
    )
    expect(fake.errors).toEqual([expect.stringMatching(/Another process has it open\.\s+E-DATA-LOCKED/)])
    expect(fake.app.exitCode).toBe(1)
    expect(fake.windows).toEqual([])
  })

  it('closes the store before it ends', async () => {
    await run()
    fake.app.emit('window-all-closed')
    await new Promise((resolve) => fake.app.once('exited', resolve))
    expect(station.isClosed()).toBe(true)
    expect(fake.app.exitCode).toBe(0)
  })

  it('loads the page again when its process dies', async () => {
    await run()
    fake.windows[0]?.webContents.emit('render-process-gone', {}, { reason: 'crashed' })
    expect(fake.windows[0]?.webContents.reloads).toBe(1)
  })

  it('reads its own options among those of Chromium', () => {
    expect(readShellOptions(['--no-sandbox', '--data', 'x', '--demo'])).toEqual({
      ...{ data: 'x', demo: true, rotate: false, join: null },
    })
    expect(readShellOptions(['--data=y', 'file.csv'])).toEqual({
      ...{ data: 'y', demo: false, rotate: false, join: null },
    })
    expect(readShellOptions([])).toEqual({ data: undefined, demo: false, rotate: false, join: null })
    expect(readShellOptions(['--rotate-key']).rotate).toBe(true)
    expect(readShellOptions(['--central', 'http://c:1', '--code', 'x']).join).toEqual({
      centre: 'http://c:1',
      code: 'x',
    })
  })

  it('steps through the zoom factors and stops at the ends', () => {
    expect([nextZoom(1, 1), nextZoom(1, -1), nextZoom(2, 1), nextZoom(0.75, -1), nextZoom(1.05, 1)]).toEqual([
      1.1, 0.9, 2, 0.75, 1.1,
    ])
  })
})

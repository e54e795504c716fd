import type { App, Session } from 'electron'
import { beforeEach, describe, expect, it } from 'vitest'
import { isOwnAddress } from '../../../main/electron/origin.ts'
import { externalHosts, guardApplication, guardSession, mayOpenOutside } from '../../../main/electron/security.ts'
import { app, BrowserWindow, fake, resetElectron, session } from '../../support/electron.ts'

beforeEach(() => resetElectron())

describe('permissions in the shell', () => {
  const ask = (permission: string, details: object): boolean => {
    const guarded = session.fromPartition('x')
    guardSession(guarded as unknown as Session)
    let answer: boolean | undefined
    const request = guarded.request as unknown as (...args: unknown[]) => void
    request(null, permission, (granted: boolean) => (answer = granted), details)
    if (answer === undefined) throw new Error('no answer')
    return answer
  }
  const check = (permission: string, origin: string, details: object): boolean => {
    const guarded = session.fromPartition('x')
    guardSession(guarded as unknown as Session)
    return (guarded.check as unknown as (...args: unknown[]) => boolean)(null, permission, origin, details)
  }
  const own = { requestingUrl: 'app://baro/picking', isMainFrame: true }

  it('gives the camera to its own page', () => {
    expect(ask('media', { ...own, mediaTypes: ['video'] })).toBe(true)
    expect(check('media', 'app://baro/', { mediaType: 'video', isMainFrame: true })).toBe(true)
  })

  it('gives nobody the microphone, nor the camera to another origin or a frame inside', () => {
    expect(ask('media', { ...own, mediaTypes: ['video', 'audio'] })).toBe(false)
    expect(ask('media', { ...own, mediaTypes: ['audio'] })).toBe(false)
    expect(ask('media', { ...own, mediaTypes: [] })).toBe(false)
    expect(ask('media', own)).toBe(false)
    expect(ask('media', { ...own, isMainFrame: false, mediaTypes: ['video'] })).toBe(false)
    expect(ask('media', { ...own, requestingUrl: 'https://evil.example/', mediaTypes: ['video'] })).toBe(false)
    expect(check('media', 'app://baro/', { mediaType: 'audio' })).toBe(false)
    expect(check('media', 'https://evil.example', { mediaType: 'video' })).toBe(false)
  })

  it('gives scanners and scales to its own page alone, and the first that fits when one is asked for', () => {
    const guarded = session.fromPartition('x')
    guardSession(guarded as unknown as Session)
    const device = guarded.device as unknown as (details: object) => boolean
    for (const permission of ['hid', 'serial']) {
      expect(check(permission, 'app://baro/', {})).toBe(true)
      expect(check(permission, 'https://evil.example', {})).toBe(false)
      expect(device({ deviceType: permission, origin: 'app://baro/' })).toBe(true)
      expect(device({ deviceType: permission, origin: 'https://evil.example' })).toBe(false)
    }
    expect(device({ deviceType: 'usb', origin: 'app://baro/' })).toBe(false)
    const chosen: unknown[] = []
    const event = { preventDefault: () => chosen.push('own') }
    guarded.emit('select-hid-device', event, { deviceList: [{ deviceId: 'a' }, { deviceId: 'b' }] }, (id: unknown) =>
      chosen.push(id),
    )
    guarded.emit('select-serial-port', event, [], null, (id: unknown) => chosen.push(id))
    expect(chosen).toEqual(['own', 'a', 'own', ''])
  })

  it('denies every other permission to its own page too', () => {
    for (const permission of ['geolocation', 'notifications', 'clipboard-read', 'usb', 'midi', 'openExternal']) {
      expect(ask(permission, { ...own, mediaTypes: ['video'] }), permission).toBe(false)
      expect(check(permission, 'app://baro/', { mediaType: 'video' }), permission).toBe(false)
    }
  })
})

describe('where a page of the shell may go', () => {
  const contents = () => {
    resetElectron()
    guardApplication(app as unknown as App, () => undefined)
    return new BrowserWindow({}).webContents
  }
  const go = (event: string, url: string, isMainFrame = true): boolean => {
    let stopped = false
    contents().emit(event, { url, isMainFrame, preventDefault: () => (stopped = true) })
    return !stopped
  }

  it('stays inside its own origin, by link, redirect and frame', () => {
    for (const event of ['will-navigate', 'will-redirect', 'will-frame-navigate']) {
      expect(go(event, 'app://baro/orders'), event).toBe(true)
      for (const url of [
        'https://evil.example/',
        'app://other/',
        'file:///etc/passwd',
        'data:text/html,x',
        'blob:app://baro/1',
      ]) {
        expect(go(event, url), `${event} ${url}`).toBe(false)
      }
    }
  })

  it('lets a frame show a document that the page made, for printing', () => {
    expect(go('will-frame-navigate', 'blob:app://baro/1', false)).toBe(true)
    expect(go('will-frame-navigate', 'blob:https://evil.example/1', false)).toBe(false)
  })

  it('attaches no webview and opens no window', () => {
    let stopped = false
    const page = contents()
    page.emit('will-attach-webview', { preventDefault: () => (stopped = true) })
    expect(stopped).toBe(true)
    expect(page.openHandler?.({ url: 'app://baro/' })).toEqual({ action: 'deny' })
    expect(page.openHandler?.({ url: 'https://evil.example/' })).toEqual({ action: 'deny' })
    expect(fake.openedOutside).toEqual([])
  })

  it('shows a document of the station in a window of the shell, guarded and without a bridge', () => {
    const page = contents()
    expect(page.openHandler?.({ url: 'app://baro/files/slips/O-1.pdf?language=en' })).toEqual({ action: 'deny' })
    expect(fake.windows).toHaveLength(2)
    expect(fake.windows[1]?.loaded).toEqual(['app://baro/files/slips/O-1.pdf?language=en'])
    const preferences = fake.windows[1]?.options.webPreferences
    expect(preferences).toMatchObject({ session: page.session, sandbox: true, nodeIntegration: false })
    expect(preferences).not.toHaveProperty('preload')
    expect(fake.windows[1]?.webContents.openHandler?.({ url: 'https://evil.example/' })).toEqual({ action: 'deny' })
    for (const url of [
      'app://baro/files/slips/a/b.pdf',
      'app://baro/orders',
      'https://evil.example/files/slips/1.pdf',
    ]) {
      expect(page.openHandler?.({ url }), url).toEqual({ action: 'deny' })
    }
    expect(fake.windows).toHaveLength(2)
  })

  it('hands listed sites to the system browser and nothing that only looks like one', () => {
    const page = contents()
    const good = `https://${externalHosts[0]}/parcel?no=1`
    expect(page.openHandler?.({ url: good })).toEqual({ action: 'deny' })
    expect(fake.openedOutside).toEqual([good])
    const host = externalHosts[0]
    const bad = [
      `http://${host}/`,
      `https://${host}.evil.example/`,
      `https://${host}@evil.example/`,
      `https://user:pw@${host}/`,
      `https://${host}:8443/`,
      `https://evil.example/?${host}`,
      'file:///etc/passwd',
      'javascript:alert(1)',
      'not an address',
    ]
    for (const url of bad) expect(mayOpenOutside(url), url).toBe(false)
  })

  it('knows its own address whatever surrounds it', () => {
    expect(isOwnAddress('app://baro/')).toBe(true)
    for (const url of ['app://baro.evil/', 'app://x@baro/', 'https://baro/', 'app:baro', '', 'APP']) {
      expect(isOwnAddress(url), url).toBe(false)
    }
  })
})

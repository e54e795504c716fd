import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contentSecurityPolicy, locateFile, secureAnswer, serveStatic } from '../../main/static-files.ts'
import { makeRendererRoot } from '../support/renderer-root.ts'

describe('the files of the screens', () => {
  let screens: ReturnType<typeof makeRendererRoot>
  beforeAll(() => {
    screens = makeRendererRoot()
  })
  afterAll(() => screens.remove())

  const get = async (path: string, init?: RequestInit): Promise<Response> => {
    const response = await serveStatic(new Request(`http://127.0.0.1${path}`, init), screens.root)
    if (response === null) throw new Error(`${path} was left to the station`)
    return response
  }

  it('serves the page for / and for every path without extension', async () => {
    for (const path of ['/', '/orders', '/orders/O-1/timeline']) {
      const response = await get(path)
      expect(response.status, path).toBe(200)
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
      expect(response.headers.get('cache-control')).toBe('no-cache')
      expect(await response.text()).toContain('<title>Baro</title>')
    }
  })

  it('sends the strict policy and the other security headers with every file and every refusal', async () => {
    const page = await get('/')
    expect(page.headers.get('content-security-policy')).toBe(contentSecurityPolicy)
    for (const path of ['/', '/plain.svg', '/missing.js', '/assets/index-B1a2C3d4.js']) {
      const { headers } = await get(path)
      expect(headers.get('content-security-policy'), path).toContain("default-src 'none'")
      expect(headers.get('x-content-type-options'), path).toBe('nosniff')
      expect(headers.get('cross-origin-opener-policy'), path).toBe('same-origin')
      expect(headers.get('permissions-policy'), path).toContain('camera=(self)')
      expect(headers.get('access-control-allow-origin'), path).toBeNull()
    }
  })

  it('allows neither inline code or style nor eval', () => {
    expect(contentSecurityPolicy).not.toMatch(/unsafe|\*|https?:/)
    expect(contentSecurityPolicy).toContain("script-src 'self';")
    expect(contentSecurityPolicy).toContain("require-trusted-types-for 'script'")
  })

  it('caches hashed assets for ever and nothing else', async () => {
    const immutable = 'public, max-age=31536000, immutable'
    expect((await get('/assets/index-B1a2C3d4.js')).headers.get('cache-control')).toBe(immutable)
    expect((await get('/assets/letters-Zz0_1-aB.woff2')).headers.get('cache-control')).toBe(immutable)
    expect((await get('/plain.svg')).headers.get('cache-control')).toBe('no-cache')
  })

  it('names the exact content type', async () => {
    expect((await get('/assets/index-B1a2C3d4.js')).headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect((await get('/assets/letters-Zz0_1-aB.woff2')).headers.get('content-type')).toBe('font/woff2')
    expect((await get('/plain.svg')).headers.get('content-type')).toBe('image/svg+xml')
  })

  it('serves neither source maps, hidden files, missing files nor anything beside the folder', async () => {
    const paths = [
      '/assets/index-B1a2C3d4.js.map',
      '/.hidden.json',
      '/missing.js',
      '/..%2fsecret.json',
      '/%2e%2e%2fsecret.json',
      '/assets/..%2f..%2fsecret.json',
      '/..%5csecret.json',
      '/%00index.html',
      '/C:%5cwindows%5cwin.ini',
      '/%E0%A4%A',
      '/assets/%2e%2e/%2e%2e/secret.json',
    ]
    for (const path of paths) {
      const response = await get(path)
      const body = await response.text()
      expect(body, path).not.toContain('secret"')
      expect(response.status, path).toBe(404)
    }
  })

  it('locates only files below the folder, whatever the path says', () => {
    const root = resolve('/srv/screens')
    expect(locateFile('/a/b.js', root)).toBe(join(root, 'a', 'b.js'))
    expect(locateFile('/', root)).toBe(join(root, 'index.html'))
    expect(locateFile('/%2e%2e/screens-of-others/a.js', root)).toBeNull()
    expect(locateFile('/..', root)).toBeNull()
  })

  it('answers HEAD without a body and refuses other methods', async () => {
    const head = await get('/plain.svg', { method: 'HEAD' })
    expect(head.status).toBe(200)
    expect(head.headers.get('content-length')).toBe('41')
    expect(await head.text()).toBe('')
    const post = await get('/', { method: 'POST', body: 'x' })
    expect(post.status).toBe(405)
    expect(post.headers.get('allow')).toBe('GET, HEAD')
  })

  it('leaves /rpc and /files to the station and nothing that only looks like them', async () => {
    for (const path of ['/rpc', '/rpc/orders/list', '/files/label/1.pdf']) {
      expect(await serveStatic(new Request(`http://127.0.0.1${path}`), screens.root), path).toBeNull()
    }
    expect((await get('/rpcx')).status).toBe(200)
  })

  it('says what to do when the screens are not built', async () => {
    const response = await serveStatic(new Request('http://127.0.0.1/'), `${screens.root}/nowhere`)
    expect(response?.status).toBe(503)
    expect(await response?.text()).toContain('npm run build')
  })

  it('adds the headers to an answer of the station without replacing those it set', async () => {
    const plain = secureAnswer(Response.json({ a: 1 }, { status: 201 }))
    expect(plain.status).toBe(201)
    expect(plain.headers.get('cache-control')).toBe('no-store')
    expect(plain.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(await plain.json()).toEqual({ a: 1 })
    const own = secureAnswer(new Response('x', { headers: { 'cache-control': 'private, max-age=60' } }))
    expect(own.headers.get('cache-control')).toBe('private, max-age=60')
  })
})

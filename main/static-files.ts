import { readFile } from 'node:fs/promises'
import { extname, resolve, sep } from 'node:path'

/** The policy of every page: own files only, no inline code or style, no eval; frames only for printing own documents. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "media-src 'self' blob:",
  "worker-src 'self'",
  "frame-src 'self' blob:",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
  "require-trusted-types-for 'script'",
].join('; ')

/** The policy of every answer that is not a page: nothing in it may run, and only the station's own page may frame it. */
export const answerSecurityPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"

const commonHeaders: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(self), microphone=(), geolocation=(), usb=(), payment=()',
}

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.mp3': 'audio/mpeg',
  '.wav': 'audio/wav',
}

const stationPrefixes = ['/rpc', '/files', '/health', '/metrics']
const hashedAsset = /^\/assets\/.+-[\w-]{8}\.[a-z0-9]+$/

function answer(status: number, text: string, headers: Record<string, string> = {}): Response {
  return new Response(`${text}\n`, {
    status,
    headers: {
      ...commonHeaders,
      'content-security-policy': answerSecurityPolicy,
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
      ...headers,
    },
  })
}

/** True when the path belongs to the station (`/rpc/…`, `/files/…`, `/health`, `/metrics`) and not to the files of the screens. */
export function isStationPath(pathname: string): boolean {
  return stationPrefixes.some((prefix) => pathname === prefix || pathname.startsWith(`${prefix}/`))
}

/** The file below `rendererRoot` that a URL path names, or null when the path is not plainly one below it. */
export function locateFile(pathname: string, rendererRoot: string): string | null {
  let path: string
  try {
    path = decodeURIComponent(pathname)
  } catch {
    return null
  }
  const segments = path.split('/').filter((segment) => segment !== '')
  const plain = segments.every((segment) => !segment.startsWith('.') && !/[\\:\p{Cc}]/u.test(segment))
  if (!plain) return null
  const root = resolve(rendererRoot)
  const file = resolve(root, ...(segments.length === 0 ? ['index.html'] : segments))
  return file.startsWith(root + sep) ? file : null
}

async function readIfFile(file: string): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    return new Uint8Array(await readFile(file))
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT' || code === 'EISDIR' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') return null
    throw error
  }
}

/**
 * Answers a request for the files of the screens: exact content types, the security headers, hashed assets cached for ever,
 * `index.html` for a path without extension; 404, 405 or 503 otherwise. Null when the path is the station's own.
 */
export async function serveStatic(request: Request, rendererRoot: string): Promise<Response | null> {
  const { pathname } = new URL(request.url)
  if (isStationPath(pathname)) return null
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return answer(405, 'Only GET and HEAD.', { allow: 'GET, HEAD' })
  }
  const named = locateFile(pathname, rendererRoot)
  if (named === null) return answer(404, 'Not found.')
  const isPage = extname(named) === ''
  const file = isPage ? resolve(rendererRoot, 'index.html') : named
  const contentType = contentTypes[extname(file)]
  const content = contentType === undefined ? null : await readIfFile(file)
  if (content === null || contentType === undefined) {
    if (isPage || pathname === '/') return answer(503, 'The screens are not built. Run: npm run build')
    return answer(404, 'Not found.')
  }
  return new Response(request.method === 'HEAD' ? null : content, {
    headers: {
      ...commonHeaders,
      'content-security-policy': contentSecurityPolicy,
      'content-type': contentType,
      'content-length': String(content.byteLength),
      'cache-control': hashedAsset.test(pathname) ? 'public, max-age=31536000, immutable' : 'no-cache',
    },
  })
}

/** The station's own answer with the security headers added where it set none; never cached unless it says so itself. */
export function secureAnswer(response: Response): Response {
  const headers = new Headers(response.headers)
  const defaults = {
    ...commonHeaders,
    'content-security-policy': answerSecurityPolicy,
    'cache-control': 'no-store',
  }
  for (const [name, value] of Object.entries(defaults)) if (!headers.has(name)) headers.set(name, value)
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers })
}

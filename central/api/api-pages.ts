import { createHash } from 'node:crypto'
import { ApiRefusal } from './api-problem.ts'
import { renderDocsPage } from './docs-page.ts'
import { DOCS_STYLE } from './docs-style.ts'
import { buildOpenApiDocument } from './openapi-document.ts'

type Pages = { json: string; html: string }

const STYLE_HASH = createHash('sha256').update(DOCS_STYLE).digest('base64')

/** Answers `/openapi.json` and `/docs`, which need no key; null for every other path. Both are made once. */
export function apiPages(version: string): (method: string, pathname: string) => Promise<Response | null> {
  let made: Promise<Pages> | null = null
  const make = async (): Promise<Pages> => {
    const document = await buildOpenApiDocument(version)
    return { json: JSON.stringify(document, null, 2), html: renderDocsPage(document) }
  }
  return async (method, pathname) => {
    if (pathname !== '/openapi.json' && pathname !== '/docs') return null
    if (method !== 'GET' && method !== 'HEAD')
      throw new ApiRefusal('methodWrong', { allowed: 'GET, HEAD' }, { allow: 'GET, HEAD' })
    made ??= make()
    const { json, html } = await made
    const headers =
      pathname === '/docs'
        ? {
            'content-type': 'text/html; charset=utf-8',
            'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
          }
        : { 'content-type': 'application/json' }
    const body = pathname === '/docs' ? html : json
    return new Response(method === 'HEAD' ? null : body, { headers: { ...headers, 'cache-control': 'no-cache' } })
  }
}

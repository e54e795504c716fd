import { createConfig, lintFromString } from '@redocly/openapi-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { API_PROBLEMS } from '../../../contract/central/api/errors.ts'
import { API_SCOPES } from '../../../contract/central/api/operation.ts'
import { type ApiWorld, openApiWorld } from './api-world.ts'

type Operation = {
  operationId: string
  summary?: string
  description?: string
  security: { apiKey: string[] }[]
  parameters?: { name: string; in: string; description?: string }[]
  requestBody?: { content: Record<string, { example?: unknown }> }
  responses: Record<string, { description?: string; content?: Record<string, { example?: unknown }> }>
}
type Document = { openapi: string; info: { version: string }; paths: Record<string, Record<string, Operation>> }

let world: ApiWorld
let source = ''
let document: Document
beforeAll(async () => {
  world = await openApiWorld()
  source = await (await world.handle(new Request('http://centre/openapi.json'))).text()
  document = JSON.parse(source)
})
afterAll(() => world.close())

async function lint(text: string): Promise<string[]> {
  const config = await createConfig({ extends: ['recommended'] })
  const problems = await lintFromString({ source: text, absoluteRef: 'openapi.json', config })
  return problems.map((each) => `${each.severity} ${each.ruleId}: ${each.message} ${each.location[0]?.pointer ?? ''}`)
}

const operations = () => Object.values(document.paths).flatMap((item) => Object.values(item))

describe('the document', () => {
  it('has no error and no warning of the recommended rules', async () => {
    expect(await lint(source)).toEqual([])
  })

  it('would not pass them with a hole in it', async () => {
    const holed = structuredClone(document) as unknown as {
      paths: Record<string, Record<string, Partial<Operation>>>
      components: { securitySchemes?: object }
    }
    delete holed.paths['/orders']?.get?.operationId
    delete holed.components.securitySchemes
    const problems = await lint(JSON.stringify(holed))
    expect(problems.join('\n')).toContain('operation-operationId')
    expect(problems.join('\n')).toContain('error security-defined')
  })

  it('is OpenAPI 3.1 of this version and says of every operation what it does, needs and may answer', () => {
    expect(document.openapi).toMatch(/^3\.1\./)
    expect(document.info.version).toBe('1.2.3')
    expect(operations()).toHaveLength(16)
    for (const operation of operations()) {
      expect(operation.summary, operation.operationId).toBeTruthy()
      expect(operation.description, operation.operationId).toBeTruthy()
      expect(Object.keys(API_SCOPES)).toContain(operation.security[0]?.apiKey[0])
      for (const status of [400, 401, 403, 404, 409, 413, 415, 422, 429, 500, 503])
        expect(operation.responses, `${operation.operationId} ${status}`).toHaveProperty(String(status))
      expect(operation.responses['200']?.content?.['application/json']?.example).toBeDefined()
      for (const media of Object.values(operation.requestBody?.content ?? {})) expect(media.example).toBeDefined()
      for (const parameter of operation.parameters ?? []) expect(parameter.description, parameter.name).toBeTruthy()
    }
  })

  it('offers an Idempotency-Key on every write and on no read', () => {
    for (const item of Object.values(document.paths))
      for (const [method, operation] of Object.entries(item)) {
        const offers = (operation.parameters ?? []).some(({ name }) => name === 'Idempotency-Key')
        expect(offers, operation.operationId).toBe(method !== 'get')
      }
  })

  it('gives an example request that is accepted', async () => {
    const body = document.paths['/orders']?.post?.requestBody?.content['application/json']?.example
    const answer = await world.ask('POST', '/orders', body)
    expect(answer.status).toBe(200)
    expect(answer.body.results).toHaveLength(1)
  })
})

describe('the page to read', () => {
  it('shows every operation, scope and code, needs nothing from outside, and every link in it leads somewhere', async () => {
    const response = await world.handle(new Request('http://centre/docs'))
    const html = await response.text()
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/)
    for (const { summary } of operations()) expect(html).toContain(`${summary}</h3>`)
    for (const { code } of Object.values(API_PROBLEMS)) expect(html).toContain(code)
    for (const scope of Object.keys(API_SCOPES)) expect(html).toContain(scope)
    expect(html.match(/<script|<link|<img|@import|url\(| style="| on\w+="/g)).toBeNull()
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map((match) => match[1])
    expect(new Set(ids).size).toBe(ids.length)
    const links = [...html.matchAll(/href="([^"]+)"/g)].map((match) => match[1] ?? '')
    for (const link of links) expect(link === '/openapi.json' || ids.includes(link.slice(1)), link).toBe(true)
  })

  it('and the document are read only, and need no key', async () => {
    for (const path of ['/docs', '/openapi.json']) {
      const refused = await world.handle(new Request(`http://centre${path}`, { method: 'POST' }))
      expect([refused.status, (await refused.json()).code]).toEqual([405, 'E-API-005'])
      const head = await world.handle(new Request(`http://centre${path}`, { method: 'HEAD' }))
      expect([head.status, await head.text()]).toEqual([200, ''])
    }
  })
})

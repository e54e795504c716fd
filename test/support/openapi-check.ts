import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'

type Json = Record<string, unknown>
type Operation = { responses: Record<string, Json> }

/** What answers a request: the API itself, or `fetch`. */
export type Answering = (request: Request) => Promise<Response>

/** Looks whether answers are as a served OpenAPI document says. */
export type OpenApiCheck = {
  /** What is wrong with an answer; empty when it is as described. Fields that the document does not name are wrong too. */
  problemsOf(request: { method: string; url: string }, response: Response): Promise<string[]>
  /** The same requests, but an answer that is not as described throws. */
  watch(answer: Answering): Answering
  /** Operations (`GET /orders`) and the statuses that they were seen to answer with. */
  seen: Map<string, Set<number>>
  /** All operations of the document. */
  operations: string[]
}

/** Reads a served OpenAPI 3.1 document. */
export function openOpenApiCheck(served: unknown): OpenApiCheck {
  const document = closed(served) as {
    servers: { url: string }[]
    paths: Record<string, Record<string, Operation>>
    components: { responses: Record<string, Json>; schemas: Json }
  }
  const prefix = new URL(document.servers[0]?.url ?? '/', 'http://here').pathname.replace(/\/$/, '')
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  formats.default(ajv)
  ajv.addSchema(document as object, 'openapi')
  const seen = new Map<string, Set<number>>()
  const routes = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase(),
      pattern: new RegExp(`^${prefix}${path.replace(/\{\w+\}/g, '[^/]+')}/?$`),
      path,
      operation,
    })),
  )

  const validate = (pointer: string, body: unknown): string[] => {
    const check = ajv.getSchema(`openapi#${pointer}`) ?? ajv.compile({ $ref: `openapi#${pointer}` })
    return check(body) === true ? [] : (check.errors ?? []).map((error) => `${error.instancePath} ${error.message}`)
  }
  const bodyOf = async (response: Response): Promise<unknown> => {
    try {
      return await response.clone().json()
    } catch {
      return undefined
    }
  }

  const problemsOf: OpenApiCheck['problemsOf'] = async ({ method, url }, response) => {
    const { pathname } = new URL(url)
    if (pathname !== prefix && !pathname.startsWith(`${prefix}/`)) return []
    const at = `${method} ${pathname} answered ${response.status}`
    const body = await bodyOf(response)
    const wrong: string[] = []
    if (!response.headers.has('x-request-id')) wrong.push('has no X-Request-Id')
    if (response.status === 429 && !response.headers.has('retry-after')) wrong.push('has no Retry-After')
    if (!(response.headers.get('content-type') ?? '').startsWith('application/json')) wrong.push('is not JSON')
    const route = routes.find((each) => each.method === method && each.pattern.test(pathname))
    if (route === undefined) {
      if (response.status < 400) wrong.push('is an operation that the document does not name')
      wrong.push(...validate('/components/schemas/Problem', body))
    } else {
      seen.set(route.name, (seen.get(route.name) ?? new Set()).add(response.status))
      const declared = route.operation.responses[String(response.status)]
      if (declared === undefined) wrong.push('has a status that the operation does not declare')
      else wrong.push(...validate(pointerTo(declared, route, response.status), body))
    }
    return wrong.map((text) => `${at}: ${text}`)
  }

  return {
    problemsOf,
    seen,
    operations: routes.map(({ name }) => name),
    watch: (answer) => async (request) => {
      const { method, url } = request
      const response = await answer(request)
      const problems = await problemsOf({ method, url }, response)
      if (problems.length > 0) throw new Error(`Not as the document says:\n${problems.join('\n')}`)
      return response
    },
  }
}

function pointerTo(declared: Json, route: { path: string; method: string }, status: number): string {
  const ref = declared.$ref as string | undefined
  const response =
    ref?.slice(1) ?? `/paths/${escapePointer(route.path)}/${route.method.toLowerCase()}/responses/${status}`
  return `${response}/content/application~1json/schema`
}

function escapePointer(part: string): string {
  return encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))
}

/** A copy in which every object has the named fields only. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed)
  if (typeof value !== 'object' || value === null) return value
  const copy: Json = Object.fromEntries(Object.entries(value).map(([key, each]) => [key, closed(each)]))
  const isSchema = copy.type === 'object' && typeof copy.properties === 'object'
  return isSchema && copy.additionalProperties === undefined ? { ...copy, additionalProperties: false } : copy
}

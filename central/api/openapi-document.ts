import { type OpenAPI, OpenAPIGenerator } from '@orpc/openapi'
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4'
import { apiContract } from '../../contract/central/api/contract.ts'
import { API_ERRORS, API_PROBLEMS, ApiProblem } from '../../contract/central/api/errors.ts'
import { API_GUIDE } from '../../contract/central/api/guide.ts'
import { ApiItem, ApiItemDraft, ApiRecordResult, ApiRecordResults } from '../../contract/central/api/items.ts'
import { API_PREFIX, API_SCOPES, type ApiScope } from '../../contract/central/api/operation.ts'
import {
  ApiAddress,
  ApiOrder,
  ApiOrderContent,
  ApiOrderDraft,
  ApiOrderLine,
  ApiOrderLineView,
  ApiOrderResults,
} from '../../contract/central/api/orders.ts'
import { ApiAvailability, ApiCount, ApiStock } from '../../contract/central/api/stock.ts'
import { type SchemaNode, sampleOf } from './schema-sample.ts'

const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const

const TAGS = [
  { name: 'Orders', description: 'Orders in, their story and shipments out.' },
  { name: 'Items', description: 'What can be sold and scanned.' },
  { name: 'Stock', description: 'What lies where, and what of it may still be sold.' },
]

/** The OpenAPI 3.1 document of the API, made from its contract: complete with errors, examples and scopes. */
export async function buildOpenApiDocument(version: string): Promise<OpenAPI.Document> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] })
  const input = { strategy: 'input' } as const
  const output = { strategy: 'output' } as const
  const generated = await generator.generate(apiContract, {
    info: {
      title: 'Baro centre API',
      version,
      summary: 'Orders, items and stock of a warehouse, for the systems around it.',
      description: API_GUIDE.map(({ title, paragraphs }) => `## ${title}\n\n${paragraphs.join('\n\n')}`).join('\n\n'),
      license: { name: 'Proprietary', identifier: 'LicenseRef-Proprietary' },
    },
    servers: [{ url: API_PREFIX, description: 'This centre.' }],
    security: [{ apiKey: [] }],
    tags: TAGS,
    commonSchemas: {
      Problem: { schema: ApiProblem, ...output },
      OrderDraft: { schema: ApiOrderDraft, ...input },
      OrderContent: { schema: ApiOrderContent, ...input },
      OrderLineDraft: { schema: ApiOrderLine, ...input },
      Address: { schema: ApiAddress, ...input },
      Order: { schema: ApiOrder, ...output },
      OrderLine: { schema: ApiOrderLineView, ...output },
      OrderResults: { schema: ApiOrderResults, ...output },
      ItemDraft: { schema: ApiItemDraft, ...input },
      Item: { schema: ApiItem, ...output },
      RecordResult: { schema: ApiRecordResult, ...output },
      RecordResults: { schema: ApiRecordResults, ...output },
      Count: { schema: ApiCount, ...input },
      Stock: { schema: ApiStock, ...output },
      Availability: { schema: ApiAvailability, ...output },
    },
    customErrorResponseBodySchema: () => ({ $ref: '#/components/schemas/Problem' }),
  })
  const { openapi, info, servers, security, tags, paths, components } = generated
  const scopes = scopesByOperation()
  for (const item of Object.values(paths ?? {}))
    for (const method of METHODS) {
      const operation = item?.[method]
      if (operation !== undefined) finishOperation(generated, operation, scopes)
    }
  return {
    ...{ openapi, info, servers, security, tags, paths },
    components: { ...components, ...sharedComponents() },
  } as OpenAPI.Document
}

function scopesByOperation(): Map<string, ApiScope> {
  const procedures = Object.values(apiContract).flatMap((group) => Object.values(group))
  return new Map(procedures.map((each) => [each['~orpc'].route.operationId ?? '', each['~orpc'].meta.scope]))
}

/** Says of an operation what the generator cannot know: scope, shared errors, headers and examples. */
function finishOperation(
  document: OpenAPI.Document,
  operation: OpenAPI.OperationObject,
  scopes: ReadonlyMap<string, ApiScope>,
): void {
  const scope = scopes.get(operation.operationId ?? '') ?? ''
  operation.security = [{ apiKey: [scope] }]
  operation.description = `${operation.description ?? `${operation.summary}.`}\n\nScope: \`${scope}\`.`
  for (const parameter of (operation.parameters ?? []) as OpenAPI.ParameterObject[]) finishParameter(parameter)
  const request = operation.requestBody as OpenAPI.RequestBodyObject | undefined
  addExamples(document, request?.content)
  for (const [status, response] of Object.entries(operation.responses ?? {})) {
    if (Number(status) >= 400) {
      if (operation.responses !== undefined)
        operation.responses[status] = { $ref: `#/components/responses/Problem${status}` }
      continue
    }
    const said = response as OpenAPI.ResponseObject
    addExamples(document, said.content)
    said.headers = {
      'X-Request-Id': { $ref: '#/components/headers/RequestId' },
      ...(request === undefined && !writes(operation)
        ? {}
        : { 'Idempotency-Replayed': { $ref: '#/components/headers/Replayed' } }),
    }
  }
}

function writes(operation: OpenAPI.OperationObject): boolean {
  return ((operation.parameters ?? []) as OpenAPI.ParameterObject[]).some(({ in: place }) => place === 'header')
}

function finishParameter(parameter: OpenAPI.ParameterObject): void {
  const schema = parameter.schema as SchemaNode
  delete parameter.allowEmptyValue
  delete parameter.allowReserved
  if (parameter.in === 'header') parameter.name = 'Idempotency-Key'
  parameter.required ??= false
  if (schema.description !== undefined) parameter.description = schema.description
  if (schema.examples?.length) parameter.example = schema.examples[0]
  const { description: _, examples: __, ...rest } = schema
  parameter.schema = rest as OpenAPI.ReferenceObject
}

function addExamples(document: OpenAPI.Document, content: Record<string, OpenAPI.MediaTypeObject> | undefined): void {
  for (const media of Object.values(content ?? {})) media.example = sampleOf(document, media.schema as SchemaNode)
}

/** Parts of the document that many operations refer to. */
function sharedComponents(): Omit<OpenAPI.ComponentsObject, 'schemas'> {
  const statuses = [...new Set(Object.values(API_ERRORS).map(({ status }) => status))].sort()
  const responses: Record<string, OpenAPI.ResponseObject> = {}
  for (const status of statuses) responses[`Problem${status}`] = problemResponse(status)
  return {
    responses,
    headers: {
      RequestId: { description: 'Finds this request in the log of the centre.', schema: { type: 'string' } },
      RetryAfter: { description: 'Seconds to wait.', schema: { type: 'integer', minimum: 1 } },
      Replayed: {
        description: '`true` when this answer was stored before.',
        schema: { type: 'string', enum: ['true'] },
      },
    },
    securitySchemes: {
      apiKey: {
        type: 'http',
        scheme: 'bearer',
        bearerFormat: 'baro_…',
        description: `An API key. Scopes: ${Object.entries(API_SCOPES)
          .map(([scope, meaning]) => `\`${scope}\` – ${meaning}`)
          .join(' ')}`,
      },
    },
  }
}

function problemResponse(status: number): OpenAPI.ResponseObject {
  const problems = Object.values(API_PROBLEMS).filter((each) => each.status === status && each.code in API_ERRORS)
  const waits = status === 429 || status === 503
  return {
    description: problems.map(({ code, message }) => `${code}: ${message}`).join(' '),
    headers: {
      'X-Request-Id': { $ref: '#/components/headers/RequestId' },
      ...(waits ? { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } } : {}),
    },
    content: {
      'application/json': {
        schema: { $ref: '#/components/schemas/Problem' },
        examples: Object.fromEntries(
          problems.map(({ code, message }) => [
            code,
            {
              summary: message,
              value: { code, message, params: {}, requestId: '019b7a2e-5c00-7000-8000-000000000002' },
            },
          ]),
        ),
      },
    },
  }
}

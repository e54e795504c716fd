import type { OpenAPI } from '@orpc/openapi'

/** A JSON schema as it stands in the document. */
export type SchemaNode = {
  $ref?: string
  type?: string
  description?: string
  examples?: unknown[]
  default?: unknown
  const?: unknown
  enum?: unknown[]
  anyOf?: SchemaNode[]
  properties?: Record<string, SchemaNode>
  required?: string[]
  items?: SchemaNode
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
  pattern?: string
  format?: string
}

/** The schema that a reference means, or the schema itself. */
export function resolveSchema(document: OpenAPI.Document, schema: SchemaNode): SchemaNode {
  const name = schema.$ref?.split('/').at(-1)
  return name === undefined ? schema : ((document.components?.schemas?.[name] ?? {}) as SchemaNode)
}

/** A value that the schema allows: its example where it has one, else one made of those of its parts. */
export function sampleOf(document: OpenAPI.Document, node: SchemaNode): unknown {
  const schema = resolveSchema(document, node)
  if (schema.examples?.length) return schema.examples[0]
  if (schema.default !== undefined) return schema.default
  if (schema.const !== undefined) return schema.const
  if (schema.enum?.length) return schema.enum[0]
  if (schema.anyOf?.length)
    return schema.anyOf.some(({ type }) => type === 'null') ? null : sampleOf(document, schema.anyOf[0] ?? {})
  if (schema.type === 'array') return schema.items === undefined ? [] : [sampleOf(document, schema.items)]
  if (schema.type === 'object') {
    const entries = Object.entries(schema.properties ?? {}).filter(([key]) => schema.required?.includes(key))
    return Object.fromEntries(entries.map(([key, each]) => [key, sampleOf(document, each)]))
  }
  if (schema.type === 'integer' || schema.type === 'number') return Math.max(0, schema.minimum ?? 0)
  if (schema.type === 'boolean') return false
  return schema.type === 'string' ? 'text' : null
}

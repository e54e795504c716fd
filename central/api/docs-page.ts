import type { OpenAPI } from '@orpc/openapi'
import { API_PROBLEMS } from '../../contract/central/api/errors.ts'
import { API_GUIDE } from '../../contract/central/api/guide.ts'
import { API_PREFIX, API_SCOPES } from '../../contract/central/api/operation.ts'
import { DOCS_STYLE } from './docs-style.ts'
import { resolveSchema, type SchemaNode } from './schema-sample.ts'

type Operation = { method: string; path: string; operation: OpenAPI.OperationObject }

/** The page at `/docs`, made from the document: one file of HTML without scripts or anything from outside. */
export function renderDocsPage(document: OpenAPI.Document): string {
  const operations = operationsOf(document)
  const groups = (document.tags ?? []).map((tag) => ({
    tag,
    own: operations.filter(({ operation }) => operation.tags?.includes(tag.name)),
  }))
  const guide = API_GUIDE.map(
    ({ title, paragraphs }) =>
      `<section><h2 id="${idOf(title)}">${escaped(title)}</h2>${paragraphs.map((text) => `<p>${escaped(text)}</p>`).join('')}${tableAfter(title)}</section>`,
  ).join('')
  const body = groups
    .map(
      ({ tag, own }) =>
        `<section><h2 id="${idOf(tag.name)}">${escaped(tag.name)}</h2><p class="lead">${escaped(tag.description ?? '')}</p>${own.map((each) => renderOperation(document, each)).join('')}</section>`,
    )
    .join('')
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(document.info.title)}</title><style>${DOCS_STYLE}</style></head>
<body><a class="skip" href="#content">Skip to the content</a><div class="frame">
<nav aria-label="Contents">${renderContents(groups)}</nav>
<main id="content" tabindex="-1"><h1>${escaped(document.info.title)}</h1>
<p class="lead">${escaped(document.info.summary ?? '')} Version ${escaped(document.info.version)}. The same as a document for programs: <a href="/openapi.json">openapi.json</a>.</p>
${guide}${body}</main></div></body></html>
`
}

function renderContents(groups: readonly { tag: OpenAPI.TagObject; own: readonly Operation[] }[]): string {
  const list = (links: readonly [string, string][]): string =>
    `<ul>${links.map(([id, text]) => `<li><a href="#${id}">${escaped(text)}</a></li>`).join('')}</ul>`
  const chapters = list(API_GUIDE.map(({ title }) => [idOf(title), title]))
  const own = groups.map(
    ({ tag, own: operations }) =>
      `<h2>${escaped(tag.name)}</h2>${list(operations.map(({ operation }) => [idOf(operation.operationId ?? ''), operation.summary ?? '']))}`,
  )
  return `<h2>Guide</h2>${chapters}${own.join('')}`
}

/** What a chapter of the guide shows beside its text. */
function tableAfter(title: string): string {
  if (title === 'Keys and scopes')
    return table(
      ['Scope', 'Allows'],
      Object.entries(API_SCOPES).map(([scope, meaning]) => [code(scope), escaped(meaning)]),
    )
  if (title === 'Problems')
    return table(
      ['Code', 'Status', 'Message'],
      Object.values(API_PROBLEMS).map((each) => [code(each.code), String(each.status), escaped(each.message)]),
    )
  return ''
}

function operationsOf(document: OpenAPI.Document): Operation[] {
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    (['get', 'post', 'put', 'patch', 'delete'] as const).flatMap((method) => {
      const operation = item?.[method]
      return operation === undefined ? [] : [{ method: method.toUpperCase(), path: API_PREFIX + path, operation }]
    }),
  )
}

function renderOperation(document: OpenAPI.Document, { method, path, operation }: Operation): string {
  const description = (operation.description ?? '')
    .split('\n\n')
    .map((text) => `<p>${inline(text)}</p>`)
    .join('')
  const parameters = (operation.parameters ?? []) as OpenAPI.ParameterObject[]
  const request = (operation.requestBody as OpenAPI.RequestBodyObject | undefined)?.content['application/json']
  const success = Object.entries(operation.responses ?? {}).find(([status]) => Number(status) < 400)
  const said = success?.[1] as OpenAPI.ResponseObject | undefined
  const answer = said?.content?.['application/json']
  const problems = Object.keys(operation.responses ?? {}).filter((status) => Number(status) >= 400)
  return `<article><h3 id="${idOf(operation.operationId ?? '')}">${escaped(operation.summary ?? '')}</h3>
<p class="call"><span class="verb">${method}</span> <code>${escaped(path)}</code></p>${description}
${parameters.length === 0 ? '' : `<h4>Parameters</h4>${renderParameters(parameters)}`}
${request === undefined ? '' : `<h4>Body</h4>${renderFields(document, request.schema as SchemaNode)}${example('Example', request.example)}`}
${answer === undefined ? '' : `<h4>Answer ${success?.[0]}</h4><p>${escaped(said?.description ?? '')}</p><details><summary>Fields</summary>${renderFields(document, answer.schema as SchemaNode)}</details>${example('Example', answer.example)}`}
<p class="soft">Problems: ${problems.join(', ')}. See <a href="#${idOf('Problems')}">their codes</a>.</p></article>`
}

function renderParameters(parameters: readonly OpenAPI.ParameterObject[]): string {
  return table(
    ['Name', 'In', 'Type', 'Meaning'],
    parameters.map((each) => [
      code(each.name),
      each.in + (each.required ? ', required' : ''),
      escaped(typeOf(each.schema as SchemaNode)),
      inline(each.description ?? ''),
    ]),
  )
}

function renderFields(document: OpenAPI.Document, schema: SchemaNode): string {
  return table(
    ['Field', 'Type', 'Meaning'],
    fieldsOf(document, schema, '').map(({ path, node, required }) => [
      code(path),
      escaped(typeOf(node)) + (required ? '' : ', optional'),
      inline(node.description ?? ''),
    ]),
  )
}

type Field = { path: string; node: SchemaNode; required: boolean }

function fieldsOf(document: OpenAPI.Document, node: SchemaNode, path: string): Field[] {
  const [only, ...others] = node.anyOf?.filter(({ type }) => type !== 'null') ?? []
  if (only !== undefined && others.length === 0) return fieldsOf(document, only, path)
  const schema = resolveSchema(document, node)
  if (schema.type === 'array' && schema.items !== undefined) return fieldsOf(document, schema.items, `${path}[]`)
  return Object.entries(schema.properties ?? {}).flatMap(([key, each]) => {
    const own = path === '' ? key : `${path}.${key}`
    const field = { path: own, node: resolveSchema(document, each), required: schema.required?.includes(key) ?? false }
    return [field, ...fieldsOf(document, each, own)]
  })
}

function typeOf(schema: SchemaNode): string {
  if (schema.anyOf !== undefined) return schema.anyOf.map(typeOf).join(' or ')
  if (schema.enum !== undefined) return schema.enum.map(String).join(' | ')
  const least = schema.minLength ?? schema.minItems
  const most = schema.maxLength ?? schema.maxItems
  const size = most === undefined ? '' : ` (${least ?? 0} to ${most})`
  return (schema.format ?? schema.type ?? 'any') + size
}

function example(title: string, value: unknown): string {
  const text = escaped(JSON.stringify(value, null, 2))
  return `<details><summary>${title}</summary><pre tabindex="0">${text}</pre></details>`
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (tag: string, texts: readonly string[]): string =>
    texts.map((text) => `<${tag}>${text}</${tag}>`).join('')
  return `<div class="table"><table><thead><tr>${cells('th', head)}</tr></thead><tbody>${rows.map((row) => `<tr>${cells('td', row)}</tr>`).join('')}</tbody></table></div>`
}

function idOf(title: string): string {
  return title.toLowerCase().replace(/[^a-z0-9]+/g, '-')
}

function code(text: string): string {
  return `<code>${escaped(text)}</code>`
}

/** Text with its `code` marked as such. */
function inline(text: string): string {
  return escaped(text).replace(/`([^`]+)`/g, '<code>$1</code>')
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)
}

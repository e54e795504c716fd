import type { TemplateBody } from './template.ts'

const WIDTH = 96

/** A template as text for people: JSON with a short thing on one line, so that an element takes a few lines. */
export function templateText(body: TemplateBody): string {
  return jsonText(body)
}

/** A value as JSON for people: what is short stands on one line. */
export function jsonText(value: unknown): string {
  return `${write(value, '')}\n`
}

function write(value: unknown, indent: string): string {
  const short = JSON.stringify(value, null, 1).replace(/\n\s*/g, ' ')
  if (typeof value !== 'object' || value === null || indent.length + short.length <= WIDTH) return short
  const inner = `${indent}  `
  if (Array.isArray(value)) {
    return `[\n${value.map((one) => inner + write(one, inner)).join(',\n')}\n${indent}]`
  }
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .map(([name, field]) => `${inner}${JSON.stringify(name)}: ${write(field, inner)}`)
  return `{\n${fields.join(',\n')}\n${indent}}`
}

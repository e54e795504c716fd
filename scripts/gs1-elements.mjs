// Writes the table of GS1 application identifiers, domain/gs1-elements.ts, from a file of the GS1 Barcode Syntax Dictionary:
//   node scripts/gs1-elements.mjs <dictionary.txt> [--check]
// With --check nothing is written: the exit code says whether the table is that of the file.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const TARGET = fileURLToPath(new URL('../domain/gs1-elements.ts', import.meta.url))
const FLAGS = '*!?"$%&\'()+,-./:;<=>@[\\]^_`{|}~'
const COMPONENT = /^(\[[NXYZ](\.\.)?\d+\]|[NXYZ](\.\.)?\d+)(,[a-z0-9]+)*$/
const WIDTH = 120

/** The rows and the release of a dictionary's text; throws on a line that is not understood. */
function readDictionary(text) {
  const release = /^# Release: (\S+)/m.exec(text)?.[1]
  if (release === undefined) throw new Error('No line "# Release: …": is this the syntax dictionary?')
  const rows = []
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue
    const mark = line.indexOf('#')
    const words = (mark < 0 ? line : line.slice(0, mark)).trim().split(/\s+/)
    const title = mark < 0 ? '' : line.slice(mark + 1).trim()
    const identifiers = words.shift() ?? ''
    const flags = [...(words[0] ?? '')].every((character) => FLAGS.includes(character)) ? (words.shift() ?? '') : ''
    const components = words.filter((word) => COMPONENT.test(word))
    const attributes = words.filter((word) => /^(req=|ex=|dlpkey(=|$))/.test(word))
    const known = components.length + attributes.length === words.length && components.length > 0
    if (!known || !/^\d{2,4}(-\d{2,4})?$/.test(identifiers) || !/^\*?\??$/.test(flags))
      throw new Error(`Line ${index + 1} is not understood: ${line}`)
    rows.push([identifiers, flags, components.join(' '), attributes.join(' '), title])
  }
  return { release, rows }
}

/** A row as the formatter would leave it: on one line where it fits. */
function writeRow(row) {
  const cells = row.map((cell) => (cell.includes("'") ? JSON.stringify(cell) : `'${cell}'`))
  const line = `  [${cells.join(', ')}],`
  return line.length <= WIDTH ? line : `  [\n${cells.map((cell) => `    ${cell},`).join('\n')}\n  ],`
}

function writeTable({ release, rows }) {
  return `/**
 * The GS1 application identifiers, one row each: identifier or range, flags (\`*\` = predefined length, no separator needed;
 * \`?\` = allowed as a data attribute of a Digital Link), components (\`N6,yymmd0\`, \`X..20\`, \`[N3]\` optional), attributes
 * (\`req=\`, \`ex=\`, \`dlpkey\`), title. Written by \`scripts/gs1-elements.mjs\`, not by hand, from the GS1 Barcode Syntax
 * Dictionary, release ${release} (© GS1 AISBL, BWIPP project, Zint project; Apache License 2.0).
 */
export type Gs1ElementRow = readonly [
  identifiers: string,
  flags: string,
  components: string,
  attributes: string,
  title: string,
]

/** Every row of the dictionary, in its order. */
export const GS1_ELEMENTS: readonly Gs1ElementRow[] = [
${rows.map(writeRow).join('\n')}
]
`
}

const [source, mode] = process.argv.slice(2)
if (source === undefined) {
  console.error('usage: node scripts/gs1-elements.mjs <dictionary.txt> [--check]')
  process.exit(2)
}
const table = writeTable(readDictionary(readFileSync(source, 'utf8')))
if (mode !== '--check') writeFileSync(TARGET, table)
else if (readFileSync(TARGET, 'utf8') !== table) {
  console.error(`domain/gs1-elements.ts is not the table of ${source}`)
  process.exit(1)
}

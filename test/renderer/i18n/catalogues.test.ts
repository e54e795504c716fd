import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'

const folder = resolve(import.meta.dirname, '../../../renderer/i18n/locales')

type Entry = { area: string; id: string; text: string }

/** The entries of a catalogue; an id carries its context, because the same English may be two words in Korean. */
function entries(area: string, locale: string): Entry[] {
  const file = readFileSync(join(folder, area, `${locale}.po`), 'utf8')
  const unquote = (lines: string): string =>
    [...lines.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map((match) => match[1]?.replace(/\\(.)/g, '$1') ?? '').join('')
  return [...file.matchAll(/(?:^msgctxt ((?:".*"\s*)+))?^msgid ((?:".*"\s*)+)^msgstr ((?:".*"\s*)+)/gm)]
    .map(([, context = '', id = '', text = '']) => ({
      area,
      id: `${unquote(context)}\u0004${unquote(id)}`,
      text: unquote(text),
    }))
    .filter((entry) => entry.id !== '\u0004')
}

const areas = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && readdirSync(join(folder, entry.name)).length > 0)
  .map((entry) => entry.name)

test.each(areas)('the Korean catalogue of %s has no hole and says the same messages as the English one', (area) => {
  const korean = entries(area, 'ko')
  const english = entries(area, 'en')
  expect(english.length).toBeGreaterThan(0)
  expect(korean.filter((entry) => entry.text === '').map((entry) => entry.id)).toEqual([])
  expect(korean.map((entry) => entry.id).sort()).toEqual(english.map((entry) => entry.id).sort())
})

test('every placeholder of a message is kept in Korean', () => {
  const names = (text: string): string[] =>
    [...new Set([...text.matchAll(/\{(\w+)/g)].map((match) => match[1] ?? ''))].sort()
  const lost = areas
    .flatMap((area) => entries(area, 'ko'))
    .filter((entry) => entry.text !== '' && !/, (plural|select|selectordinal),/.test(entry.id))
    .filter((entry) => names(entry.text).join() !== names(entry.id).join())
  expect(lost).toEqual([])
})

test('one message has one translation, whichever area says it', () => {
  const all = areas.flatMap((area) => entries(area, 'ko')).filter((entry) => entry.text !== '')
  const first = new Map<string, Entry>()
  const conflicts: [Entry, Entry][] = []
  for (const entry of all) {
    const known = first.get(entry.id)
    if (known !== undefined && known.text !== entry.text) conflicts.push([known, entry])
    else first.set(entry.id, entry)
  }
  expect(conflicts).toEqual([])
})

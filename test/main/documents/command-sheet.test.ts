import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { ActionView } from '../../../contract/station/floor.ts'
import { COMMAND_CODES, COMMAND_NAMES } from '../../../domain/command-code.ts'
import { areaOf } from '../../../domain/label.ts'
import { commandSheet } from '../../../main/documents/command-sheet.ts'
import { renderPdf } from '../../../main/documents/pdf.ts'
import { codeSheetPages } from '../../../main/documents/sheets.ts'
import { packBenches } from '../../renderer/fixtures/pack-benches.ts'
import { pickBenches } from '../../renderer/fixtures/pick-benches.ts'
import { shipBenches } from '../../renderer/fixtures/ship-benches.ts'
import { signInBenches } from '../../renderer/fixtures/sign-in-benches.ts'
import { decode, pdfFacts, popplerMissing, rasterise } from './raster.ts'

const CASES = (['ko', 'en'] as const).flatMap((language) =>
  (['a4', 'a6'] as const).map((size) => [language, size] as const),
)

/** Every action that a step of the floor offers, as a button, behind More or as a choice. */
function offered(value: unknown): ActionView[] {
  if (Array.isArray(value)) return value.flatMap(offered)
  if (typeof value !== 'object' || value === null) return []
  const { name, code } = value as Partial<ActionView>
  const own = COMMAND_NAMES.find((known) => known === name)
  if (own !== undefined && typeof code === 'string') return [value as ActionView]
  return Object.values(value).flatMap(offered)
}

describe.skipIf(popplerMissing).each(CASES)('the command sheet in %s on %s', (language, size) => {
  test('reads back as every command once, on pages of its size', async () => {
    const pages = [...codeSheetPages(commandSheet(language), language, size).pages]
    const { pdf } = await renderPdf(pages, 'commands')
    expect(pdfFacts(pdf)).toMatch(size === 'a4' ? /595\.\d+ x 841\.\d+/ : /297\.\d+ x 419\.\d+/)
    const read = pages.flatMap((page, index) => {
      const raster = rasterise(pdf, 203, index + 1)
      return page.elements
        .filter((element) => element.kind === 'bars')
        .map((bars) => decode(raster, areaOf(bars))?.text)
    })
    expect(read.sort()).toEqual(Object.values(COMMAND_CODES).sort())
  })
})

test('every action that a screen of the floor offers is on the sheet, with the code that its button says', () => {
  const sheet = new Set(commandSheet('en').groups.flatMap((group) => group.entries.map((entry) => entry.code)))
  const actions = offered([signInBenches, pickBenches, packBenches, shipBenches])
  expect(new Set(actions.map((action) => action.name)).size).toBeGreaterThan(20)
  for (const { name, code } of actions) {
    expect([name, code]).toEqual([name, COMMAND_CODES[name]])
    expect([name, sheet.has(code)]).toEqual([name, true])
  }
})

test('every command is called on the sheet as on its button', () => {
  const root = resolve(import.meta.dirname, '../../../renderer')
  const source = readFileSync(join(root, 'floor/action-words.tsx'), 'utf8')
  const korean = readFileSync(join(root, 'i18n/locales/floor/ko.po'), 'utf8')
  const words = new Map(
    [...source.matchAll(/^ {2}(\w+): \{ word: msg`([^`]+)`/gm)].map(([, name = '', word = '']) => [name, word]),
  )
  expect(words.size).toBeGreaterThan(35)
  for (const language of ['ko', 'en'] as const) {
    const titles = new Map(
      commandSheet(language).groups.flatMap((group) => group.entries.map(({ code, title }) => [code, title])),
    )
    for (const name of COMMAND_NAMES) {
      const english = words.get(name)
      // Who acknowledges an error names the act ("I put it back"); the sheet has one code for all of them.
      if (english === undefined || name === 'acknowledge') continue
      const own = language === 'en' ? english : korean.split(`msgid "${english}"\nmsgstr "`)[1]?.split('"')[0]
      expect([name, titles.get(COMMAND_CODES[name])?.toLowerCase()]).toEqual([
        name,
        expect.stringContaining(own?.toLowerCase() ?? '?'),
      ])
    }
  }
})

test('no command is named the same as another one of its group', () => {
  for (const language of ['ko', 'en'] as const) {
    for (const group of commandSheet(language).groups) {
      const titles = group.entries.map((entry) => entry.title)
      expect(new Set(titles).size).toBe(titles.length)
    }
  }
})

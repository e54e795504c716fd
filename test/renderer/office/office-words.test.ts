import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { type I18n, setupI18n } from '@lingui/core'
import { lingui, linguiTransformerBabelPreset } from '@lingui/vite-plugin'
import babel from '@rolldown/plugin-babel'
import { createServer, type ViteDevServer } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { COMMANDS } from '../../../commands/all-commands.ts'
import { SYNC_CODES } from '../../../contract/central/codes.ts'
import { EXCEPTION_REASONS } from '../../../domain/exceptions.ts'
import { FEEDBACK } from '../../../domain/feedback.ts'
import { ORDER_FILE_PROBLEMS } from '../../../domain/order-file-problems.ts'
import { PRINT_REASON } from '../../../main/devices/transport.ts'
import { HAS_CENTRE } from '../../../main/sync/centre-desk.ts'
import { ASKS_PERSON, CENTRE_FORGOT, KEY_MISSING } from '../../../main/sync/machine.ts'
import { NO_CENTRE } from '../../../main/sync/sync-router.ts'
import type * as CommandWords from '../../../renderer/office/command-words.ts'
import type * as ReasonWords from '../../../renderer/office/reason-words.ts'
import type * as SyncProblem from '../../../renderer/office/sync-problem.ts'
import type * as PrintReasons from '../../../renderer/print-reasons.ts'
import type * as ProblemWords from '../../../renderer/screens/import/problem-words.ts'
import type * as FileRefusals from '../../../renderer/screens/import/refusal-words.ts'
import type * as Refusals from '../../../renderer/screens/orders/refusal-words.ts'
import type * as Story from '../../../renderer/screens/orders/story-words.ts'
import type * as ScanWords from '../../../renderer/screens/scan-log/scan-words.ts'

const root = resolve(import.meta.dirname, '../../..')
const languages = ['ko', 'en'] as const

/** Every type that a command writes into an order's story, read from the commands themselves. */
function storyTypes(): string[] {
  const call = /recordEvent\(\s*tx,\s*command,\s*[^,]+,\s*([^{]*?)(?:,\s*\{|\))/gs
  const sources = globSync('commands/**/*.ts', { cwd: root }).map((file) => readFileSync(resolve(root, file), 'utf8'))
  return [
    ...new Set(
      sources.flatMap((source) =>
        [...source.matchAll(call)].flatMap(([, types = '']) =>
          [...types.matchAll(/'([a-z-]+)'/g)].map(([, type = '']) => type),
        ),
      ),
    ),
  ]
}

describe('the words of the office', () => {
  let server: ViteDevServer
  const spoken: Partial<Record<(typeof languages)[number], I18n>> = {}
  let story: typeof Story
  let problems: typeof ProblemWords
  let files: typeof FileRefusals
  let refusals: typeof Refusals
  let scans: typeof ScanWords
  let commands: typeof CommandWords
  let reasons: typeof ReasonWords
  let sync: typeof SyncProblem
  let prints: typeof PrintReasons
  const spokenEverywhere: Partial<Record<(typeof languages)[number], I18n>> = {}

  beforeAll(async () => {
    server = await createServer({
      configFile: false,
      root,
      logLevel: 'error',
      plugins: [lingui(), babel({ presets: [linguiTransformerBabelPreset()] })],
      server: { middlewareMode: true, hmr: false, ws: false },
      appType: 'custom',
      optimizeDeps: { noDiscovery: true },
    })
    const load = async <Module>(path: string): Promise<Module> =>
      (await server.ssrLoadModule(`/renderer/screens/${path}`)) as Module
    story = await load('orders/story-words.ts')
    refusals = await load('orders/refusal-words.ts')
    problems = await load('import/problem-words.ts')
    files = await load('import/refusal-words.ts')
    scans = await load('scan-log/scan-words.ts')
    commands = await load('../office/command-words.ts')
    reasons = await load('../office/reason-words.ts')
    sync = await load('../office/sync-problem.ts')
    prints = await load('../print-reasons.ts')
    for (const language of languages) {
      const { messages } = await server.ssrLoadModule(`/renderer/i18n/locales/office/${language}.po`)
      spoken[language] = setupI18n({ locale: language, messages: { [language]: messages } })
      const everywhere = await server.ssrLoadModule(`/renderer/i18n/locales/ui/${language}.po`)
      spokenEverywhere[language] = setupI18n({ locale: language, messages: { [language]: everywhere.messages } })
    }
  }, 60_000)
  afterAll(() => server.close())

  const i18n = (language: (typeof languages)[number]): I18n => {
    const found = spoken[language]
    if (found === undefined) throw new Error('the catalogue was not read')
    return found
  }

  it.each(languages)('say why a page does not come, and the one thing to do (%s)', (language) => {
    for (const [name, code] of Object.entries(PRINT_REASON)) {
      const words = prints.printReasonWords(code)
      for (const part of [words?.what, words?.todo]) {
        const sentence = part === undefined ? '' : (spokenEverywhere[language]?._(part) ?? '')
        expect(sentence, name).toMatch(/[.]$/)
        expect(/[가-힣]/.test(sentence), `${name}: ${sentence}`).toBe(language === 'ko')
      }
    }
    expect(prints.printReasonWords('E-PRN-005')).toBeNull()
  })

  it.each(languages)('tell every event that a command writes (%s)', (language) => {
    const types = storyTypes()
    expect(types).toContain('pick-short')
    const untold = types.filter(
      (type) =>
        i18n(language)
          ._(story.storyOf({ type, params: {} }, i18n(language)).sentence)
          .includes(type) && type.includes('-'),
    )
    expect(untold).toEqual([])
    const fallback = i18n(language)._(story.storyOf({ type: 'never-heard-of', params: {} }, i18n(language)).sentence)
    expect(fallback).toContain('never-heard-of')
    expect(
      types.filter(
        (type) =>
          i18n(language)._(story.storyOf({ type, params: {} }, i18n(language)).sentence) ===
          fallback.replace('never-heard-of', type),
      ),
    ).toEqual([])
  })

  it.each(languages)('say what was expected for every problem of an order file (%s)', (language) => {
    const unsaid = ORDER_FILE_PROBLEMS.filter((code) =>
      i18n(language)
        ._(problems.expectedWords({ expected: code, params: {} }))
        .includes(code),
    )
    expect(unsaid).toEqual([])
    expect(i18n(language)._(problems.expectedWords({ expected: 'brand-new', params: {} }))).toContain('brand-new')
  })

  it('mark the part of a value that is wrong', () => {
    expect(problems.wrongPart({ expected: 'quantity-not-whole', value: '2개' })).toEqual(['2', '개', ''])
    expect(problems.wrongPart({ expected: 'time-malformed', value: '2026-13-02' })).toEqual(['2026-', '13', '-02'])
    expect(problems.wrongPart({ expected: 'address-missing', value: '' })).toEqual(['', '', ''])
  })

  it('say what to do for every file that is refused as a whole', () => {
    for (const code of ['file-empty', 'password-wrong', 'quotes-broken', 'sheet-expands-too-far'])
      expect(files.fileRefusal(code, {})).not.toBeNull()
    expect(files.fileRefusal('E-IMP-001', { reason: 'file-empty' })).toEqual(files.fileRefusal('file-empty', {}))
    expect(files.fileRefusal('E-PRN-006', {})).toBeNull()
  })

  it('have a word for every answer in the scan log', () => {
    expect(scans.namesWithoutWord()).toEqual([])
  })

  it.each(languages)('call every command and every reason of an exception by a word of its own (%s)', (language) => {
    const types = [...new Set([...COMMANDS.values()].map(({ type }) => type))]
    expect(types.length).toBeGreaterThan(40)
    expect(types.filter((type) => commands.commandWord(type) === null)).toEqual([])
    const called = types.map((type) => {
      const word = commands.commandWord(type)
      return word === null ? '' : i18n(language)._(word)
    })
    expect(called.filter((word, index) => word === '' || called.indexOf(word) !== index)).toEqual([])
    expect([...EXCEPTION_REASONS].filter((reason) => !reasons.hasSentence(reason))).toEqual([])
    expect(i18n(language)._(reasons.reasonSentence('claimStale', { task: 'B-1127' }))).toContain('B-1127')
    expect(i18n(language)._(reasons.reasonSentence('brandNew', {}))).toContain('brandNew')
  })

  it('have a sentence for every reason that a FACT can be refused for', () => {
    const facts = globSync('commands/{picking,packing,shipping}/*.ts', { cwd: root })
      .map((file) => readFileSync(resolve(root, file), 'utf8'))
      .filter((source) => source.includes("class: 'FACT'"))
    const names = new Set(
      facts.flatMap((source) => [...source.matchAll(/refuse\('(\w+)'/g)].map(([, name = '']) => name)),
    )
    expect([...names]).toContain('orderStopped')
    expect([...names].filter((name) => !reasons.hasSentence(name))).toEqual([])
  })

  it.each(languages)(
    'have a sentence of their own for every reason that a decision is not possible for (%s)',
    (language) => {
      const sources = globSync('commands/exceptions/*.ts', { cwd: root }).map((file) =>
        readFileSync(resolve(root, file), 'utf8'),
      )
      const asked = sources.flatMap((source) =>
        [...source.matchAll(/refuse\('resolutionNotPossible', \{ reason: ([^}]+) \}/g)].flatMap(([, given = '']) =>
          [...given.matchAll(/'(\w+)'/g)].map(([, name = '']) => name),
        ),
      )
      expect(asked).toEqual(expect.arrayContaining(['oneOfASerial', 'noShelf', 'noQuantity', 'follows']))
      expect(asked.filter((name) => !reasons.hasSentence(name))).toEqual([])
      const said = asked.map((name) => i18n(language)._(reasons.reasonSentence(name, {})))
      expect(said.filter((sentence) => /[가-힣]/.test(sentence) !== (language === 'ko'))).toEqual([])
      // Whoever counted more than one is told which numbers there are.
      expect(i18n(language)._(reasons.reasonSentence('oneOfASerial', {}))).toMatch(/1.*0/)
    },
  )

  it.each(languages)('say what is wrong and what to do for every code of sync (%s)', (language) => {
    const codes: string[] = [
      ...Object.values(SYNC_CODES),
      FEEDBACK.centreSilent.code,
      FEEDBACK.stationStopped.code,
      NO_CENTRE,
      HAS_CENTRE,
      CENTRE_FORGOT,
      KEY_MISSING,
      ...['E-DATA-FULL', 'E-DATA-READONLY', 'E-DATA-CORRUPT'],
    ]
    // Only what a person may agree to by that: elsewhere the button would do nothing.
    expect(codes.filter(sync.mayFetchAnew)).toEqual([ASKS_PERSON])
    for (const code of codes) {
      const words = sync.syncWords(code)
      expect(words, code).not.toBeNull()
      if (words === null) continue
      expect(i18n(language)._(words.what).length, code).toBeGreaterThan(5)
      expect(i18n(language)._(words.todo), code).toMatch(/[.]$/)
    }
    expect(sync.syncSentence({ kind: 'REFUSED', code: 'E-SYN-555', params: {} })).toBe(sync.unknownTrouble)
    expect(sync.syncSentence({ kind: 'OFFLINE', code: 'E-STN-001', params: {} })).toBeNull()
  })

  it('group refusals by what is to be said, the largest group first, and never lose an order', () => {
    const refused = [
      { orderId: '1', number: '#1', name: 'underReserved', params: {} },
      { orderId: '2', number: '#2', name: 'wrongState', params: { state: 'shipped' } },
      { orderId: '3', number: '#3', name: 'wrongState', params: { state: 'shipped' } },
      { orderId: '4', number: '#4', name: 'unheardOf', params: {} },
    ]
    const groups = refusals.groupRefusals(refused, (state) => state.toUpperCase())
    expect(groups.map(({ orders }) => orders.length)).toEqual([2, 1, 1])
    expect(groups.map(({ sentence }) => i18n('en')._(sentence)).join()).toContain('SHIPPED')
    expect(
      groups.some(({ code, sentence }) => code === 'unheardOf' && i18n('en')._(sentence).includes('unheardOf')),
    ).toBe(true)
  })
})

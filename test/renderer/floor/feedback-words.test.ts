import { resolve } from 'node:path'
import { type MessageDescriptor, setupI18n } from '@lingui/core'
import { lingui, linguiTransformerBabelPreset } from '@lingui/vite-plugin'
import babel from '@rolldown/plugin-babel'
import { createServer, type ViteDevServer } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CommandName } from '../../../domain/command-code.ts'
import { FEEDBACK, type FeedbackName } from '../../../domain/feedback.ts'
import type { wordsOf as WordsOf } from '../../../renderer/floor/feedback-words.ts'
import type { shownFeedback as ShownFeedback } from '../../../renderer/floor/shown-feedback.ts'
import { settleParticles } from '../../../renderer/i18n/josa.ts'
import { feedback, greenTea, oolong, thingOf } from '../fixtures/floor-basics.ts'

const root = resolve(import.meta.dirname, '../../..')
const names = Object.keys(FEEDBACK) as FeedbackName[]
const params = {
  scanned: 'T-12',
  expected: 'T-15',
  code: '8801234004872',
  tote: 'T-12',
  slot: 5,
  quantity: 3,
  counted: 2,
  item: '녹차',
  location: 'A-03-2-05',
  order: '8841 2207',
  carton: 1,
  type: 'Box M',
  left: 4,
  units: 2,
  cartons: 1,
  weight: 1700,
  theory: 1630,
  limit: 20000,
  serial: 'SN-77',
  lot: 'L2409',
  tracking: '601234567890',
  carrier: '한빛택배',
  operator: '이도윤',
  totes: 8,
}

describe('the sentences of the floor', () => {
  let server: ViteDevServer
  let wordsOf: typeof WordsOf
  const say: Partial<Record<'ko' | 'en', (name: FeedbackName, full: boolean) => string>> = {}

  const translate: Partial<Record<'ko' | 'en', (message: MessageDescriptor) => string>> = {}
  const translated = (locale: 'ko' | 'en', message: MessageDescriptor): string => translate[locale]?.(message) ?? ''

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
    const words = (await server.ssrLoadModule('/renderer/floor/feedback-words.ts')) as { wordsOf: typeof WordsOf }
    wordsOf = words.wordsOf
    for (const locale of ['ko', 'en'] as const) {
      const { messages } = await server.ssrLoadModule(`/renderer/i18n/locales/floor/${locale}.po`)
      const i18n = setupI18n({ locale, messages: { [locale]: messages } })
      translate[locale] = (message) => i18n._(message)
      say[locale] = (name, full) => {
        const things = full ? { scanned: thingOf(oolong), expected: thingOf(greenTea) } : {}
        const { title, advice } = wordsOf(feedback(name, full ? params : {}, things))
        const text = `${i18n._(title)}\n${advice === undefined ? '' : i18n._(advice)}`
        return locale === 'ko' ? settleParticles(text) : text
      }
    }
  }, 60_000)
  afterAll(() => server.close())

  it.each(['ko', 'en'] as const)('are different for every message (%s)', (locale) => {
    const sentences = names.map((name) => say[locale]?.(name, true) ?? '')
    const twice = names.filter((_, index) => sentences.indexOf(sentences[index] ?? '') !== index)
    expect(twice).toEqual([])
  })

  it.each(['ko', 'en'] as const)('have words with and without what they name (%s)', (locale) => {
    for (const name of names)
      for (const full of [true, false]) {
        const text = say[locale]?.(name, full) ?? ''
        expect(text, name).not.toMatch(/[{}]|undefined|NaN|null|\(를\)|\(이\)|\(가\)|\(으\)/)
        expect(text.split('\n')[0]?.length ?? 0, name).toBeGreaterThan(1)
      }
  })

  it('say what is wrong with a broken GS1 code, each kind in its own words', () => {
    const problems = ['', 'BAD_CHECK_DIGIT', 'BAD_DATE', 'MISSING_SEPARATOR']
    for (const locale of ['ko', 'en'] as const) {
      const advice = problems.map((problem) => {
        const words = wordsOf(feedback('unreadableCode', { code: 'X', problem }))
        return words.advice === undefined ? '' : translated(locale, words.advice)
      })
      expect(new Set(advice).size, locale).toBe(problems.length)
      expect(advice[3]).toContain('MISSING_SEPARATOR')
    }
  })

  it('offer every thing that a code may stand for as a button of its own', async () => {
    const path = '/renderer/floor/shown-feedback.ts'
    const { shownFeedback } = (await server.ssrLoadModule(path)) as { shownFeedback: typeof ShownFeedback }
    const chosen: CommandName[] = []
    const i18n = setupI18n({ locale: 'ko', messages: { ko: {} } })
    i18n._ = ((message: MessageDescriptor) => translated('ko', message)) as typeof i18n._
    const choices = [
      { name: 'quantity1' as const, code: 'BR-Q1X', thing: thingOf(greenTea) },
      {
        name: 'quantity2' as const,
        code: 'BR-Q2X',
        thing: { ...thingOf(greenTea), kind: 'location' as const, title: 'A-01' },
      },
    ]
    const alert = { ...feedback('ambiguousCode', { code: 'A-01' }), choices }
    const shown = shownFeedback(
      { alert, feedback: alert, trouble: null, notice: null, keepsFeedback: false },
      { i18n, acknowledge: () => undefined, dismiss: () => undefined, choose: (name) => chosen.push(name) },
    )
    expect(shown?.choices?.map(({ label }) => label)).toEqual([`1 · 상품 ${greenTea.name}`, '2 · 위치 A-01'])
    shown?.choices?.[1]?.onChoose()
    expect(chosen).toEqual(['quantity2'])
  })

  it('tell what to do with every message that blocks', () => {
    const mute = names.filter((name) => FEEDBACK[name].block && wordsOf(feedback(name, params)).advice === undefined)
    expect(mute).toEqual([])
  })

  it.each([
    ['en', /other work/i, /lead/],
    ['ko', /다른 작업/, /담당자/],
  ] as const)(
    'do not send a picker whose work is elsewhere to work that the centre refuses (%s)',
    (locale, refused, way) => {
      for (const given of [{}, { station: 'P-02' }]) {
        const { title, advice } = wordsOf(feedback('taskElsewhere', given))
        const text = `${translated(locale, title)} ${advice === undefined ? '' : translated(locale, advice)}`
        expect(text).not.toMatch(refused)
        expect(text).toMatch(way)
        expect(text.includes('P-02')).toBe('station' in given)
      }
    },
  )

  it('are written in Korean in Korean', () => {
    for (const name of names) expect(say.ko?.(name, true).split('\n')[0], name).toMatch(/[가-힣]/)
  })
})

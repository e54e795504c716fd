import { describe, expect, it } from 'vitest'
import { SCANNER_TEST_CODES } from '../../../domain/scanner-test-codes.ts'
import { diagnose, profileFrom, type Reading, wedgeProfile } from '../../../renderer/scan/diagnose.ts'
import { KEYBOARD_LAYOUTS } from '../../../renderer/scan/keyboard-layout.ts'
import type { WedgeKey } from '../../../renderer/scan/wedge-key.ts'
import { type Cell, dice, scannerTypes } from './key-streams.ts'

const USUAL: Cell = {
  layout: 'us',
  capsLock: false,
  ime: false,
  mode: 'keys',
  framing: 'none',
  pause: false,
  person: 'none',
}

/** The three readings of a scanner; `change` says what it types instead of each code. */
function readings(
  cell: Partial<Cell> = {},
  change: (text: string) => string = (text) => text,
  given: { terminator?: string | null; slowest?: number; keys?: (keys: WedgeKey[]) => WedgeKey[] } = {},
): Reading[] {
  const { keys = (typed) => typed, ...typing } = given
  return SCANNER_TEST_CODES.map((code, index) =>
    diagnose(code, keys(scannerTypes(change(code.text), { ...USUAL, ...cell }, dice(index + 7), 1000, typing))),
  )
}
const kindsOf = (all: readonly Reading[]): string[] =>
  all.map(({ read, findings }) => [read ? 'read' : 'not read', ...findings.map(({ kind }) => kind)].join(' '))
const swapCase = (text: string): string =>
  text.replace(/[a-z]/gi, (one) => (one === one.toLowerCase() ? one.toUpperCase() : one.toLowerCase()))

describe('the set-up of a scanner', () => {
  it('finds nothing wrong with one that is set as Baro expects', () => {
    const found = readings()
    expect(kindsOf(found)).toEqual(['read', 'read', 'read'])
    expect(profileFrom(found, 1)).toMatchObject({
      layout: 'us',
      terminatorKeys: ['Enter'],
      silenceEnds: false,
      separatorKeys: [],
      prefixText: '',
    })
  })

  it.each(KEYBOARD_LAYOUTS)('learns the %s layout, whatever Caps Lock, input method and way of typing', (layout) => {
    for (const capsLock of [false, true]) {
      for (const mode of ['keys', 'numpad'] as const) {
        const found = readings({ layout, capsLock, mode })
        expect(found.map(({ read }) => read)).toEqual([true, true, true])
        expect(profileFrom(found, 1).layout).toBe(layout === 'kr' ? 'us' : layout)
      }
    }
    expect(kindsOf(readings({ layout: 'de' }))[0]).toBe('read layout')
    expect(kindsOf(readings({ layout, mode: 'alt' }))).toEqual(['read', 'read', 'read'])
  })

  it('says that a Korean input method is on, which does no harm', () => {
    const found = readings({ ime: true })
    expect(kindsOf(found)).toEqual(['read ime', 'read ime', 'read ime'])
    expect(found[0]?.findings[0]).toMatchObject({ harm: false })
  })

  it('says when the case comes wrong, and whether Caps Lock is on', () => {
    const [letters, digits] = readings({ capsLock: true }, swapCase)
    expect(letters).toMatchObject({ read: false, findings: [{ kind: 'caps-lock', harm: true, detail: 'computer' }] })
    expect(digits?.read).toBe(true)
    expect(readings({}, swapCase)[0]?.findings[0]).toMatchObject({ kind: 'caps-lock', detail: 'scanner' })
  })

  it('says when nothing comes behind a code, and lets silence end it until that is mended', () => {
    const found = readings({}, (text) => text, { terminator: null })
    expect(kindsOf(found)).toEqual(['not read no-suffix', 'not read no-suffix', 'not read no-suffix'])
    expect(wedgeProfile(profileFrom(found, 1))).toMatchObject({ silenceEnds: true })
  })

  it('learns Tab as the end', () => {
    expect(
      profileFrom(
        readings({}, (text) => text, { terminator: 'Tab' }),
        1,
      ).terminatorKeys,
    ).toEqual(['Tab'])
  })

  it('says when the separator is lost', () => {
    expect(kindsOf(readings({}, (text) => text.replace('\u001d', '')))[2]).toBe('not read gs-lost')
  })

  it.each([
    ['F8', ''],
    ['BracketLeft', 'ctrl'],
    ['Backquote', ''],
  ])('learns %s %s as the separator', (code, modifier) => {
    const asOther = (keys: WedgeKey[]): WedgeKey[] =>
      keys
        .filter((key) => key.code !== 'ControlLeft')
        .map((key) => (key.ctrlKey ? { ...key, code, ctrlKey: modifier === 'ctrl' } : key))
    const found = readings({}, (text) => text, { keys: asOther })
    expect(kindsOf(found)).toEqual(['read', 'read', 'read separator'])
    expect(profileFrom(found, 1).separatorKeys).toEqual([modifier === 'ctrl' ? `Control+${code}` : code])
  })

  it('learns what stands before every code, prefix keys and AIM identifiers apart', () => {
    const found = readings({}, (text) => `~${text}`)
    expect(kindsOf(found)).toEqual(['read prefix', 'read prefix', 'read prefix'])
    expect(profileFrom(found, 1).prefixText).toBe('~')
    expect(kindsOf(readings({}, (text) => `]C1${text}`))).toEqual(['read', 'read', 'read'])
    expect(profileFrom(readings({ framing: 'prefix' }), 1).prefixKeys).toEqual(['F13'])
  })

  it('learns the pace of a slow scanner, and says so', () => {
    const found = readings({}, (text) => text, { slowest: 95 })
    expect(kindsOf(found)).toEqual(['read slow', 'read slow', 'read slow'])
    expect(wedgeProfile(profileFrom(found, 1)).medianGapMs).toBeGreaterThan(45)
  })

  it('says what came when it is not the test code at all', () => {
    expect(readings({}, () => '12345').map(({ findings }) => findings.at(-1))).toEqual(
      SCANNER_TEST_CODES.map(() => ({ kind: 'unreadable', harm: true, detail: '12345' })),
    )
  })
})

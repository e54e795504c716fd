import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createWedge } from '../../../renderer/scan/wedge.ts'
import type { WedgeKey } from '../../../renderer/scan/wedge-key.ts'
import { DEFAULT_WEDGE_PROFILE as PROFILE } from '../../../renderer/scan/wedge-profile.ts'
import { abandonedOf, altTyped, keyEvent, pressed, run, scansOf, typed } from './scanner-keys.ts'

const CODE = '8801234000017'
const at = (events: readonly WedgeKey[]): number => events.at(-1)?.at ?? 1000
const scanned = (text: string, terminator = 'Enter', gap = 8): WedgeKey[] => {
  const keys = typed(text, { gap })
  return [...keys, ...pressed(terminator, at(keys) + gap)]
}

describe('a burst of fast keys', () => {
  it.each(['Enter', 'NumpadEnter', 'Tab'])('ended by %s is one scan', (terminator) => {
    const { actions, swallowed, passed } = run(createWedge(PROFILE), scanned('A-03-2-05', terminator))
    expect(scansOf(actions)).toEqual(['A-03-2-05'])
    expect(swallowed.filter(({ code }) => code === terminator).map(({ type }) => type)).toEqual(['keydown', 'keyup'])
    expect(passed.filter(({ type, code }) => type === 'keydown' && code !== 'ShiftLeft')).toHaveLength(2)
  })

  it('is swallowed from its third key on, and the text of the focused field is put back', () => {
    const { actions } = run(createWedge(PROFILE), typed('123'))
    expect(actions.map(({ type }) => type)).toEqual(['began', 'began', 'began', 'restore', 'swallow', 'swallow'])
  })

  it('gives the times of its first key and of its end', () => {
    const { actions } = run(createWedge(PROFILE), scanned('12345', 'Enter', 10))
    expect(actions.find(({ type }) => type === 'scan')).toMatchObject({
      framing: 'timing',
      firstAt: 1000,
      lastAt: expect.closeTo(1050.4, 1),
    })
  })

  it('ends by 200 ms of silence, not before', () => {
    const wedge = createWedge(PROFILE)
    const { lastAt } = run(
      wedge,
      typed(CODE).filter(({ type }) => type === 'keydown'),
    )
    expect(wedge.deadline()).toBe(lastAt + 200)
    expect(wedge.tick(lastAt + 199)).toEqual([])
    expect(scansOf(wedge.tick(lastAt + 200))).toEqual([CODE])
    expect(wedge.deadline()).toBeNull()
  })

  it('ends by silence also when the next key is what tells the time', () => {
    const wedge = createWedge(PROFILE)
    const { lastAt } = run(wedge, typed(CODE))
    expect(scansOf(run(wedge, typed('x', { at: lastAt + 300 })).actions)).toEqual([CODE])
  })

  it('is abandoned, not shortened, by silence once the scanner is known to send a terminator', () => {
    const wedge = createWedge({ ...PROFILE, silenceEnds: false })
    const { lastAt } = run(wedge, typed(CODE))
    expect(abandonedOf(wedge.tick(lastAt + 200))).toEqual(['unterminated'])
  })

  it('of two characters counts its terminator as the third key', () => {
    const { actions, passed } = run(createWedge(PROFILE), scanned('A1'))
    expect(scansOf(actions)).toEqual(['A1'])
    expect(passed.some(({ code }) => code === 'Enter')).toBe(false)
  })

  it("never takes a person's Enter for its terminator, 60 ms or more behind up to two keys however quickly pressed", () => {
    const key = fc.record({ gap: fc.integer({ min: 1, max: 300 }), hold: fc.integer({ min: 62, max: 160 }) })
    fc.assert(
      fc.property(fc.array(key, { maxLength: 2 }), fc.integer({ min: 60, max: 400 }), (keys, wait) => {
        let time = 1000
        const events = keys.flatMap(({ gap, hold }, index) => {
          time += gap
          return [
            keyEvent({ code: `Key${'CB'[index]}`, at: time }),
            keyEvent({ code: `Key${'CB'[index]}`, at: time + hold, type: 'keyup' }),
          ]
        })
        const enter = keyEvent({ code: 'Enter', key: 'Enter', at: time + wait })
        const inOrder = [...events, enter].sort((one, other) => one.at - other.at)
        expect(run(createWedge(PROFILE), inOrder).passed).toContain(enter)
      }),
    )
  })

  it('with one hole of 120 to 200 ms, wherever it is, is whole when the scanner ends it', () => {
    for (let head = 1; head < CODE.length; head += 1) {
      const first = typed(CODE.slice(0, head))
      const rest = typed(CODE.slice(head), { at: (first.findLast(({ type }) => type === 'keydown')?.at ?? 0) + 150 })
      const { actions, passed } = run(createWedge(PROFILE), [...first, ...rest, ...pressed('Enter', at(rest) + 8)])
      expect(scansOf(actions)).toEqual([CODE])
      expect(passed.some(({ code }) => code === 'Enter')).toBe(false)
    }
  })

  it('with a hole and without an end is abandoned aloud: it may be two codes', () => {
    const wedge = createWedge(PROFILE)
    const first = typed('88012')
    const rest = typed('340017', { at: at(first) + 150 })
    const { actions } = run(wedge, [...first, ...rest])
    const all = [...actions, ...wedge.tick(at(rest) + 300)]
    expect(scansOf(all)).toEqual([])
    expect(abandonedOf(all)).toEqual(['broken'])
  })

  it('with two holes is abandoned aloud, and its rest is swallowed with it', () => {
    const first = typed('88012')
    const second = typed('34', { at: at(first) + 150 })
    const rest = typed('0017', { at: at(second) + 150 })
    const { actions } = run(createWedge(PROFILE), [...first, ...second, ...rest, ...pressed('Enter', at(rest) + 8)])
    expect(scansOf(actions)).toEqual([])
    expect(abandonedOf(actions)).toEqual(['broken'])
  })

  it('never loses its beginning in silence: a key before a hole that nobody let go spoils it aloud', () => {
    const first = typed('8').filter(({ type }) => type === 'keydown')
    const rest = typed(CODE.slice(1), { at: at(first) + 150 })
    const wedge = createWedge(PROFILE)
    const { actions } = run(wedge, [...first, ...rest, ...pressed('Enter', at(rest) + 8)])
    const all = [...actions, ...wedge.tick(at(rest) + 500)]
    expect(scansOf(all)).toEqual([])
    expect(abandonedOf(all)).toEqual(['broken'])
  })

  it('leaves out the key that a person holds over it, and gives that key back', () => {
    const keys = typed(CODE)
    const down = keyEvent({ code: 'KeyX', key: 'x', at: 1030 })
    const events = [...keys, ...pressed('Enter', at(keys) + 8), down, { ...down, type: 'keyup' as const, at: 1160 }]
    const { actions } = run(
      createWedge(PROFILE),
      events.sort((left, right) => left.at - right.at),
    )
    expect(scansOf(actions)).toEqual([CODE])
    expect(actions.filter(({ type }) => type === 'give-back')).toEqual([{ type: 'give-back', key: down }])
  })

  it('whose first key was held up, by the computer or by a person, is abandoned aloud and never shortened', () => {
    const [down, up] = pressed('Digit8', 1000)
    const rest = typed(CODE.slice(1), { at: 1120 })
    if (down === undefined || up === undefined) throw new Error('no key')
    const events = [down, { ...up, at: 1080 }, ...rest, ...pressed('Enter', at(rest) + 8)]
    const { actions } = run(createWedge(PROFILE), events)
    expect(scansOf(actions)).toEqual([])
    expect(abandonedOf(actions)).toEqual(['broken'])
  })

  it('under a Shift that a person holds is abandoned aloud', () => {
    const shift = keyEvent({ code: 'ShiftLeft', key: 'Shift', shiftKey: true, at: 900 })
    const keys = typed(CODE).map((event) => ({ ...event, shiftKey: true }))
    const { actions } = run(createWedge(PROFILE), [shift, ...keys, ...pressed('Enter', at(keys) + 8)])
    expect(scansOf(actions)).toEqual([])
    expect(abandonedOf(actions)).toEqual(['broken'])
  })

  it('without the text that this scanner puts before every code has lost its beginning', () => {
    const profile = { ...PROFILE, prefixText: '~' }
    expect(scansOf(run(createWedge(profile), scanned(`~${CODE}`)).actions)).toEqual([CODE])
    expect(abandonedOf(run(createWedge(profile), scanned(CODE)).actions)).toEqual(['broken'])
  })

  it('survives a busy computer: gaps of 7 to 12 ms with some of 40', () => {
    const gaps = [40, 40, 9, 12, 7, 40, 8, 11, 40, 9, 8, 40]
    const keys = typed(CODE, { gaps })
    const { actions } = run(createWedge(PROFILE), [...keys, ...pressed('Enter', at(keys) + 40)])
    expect(scansOf(actions)).toEqual([CODE])
  })

  it('takes the second terminator of CR LF along, but no later Enter', () => {
    const wedge = createWedge(PROFILE)
    const keys = scanned(CODE)
    const { swallowed } = run(wedge, [...keys, ...pressed('Enter', at(keys) + 10)])
    expect(swallowed.filter(({ code, type }) => code === 'Enter' && type === 'keydown')).toHaveLength(2)
    expect(run(wedge, pressed('Enter', at(keys) + 400)).passed).toHaveLength(2)
  })

  it('does not count repeats of a held key, and swallows them with their key', () => {
    const keys = typed('123')
    const repeat = keyEvent({ code: 'Digit3', at: at(keys) + 1, repeat: true })
    const { actions, swallowed } = run(createWedge(PROFILE), [...keys, repeat, ...pressed('Enter', at(keys) + 9)])
    expect(scansOf(actions)).toEqual(['123'])
    expect(swallowed).toContain(repeat)
  })

  it('longer than any code is abandoned and swallowed to its end', () => {
    const keys = typed('7'.repeat(700), { gap: 5 })
    const { actions, passed } = run(createWedge(PROFILE), [...keys, ...pressed('Enter', at(keys) + 5)])
    expect(abandonedOf(actions)).toEqual(['too-long'])
    expect(passed.filter(({ type }) => type === 'keydown')).toHaveLength(2)
  })

  it('is forgotten aloud when the window loses its focus', () => {
    const wedge = createWedge(PROFILE)
    run(wedge, typed(CODE))
    expect(abandonedOf(wedge.reset(2000))).toEqual(['interrupted'])
    expect(wedge.reset(2001)).toEqual([])
  })
})

describe('separators and control keys', () => {
  it('hears the GS1 separator as Ctrl+], as Alt+029 and as a key of the profile', () => {
    const start = typed('10AB')
    const ways = [
      pressed('BracketRight', at(start) + 8, { ctrlKey: true }),
      altTyped('029', at(start) + 8),
      pressed('F8', at(start) + 8),
    ]
    for (const way of ways) {
      const rest = typed('17', { at: at(way) + 8 })
      const events = [...start, ...way, ...rest, ...pressed('Enter', at(rest) + 8)]
      const { actions } = run(createWedge({ ...PROFILE, separatorKeys: ['F8'] }), events)
      expect(scansOf(actions)).toEqual(['10AB\u001d17'])
    }
  })

  it('takes Ctrl+M in a scan for its end and keeps Ctrl+D in a scan from the browser', () => {
    const start = typed('123')
    const control = pressed('KeyD', at(start) + 8, { ctrlKey: true })
    const end = pressed('KeyM', at(control) + 8, { ctrlKey: true })
    const { actions, swallowed } = run(createWedge(PROFILE), [...start, ...control, ...end])
    expect(scansOf(actions)).toEqual(['123\u0004'])
    expect(swallowed.some(({ code }) => code === 'KeyD')).toBe(true)
  })

  it('leaves shortcuts of a person alone', () => {
    const wedge = createWedge(PROFILE)
    const events = [
      ...pressed('KeyC', 1000, { ctrlKey: true }),
      ...pressed('KeyV', 1010, { ctrlKey: true }),
      ...pressed('KeyM', 1020, { ctrlKey: true }),
      ...pressed('KeyR', 1030, { metaKey: true }),
      ...pressed('F5', 1040),
    ]
    expect(run(wedge, events).swallowed).toEqual([])
  })
})

describe('Alt+numpad scanners', () => {
  const altScan = (text: string, gap: number): WedgeKey[] => {
    let time = 1000
    return [...text].flatMap((character) => {
      const keys = altTyped(String(character.charCodeAt(0)).padStart(4, '0'), time, gap)
      time = at(keys) + gap
      return keys
    })
  }

  it.each([1, 4, 19])('are understood at %i ms a key', (gap) => {
    const keys = altScan('T-07/가'.slice(0, 5), gap)
    const { actions } = run(createWedge(PROFILE), [...keys, ...pressed('Enter', at(keys) + gap)])
    expect(scansOf(actions)).toEqual(['T-07/'])
  })

  it('may use left Alt only, because right Alt switches between Hangul and English', () => {
    const keys = altScan('T-07', 4).map((event) => (event.code === 'AltLeft' ? { ...event, code: 'AltRight' } : event))
    const { actions } = run(createWedge(PROFILE), [...keys, ...pressed('Enter', at(keys) + 4)])
    expect(scansOf(actions)).toEqual([])
  })
})

describe('framing by prefix and by AIM identifier', () => {
  it.each(['F13', 'F14', 'F15', 'F16'])('%s begins a scan at any speed, swallowed from its first key', (prefix) => {
    const body = typed('A1', { at: 1500, gap: 900 })
    const { actions, passed } = run(createWedge(PROFILE), [
      ...pressed(prefix, 1000),
      ...body,
      ...pressed('Enter', at(body) + 900),
    ])
    expect(scansOf(actions)).toEqual(['A1'])
    expect(passed).toEqual([])
  })

  it.each([']C1', ']d2', ']Q3', ']E0'])('after %s silence ends nothing', (aim) => {
    const wedge = createWedge(PROFILE)
    const start = typed(`${aim}0108801234`)
    run(wedge, start)
    expect(wedge.tick(at(start) + 5000)).toEqual([])
    const rest = typed('000017', { at: at(start) + 5000 })
    const { actions } = run(wedge, [...rest, ...pressed('Enter', at(rest) + 8)])
    expect(actions.find(({ type }) => type === 'scan')).toMatchObject({
      text: `${aim}0108801234000017`,
      framing: 'aim',
    })
  })

  it('is given up aloud after 15 s', () => {
    const wedge = createWedge(PROFILE)
    run(wedge, [...pressed('F13', 1000), ...typed('12', { at: 1010 })])
    expect(wedge.deadline()).toBe(16_000)
    expect(wedge.tick(15_999)).toEqual([])
    expect(abandonedOf(wedge.tick(16_000))).toEqual(['timeout'])
    expect(run(wedge, typed('x', { at: 20_000 })).swallowed).toEqual([])
  })

  it('starts anew, aloud, when a second prefix comes before the end of the first', () => {
    const second = typed('77', { at: 1200 })
    const { actions } = run(createWedge(PROFILE), [
      ...pressed('F13', 1000),
      ...typed('12', { at: 1010 }),
      ...pressed('F13', 1100),
      ...second,
      ...pressed('Enter', at(second) + 8),
    ])
    expect(abandonedOf(actions)).toEqual(['interrupted'])
    expect(scansOf(actions)).toEqual(['77'])
  })

  it('with nothing in it is abandoned', () => {
    const { actions } = run(createWedge(PROFILE), [...pressed('F13', 1000), ...pressed('Enter', 1010)])
    expect(abandonedOf(actions)).toEqual(['empty'])
  })

  it('does not take "]C1" typed by a person for an AIM identifier', () => {
    expect(run(createWedge(PROFILE), typed(']C1abc', { gap: 90 })).swallowed).toEqual([])
  })
})

const printable = fc.integer({ min: 32, max: 126 }).map((value) => String.fromCharCode(value))
const codeText = fc
  .array(printable, { minLength: 3, maxLength: 60 })
  .map((characters) => characters.join(''))
  .filter((text) => !/^\][A-Za-z][0-9A-Za-z]/.test(text))

/** Gaps whose median is at most 35 ms and whose longest is at most 120: more than half of them fast, in any order. */
const legalGaps = (count: number) =>
  fc
    .nat(Math.ceil(count / 2) - 1)
    .chain((slowCount) =>
      fc
        .tuple(
          fc.array(fc.integer({ min: 0, max: 35 }), { minLength: count - slowCount, maxLength: count - slowCount }),
          fc.array(fc.integer({ min: 0, max: 120 }), { minLength: slowCount, maxLength: slowCount }),
        )
        .chain(([fast, slow]) => fc.shuffledSubarray([...fast, ...slow], { minLength: count, maxLength: count })),
    )

describe('whatever comes', () => {
  it('a scan with legal gaps is heard whole, once, and its terminator never reaches the page', () => {
    const scan = codeText.chain((text) => fc.record({ text: fc.constant(text), gaps: legalGaps(text.length - 1) }))
    fc.assert(
      fc.property(scan, fc.integer({ min: 0, max: 35 }), fc.boolean(), ({ text, gaps }, last, enter) => {
        const wedge = createWedge(PROFILE)
        const keys = typed(text, { gaps })
        const events = enter ? [...keys, ...pressed('Enter', at(keys) + last)] : keys
        const { actions, passed } = run(wedge, events)
        const all = [...actions, ...wedge.tick(at(events) + 1000)]
        expect(scansOf(all)).toEqual([text])
        expect(abandonedOf(all)).toEqual([])
        expect(passed.some(({ code }) => code === 'Enter')).toBe(false)
      }),
      { numRuns: 400 },
    )
  })

  it('a person with more than 60 ms between keys never loses one', () => {
    const human = fc.array(
      fc.record({
        key: fc.oneof(
          printable.map((character) => ({ character })),
          fc.constantFrom('Enter', 'Tab', 'Backspace', 'ArrowLeft').map((code) => ({ code })),
        ),
        gap: fc.integer({ min: 61, max: 400 }),
      }),
      { minLength: 1, maxLength: 80 },
    )
    fc.assert(
      fc.property(human, (keys) => {
        let time = 1000
        const events = keys.flatMap(({ key, gap }) => {
          time += gap
          return 'code' in key ? pressed(key.code, time) : typed(key.character, { at: time })
        })
        const wedge = createWedge(PROFILE)
        const { actions, swallowed } = run(wedge, events)
        expect(swallowed).toEqual([])
        expect(scansOf([...actions, ...wedge.tick(time + 1000)])).toEqual([])
      }),
      { numRuns: 300 },
    )
  })

  it('every keyup goes the way of its keydown', () => {
    const any = fc.array(
      fc.record({
        code: fc.constantFrom('KeyA', 'Digit1', 'Enter', 'F13', 'ShiftLeft', 'AltLeft', 'Numpad3', 'Escape', 'Tab'),
        gap: fc.constantFrom(1, 8, 30, 60, 130, 250, 16_000),
      }),
      { maxLength: 60 },
    )
    fc.assert(
      fc.property(any, (keys) => {
        let time = 1000
        const events = keys.flatMap(({ code, gap }) => {
          time += gap
          return pressed(code, time)
        })
        const { swallowed } = run(createWedge(PROFILE), events)
        for (let index = 0; index < events.length; index += 2) {
          const [down, up] = [events[index], events[index + 1]]
          if (down !== undefined && up !== undefined && down.code !== 'AltLeft') {
            expect(swallowed.includes(down)).toBe(swallowed.includes(up))
          }
        }
      }),
    )
  })

  it('two scans one after the other are two scans', () => {
    fc.assert(
      fc.property(codeText, codeText, fc.integer({ min: 1, max: 500 }), (first, second, pause) => {
        const one = scanned(first)
        const two = typed(second, { at: at(one) + pause })
        const { actions } = run(createWedge(PROFILE), [...one, ...two, ...pressed('Enter', at(two) + 8)])
        expect(scansOf(actions)).toEqual([first, second])
      }),
    )
  })
})

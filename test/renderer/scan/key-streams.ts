import { SCANNER_TEST_CODES } from '../../../domain/scanner-test-codes.ts'
import { diagnose, profileFrom, wedgeProfile } from '../../../renderer/scan/diagnose.ts'
import { KEYBOARD_LAYOUTS, type KeyboardLayout, layoutKeys } from '../../../renderer/scan/keyboard-layout.ts'
import { createWedge } from '../../../renderer/scan/wedge.ts'
import type { WedgeKey } from '../../../renderer/scan/wedge-key.ts'
import type { WedgeProfile } from '../../../renderer/scan/wedge-profile.ts'
import { altTyped, keyEvent, pressed } from './scanner-keys.ts'

/** One cell of the matrix: how the scanner is set, how the computer is, and who types meanwhile. */
export type Cell = {
  layout: KeyboardLayout
  capsLock: boolean
  ime: boolean
  mode: 'keys' | 'alt' | 'numpad'
  framing: 'prefix' | 'aim' | 'none'
  pause: boolean
  person: 'none' | 'before' | 'after' | 'during' | 'around'
}

const BOTH = [false, true] as const

/** Every cell of the matrix. */
export const CELLS: readonly Cell[] = KEYBOARD_LAYOUTS.flatMap((layout) =>
  BOTH.flatMap((capsLock) =>
    BOTH.flatMap((ime) =>
      (['keys', 'alt', 'numpad'] as const).flatMap((mode) =>
        (['prefix', 'aim', 'none'] as const).flatMap((framing) =>
          BOTH.flatMap((pause) =>
            (['none', 'before', 'after', 'during', 'around'] as const).map((person) => ({
              layout,
              capsLock,
              ime,
              mode,
              framing,
              pause,
              person,
            })),
          ),
        ),
      ),
    ),
  ),
)

/** Numbers from 0 to 1 that are the same for the same seed. */
export function dice(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const CODES = [
  '8801234000017',
  '4006381333931',
  '0108801234000017',
  '01088012340000171725123110LOT-7\u001d2100042',
  'A-03-2-05',
  'TOTE-07',
  'BDG-0001',
  'SKU/ab_12.z',
  'zy-YZ:qwQW@m',
  'https://id.gs1.org/01/08801234000017?11=251231',
  'BR-GWL',
]
const AIMS = [']C1', ']d2', ']Q3', ']E0']

type Roll = () => number
const between = (roll: Roll, low: number, high: number): number => low + roll() * (high - low)
const oneOf = <Value>(roll: Roll, values: readonly Value[]): Value =>
  values[Math.floor(roll() * values.length)] as Value

/** The key that types a character on a layout. */
function keyOf(character: string, layout: KeyboardLayout): { code: string; shiftKey: boolean; altGraph: boolean } {
  const { keys, altGraph } = layoutKeys(layout)
  for (const [code, pair] of Object.entries(keys)) {
    if (code.startsWith('Numpad')) continue
    if (pair[0] === character) return { code, shiftKey: false, altGraph: false }
    if (pair[1] === character) return { code, shiftKey: true, altGraph: false }
  }
  const code = Object.keys(altGraph).find((place) => altGraph[place] === character)
  if (code === undefined) throw new Error(`${layout} has no ${JSON.stringify(character)}`)
  return { code, shiftKey: false, altGraph: true }
}

/** What the page sees as `key`: nothing but Process with the input method on, else by the layout of the computer. */
function seenKey(code: string, shiftKey: boolean, cell: Cell, computer: KeyboardLayout): string {
  if (cell.ime) return 'Process'
  const pair = layoutKeys(computer).keys[code]
  if (pair === undefined) return 'Unidentified'
  const flipped = cell.capsLock && code.startsWith('Key')
  const character = pair[shiftKey !== flipped ? 1 : 0]
  return layoutKeys(computer).dead.has(character) ? 'Dead' : character
}

/** What the scanner of a cell types for a code, from `at` on, with its terminator. */
export function scannerTypes(
  code: string,
  cell: Cell,
  roll: Roll,
  at: number,
  given: { terminator?: string | null; slowest?: number } = {},
): WedgeKey[] {
  const { terminator = 'Enter', slowest = 19 } = given
  const computer = oneOf(roll, KEYBOARD_LAYOUTS)
  const text = [...code]
  const hiccup = cell.pause ? Math.floor(roll() * text.length) : -1
  const events: WedgeKey[] = []
  let time = at
  const step = (index: number): void => {
    const busy = roll() < 0.04 ? between(roll, 20, 40) : 0
    time += index === hiccup ? 150 : Math.max(busy, between(roll, 1, slowest))
  }
  const press = (part: Partial<WedgeKey> & { code: string }): void => {
    const hold = between(roll, 0.3, 8)
    const base = { capsLock: cell.capsLock, key: seenKey(part.code, part.shiftKey === true, cell, computer), ...part }
    events.push(keyEvent({ ...base, at: time }))
    time += hold
    events.push(keyEvent({ ...base, at: time, type: 'keyup' }))
  }
  const withModifier = (code_: string, flag: Partial<WedgeKey>, part: Partial<WedgeKey> & { code: string }): void => {
    events.push(keyEvent({ code: code_, key: 'Modifier', at: time, ...flag }))
    time += 0.3
    press({ ...part, ...flag })
    time += 0.3
    events.push(keyEvent({ code: code_, key: 'Modifier', at: time, type: 'keyup' }))
  }
  const type = (character: string): void => {
    if (cell.mode === 'alt') {
      const keys = altTyped(String(character.charCodeAt(0)).padStart(4, '0'), time, between(roll, 1, 5))
      events.push(...keys)
      time = keys.at(-1)?.at ?? time
    } else if (character === '\u001d') {
      withModifier('ControlLeft', { ctrlKey: true }, { code: 'BracketRight' })
    } else if (cell.mode === 'numpad' && /\d/.test(character)) press({ code: `Numpad${character}` })
    else {
      const { code: place, shiftKey, altGraph } = keyOf(character, cell.layout)
      if (altGraph) withModifier('AltRight', { altGraph: true }, { code: place })
      else if (shiftKey) withModifier('ShiftLeft', { shiftKey: true }, { code: place })
      else press({ code: place })
    }
  }
  if (cell.framing === 'prefix') {
    press({ code: 'F13', key: 'F13' })
    time += between(roll, 1, slowest)
  }
  text.forEach((character, index) => {
    type(character)
    step(index)
  })
  if (terminator !== null) events.push(...pressed(terminator, time, { key: terminator }))
  return events
}

/** Letters that no code of the streams and no layout of a scanner needs at the same time as a person. */
const PERSON_KEYS = ['KeyJ', 'KeyV', 'KeyX', 'KeyF'] as const

/** A person's keys: each held 50 to 130 ms, 70 to 250 ms apart. */
function personTypes(count: number, roll: Roll, at: number): { keys: WedgeKey[]; lastDown: number } {
  let time = at
  const keys: WedgeKey[] = []
  for (let index = 0; index < count; index += 1) {
    const code = oneOf(roll, PERSON_KEYS)
    const hold = between(roll, 50, 130)
    const key = code.slice(3).toLowerCase()
    keys.push(keyEvent({ code, key, at: time }), keyEvent({ code, key, at: time + hold, type: 'keyup' }))
    if (index < count - 1) time += Math.max(hold + 5, between(roll, 70, 250))
  }
  return { keys, lastDown: time }
}

/** One generated stream: what was scanned, all keys in order, and which were a person's. */
export type Stream = { cell: Cell; code: string; events: WedgeKey[]; person: ReadonlySet<WedgeKey> }

/** The system tells every key which modifiers are down, whosever they are. */
function holdModifiers(events: readonly WedgeKey[]): void {
  const down = new Set<string>()
  for (const event of events) {
    if (/^(Shift|Control|Alt)/.test(event.code)) {
      if (event.type === 'keydown') down.add(event.code)
      else down.delete(event.code)
    }
    event.shiftKey ||= down.has('ShiftLeft')
    event.ctrlKey ||= down.has('ControlLeft')
    event.altKey ||= down.has('AltLeft')
    if (down.has('AltRight')) event.altGraph = true
  }
}

/** The stream of a cell by a seed. */
export function streamOf(cell: Cell, seed: number): Stream {
  const roll = dice(seed)
  const bare = oneOf(roll, CODES)
  const code = cell.framing === 'aim' ? `${oneOf(roll, AIMS)}${bare}` : bare
  const before = cell.person === 'before' || cell.person === 'around'
  const head = before ? personTypes(2 + Math.floor(roll() * 5), roll, 1000) : { keys: [], lastDown: 1000 }
  const start = head.lastDown + (before ? between(roll, 40, 400) : 0)
  const scan = scannerTypes(code, cell, roll, start)
  const first = scan[0]?.at ?? start
  const end = scan.at(-1)?.at ?? start
  const tail =
    cell.person === 'after' || cell.person === 'around'
      ? personTypes(3, roll, end + between(roll, 40, 300)).keys
      : cell.person === 'during'
        ? personTypes(1, roll, between(roll, first + 1, end)).keys
        : []
  const events = [...head.keys, ...scan, ...tail]
    .map((event, order) => ({ event, order }))
    .sort((left, right) => left.event.at - right.event.at || left.order - right.order)
    .map(({ event }) => event)
  holdModifiers(events)
  return { cell, code, events, person: new Set([...head.keys, ...tail]) }
}

/** What became of a stream. `wrong` and `silent` must never be; `failed` was said aloud. */
export type Outcome = 'whole' | 'failed' | 'wrong' | 'silent' | 'key-lost'

/** Runs a stream through a wedge and judges it. */
export function outcomeOf({ code, events, person }: Stream, profile: WedgeProfile): Outcome {
  const wedge = createWedge(profile)
  const scans: string[] = []
  const lost = new Set<WedgeKey>()
  let abandoned = 0
  const take = (actions: ReturnType<typeof wedge.step>, event: WedgeKey | null): void => {
    for (const action of actions) {
      if (action.type === 'scan') scans.push(action.text)
      else if (action.type === 'abandoned') abandoned += 1
      else if (action.type === 'give-back') lost.delete(action.key)
      else if (action.type === 'swallow' && event?.type === 'keydown' && person.has(event)) lost.add(event)
    }
  }
  for (const event of events) {
    const due = wedge.deadline()
    if (due !== null && due <= event.at) take(wedge.tick(due), null)
    take(wedge.step(event), event)
  }
  const due = wedge.deadline()
  if (due !== null) take(wedge.tick(due), null)
  if (scans.some((text) => text !== code) || scans.length > 1) return 'wrong'
  if (lost.size > 0) return 'key-lost'
  if (scans.length === 1) return abandoned === 0 ? 'whole' : 'failed'
  return abandoned > 0 ? 'failed' : 'silent'
}

const profiles = new Map<string, WedgeProfile>()

/** The profile that the set-up finds for the scanner of a cell by its three test codes, at a calm moment. */
export function setUpFor(cell: Cell): WedgeProfile {
  const name = [cell.layout, cell.capsLock, cell.ime, cell.mode, cell.framing].join(' ')
  const known = profiles.get(name)
  if (known !== undefined) return known
  const readings = SCANNER_TEST_CODES.map((code, index) => {
    const text = cell.framing === 'aim' ? `]C1${code.text}` : code.text
    return diagnose(code, scannerTypes(text, { ...cell, pause: false }, dice(index + 1), 1000))
  })
  const profile = wedgeProfile(profileFrom(readings, 0))
  profiles.set(name, profile)
  return profile
}

import type { WedgeAction, WedgeKey } from '../../../renderer/scan/wedge-key.ts'

const PLAIN: Readonly<Record<string, string>> = {
  '-': 'Minus',
  '=': 'Equal',
  '[': 'BracketLeft',
  ']': 'BracketRight',
  '\\': 'Backslash',
  ';': 'Semicolon',
  "'": 'Quote',
  '`': 'Backquote',
  ',': 'Comma',
  '.': 'Period',
  '/': 'Slash',
  ' ': 'Space',
}
const SHIFTED: Readonly<Record<string, string>> = {
  _: 'Minus',
  '+': 'Equal',
  '{': 'BracketLeft',
  '}': 'BracketRight',
  '|': 'Backslash',
  ':': 'Semicolon',
  '"': 'Quote',
  '~': 'Backquote',
  '<': 'Comma',
  '>': 'Period',
  '?': 'Slash',
  ...Object.fromEntries([...')!@#$%^&*('].map((symbol, digit) => [symbol, `Digit${digit}`])),
}

/** One key event with everything off. */
export function keyEvent(part: Partial<WedgeKey> & { code: string; at: number }): WedgeKey {
  return {
    type: 'keydown',
    key: 'Process',
    shiftKey: false,
    ctrlKey: false,
    altKey: false,
    metaKey: false,
    capsLock: false,
    repeat: false,
    ...part,
  }
}

/** The physical key and Shift with which a scanner set to US layout types a character. */
export function usKeyOf(character: string): { code: string; shiftKey: boolean } {
  if (/[a-z]/.test(character)) return { code: `Key${character.toUpperCase()}`, shiftKey: false }
  if (/[A-Z]/.test(character)) return { code: `Key${character}`, shiftKey: true }
  if (/\d/.test(character)) return { code: `Digit${character}`, shiftKey: false }
  const code = PLAIN[character] ?? SHIFTED[character]
  if (code === undefined) throw new Error(`No key for ${JSON.stringify(character)}`)
  return { code, shiftKey: PLAIN[character] === undefined }
}

/** What a scanner types for a text: key down and up, Shift where it is needed, `gaps[i]` ms before character i + 1. */
export function typed(text: string, options: { at?: number; gaps?: readonly number[]; gap?: number } = {}): WedgeKey[] {
  let at = options.at ?? 1000
  return [...text].flatMap((character, index) => {
    if (index > 0) at += options.gaps?.[index - 1] ?? options.gap ?? 8
    const { code, shiftKey } = usKeyOf(character)
    const down = keyEvent({ code, shiftKey, at })
    const key = [down, { ...down, type: 'keyup' as const, at: at + 0.4 }]
    if (!shiftKey) return key
    const shift = keyEvent({ code: 'ShiftLeft', key: 'Shift', shiftKey: true, at: at - 0.2 })
    return [shift, ...key, { ...shift, type: 'keyup' as const, at: at + 0.5 }]
  })
}

/** A key pressed and released. */
export function pressed(code: string, at: number, part: Partial<WedgeKey> = {}): WedgeKey[] {
  return [keyEvent({ code, at, ...part }), keyEvent({ code, at: at + 0.4, ...part, type: 'keyup' })]
}

/** A character as Alt+numpad digits, `gap` ms apart. */
export function altTyped(digits: string, at: number, gap = 4): WedgeKey[] {
  const alt = keyEvent({ code: 'AltLeft', key: 'Alt', altKey: true, at })
  const keys = [...digits].flatMap((digit, index) =>
    pressed(`Numpad${digit}`, at + (index + 1) * gap, { altKey: true, key: digit }),
  )
  return [alt, ...keys, { ...alt, type: 'keyup', altKey: false, at: at + (digits.length + 1) * gap }]
}

/** Feeds events to a wedge and collects, per event, what it wanted; `lastAt` is the time of the last event. */
export function run(
  wedge: { step: (event: WedgeKey) => WedgeAction[] },
  events: readonly WedgeKey[],
): { actions: WedgeAction[]; swallowed: WedgeKey[]; passed: WedgeKey[]; lastAt: number } {
  const actions: WedgeAction[] = []
  const swallowed: WedgeKey[] = []
  const passed: WedgeKey[] = []
  for (const event of events) {
    const wanted = wedge.step(event)
    actions.push(...wanted)
    if (wanted.some(({ type }) => type === 'swallow')) swallowed.push(event)
    else passed.push(event)
  }
  return { actions, swallowed, passed, lastAt: events.at(-1)?.at ?? 0 }
}

/** The texts of the scans among actions. */
export function scansOf(actions: readonly WedgeAction[]): string[] {
  return actions.flatMap((action) => (action.type === 'scan' ? [action.text] : []))
}

/** The reasons of the abandoned scans among actions. */
export function abandonedOf(actions: readonly WedgeAction[]): string[] {
  return actions.flatMap((action) => (action.type === 'abandoned' ? [action.reason] : []))
}

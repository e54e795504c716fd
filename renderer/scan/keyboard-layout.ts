/** The keyboard that a scanner pretends to be; Korean scanners sit on the US positions. */
export type KeyboardLayout = 'us' | 'uk' | 'de' | 'fr' | 'kr'

/** All layouts that a scanner can be told to be found by the set-up, the usual one first. */
export const KEYBOARD_LAYOUTS: readonly KeyboardLayout[] = ['us', 'uk', 'de', 'fr', 'kr']

type Pair = readonly [plain: string, shifted: string]

/** The characters of one layout by physical key: without and with Shift, and with AltGr. */
export type LayoutKeys = {
  readonly keys: Readonly<Record<string, Pair>>
  readonly altGraph: Readonly<Record<string, string>>
  /** Characters that wait for the next key: a scanner sends a space after them. */
  readonly dead: ReadonlySet<string>
}

const letters = (rename: Readonly<Record<string, string>> = {}): Record<string, Pair> =>
  Object.fromEntries(
    [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((place) => {
      const letter = rename[place] ?? place
      return [`Key${place}`, [letter.toLowerCase(), letter]]
    }),
  )
/** The digit row from 1 to 0. */
const digits = (plain: string, shifted: string): Record<string, Pair> =>
  Object.fromEntries([...'1234567890'].map((digit, at) => [`Digit${digit}`, [plain[at] ?? '', shifted[at] ?? '']]))

const NUMPAD: Readonly<Record<string, Pair>> = {
  ...Object.fromEntries([...'0123456789'].map((digit) => [`Numpad${digit}`, [digit, digit] as const])),
  NumpadSubtract: ['-', '-'],
  NumpadAdd: ['+', '+'],
  NumpadMultiply: ['*', '*'],
  NumpadDivide: ['/', '/'],
  NumpadDecimal: ['.', '.'],
}

const US: LayoutKeys = {
  keys: {
    ...letters(),
    ...digits('1234567890', '!@#$%^&*()'),
    ...NUMPAD,
    Minus: ['-', '_'],
    Equal: ['=', '+'],
    BracketLeft: ['[', '{'],
    BracketRight: [']', '}'],
    Backslash: ['\\', '|'],
    IntlBackslash: ['\\', '|'],
    Semicolon: [';', ':'],
    Quote: ["'", '"'],
    Backquote: ['`', '~'],
    Comma: [',', '<'],
    Period: ['.', '>'],
    Slash: ['/', '?'],
    Space: [' ', ' '],
  },
  altGraph: {},
  dead: new Set(),
}

const UK: LayoutKeys = {
  keys: {
    ...US.keys,
    ...digits('1234567890', '!"£$%^&*()'),
    Quote: ["'", '@'],
    Backslash: ['#', '~'],
    Backquote: ['`', '¬'],
  },
  altGraph: {},
  dead: new Set(),
}

const DE: LayoutKeys = {
  keys: {
    ...US.keys,
    ...letters({ Y: 'Z', Z: 'Y' }),
    ...digits('1234567890', '!"§$%&/()='),
    Minus: ['ß', '?'],
    Equal: ['´', '`'],
    BracketLeft: ['ü', 'Ü'],
    BracketRight: ['+', '*'],
    Backslash: ['#', "'"],
    IntlBackslash: ['<', '>'],
    Semicolon: ['ö', 'Ö'],
    Quote: ['ä', 'Ä'],
    Backquote: ['^', '°'],
    Comma: [',', ';'],
    Period: ['.', ':'],
    Slash: ['-', '_'],
  },
  altGraph: {
    KeyQ: '@',
    Digit7: '{',
    Digit8: '[',
    Digit9: ']',
    Digit0: '}',
    Minus: '\\',
    BracketRight: '~',
    IntlBackslash: '|',
  },
  dead: new Set('´`^'),
}

const FR: LayoutKeys = {
  keys: {
    ...US.keys,
    ...letters({ A: 'Q', Q: 'A', Z: 'W', W: 'Z' }),
    ...digits('&é"\'(-è_çà', '1234567890'),
    Minus: [')', '°'],
    Equal: ['=', '+'],
    BracketLeft: ['^', '¨'],
    BracketRight: ['$', '£'],
    Backslash: ['*', 'µ'],
    IntlBackslash: ['<', '>'],
    KeyM: [',', '?'],
    Semicolon: ['m', 'M'],
    Quote: ['ù', '%'],
    Backquote: ['²', ''],
    Comma: [';', '.'],
    Period: [':', '/'],
    Slash: ['!', '§'],
  },
  altGraph: {
    Digit2: '~',
    Digit3: '#',
    Digit4: '{',
    Digit5: '[',
    Digit6: '|',
    Digit7: '`',
    Digit8: '\\',
    Digit9: '^',
    Digit0: '@',
    Minus: ']',
    Equal: '}',
  },
  dead: new Set('^¨~`'),
}

const LAYOUTS: Readonly<Record<KeyboardLayout, LayoutKeys>> = { us: US, kr: US, uk: UK, de: DE, fr: FR }

/** The keys of a layout. */
export function layoutKeys(layout: KeyboardLayout): LayoutKeys {
  return LAYOUTS[layout]
}

/** A page as a printer of `dpi` puts it on paper, one byte of grey per dot, and what was asked beside the picture. */
export interface PrintedZpl {
  raster: { width: number; height: number; pixels: Uint8ClampedArray; dpi: number }
  copies: number
  darkness: number | null
  speed: number | null
}

/**
 * Prints ZPL II as the ZPL programming guide describes it, exactly the commands that Baro sends; throws on any other, on
 * data of the wrong length and on characters beyond ASCII.
 */
export function printZpl(zpl: string, dpi: number): PrintedZpl {
  if (/[^\x20-\x7e\n]/.test(zpl)) throw new Error('not plain ASCII')
  const state = { width: 0, height: 0, home: [0, 0], field: [0, 0], copies: 0, darkness: null, speed: null } as State
  let inside = false
  for (const [, command = '', params = ''] of zpl.replaceAll('\n', '').matchAll(/([~^][A-Z]{2})([^~^]*)/g)) {
    if (command === '^XA') inside = true
    else if (command === '^XZ') inside = false
    else if (!inside && command !== '~SD') throw new Error(`${command} outside of a format`)
    else run(state, command, params)
  }
  if (state.dots === undefined) throw new Error('a page without size')
  const pixels = Uint8ClampedArray.from(state.dots, (dot) => (dot === 1 ? 0 : 255))
  const { width, height, copies, darkness, speed } = state
  return { raster: { width, height, pixels, dpi }, copies, darkness, speed }
}

interface State {
  width: number
  height: number
  home: [number, number]
  field: [number, number]
  copies: number
  darkness: number | null
  speed: number | null
  dots?: Uint8Array
}

function run(state: State, command: string, params: string): void {
  const numbers = params.split(',').map(Number)
  const [first = 0, second = 0, third = 0] = numbers
  if (command !== '^GF' && command !== '^FS' && numbers.some((value) => !Number.isInteger(value)))
    throw new Error(`${command}${params}: not whole numbers`)
  if (numbers.some((value) => value < 0)) throw new Error(`${command}${params}: below zero`)
  switch (command) {
    case '~SD':
      if (!/^\d\d$/.test(params) || first > 30) throw new Error(`~SD${params}`)
      state.darkness = first
      return
    case '^PR':
      state.speed = first
      return
    case '^CI':
      if (first !== 28) throw new Error('not UTF-8')
      return
    case '^PW':
      state.width = first
      return
    case '^LL':
      state.height = first
      state.dots = new Uint8Array(state.width * state.height)
      return
    case '^LH':
      state.home = [first, second]
      return
    case '^FO':
      state.field = [first + state.home[0], second + state.home[1]]
      return
    case '^GB':
      box(state, first, second, third)
      return
    case '^GF':
      graphic(state, params)
      return
    case '^PQ':
      state.copies = first
      return
    case '^FS':
      return
    default:
      throw new Error(`${command} is not a command of this printer`)
  }
}

function black(state: State, x: number, y: number): void {
  if (state.dots && x < state.width && y < state.height) state.dots[y * state.width + x] = 1
}

function box(state: State, width: number, height: number, border: number): void {
  if (border < 1) throw new Error('a border without thickness')
  const [left, top] = state.field
  const across = Math.max(width, border)
  const down = Math.max(height, border)
  for (let y = 0; y < down; y++) {
    for (let x = 0; x < across; x++) {
      if (x < border || y < border || x >= across - border || y >= down - border) black(state, left + x, top + y)
    }
  }
}

function graphic(state: State, params: string): void {
  const [, sent, total, perRow, data = ''] = /^A,(\d+),(\d+),(\d+),(.*)$/s.exec(params) ?? []
  if (sent === undefined || sent !== total) throw new Error(`^GF${params.slice(0, 30)}`)
  const digits = Number(perRow) * 2
  const rows: string[] = []
  let row = ''
  let repeat = 0
  for (const character of data) {
    if (character >= 'G' && character <= 'Y') repeat += character.charCodeAt(0) - 'F'.charCodeAt(0)
    else if (character >= 'g' && character <= 'z') repeat += (character.charCodeAt(0) - 'f'.charCodeAt(0)) * 20
    else if (/[0-9A-F]/.test(character)) {
      row += character.repeat(Math.max(1, repeat))
      repeat = 0
    } else if (character === ',' || character === '!') row = row.padEnd(digits, character === ',' ? '0' : 'F')
    else if (character === ':') {
      if (row !== '') throw new Error('a repeated line within a line')
      row = rows.at(-1) ?? '0'.repeat(digits)
    } else throw new Error(`${character} in a graphic`)
    if (row.length > digits) throw new Error('a line that is too long')
    if (row.length === digits && repeat === 0) {
      rows.push(row)
      row = ''
    }
  }
  if (row !== '' || rows.length * Number(perRow) !== Number(total)) throw new Error('a graphic of another length')
  const [left, top] = state.field
  rows.forEach((line, y) => {
    for (let x = 0; x < digits * 4; x++) {
      if ((Number.parseInt(line[x >> 2] ?? '0', 16) >> (3 - (x & 3))) & 1) black(state, left + x, top + y)
    }
  })
}

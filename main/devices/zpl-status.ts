import { PRINT_REASON, type PrintReason } from './transport.ts'

/** What a ZPL printer says about itself when it is asked by `~HS`. `waiting` are formats in its buffer. */
export type ZplStatus = { reasons: PrintReason[]; waiting: number }

const STX = '\u0002'
const ETX = '\u0003'

/** What a hand has to mend stands first: an open head or missing paper pauses the printer, too. */
const FLAGS: readonly (readonly [line: 0 | 1, field: number, reason: PrintReason])[] = [
  [0, 1, PRINT_REASON.paperOut],
  [1, 2, PRINT_REASON.headOpen],
  [1, 3, PRINT_REASON.ribbonOut],
  [0, 9, PRINT_REASON.fault], // corrupt memory
  [0, 10, PRINT_REASON.fault], // under temperature
  [0, 11, PRINT_REASON.fault], // over temperature
  [0, 2, PRINT_REASON.paused],
  [0, 5, PRINT_REASON.fault], // buffer full
]

/**
 * Reads the three lines of a `~HS` answer. Null when it is not whole yet, or no such answer: the first line has twelve fields,
 * the second eleven, the third two.
 */
export function parseZplStatus(text: string): ZplStatus | null {
  const lines = text
    .split(ETX)
    .slice(0, -1)
    .map((part) => part.slice(part.lastIndexOf(STX) + 1).split(','))
  const [first, second, third] = lines
  if (first === undefined || second === undefined || third === undefined) return null
  if (first.length < 12 || second.length < 11 || !/^\d+$/.test(first[4] ?? '')) return null
  const reasons = FLAGS.filter(([line, field]) => (line === 0 ? first : second)[field]?.trim() === '1').map(
    ([, , reason]) => reason,
  )
  return { reasons: [...new Set(reasons)], waiting: Number(first[4]) }
}

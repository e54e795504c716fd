import type { StoredRow } from './stored-tables.ts'

type Value = number | string | boolean | null
type Expression = (row: StoredRow) => Value
/** Binary operators, weakest first. */
const LEVELS = [['OR'], ['AND'], ['=', '<>', '<=', '>=', '<', '>'], ['+', '-']] as const

/**
 * Reads a CHECK of a table (comparisons, AND, OR, sums, columns, whole numbers, texts) and answers whether a row passes.
 * As in SQL, a comparison with null is unknown, and unknown passes. Throws when the text says anything else.
 */
export function compileCheck(text: string): (row: StoredRow) => boolean {
  const tokens = text.match(/"[^"]+"|'[^']*'|\w+|<>|<=|>=|[<>=+()-]|\S/g) ?? []
  let at = 0
  const level = (depth: number): Expression => {
    const operators = LEVELS[depth] as readonly string[] | undefined
    if (operators === undefined) return operand()
    let left = level(depth + 1)
    while (operators.includes(tokens[at]?.toUpperCase() ?? '')) {
      const operator = (tokens[at] as string).toUpperCase()
      at += 1
      left = binary(operator, left, level(depth + 1))
    }
    return left
  }
  const operand = (): Expression => {
    const token = tokens[at]
    at += 1
    if (token === '(') {
      const inner = level(0)
      if (tokens[at] !== ')') throw new Error(`No closing bracket in the check ${text}`)
      at += 1
      return inner
    }
    if (token !== undefined && /^\d+$/.test(token)) return () => Number(token)
    if (token?.startsWith("'")) return () => token.slice(1, -1)
    const column = token?.replaceAll('"', '') ?? ''
    if (!/^[a-z_]\w*$/.test(column)) throw new Error(`Cannot read the check ${text}`)
    return (row) => {
      if (!Object.hasOwn(row, column)) throw new Error(`No column ${column} for the check ${text}`)
      return row[column] ?? null
    }
  }
  const passes = level(0)
  if (at !== tokens.length) throw new Error(`Cannot read the check ${text}`)
  return (row) => passes(row) !== false
}

function binary(operator: string, left: Expression, right: Expression): Expression {
  return (row) => {
    const a = left(row)
    const b = right(row)
    if (operator === 'AND') return a === false || b === false ? false : a === null || b === null ? null : true
    if (operator === 'OR') return a === true || b === true ? true : a === null || b === null ? null : false
    if (a === null || b === null) return null
    if (operator === '+') return (a as number) + (b as number)
    if (operator === '-') return (a as number) - (b as number)
    if (operator === '=') return a === b
    if (operator === '<>') return a !== b
    if (operator === '<') return a < b
    if (operator === '<=') return a <= b
    return operator === '>' ? a > b : a >= b
  }
}

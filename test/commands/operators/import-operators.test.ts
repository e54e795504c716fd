import { afterEach, beforeEach, expect, it } from 'vitest'
import { importOperators } from '../../../commands/operators/import-operators.ts'
import { saveOperator } from '../../../commands/site/save-operator.ts'
import type { Row } from '../../../db/tables.ts'
import { type CommandStore, openCommandStore } from '../command-store.ts'

let commands: CommandStore
beforeEach(() => {
  commands = openCommandStore()
})
afterEach(() => commands.close())

const operator = (badge: string, role: 'administrator' | 'picker') => ({
  badge,
  name: `Operator ${badge}`,
  role,
  pinHash: 'hash',
})
const rows = () =>
  commands
    .rows<Row<'operator'>>('SELECT * FROM operator ORDER BY badge')
    .map(({ badge, role, active }) => [badge, role, active])
const putOutOfUse = async (badge: string, role: 'administrator' | 'picker') => {
  const [row] = commands.rows<Row<'operator'>>('SELECT * FROM operator WHERE badge = ?', badge)
  const change = { id: row?.id ?? '', badge, name: row?.name ?? '', role, pinHash: null, language: null }
  await commands.accepted(saveOperator, { ...change, active: false, otherAdministrators: 1 })
}

it('leaves somebody who was put out of use out of use, whatever the file says', async () => {
  const operators = [operator('A', 'administrator'), operator('B', 'picker')]
  await commands.accepted(importOperators, { operators, otherAdministrators: 0 })
  await putOutOfUse('B', 'picker')
  const again = await commands.accepted(importOperators, { operators, otherAdministrators: 0 })
  expect(again.outcomes).toEqual(['same', 'same'])
  expect(rows()).toEqual([
    ['A', 'administrator', 1],
    ['B', 'picker', 0],
  ])
})

it('takes no administrator away for the sake of one who is out of use', async () => {
  const operators = [operator('A', 'administrator'), operator('B', 'administrator')]
  await commands.accepted(importOperators, { operators, otherAdministrators: 0 })
  await putOutOfUse('B', 'administrator')
  const swapped = [operator('A', 'picker'), operator('B', 'administrator')]
  const result = await commands.accepted(importOperators, { operators: swapped, otherAdministrators: 0 })
  expect(result.outcomes).toEqual(['refused', 'same'])
  expect(result.problems).toMatchObject([{ index: 0, name: 'lastAdministrator' }])
  const third = [operator('A', 'picker'), operator('C', 'administrator')]
  await commands.accepted(importOperators, { operators: third, otherAdministrators: 0 })
  expect(rows()).toEqual([
    ['A', 'picker', 1],
    ['B', 'administrator', 0],
    ['C', 'administrator', 1],
  ])
})

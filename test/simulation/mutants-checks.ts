import type { Mutant } from './mutant.ts'

/** Mutants that show that each check of the simulation which stands for itself can fail: it is the one that has to speak. */
export const CHECK_MUTANTS: readonly Mutant[] = [
  {
    name: 'undo and replay are seen together',
    file: 'main/sync/apply-commits.ts',
    find: '  await putRows(tx, wanted.values())\n',
    replace: `  await putRows(tx, wanted.values())
  scope.database.exec('COMMIT')
  scope.database.exec('BEGIN IMMEDIATE')\n`,
    says: 'Own work is gone from the screens for a moment whenever rows of others come.',
    by: { simulation: 'An own pick flickered' },
  },
  {
    name: 'the oldest of the rows before facts',
    file: 'main/sync/apply-commits.ts',
    find: '    if (!wanted.has(name)) wanted.set(name, { table, key, row: before })\n',
    replace: '    wanted.set(name, { table, key, row: before })\n',
    says: 'What two facts changed is taken back only as far as the first of them.',
    by: { simulation: 'has other rows than the log then' },
  },
  {
    name: 'what leaves a shelf is not on it any more',
    file: 'commands/picking/drop-off.ts',
    find: 'on_hand: stock.on_hand - line.picked,',
    replace: 'on_hand: stock.on_hand - Math.min(1, line.picked),',
    says: 'Units that lie in totes are sold a second time.',
    by: { simulation: 'were taken' },
  },
  {
    name: 'no wall clock decides',
    file: 'commands/picking/assign-tote.ts',
    find: `    if (!isUnderWay(task) || isCollected(task)) return refuse('commandNotNow')`,
    replace: `    if (!isUnderWay(task) || Math.abs(command.at - task.created_at) > 3_600_000) return refuse('commandNotNow')`,
    says: 'Nobody can work at a station whose clock is slow or fast.',
    // A world in which it shows is one of about a hundred.
    by: {
      test: ['test/commands/claims/claims.test.ts', 'does what it claimed all the same'],
    },
  },
  {
    name: 'revoked for good',
    file: 'central/facts/take-facts.ts',
    find: `  if (row.state !== 'active') {\n    await keepAside(`,
    replace: `  if (row.state === 'gone') {\n    await keepAside(`,
    says: 'A station that was taken out of service goes on changing orders.',
    by: { simulation: 'after it was shut out' },
  },
]

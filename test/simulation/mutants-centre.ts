import type { Mutant } from './mutant.ts'

const FACTS = 'central/facts/take-facts.ts'
const RUN_FACT = 'central/facts/run-fact.ts'
const REQUEST = 'central/requests/take-request.ts'
const CENTRE_TX = 'db/sqlite/centre-tx.ts'
const T = {
  facts: 'test/central/facts/take-facts.test.ts',
  requests: 'test/central/requests/take-request.test.ts',
  quarantine: 'test/central/quarantine/quarantine.test.ts',
  idempotency: 'test/central/api/idempotency.test.ts',
  sqlite: 'test/db/sqlite/centre-store.test.ts',
} as const

/** What the centre checks before it takes facts. */
const taking: readonly Mutant[] = [
  {
    name: 'epoch check',
    file: RUN_FACT,
    find: ' && claim.data.epoch === task.epoch',
    replace: '',
    says: 'A fact under a claim that was taken away is applied all the same.',
    by: { test: [T.facts, 'when it needs a claim'] },
  },
  {
    name: 'holder check',
    file: RUN_FACT,
    find: ' && task.holder === stationId',
    replace: '',
    says: 'A station works on the task of another one.',
    by: { test: [T.facts, 'when it needs a claim'] },
  },
  {
    name: 'task of a claim',
    file: RUN_FACT,
    find: 'claim.data.task === task.id && ',
    replace: '',
    says: 'The claim of one task opens another one.',
    by: { test: [T.facts, 'when it needs a claim'] },
  },
  {
    name: 'dedupe by seq',
    file: FACTS,
    find: '[index] ?? (await takeOne(tx, station, fact, options.now))',
    replace: '[Number.NaN] ?? (await takeOne(tx, station, fact, options.now))',
    says: 'What is sent again after a lost reply is applied twice.',
    by: { simulation: true, test: [T.facts, 'that come again are told as they were first'] },
  },
  {
    name: 'dedupe by command id',
    file: FACTS,
    find: `if (outcome === undefined && isKnown) [outcome] = await tx.own.find('outcome', 'command', command.id)`,
    replace: '',
    says: 'A station that enrolled again brings its journal again, and it is applied twice.',
    by: { test: [T.facts, 'and enrolled again with its old journal'] },
  },
  {
    name: 'dedupe of what was readmitted',
    file: FACTS,
    find: `!unknown || (await tx.find('fact_exception', 'command', command.id)).length > 0`,
    replace: '!unknown',
    says: 'A station of which a lead asked about a later fact only can never push again.',
    by: { test: [T.quarantine, 'does not stop a station that may go on'] },
  },
  {
    name: 'day of the centre',
    file: REQUEST,
    find: 'businessDate: today,',
    replace: 'businessDate: body.businessDate ?? today,',
    says: 'A station whose clock is ahead releases a pre-order too early.',
    by: { test: [T.requests, 'is decided on the centre’s day'] },
  },
  {
    name: 'gap check of a push',
    file: FACTS,
    find: 'body.baseSeq > position.applied_seq)',
    replace: 'body.baseSeq > position.applied_seq + 1_000_000)',
    says: 'Facts are applied though the ones before them are missing.',
    by: { test: [T.facts, 'are not taken past a gap'] },
  },
  {
    name: 'hash of each command',
    file: FACTS,
    find: `if (command.hash !== chainHash(hash, command)) return syncProblem('chainBroken', { seq: command.seq })`,
    replace: '',
    says: 'A command that was changed on its way or in the file is applied.',
    by: { test: [T.facts, 'whose chain of hashes is broken'] },
  },
  {
    name: 'hash before a push',
    file: FACTS,
    find: `if (before !== undefined && before.hash !== body.prevHash) return 'forked'`,
    replace: '',
    says: 'A cloned disk goes on in the name of the station.',
    by: { test: [T.facts, 'that goes on from what the centre never took'] },
  },
  {
    name: 'body under a taken number',
    file: FACTS,
    find: `if (outcome !== undefined && (outcome.command_id !== command.id || outcome.hash !== command.hash)) return 'forked'`,
    replace: '',
    says: 'Another fact under a number that was taken is answered as if it had been applied, and is lost.',
    by: { test: [T.facts, 'shows in the middle too'] },
  },
  {
    name: 'incarnation of a journal',
    file: FACTS,
    find: `if (position.incarnation !== station.incarnation) return 'forked'`,
    replace: '',
    says: 'Another journal goes on under the identity of a station.',
    by: { test: [T.facts, 'shows by another incarnation'] },
  },
  {
    name: 'quarantine of a fork',
    file: FACTS,
    find: `await tx.put('station', { ...row, state: 'quarantined' })`,
    replace: '',
    says: 'A station whose journal forked goes on, and so does its clone.',
    by: { test: [T.facts, 'with another fact under a number'] },
  },
  {
    name: 'facts of a fork are kept',
    file: FACTS,
    find: `await keepAside(tx, station, body.commands, 'forked', options.now)`,
    replace: '',
    says: 'What the hands did at a cloned station is gone.',
    by: { test: [T.facts, 'with another fact under a number'] },
  },
  {
    name: 'facts of a revoked station are kept aside',
    file: FACTS,
    find: `if (row.state !== 'active') {`,
    replace: `if (row.state === 'gone') {`,
    says: 'A station that was revoked still moves stock.',
    by: { test: [T.facts, 'is still heard, into quarantine'] },
  },
  {
    name: 'timeline of a push',
    file: FACTS,
    find: `if (body.timeline !== centre.timeline) return syncProblem('timelineOther', { timeline: centre.timeline })`,
    replace: '',
    says: 'A push of the time before a restore is taken for one of this history.',
    by: { test: [T.facts, 'of another timeline are not taken'] },
  },
  {
    name: 'outcome and rows in one transaction',
    file: FACTS,
    find: 'const reply = await store.write((tx) => takeInside(tx, station, body, facts, options), warm)',
    replace: `const later: any[] = []
  const reply = await store.write((tx) => {
    const own = { ...tx.own, put: async (...row: any[]) => void later.push(row) }
    return takeInside({ ...tx, own } as any, station, body, facts, options)
  }, warm)
  await store.write(async (tx: any) => {
    for (const row of later) await tx.own.put(...row)
  })`,
    says: 'A centre that dies in between has applied facts that it does not remember, and applies them again.',
    by: { simulation: true, test: [T.facts, 'are in the tables with their outcomes or not at all'] },
  },
  {
    name: 'word to the station',
    file: FACTS,
    find: `await tx.tell(\`ack/\${station.id}\`, station.id, ack)`,
    replace: 'void ack',
    says: 'A station never learns that its facts are in the rows that it gets.',
    by: { simulation: true, test: [T.facts, 'are applied once each'] },
  },
]

/** What becomes of a fact that cannot be applied. */
const keeping: readonly Mutant[] = [
  {
    name: 'order blocked at the centre',
    file: RUN_FACT,
    find: 'const cause = await blockedBy(tx, subject)',
    replace: 'const cause: any = await (blockedBy, null)',
    says: 'Facts go on over one that a person has to settle first.',
    by: { test: [T.facts, 'what follows it on that order points to it'] },
  },
  {
    name: 'accepted with all that it builds on, or not at all',
    file: 'commands/exceptions/followers.ts',
    find: `      if ((await tx.get('fact_exception', root.id))?.state === 'open') throw new StillOpen()\n`,
    replace: '',
    says: 'A person who was told that it is not possible has changed something all the same.',
    by: {
      test: [
        'test/commands/exceptions/resolve-exception.test.ts',
        'changes nothing while what it builds on is not there yet',
      ],
    },
  },
  {
    name: 'chain of causes',
    file: 'commands/exceptions/blocked-by.ts',
    find: 'caused_by: cause === null ? null : (cause.caused_by ?? cause.id)',
    replace: 'caused_by: null',
    says: 'What follows from an exception stands for itself, and is settled out of order.',
    by: { test: [T.facts, 'what follows it on that order points to it'] },
  },
  {
    name: 'savepoint of a fact',
    file: RUN_FACT,
    find: 'await tx.attempt(async () => {',
    replace: 'await ((run: () => Promise<void>) => run())(async () => {',
    says: 'Half of a fact that broke down stays in the tables.',
    by: { test: [T.facts, 'is not a broken rule (SQLITE_CONSTRAINT_CHECK)'] },
  },
  {
    name: 'rollback of a part',
    file: CENTRE_TX,
    find: 'if (database.inTransaction) savepoint.rollback()',
    replace: 'if (database.inTransaction) savepoint.release()',
    says: 'A part that failed stays in the file.',
    by: { test: [T.sqlite, 'undoes exactly the part of a write that failed'] },
  },
  {
    name: 'log of a part that was undone',
    file: CENTRE_TX,
    find: '    recorder.undo(mark)\n',
    replace: '',
    says: 'Stations are sent rows that the centre took back.',
    by: { test: [T.sqlite, 'undoes exactly the part of a write that failed'] },
  },
  {
    name: 'remembered rows of a part that was undone',
    file: CENTRE_TX,
    find: '    tables.forget()\n',
    replace: '',
    says: 'The centre goes on with rows that it took back.',
    by: { test: [T.sqlite, 'undoes exactly the part of a write that failed'] },
  },
  {
    name: 'a part without room',
    file: CENTRE_TX,
    find: 'if (!refusedByRow(error)) breaks(error)',
    replace: '',
    says: 'A write during which the disk was full is kept in part.',
    by: { test: ['test/db/sqlite/centre-file.test.ts', 'keeps nothing of a write during which the room ran out'] },
  },
  {
    name: 'a full disk is no exception',
    file: RUN_FACT,
    find: 'if (isRetriable(error)) throw error',
    replace: '',
    says: 'A disk that is full for a moment makes exceptions of good facts.',
    by: { test: [T.facts, 'never made an exception: 08006'] },
  },
  {
    name: 'a fact that was readmitted before',
    file: 'central/quarantine/quarantine.ts',
    find: 'if (taken !== undefined || asked !== undefined)',
    replace: 'if (asked !== undefined)',
    says: 'A fact that was applied after all is put to a person as if it had not been.',
    by: { test: [T.quarantine, 'is not asked about when the very command was taken after all'] },
  },
]

/** Requests, which are decided at the centre. */
const requests: readonly Mutant[] = [
  {
    name: 'dedupe of requests by id',
    file: REQUEST,
    find: 'if (before !== undefined) {',
    replace: 'if (before === null) {',
    says: 'A request that is asked again is decided again: two shipments, two claims.',
    by: { test: [T.requests, 'is decided once'] },
  },
  {
    name: 'request id under another body',
    file: REQUEST,
    find: `if (before.hash !== hash) return syncProblem('idReused', { id: body.id })`,
    replace: '',
    says: 'One request is told the decision of another one.',
    by: { test: [T.requests, 'under an id that was used for something else'] },
  },
  {
    name: 'timeline of a request',
    file: REQUEST,
    find: `if (body.timeline !== centre.timeline) return syncProblem('timelineOther', { timeline: centre.timeline })`,
    replace: '',
    says: 'A request of the time before a restore is decided before the facts that led to it are there again.',
    by: { test: [T.requests, 'of a revoked or quarantined station'] },
  },
  {
    name: 'request of a revoked station',
    file: REQUEST,
    find: `if (row === undefined || row.state === 'revoked') return syncProblem('stationRevoked')
  if (row.state !== 'active') return syncProblem('journalForked')`,
    replace: '',
    says: 'A station that is not trusted any more is still given work.',
    by: { test: [T.requests, 'of a revoked or quarantined station'] },
  },
  {
    name: 'refused request writes nothing',
    file: REQUEST,
    find: 'if (!decision.ok) throw new Refused(decision.refusal)',
    replace: 'if (!decision.ok) return decision as never',
    says: 'What a rule wrote before it refused stays.',
    by: { test: [T.requests, 'leaves nothing behind when it refuses after writing'] },
  },
  {
    name: 'facts may not be asked for',
    file: REQUEST,
    find: `if (definition.class !== 'INTENT') return syncProblem('notAllowed', { type: body.type })`,
    replace: '',
    says: 'A fact goes past the journal.',
    by: { test: [T.requests, 'is turned away when it is no request'] },
  },
  {
    name: 'idempotency key under another body',
    file: 'central/api/run-command.ts',
    find: `if (known.hash !== call.idempotency.hash) return { refused: new ApiRefusal('idempotencyKeyReused') }`,
    replace: '',
    says: 'An integrator is told that an order was taken which the centre never saw.',
    by: { test: [T.idempotency, 'is refused with another body'] },
  },
]

/** Guards of the centre over what it is sent. */
export const CENTRE_MUTANTS: readonly Mutant[] = [...taking, ...keeping, ...requests]

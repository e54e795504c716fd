import type { Mutant } from './mutant.ts'

const APPLY = 'main/sync/apply-commits.ts'
const MERGE = 'main/sync/merge-commits.ts'
const EXECUTOR = 'main/journal/executor.ts'
const T = {
  apply: 'test/main/sync/apply-commits.test.ts',
  install: 'test/main/sync/install-snapshot.test.ts',
  client: 'test/main/sync/centre-client.test.ts',
  journal: 'test/main/journal/journal.test.ts',
  executor: 'test/main/journal/executor.test.ts',
  joined: 'test/main/journal/joined-executor.test.ts',
  records: 'test/main/journal/joined-records.test.ts',
  loop: 'test/main/sync/sync-loop.test.ts',
} as const

/** What a station does with the rows of the centre. */
const applying: readonly Mutant[] = [
  {
    name: 'undo before the rows of the centre',
    file: APPLY,
    find: '    if (!wanted.has(name)) wanted.set(name, { table, key, row: before })\n  }\n  for (const [name, row] of merged.rows)',
    replace: '    void [name, before]\n  }\n  for (const [name, row] of merged.rows)',
    says: 'What an exception took back stays on the screens, and pending facts are run twice.',
    by: { simulation: true, test: [T.apply, 'go when the centre made an exception'] },
  },
  {
    name: 'pending facts are run again',
    file: APPLY,
    find: 'return rerun(tx, scope, { ...parts, after: merged.ack, through: position.appliedSeq })',
    replace:
      'return 0 * Number(await rerun(tx, scope, { ...parts, after: position.appliedSeq, through: position.appliedSeq }))',
    says: 'Own work disappears from the screens when rows of others come.',
    by: { simulation: true, test: [T.apply, 'stay visible when rows of others arrive'] },
  },
  {
    name: 'own rows are those of the centre',
    file: APPLY,
    find: 'if (!sameRow(table, await asAcknowledged(table, key), row)) return null',
    replace: 'void row',
    says: 'A station keeps its own opinion of a row that the centre sent.',
    by: { simulation: true, test: [T.apply, 'rows, revision and acknowledgement arrive together'] },
  },
  {
    name: 'acknowledged rows that the centre left as they were',
    file: APPLY,
    find: 'if (sameRow(table, await asAcknowledged(table, key), before)) continue',
    replace: 'if (before !== undefined) continue',
    says: 'What an exception took back stays, because the centre has nothing to send of it.',
    by: { test: [T.apply, 'go when the centre made an exception'] },
  },
  {
    name: 'rows before the cursor',
    file: APPLY,
    find: 'if (options.allowBulk !== true) await refuseBulk(tx, scope, merged)',
    replace: `setCentrePosition(scope.database, { ...merged, ackedSeq: merged.ack, timeline: position.timeline })
      scope.database.exec('COMMIT')
      scope.database.exec('BEGIN IMMEDIATE')
      if (options.allowBulk !== true) await refuseBulk(tx, scope, merged)`,
    says: 'A station that dies in between says that it has rows which never came.',
    by: { test: [T.apply, 'removing more than a fifth'] },
  },
  {
    name: 'bulk removal',
    file: APPLY,
    find: 'if (options.allowBulk !== true) await refuseBulk(tx, scope, merged)',
    replace: '',
    says: '“Sync deleted everything.”',
    by: { test: [T.apply, 'removing more than a fifth'] },
  },
  {
    name: 'timeline of commits',
    file: APPLY,
    find: 'if (options.timeline !== undefined && options.timeline !== position.timeline)',
    replace: 'if (options.timeline === null)',
    says: 'Commits of a history that was taken back are laid over the new one.',
    by: { test: [T.apply, 'commits of another history are refused'] },
  },
  {
    name: 'acknowledgement of what is not here',
    file: APPLY,
    find: 'if (merged.ack > position.appliedSeq)',
    replace: 'if (merged.ack > position.appliedSeq + 1_000_000)',
    says: 'A station whose disk was cloned takes the facts of its clone for its own.',
    by: { test: [T.apply, 'an acknowledgement of facts that are not here'] },
  },
  {
    name: 'checksum of a commit',
    file: MERGE,
    find: 'if (checksumOf(commit.changes) !== commit.checksum)',
    replace: 'if (checksumOf(commit.changes) === null)',
    says: 'A damaged commit is applied.',
    by: { test: [T.apply, 'a damaged commit, and one that does not follow'] },
  },
  {
    name: 'gap of commits',
    file: MERGE,
    find: `      throw new CommitRefusedError('gap', \`Revision \${revision} does not follow \${merged.revision}\`)`,
    replace: '      void CommitRefusedError',
    says: 'A commit that was lost on the way is missing for ever.',
    by: { test: [T.apply, 'a damaged commit, and one that does not follow'] },
  },
  {
    name: 'acknowledgement only with its rows',
    file: MERGE,
    find: ' && (changes.length > 0 || ack !== null)',
    replace: ' && changes.length > 0',
    says: 'Facts count as part of rows that never came.',
    by: { test: [T.apply, 'a damaged commit, and one that does not follow'] },
  },
  {
    name: 'commits that were applied before',
    file: MERGE,
    find: 'if (revision <= merged.revision) continue',
    replace: '',
    says: 'A commit that came twice takes newer rows back.',
    by: { test: [T.apply, 'what was applied before is skipped'] },
  },
  {
    name: 'rows before a fact are kept',
    file: EXECUTOR,
    find: 'if (images.length > 0) keepImages(database, seq, images)',
    replace: 'void [images, keepImages]',
    says: 'Nothing can be undone: what the centre did not take stays.',
    by: { simulation: true, test: [T.joined, 'is journaled at once, with the rows as they stood before it'] },
  },
  {
    name: 'rows before a fact that is run again are kept',
    file: 'main/journal/replay.ts',
    find: 'else if (recording !== null) keepImages(scope.database, row.seq, recording.images())',
    replace: '',
    says: 'After a re-base nothing can be undone any more.',
    by: { simulation: true, test: [T.apply, 'that a crash left out of the tables'] },
  },
  {
    name: 'hash of a snapshot',
    file: 'main/sync/unpacking.ts',
    find: `      if (hash.digest('hex') !== sha256) throw new SnapshotDamagedError('The snapshot is not the one that was named')\n`,
    replace: '',
    says: 'Another file takes the place of the tables.',
    by: { test: [T.client, 'that is not what was named'] },
  },
  {
    name: 'pending facts in a snapshot',
    file: 'main/sync/install-snapshot.ts',
    find: 'return rerun(tx, scope, { journal, options, after: ack, through })',
    replace: 'return 0',
    says: 'Own work of hours disappears with a snapshot.',
    by: { test: [T.install, 'takes the place of the tables, with the pending facts'] },
  },
  {
    name: 'snapshot that knows more than the journal',
    file: 'main/sync/install-snapshot.ts',
    find: 'if (snapshot.ack > journal.lastSeq())',
    replace: 'if (snapshot.ack > journal.lastSeq() + 1_000_000)',
    says: 'A station whose journal was set back goes on as if it had sent what it did not.',
    by: { test: [T.install, 'that cannot be read, or knows more than the journal'] },
  },
]

/** What a station keeps, and in which order. */
const keeping: readonly Mutant[] = [
  {
    name: 'synchronous=FULL',
    file: 'db/sqlite/open-database.ts',
    find: `  database.pragma('synchronous = FULL')
  database.pragma('foreign_keys = ON')
  database.pragma('busy_timeout = 5000')
  database.pragma('cache_size = -64000')
  if (database.pragma('synchronous', { simple: true }) !== 2)`,
    replace: `  database.pragma('foreign_keys = ON')
  database.pragma('busy_timeout = 5000')
  database.pragma('cache_size = -64000')
  if (database.pragma('synchronous', { simple: true }) === 0)`,
    says: 'What a screen called saved is lost with the power.',
    by: { test: [T.journal, 'writes durably after a reopen too'] },
  },
  {
    name: 'durable writes are asserted',
    file: 'db/sqlite/open-database.ts',
    find: `database.pragma('synchronous = FULL')`,
    replace: `database.pragma('synchronous = NORMAL')`,
    says: 'A station that cannot write durably does not open: the assertion sees it.',
    by: { test: [T.journal, 'numbers commands from 1'] },
  },
  {
    name: 'journal before tables',
    file: EXECUTOR,
    find: `        (scope) => {
          if (open !== undefined && end !== undefined && 'result' in end) journaled = commitWork(parts, scope, open)
        },
      )`,
    replace: `        (scope) => void (late = scope),
      )
      if (open !== undefined && end !== undefined && 'result' in end) journaled = commitWork(parts, late, open)
      var late: any`,
    says: 'The tables hold work that the journal never got, and nobody is told of.',
    by: { test: [T.executor, 'when the journal cannot take the work'] },
  },
  {
    name: 'journal is run again after a failed commit',
    file: EXECUTOR,
    find: 'while ((await replayPiece(tx, scope, journal, replayParts(parts))) > 0);',
    replace: '',
    says: 'A work that the tables did not take is skipped by the next one.',
    by: { test: [T.executor, 'what the journal took is answered as done'] },
  },
  {
    name: 'journal is run again at the start',
    file: EXECUTOR,
    find: 'return { transact, catchUp, hold }',
    replace: 'return { transact, catchUp: async () => 0, hold }',
    says: 'Screens begin with tables that lack the last work before a crash.',
    by: { test: [T.executor, 'after a restart the journal is run again'] },
  },
  {
    name: 'a refused fact writes nothing',
    file: 'main/journal/work.ts',
    find: 'else if (scope.writes() !== before) throw',
    replace: 'else if (scope.writes() < 0) throw',
    says: 'Tables and journal differ after a rule wrote and then refused.',
    by: { test: [T.executor, 'refuse'] },
  },
  {
    name: 'order blocked at the station',
    file: 'main/journal/work.ts',
    find: 'if (guarded?.refusal) return guarded.refusal',
    replace: '',
    says: 'Hands go on with an order that waits for a person.',
    by: { test: [T.joined, 'on an order that waits for a person is refused'] },
  },
  {
    name: 'facts wait for the first tables',
    file: 'main/journal/work.ts',
    find: `if (joined && !ready) return refuse('needsCentre')`,
    replace: '',
    says: 'Facts are done on tables that are not those of the centre.',
    by: { test: [T.joined, 'waits until the tables of the centre are there'] },
  },
  {
    name: 'joining while somebody works',
    file: EXECUTOR,
    find: `if (open.stationId !== stationIdOf(parts)) throw new Error('The station joined a centre while this was done')`,
    replace: '',
    says: 'What was decided alone is sent to a centre that never decided it.',
    by: { test: [T.joined, 'takes back what was just being done alone'] },
  },
  {
    name: 'request kept before it is sent',
    file: EXECUTOR,
    find: 'const { body: kept } = requests.ask(body, journal.lastSeq(), platform.now())',
    replace: 'const kept = body',
    says: 'After a crash nobody knows that the centre was asked.',
    by: { test: [T.joined, 'keeps a request open whose outcome is not known'] },
  },
  {
    name: 'end of a request that the journal had no room for',
    file: 'main/sync/sync-loop.ts',
    find: '    this.#keepEnds()\n    this.#inputs',
    replace: '    this.#inputs',
    says: 'What nobody asked and somebody was told so is asked after the next start.',
    by: { test: [T.loop, 'as soon as the journal takes that'] },
  },
  {
    name: 'facts that may wait do not wait for ever',
    file: 'main/sync/request-steps.ts',
    find: "  disarm(d, 'gather')\n",
    replace: '',
    says: 'A question waits while facts before it wait for more.',
    by: { test: ['test/main/sync/step.test.ts', 'does not wait for facts that come later'] },
  },
  {
    name: 'outcomes without a gap',
    file: 'main/journal/outcomes.ts',
    find: 'if (seq !== from + index + 1 || seq > journal.lastSeq())',
    replace: 'if (seq > journal.lastSeq())',
    says: 'A fact that nobody answered counts as answered.',
    by: { test: [T.records, 'that were told before are skipped'] },
  },
  {
    name: 'the time alone is never sent',
    file: 'main/journal/outcomes.ts',
    find: 'loadMembership(journal)?.baseSeq ?? 0)',
    replace: '0)',
    says: 'What a store did alone is sent to the centre, which has its effect already.',
    by: { test: [T.records, 'are never asked for of what the store did alone'] },
  },
  {
    name: 'journal that was changed',
    file: 'main/journal/journal.ts',
    find: '    if (broken !== null)\n',
    replace: '    if (broken === undefined)\n',
    says: 'A journal that somebody changed is opened and sent.',
    by: { test: ['test/main/faults/disk.test.ts', 'in which one command was changed'] },
  },
]

/** Guards of what a station keeps, and of the rows that it takes. */
export const STATION_MUTANTS: readonly Mutant[] = [...applying, ...keeping]

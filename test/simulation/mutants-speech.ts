import type { Mutant } from './mutant.ts'

const PUSH = 'main/sync/push-steps.ts'
const REQUESTS = 'main/sync/request-steps.ts'
const STREAM = 'main/sync/stream-steps.ts'
const T = {
  step: 'test/main/sync/step.test.ts',
  loop: 'test/main/sync/sync-loop.test.ts',
  records: 'test/main/journal/joined-records.test.ts',
  join: 'test/main/sync/join.test.ts',
} as const

/** Guards of the order in which a station speaks to its centre. */
export const SPEECH_MUTANTS: readonly Mutant[] = [
  {
    name: 'one push at a time',
    file: PUSH,
    find: 'if (m.calls.push !== null || m.session === null',
    replace: 'if (m.session === null',
    says: 'Facts overtake each other on the way.',
    by: { test: [T.step, 'sends what waits, one push at a time'] },
  },
  {
    name: 'outcomes of a push without a gap',
    file: PUSH,
    find: 'if (seq === through + 1 && seq <= d.m.lastSeq) through = seq',
    replace: 'if (seq > through && seq <= d.m.lastSeq) through = seq',
    says: 'A fact without an outcome is never sent again.',
    by: { test: [T.step, 'counts outcomes only as far as they have no gap'] },
  },
  {
    name: 'answer to a push of a history that is over',
    file: PUSH,
    find: `  if (!finish(d, 'push', event.call)) return
  if (d.m.session !== null && d.m.session.timeline !== d.m.pushTimeline) return
`,
    replace: `  if (!finish(d, 'push', event.call)) return\n`,
    says: 'Facts that a restored centre forgot count as taken.',
    by: { test: [T.step, 'does not count the answer to a push of the old history'] },
  },
  {
    name: 'the upload arms itself again',
    file: PUSH,
    find: `  if (!finish(d, 'push', call)) return
  if (d.m.session === null`,
    replace: `  if (d.m.calls.push !== call) return
  if (d.m.session === null`,
    says: 'A wedged upload queue that never sends again.',
    by: { simulation: true, test: [T.step, 'arms itself again after one failure'] },
  },
  {
    name: 'facts after a request that is decided first',
    file: PUSH,
    find: 'return Math.min(m.lastSeq, ...barriers.map(({ afterSeq }) => afterSeq))',
    replace: 'return m.lastSeq + 0 * barriers.length',
    says: 'A restored centre gets the picks before the claim that they stand on.',
    by: { test: [T.step, 'is taken as it is: snapshot, facts and requests again'] },
  },
  {
    name: 'late completions',
    file: 'main/sync/draft.ts',
    find: '  if (d.m.calls[name] !== call) return false\n',
    replace: '',
    says: 'The end of a call that was given up ends the one that is on its way.',
    by: { test: [T.step, 'sends one push at a time, skips no fact'] },
  },
  {
    name: 'requests only after earlier facts',
    file: REQUESTS,
    find: '    if (each.afterSeq > d.m.resolvedThrough) continue\n',
    replace: '',
    says: 'The centre decides before it knows what the hands did.',
    by: { test: [T.step, 'goes out only after the facts before it'] },
  },
  {
    name: 'outcome asked for after a lost reply',
    file: REQUESTS,
    find: `return update(d, id, { state: 'doubtful', call: 0, tries })\n    return pause`,
    replace: `return giveUp(d, id, failure.code)\n    return pause`,
    says: 'A claim that the centre granted is shown as failed.',
    by: { test: [T.step, 'without an answer is asked about by its id'] },
  },
  {
    name: 'rows before the answer',
    file: REQUESTS,
    find: ' || each.revision > d.m.revision',
    replace: '',
    says: 'A screen is told that it has work, and does not see it.',
    by: { test: [T.step, 'is told to its caller once its rows are in the tables'] },
  },
  {
    name: 'one forgotten request after the other',
    file: REQUESTS,
    find: '    if (each.barrier && barrierSeen) continue\n',
    replace: '',
    says: 'A restored centre is asked in another order than it once decided.',
    by: { test: [T.step, 'is taken as it is: snapshot, facts and requests again'] },
  },
  {
    name: 'commits that come twice',
    file: STREAM,
    find: '    if (revision <= received) return false\n',
    replace: '',
    says: 'The queue of commits grows by what was there before.',
    by: { test: [T.step, 'does not take a commit twice'] },
  },
  {
    name: 'cursor of what is applied',
    file: 'main/sync/draft.ts',
    find: 'stream: { ...d.m.stream, received: d.m.revision, lived: false },',
    replace: 'stream: { ...d.m.stream, lived: false },',
    says: 'Commits that were received and not applied are never fetched again.',
    by: { test: [T.step, 'forgets what was not applied'] },
  },
  {
    name: 'silence of a stream',
    file: STREAM,
    find: `  arm(d, 'silence', d.m.stream.mode === 'stream' ? SYNC_TIMES.silence : SYNC_TIMES.pollSilence)\n`,
    replace: '',
    says: 'A line that died without a word is waited on for ever.',
    by: { test: [T.step, 'is dead after 25 seconds'] },
  },
  {
    name: 'snapshot of a restored centre',
    file: 'main/sync/connection-steps.ts',
    find: 'if (isRestored || isBehind) change(d, { needsSnapshot: true })',
    replace: '',
    says: 'A station keeps rows that a restored centre does not have.',
    by: { test: [T.step, 'is fetched when the log does not reach back'] },
  },
  {
    name: 'requests of before a restore',
    file: 'main/sync/connection-steps.ts',
    find: 'forget(d, session.appliedSeq, isRestored || isBehind ? sharedRevision(session, timeline) : null)',
    replace: 'forget(d, session.appliedSeq, null)',
    says: 'A claim that a restored centre forgot is never asked for again.',
    by: { test: [T.step, 'is taken as it is: snapshot, facts and requests again'] },
  },
  {
    name: 'requests of before a restore are open again',
    file: 'main/sync/sync-calls.ts',
    find: 'if (effect.requestsAbove !== null) journal.reopenRequestsAfter(effect.requestsAbove)',
    replace: '',
    says: 'A claim that a restored centre forgot is never asked for again.',
    by: { test: [T.records, 'and requests that a restored centre forgot'] },
  },
  {
    name: 'outcomes of before a restore',
    file: 'main/sync/sync-calls.ts',
    find: '  journal.forgetOutcomesAfter(effect.outcomesAfter)\n',
    replace: '',
    says: 'After a crash a station believes what a centre said before it was restored.',
    by: { test: [T.records, 'and requests that a restored centre forgot'] },
  },
  {
    name: 'journal that is not the centre’s',
    file: 'main/sync/sync-calls.ts',
    find: 'const isForked = isKnown && hashAt(parts, appliedSeq) !== hash',
    replace: 'const isForked = isKnown && hash === null',
    says: 'A station with another journal than the centre took works on.',
    by: { test: [T.loop, 'stops where the centre took another journal'] },
  },
  {
    name: 'tables of the time alone are copied first',
    file: 'main/sync/join.ts',
    find: '  await replica.copyAside()\n',
    replace: '',
    says: 'The tables of the time alone are gone when joining breaks off.',
    by: { test: [T.join, 'keeps membership, key and the end of the time alone'] },
  },
]

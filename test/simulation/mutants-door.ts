import type { Mutant } from './mutant.ts'

const T = {
  snapshot: 'test/central/snapshot/snapshot.test.ts',
  stream: 'test/central/stream/stream.test.ts',
  sessions: 'test/central/sessions/sessions.test.ts',
  enrol: 'test/central/enrol/enrol.test.ts',
  adopt: 'test/central/adopt/adopt.test.ts',
} as const

/** What the centre sends. */
const sending: readonly Mutant[] = [
  {
    name: 'own facts in a snapshot',
    file: 'central/snapshot/snapshot.ts',
    find: 'Math.min(position.applied_seq, Number(later.seq) - 1)',
    replace: 'position.applied_seq',
    says: 'A station takes facts for part of a snapshot that is older than they are, and they vanish from its screens.',
    by: { test: [T.snapshot, 'tells each station how much of its own journal'] },
  },
  {
    name: 'scopes of the log',
    file: 'db/centre-log.ts',
    find: '    if (!wanted(scope)) continue\n',
    replace: '',
    says: 'A station gets rows that it did not ask for.',
    by: { test: [T.stream, 'sends only the scopes that were asked for'] },
  },
  {
    name: 'whose word it is',
    file: 'central/stream/frames.ts',
    find: 'own?.incarnation === station.incarnation ? own.seq : null',
    replace: '[...acks.values()][0]?.seq ?? null',
    says: 'A station takes the word to another one for its own.',
    by: { test: [T.stream, 'tells each station which of its own facts'] },
  },
  {
    name: 'reset below the floor',
    file: 'central/stream/log-reader.ts',
    find: `return cursor < position.floor ? 'floor' : null`,
    replace: 'return null',
    says: 'A station goes on over commits that the log forgot.',
    by: { test: [T.stream, 'says reset, and ends'] },
  },
  {
    name: 'reset of a cursor ahead',
    file: 'central/stream/log-reader.ts',
    find: `  if (cursor > position.revision) return 'ahead'\n`,
    replace: '',
    says: 'A station that is ahead of a restored centre waits for ever.',
    by: { test: [T.stream, 'says reset, and ends'] },
  },
  {
    name: 'stream of a revoked station',
    file: 'central/stream/stream.ts',
    find: `    if (await log.isStopped(station.id)) return 'over'\n`,
    replace: '',
    says: 'A station that was revoked goes on reading.',
    by: { test: [T.stream, 'ends when its station is revoked'] },
  },
]

/** Who is let in. */
const access: readonly Mutant[] = [
  {
    name: 'signature',
    file: 'central/sessions/authenticate.ts',
    find: `if (!isSignedBy(publicKey, text, headerOf(call.request, 'signature'))) throw new MessageRefused(401, 'signatureWrong')`,
    replace: 'void [isSignedBy, text]',
    says: 'A copied token is as good as the station.',
    by: { test: [T.sessions, 'makes a copied token useless'] },
  },
  {
    name: 'signature over the body',
    file: 'contract/central/messages.ts',
    find: `return [method, path, bodyHash, nonce, token, station, incarnation].join('\\n')`,
    replace: `return [method, path, bodyHash.slice(0, 0), nonce, token, station, incarnation].join('\\n')`,
    says: 'A message can be changed on its way.',
    by: { test: [T.sessions, 'signs the path with its query and the body'] },
  },
  {
    name: 'nonce once',
    file: 'central/sessions/authenticate.ts',
    find: `    if (!(await nonces.use({ owner: sessionId, nonce, expiresAt: session.expires_at, isReading })))
      throw new MessageRefused(401, 'nonceUsed')
`,
    replace: '    void isReading\n',
    says: 'A message that somebody recorded can be sent again.',
    by: { test: [T.sessions, 'lets no message in twice'] },
  },
  {
    name: 'nonce after a restart',
    file: 'central/sessions/nonces.ts',
    find: `const isFresh = (await tx.own.get('nonce', id)) === undefined`,
    replace: 'const isFresh = true',
    says: 'After a restart recorded messages are good again.',
    by: { test: [T.sessions, 'lets no message in twice'] },
  },
  {
    name: 'nonce of a session',
    file: 'central/sessions/open-session.ts',
    find: `if (!(await nonces.use(use))) throw new MessageRefused(401, 'nonceUsed')`,
    replace: 'void use',
    says: 'Whoever recorded how a session was opened opens another one.',
    by: { test: [T.sessions, 'is not opened twice'] },
  },
  {
    name: 'end of a token',
    file: 'central/sessions/authenticate.ts',
    find: 'return session.expires_at <= now',
    replace: 'return session.expires_at <= now - 1e12',
    says: 'A token lives for ever.',
    by: { test: [T.sessions, 'ends after fifteen minutes'] },
  },
  {
    name: 'token of one station',
    file: 'central/sessions/authenticate.ts',
    find: `      headerOf(call.request, 'station') !== station.id ||\n`,
    replace: '',
    says: 'One station speaks in the name of another.',
    by: { test: [T.sessions, 'belongs to one station'] },
  },
  {
    name: 'active stations only',
    file: 'central/door/door.ts',
    find: `if (endpoint.access === 'active' && station.state !== 'active') throw new MessageRefused(403, 'stationRevoked')`,
    replace: '',
    says: 'A session of a revoked station still gets rows.',
    by: { test: [T.sessions, 'gives a revoked station nothing'] },
  },
  {
    name: 'one-time code',
    file: 'central/enrol/enrol.ts',
    find: 'if (!isGood || (row.used_by !== null && before?.public_key !== body.publicKey)) {',
    replace: 'if (!isGood) {',
    says: 'A code that was used is good for another key.',
    by: { test: [T.enrol, 'gives the same station again'] },
  },
  {
    name: 'ten minutes of a code',
    file: 'central/enrol/enrol.ts',
    find: ' && row.expires_at > now',
    replace: '',
    says: 'A code that somebody wrote down is good next year.',
    by: { test: [T.enrol, 'refuses a code after ten minutes'] },
  },
  {
    name: 'wrong codes',
    file: 'central/enrol/wrong-tries.ts',
    find: 'if (until <= now || until > now + MINUTE_MS) return 0',
    replace: 'if (until !== Number.NaN) return 0',
    says: 'Codes can be tried out.',
    by: { test: [T.enrol, 'turns everybody away for a minute'] },
  },
  {
    name: 'centre that is not empty',
    file: 'central/enrol/enrol.ts',
    find: `  if (body.brings && !(await isEmptyCentre(tx))) return { kind: 'notEmpty' }\n`,
    replace: '',
    says: 'The tables of one warehouse are laid over those of another.',
    by: { test: [T.enrol, 'refuses the tables of a station'] },
  },
  {
    name: 'adopted journal counts as applied',
    file: 'central/adopt/adopt.ts',
    find: 'applied_seq: adoption.last_seq,',
    replace: 'applied_seq: 0,',
    says: 'What a store did alone is applied a second time.',
    by: { test: [T.adopt, 'takes them page by page'] },
  },
  {
    name: 'nothing before the last page',
    file: 'central/door/door.ts',
    find: 'if (station.isAdopting && endpoint.path !== SYNC_PATHS.adopt)',
    replace: 'if (station.isAdopting && endpoint.path === SYNC_PATHS.rotate)',
    says: 'A half-filled centre is taken for the whole.',
    by: { test: [T.adopt, 'answers nothing else until the last page'] },
  },
]

/** Guards of the centre over what it sends, and to whom. */
export const DOOR_MUTANTS: readonly Mutant[] = [...sending, ...access]

import { SYNC_CODES } from '../../contract/central/codes.ts'
import type { CentreClient } from './centre-client.ts'
import type { CentreFailure } from './machine.ts'
import type { JoinAttempt, KeyStore, SyncJournal, SyncReplica } from './ports.ts'
import { newPrivateKey, publicKeyOf, readPrivateKey } from './station-key.ts'

/** What a person asks: which centre, with which code, under which name, and whether the tables of the time alone come along. */
export type JoinAsked = { centre: string; code: string; name: string; bring: boolean }

/** What joining works with. `client` speaks to a centre before there is a membership. */
export type JoinParts = {
  journal: SyncJournal
  replica: SyncReplica
  keys: KeyStore
  client(centre: string): Pick<CentreClient, 'enrol'>
  randomBytes(count: number): Uint8Array
  newId(): string
  /** Ends a joining whose station closes. */
  signal?: AbortSignal
}

/** What came of it: a membership that is kept, or a refusal after which nothing has changed here. */
export type JoinOutcome = { ok: true } | { ok: false; failure: CentreFailure }

/**
 * Enrols this station. Nothing can be journaled meanwhile. In this order, each step durable before the next, so that a
 * crash between any two is repeated exactly or leaves the station alone as it was: key, copy of the tables, attempt,
 * enrolment at the centre, membership.
 */
export function enrolHere(parts: JoinParts, asked: JoinAsked): Promise<JoinOutcome> {
  const { journal, replica, keys } = parts
  return replica.hold(async () => {
    if (journal.loadMembership() !== null) return { ok: true }
    const attempt = sameAttempt(journal, asked) ?? (await newAttempt(parts, asked))
    const kept = await keys.load()
    if (kept === null) throw new Error('The key of this attempt is gone')
    const answer = await parts.client(attempt.centre).enrol(
      {
        ...{ code: attempt.code, publicKey: publicKeyOf(readPrivateKey(kept)), name: attempt.name },
        ...{ incarnation: attempt.incarnation, journal: attempt.journal, brings: attempt.bring },
      },
      parts.signal,
    )
    if (!answer.ok) {
      // Without an answer the centre may have taken it: the same attempt may still be repeated.
      if (answer.failure.kind === 'refused') {
        journal.saveAttempt(null)
        replica.dropCopy()
      }
      return answer
    }
    const { stationId, number, timeline, adopt } = answer.value
    if (adopt !== attempt.adopt) journal.saveAttempt({ ...attempt, adopt })
    journal.saveMembership({
      ...{ centre: attempt.centre, stationId, stationNumber: number, incarnation: attempt.incarnation, timeline },
      ...{ baseSeq: attempt.journal.lastSeq, durableSeq: 0, onlineAt: null },
    })
    // The copy of tables that are not handed over stays: it is all that is left of the time alone.
    if (!adopt) journal.saveAttempt(null)
    return { ok: true }
  })
}

/** The attempt that may be repeated: the same one, and nothing was journaled since. */
function sameAttempt(journal: SyncJournal, asked: JoinAsked): JoinAttempt | null {
  const found = journal.loadAttempt()
  if (found === null || found.journal.lastSeq !== journal.lastSeq()) return null
  return found.centre === asked.centre && found.code === asked.code && found.bring === asked.bring ? found : null
}

async function newAttempt({ journal, replica, keys, ...parts }: JoinParts, asked: JoinAsked): Promise<JoinAttempt> {
  if (journal.loadAttempt() !== null) journal.saveAttempt(null)
  await keys.save(newPrivateKey(parts.randomBytes(32)))
  await replica.copyAside()
  const lastSeq = journal.lastSeq()
  const hash = lastSeq === 0 ? '' : (journal.after(lastSeq - 1, 1)[0]?.hash ?? '')
  const { centre, code, name, bring } = asked
  const attempt: JoinAttempt = {
    ...{ centre, code, name, bring, adopt: bring },
    incarnation: parts.newId(),
    journal: { lastSeq, hash },
  }
  journal.saveAttempt(attempt)
  return attempt
}

/** Pages of the adoption that the centre has taken, as far as this process knows. */
export type AdoptPlace = { next: number }

/**
 * Hands the tables of the time alone over, page by page from the copy; goes on where it stopped, or from the first page
 * when the centre does not know the one before. The failure, or null when the centre has all.
 */
export async function handOver(
  { journal, replica }: Pick<JoinParts, 'journal' | 'replica'>,
  client: Pick<CentreClient, 'adopt'>,
  place: AdoptPlace,
  signal: AbortSignal,
  progress: (done: number, total: number) => void,
): Promise<CentreFailure | null> {
  const copy = replica.copyPages()
  try {
    let setBack = 0
    while (!signal.aborted) {
      const last = place.next >= copy.pages - 1
      const answer = await client.adopt({ page: place.next, rows: copy.page(place.next), last }, signal)
      if (!answer.ok) {
        const isOutOfStep = answer.failure.kind === 'refused' && answer.failure.code === SYNC_CODES.bodyWrong
        if (!isOutOfStep || place.next === 0 || setBack > 0) return answer.failure
        setBack += 1
        place.next = 0
        continue
      }
      if (answer.value.next === null) {
        journal.saveAttempt(null)
        replica.dropCopy()
        return null
      }
      place.next = answer.value.next
      progress(place.next, copy.pages)
    }
    return { kind: 'unreachable', status: 0, code: SYNC_CODES.unreachable, params: {}, retryAfterMs: null }
  } finally {
    copy.close()
  }
}

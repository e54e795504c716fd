import type { RequestBody, RequestReply } from '../../contract/central/messages.ts'
import type { Journal } from './journal.ts'

/** What is asked of the centre: the body without the timeline, which is that of the moment it is sent. */
export type AskedBody = Omit<RequestBody, 'timeline'>

/**
 * A request to the centre as the journal keeps it. `asked`: its outcome is not known; `decided`: it is; `dropped`: it
 * never left this station and nobody waits for it.
 */
export type AskedRequest = {
  body: AskedBody
  /** Facts up to here were journaled before it was asked; the centre has to have them first. */
  afterSeq: number
  state: 'asked' | 'decided' | 'dropped'
  decision: RequestReply['decision'] | null
  revision: number | null
  askedAt: number
}

/** The requests of this station, durable before they are sent. */
export type Requests = {
  /** Keeps a request before it is sent; one that is there already (the same scan again) is asked as it was then. */
  ask(body: AskedBody, afterSeq: number, at: number): AskedRequest
  find(id: string): AskedRequest | null
  /** Keeps the centre's decision and the revision of its rows; the first one told stays. */
  decide(id: string, decision: RequestReply['decision'], revision: number): void
  /** The request was not sent: it is not asked again by itself. */
  drop(id: string): void
  /** Requests whose outcome is not known, oldest first: to be asked again. */
  open(): AskedRequest[]
  /** After a centre was restored to `revision`: accepted requests above it are asked again. The number of them. */
  reopenAfter(revision: number): number
}

type Row = {
  id: string
  type: string
  version: number
  args: string
  at: number
  business_date: string
  operator_id: string | null
  station: string
  after_seq: number
  state: AskedRequest['state']
  decision: string | null
  revision: number | null
  asked_at: number
}

/** Opens the requests of a journal. */
export function openRequests(journal: Journal): Requests {
  const { database } = journal
  const select = database.prepare('SELECT * FROM request WHERE id = ?')
  const insert = database.prepare(
    `INSERT INTO request (id, type, version, args, at, business_date, operator_id, station, after_seq, state, asked_at)
     VALUES (@id, @type, @version, @args, @at, @businessDate, @operatorId, @station, @afterSeq, 'asked', @askedAt)`,
  )
  const again = database.prepare(`UPDATE request SET state = 'asked' WHERE id = ? AND state = 'dropped'`)
  const decided = database.prepare(
    `UPDATE request SET state = 'decided', decision = ?, revision = ? WHERE id = ? AND state <> 'decided'`,
  )
  const dropped = database.prepare(`UPDATE request SET state = 'dropped' WHERE id = ? AND state = 'asked'`)
  const asked = database.prepare(`SELECT * FROM request WHERE state = 'asked' ORDER BY after_seq, rowid`)
  const reopen = database.prepare(
    `UPDATE request SET state = 'asked', decision = NULL, revision = NULL WHERE state = 'decided' AND revision > ?`,
  )
  const find = (id: string): AskedRequest | null => {
    const row = select.get(id) as Row | undefined
    return row === undefined ? null : requestOf(row)
  }
  return {
    find,
    ask: (body, afterSeq, at) => {
      const there = find(body.id)
      if (there === null) journal.commit(() => void insert.run({ ...body, afterSeq, askedAt: at }))
      else if (there.state === 'dropped') journal.commit(() => void again.run(body.id))
      return find(body.id) as AskedRequest
    },
    decide: (id, decision, revision) => {
      if (find(id)?.state === 'decided') return
      journal.commit(() => void decided.run(JSON.stringify(decision), revision, id))
    },
    drop: (id) => journal.commit(() => void dropped.run(id)),
    open: () => (asked.all() as Row[]).map(requestOf),
    reopenAfter: (revision) => {
      let count = 0
      journal.commit(() => {
        count = reopen.run(revision).changes
      })
      return count
    },
  }
}

function requestOf(row: Row): AskedRequest {
  const { id, type, version, args, at, station } = row
  return {
    body: { id, type, version, args, at, station, businessDate: row.business_date, operatorId: row.operator_id },
    afterSeq: row.after_seq,
    state: row.state,
    decision: row.decision === null ? null : (JSON.parse(row.decision) as RequestReply['decision']),
    revision: row.revision,
    askedAt: row.asked_at,
  }
}

import type Database from 'better-sqlite3'
import type { SyncCommand } from '../../contract/station/sync.ts'
import type { Journal } from '../journal/journal.ts'

/** How many lines a page of the list has. */
const PAGE = 100

type Fact = {
  seq: number
  id: string
  type: string
  at: number
  operator_id: string | null
  status: string | null
  code: string | null
  params: string | null
  revision: number | null
}
type Asked = {
  id: string
  type: string
  at: number
  operator_id: string | null
  state: string
  decision: string | null
  revision: number | null
}

/** Which lines of the list are asked for. */
export type CommandFilter = 'all' | 'waiting' | 'trouble'

/**
 * Reads the commands of this station and what the centre said of them, newest first, a page at a time. `before` is the
 * seq that the page before ended with; requests without an answer or refused stand above the first page.
 */
export function commandViews(
  journal: Journal,
  reader: Database.Database,
): (
  asked: { only: CommandFilter; before: number | null },
  baseSeq: number,
) => { rows: SyncCommand[]; before: number | null } {
  const facts = (where: string) =>
    journal.database.prepare(
      `SELECT c.seq, c.id, c.type, c.at, c.operator_id, o.status, o.code, o.params, o.revision
       FROM command c LEFT JOIN outcome o ON o.seq = c.seq
       WHERE c.seq < ? AND c.seq > ? ${where} ORDER BY c.seq DESC LIMIT ${PAGE}`,
    )
  const byFilter: Record<CommandFilter, Database.Statement> = {
    all: facts(''),
    waiting: facts('AND o.seq IS NULL'),
    trouble: facts(`AND o.status <> 'applied'`),
  }
  const requests = journal.database.prepare(
    `SELECT id, type, at, operator_id, state, decision, revision FROM request
     WHERE state = 'asked' OR (? = 'all' AND state = 'decided') OR (? = 'trouble' AND decision LIKE '{"ok":false%')
     ORDER BY asked_at DESC, id DESC LIMIT ${PAGE}`,
  )
  const operator = reader.prepare('SELECT name FROM operator WHERE id = ?').pluck()
  const order = reader
    .prepare(
      `SELECT o.number FROM order_event e JOIN "order" o ON o.id = e.order_id
       WHERE e.id LIKE ? || '.event.%' AND e.id >= ? AND e.id < ? || '/' LIMIT 1`,
    )
    .pluck()
  const orderOf = (id: string) => (order.get(id, id, id) as string | undefined) ?? null
  const operatorOf = (id: string | null) => (id === null ? '' : ((operator.get(id) as string | undefined) ?? ''))
  return ({ only, before }, baseSeq) => {
    const found = byFilter[only].all(before ?? Number.MAX_SAFE_INTEGER, baseSeq) as Fact[]
    const rows = found.map(
      (fact): SyncCommand => ({
        seq: fact.seq,
        id: fact.id,
        type: fact.type,
        at: fact.at,
        operator: operatorOf(fact.operator_id),
        orderNumber: orderOf(fact.id),
        state: (fact.status ?? 'waiting') as SyncCommand['state'],
        code: fact.code ?? '',
        params: fact.params === null ? {} : (JSON.parse(fact.params) as SyncCommand['params']),
        revision: fact.revision,
      }),
    )
    const asked = before === null ? (requests.all(only, only) as Asked[]) : []
    const lines = asked.map((request) => requestLine(request, operatorOf(request.operator_id), orderOf(request.id)))
    const all = [...lines, ...rows].sort((a, b) => b.at - a.at || (b.seq ?? 0) - (a.seq ?? 0))
    return { rows: all, before: found.length === PAGE ? (found.at(-1)?.seq ?? null) : null }
  }
}

function requestLine(request: Asked, operator: string, orderNumber: string | null): SyncCommand {
  const { id, type, at, revision } = request
  const line = { seq: null, id, type, at, operator, orderNumber, revision }
  if (request.decision === null) return { ...line, state: 'unknown', code: '', params: {} }
  const decision = JSON.parse(request.decision) as
    | { ok: true }
    | { ok: false; refusal: { name: string; params: SyncCommand['params'] } }
  if (decision.ok) return { ...line, state: 'applied', code: '', params: {} }
  return { ...line, state: 'refused', code: decision.refusal.name, params: decision.refusal.params }
}

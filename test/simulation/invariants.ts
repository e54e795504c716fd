import { runCentralDoctor } from '../../central/doctor/run-central-doctor.ts'
import { runDoctor } from '../../main/doctor/run-doctor.ts'
import { replicaHash, visibleStateHash } from '../../main/sync/visible-state.ts'
import { checkFacts } from './checks-facts.ts'
import { picksOf } from './picks-of.ts'
import type { World } from './world.ts'

/** Checks everything that must hold once faults are over and all converged; what does not, as sentences. */
export async function checkWorld(world: World): Promise<string[]> {
  const { running } = world.centre
  if (running === null) return ['The centre does not run']
  const problems: string[] = []
  const { checks } = await runCentralDoctor(running.store)
  for (const { name, ok, examples } of checks) if (!ok) problems.push(`Centre: ${name}: ${examples.join('; ')}`)
  return [
    ...problems,
    ...(await savedFacts(world)),
    ...(await effects(world)),
    ...(await checkFacts(world)),
    ...(await stationDoctors(world)),
  ]
}

/** Writes what centre and stations ended with into the trace; what differs of those that converged, as sentences. */
export async function checkStates(world: World): Promise<string[]> {
  const problems: string[] = []
  const { running } = world.centre
  if (running === null) return ['The centre does not run']
  const hash = await running.store.stateHash()
  world.time.trace(`centre ${hash}`, 'timed')
  const { revision } = await running.store.position()
  for (const { name, running: station } of world.stations) {
    if (station === null) continue
    const view = station.sync.view()
    const mine = await replicaHash(station.store)
    const hasPending = station.store.reader.prepare('SELECT 1 FROM pending_image LIMIT 1').get() !== undefined
    const visible = hasPending ? await visibleStateHash(station.store) : mine
    const stands = `${name} ${view.state} ${view.revision} ${station.journal.lastSeq()}`
    world.time.trace(stands)
    world.time.trace(`${stands} ${mine} ${visible}`, 'timed')
    if (view.state !== 'online') continue
    if (view.revision !== revision) problems.push(`${name} stands at ${view.revision}, the centre at ${revision}`)
    else if (mine !== hash) problems.push(`${name} at ${revision} has other rows than the centre`)
    else if (visible !== mine) problems.push(`${name} shows other rows than the centre's, with nothing pending`)
  }
  return problems
}

/** Facts that change rows whenever they are accepted; others may find that all is so already. */
const ALWAYS_WRITES = [
  ...['picking.assign-tote', 'picking.confirm-pick', 'picking.add-tote', 'picking.collect-units'],
  ...['picking.drop-off', 'packing.pack-unit'],
]

/** While work goes on: each fact that the centre has not acknowledged is in the tables and can be undone, or is listed. */
export function checkPending({ stations }: World): string[] {
  return stations.flatMap(({ name, running }) => {
    if (running?.store === undefined) return []
    const { reader } = running.store
    const position = 'SELECT acked_seq AS acked, applied_seq AS applied, timeline FROM replica_position'
    const { acked, applied, timeline } = reader.prepare(position).get() as Record<'acked' | 'applied', number> & {
      timeline: string
    }
    if (timeline === '') return []
    const known = 'SELECT seq FROM pending_image UNION SELECT seq FROM command_exception'
    const there = new Set(reader.prepare(known).pluck().all())
    const pending = Array.from({ length: applied - acked }, (_, at) => acked + 1 + at)
    const facts = pending.flatMap((seq) => (there.has(seq) ? [] : running.journal.after(seq - 1, 1)))
    const gone = facts.filter(({ type }) => ALWAYS_WRITES.includes(type))
    return gone.length === 0 ? [] : [`${name} lost the effect of its pending ${gone[0]?.type} ${gone[0]?.seq}`]
  })
}

/** Each fact that a screen called saved is at the centre, once; that of a station which never joined is in its own journal. */
async function savedFacts({ centre, memory, stations, tally }: World): Promise<string[]> {
  const problems: string[] = []
  const store = centre.running?.store
  if (store === undefined) return ['The centre does not run']
  const outcomes = await store.ask<{ command_id: string; status: string; hash: string }>(
    'SELECT command_id, status, hash FROM outcome',
  )
  const kept = await store.ask<{ command: string }>('SELECT command FROM quarantine')
  if (kept.length > 0) tally.outcome('quarantined', kept.length)
  const byId = new Map<string, { status: string; hash: string }[]>()
  for (const { command_id, status, hash } of outcomes)
    byId.set(command_id, [...(byId.get(command_id) ?? []), { status, hash }])
  const quarantined = new Set(kept.map(({ command }) => (JSON.parse(command) as { id: string }).id))
  const inState = (state: string) => stations.filter(({ running }) => running?.sync.view().state === state)
  const stopped = new Set(inState('stopped').map(({ name }) => name))
  const alone = new Map(inState('alone').map(({ name, running }) => [name, running]))
  for (const { id, station, seq, type, hash } of memory.saved) {
    const found = byId.get(id) ?? []
    const here = `${type} ${station}/${seq}`
    if (found.length > 1) problems.push(`${here} has ${found.length} outcomes`)
    const own = alone.get(station)?.journal.after(seq - 1, 1)[0]
    const isOwn = own?.id === id && own.hash === hash
    if (found.length === 0 && !isOwn && !quarantined.has(id) && !stopped.has(station)) problems.push(`${here} was lost`)
    if (found.length === 1 && found[0]?.hash !== hash) problems.push(`${here} has another hash at the centre`)
  }
  return problems
}

type Outcome = { command_id: string; station_id: string; status: string; revision: number }
type Fact = { id: string; seq: number; type: string; args: string; claim: string | null; name: string }

/** What facts did is there once: picked units, epochs at the revision of each applied fact, the cause of each move. */
async function effects({ centre, stations, tally }: World): Promise<string[]> {
  const problems: string[] = []
  const store = centre.running?.store
  if (store === undefined) return problems
  const facts = new Map<string, Fact>()
  for (const { name, running } of stations)
    for (const row of running?.journal.after(0, 100_000) ?? []) facts.set(row.id, { ...row, name })
  const outcomes = await store.ask<Outcome>('SELECT command_id, station_id, status, revision FROM outcome')
  for (const { status } of outcomes) tally.outcome(status)
  const kept = await store.ask<{ reason: string }>('SELECT reason FROM fact_exception')
  for (const { reason } of kept) tally.outcome(`because ${reason}`)
  const accepted = await store.ask<{ command_id: string }>(
    `SELECT command_id FROM fact_exception WHERE state = 'resolved' AND resolution = 'accept'`,
  )
  const done = new Set([
    ...outcomes.filter(({ status }) => status === 'applied').map(({ command_id }) => command_id),
    ...accepted.map(({ command_id }) => command_id),
  ])
  const picked = new Map<string, number>()
  for (const id of done) {
    const fact = facts.get(id)
    for (const { pickLineId, units } of picksOf(fact)) picked.set(pickLineId, (picked.get(pickLineId) ?? 0) + units)
  }
  const lines = await store.ask<{ id: string; picked: number }>('SELECT id, picked FROM pick_line')
  for (const line of lines)
    if (line.picked !== (picked.get(line.id) ?? 0))
      problems.push(`Line ${line.id} has ${line.picked} picked, facts say ${picked.get(line.id) ?? 0}`)
  const answers = new Set((await store.ask<{ id: string }>('SELECT id FROM answer')).map(({ id }) => id))
  const moves = await store.ask<{ id: string; command_id: string }>('SELECT id, command_id FROM stock_move')
  for (const { id, command_id: cause } of moves)
    if (!done.has(cause) && !answers.has(cause) && !cause.startsWith('first-'))
      problems.push(`Move ${id} has no command that was decided`)
  problems.push(...(await epochs(store, facts, outcomes)))
  return problems
}

async function epochs(
  store: { ask<R>(sql: string): Promise<R[]> },
  facts: Map<string, Fact>,
  outcomes: Outcome[],
): Promise<string[]> {
  const problems: string[] = []
  type Task = { id: string; epoch: number; holder: string | null; state: string }
  const log = await store.ask<{ revision: number; row: string | null }>(
    `SELECT revision, "row" FROM "change" WHERE table_name = 'pick_task' ORDER BY revision, ordinal`,
  )
  const history = new Map<string, (Task & { revision: number })[]>()
  for (const { revision, row } of log) {
    if (row === null) continue
    const task = JSON.parse(row) as Task
    const before = history.get(task.id) ?? []
    const last = before.at(-1)
    if (last !== undefined && task.epoch < last.epoch) problems.push(`The epoch of ${task.id} went back`)
    if (last !== undefined && task.holder !== last.holder && task.holder !== null && task.epoch <= last.epoch)
      problems.push(`${task.id} changed its holder within an epoch`)
    history.set(task.id, [...before, { ...task, revision }])
  }
  for (const { command_id: id, station_id: station, status, revision } of outcomes) {
    const claim = facts.get(id)?.claim
    if (status !== 'applied' || claim == null) continue
    const { task, epoch } = JSON.parse(claim) as { task: string; epoch: number }
    const then = (history.get(task) ?? []).findLast((each) => each.revision <= revision)
    if (then !== undefined && then.holder !== station) problems.push(`${id} was applied for a task of somebody else`)
    if (then !== undefined && then.epoch !== epoch) problems.push(`${id} was applied under the stale epoch ${epoch}`)
  }
  return problems
}

/** What nobody does in this world: labels are not printed. */
const NOT_HERE = ['Every closed carton has a print job', 'Every carton that was closed here has a print job']

async function stationDoctors({ stations, time }: World): Promise<string[]> {
  const problems: string[] = []
  // One of them: the doctor takes his time.
  const online = stations.filter(({ running }) => running?.sync.view().state === 'online')
  for (const { name, folder } of online.slice(time.events % Math.max(1, online.length)).slice(0, 1)) {
    const { checks } = await time.whileBusy(() => runDoctor(folder))
    for (const { name: rule, ok, examples } of checks)
      if (!ok && !NOT_HERE.includes(rule)) problems.push(`${name}: ${rule}: ${examples.slice(0, 2).join('; ')}`)
  }
  return problems
}

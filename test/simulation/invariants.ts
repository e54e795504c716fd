import { runCentralDoctor } from '../../central/doctor/run-central-doctor.ts'
import { replicaHash, visibleStateHash } from '../../main/sync/visible-state.ts'
import type { World } from './world.ts'

/** Checks everything that must hold once faults are over and all converged; what does not, as sentences. */
export async function checkWorld(world: World): Promise<string[]> {
  const problems: string[] = []
  const { running } = world.centre
  if (running === null) return ['The centre does not run']
  const { checks } = await runCentralDoctor(running.store)
  for (const { name, ok, examples } of checks) if (!ok) problems.push(`Centre: ${name}: ${examples.join('; ')}`)
  const hash = await running.store.stateHash()
  world.time.trace(`centre ${hash}`)
  const { revision } = await running.store.position()
  for (const { name, running: station } of world.stations) {
    if (station === null) continue
    const view = station.sync.view()
    const [mine, visible] = [await replicaHash(station.store), await visibleStateHash(station.store)]
    world.time.trace(`${name} ${view.state} ${view.revision} ${mine} ${visible} ${station.journal.lastSeq()}`)
    if (view.state !== 'online') continue
    if (view.revision !== revision) problems.push(`${name} stands at ${view.revision}, the centre at ${revision}`)
    else if (mine !== hash) problems.push(`${name} at ${revision} has other rows than the centre`)
    else if (visible !== mine) problems.push(`${name} shows other rows than the centre's, with nothing pending`)
  }
  problems.push(...(await savedFacts(world)))
  return problems
}

/** Each fact that a screen called saved is at the centre, once. */
async function savedFacts({ centre, memory, stations }: World): Promise<string[]> {
  const problems: string[] = []
  const store = centre.running?.store
  if (store === undefined) return ['The centre does not run']
  const outcomes = await store.ask<{ command_id: string; status: string; hash: string }>(
    'SELECT command_id, status, hash FROM outcome',
  )
  const kept = await store.ask<{ command: string }>('SELECT command FROM quarantine')
  const byId = new Map<string, { status: string; hash: string }[]>()
  for (const { command_id, status, hash } of outcomes)
    byId.set(command_id, [...(byId.get(command_id) ?? []), { status, hash }])
  const quarantined = new Set(kept.map(({ command }) => (JSON.parse(command) as { id: string }).id))
  const stopped = new Set(
    stations.filter(({ running }) => running?.sync.view().state === 'stopped').map(({ name }) => name),
  )
  for (const { id, station, seq, type, hash } of memory.saved) {
    const found = byId.get(id) ?? []
    const here = `${type} ${station}/${seq}`
    if (found.length > 1) problems.push(`${here} has ${found.length} outcomes`)
    if (found.length === 0 && !quarantined.has(id) && !stopped.has(station)) problems.push(`${here} was lost`)
    if (found.length === 1 && found[0]?.hash !== hash) problems.push(`${here} has another hash at the centre`)
  }
  return problems
}

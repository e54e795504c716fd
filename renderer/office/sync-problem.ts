import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { StationProblem } from './station-problem.ts'

/** What is wrong between station and centre, and what a person can do about it. */
export type SyncWords = { readonly what: MessageDescriptor; readonly todo: MessageDescriptor }

const itself = msg`It is tried again by itself.`
const helper = msg`Copy the diagnostics and send them to whoever helps you. Work goes on here.`
const anew = msg`If it stays like this, save the unsent work and ask an administrator: the station has to be set up anew.`
const ask = msg`What was done here is kept. Save the unsent work, then ask an administrator.`

/** By the codes of contract/central/codes.ts, domain/feedback.ts and main/sync, and those of a store that fails here. */
const WORDS: Readonly<Record<string, SyncWords>> = {
  'E-DATA-FULL': {
    what: msg`The disk of this machine is full.`,
    todo: msg`Make room here. What was done is kept, and sync goes on by itself.`,
  },
  'E-DATA-READONLY': { what: msg`The data folder of this machine cannot be written.`, todo: helper },
  'E-DATA-CORRUPT': { what: msg`The data of this machine is damaged.`, todo: ask },
  'E-SYN-001': {
    what: msg`The centre does not answer.`,
    todo: msg`Look at the network, and whether the centre runs. Work goes on here meanwhile.`,
  },
  'E-SYN-002': {
    what: msg`Station and centre are of different versions.`,
    todo: msg`Bring the older one up to date.`,
  },
  'E-SYN-003': { what: msg`The centre could not read what was sent.`, todo: helper },
  'E-SYN-004': { what: msg`The centre does not recognise this station.`, todo: anew },
  'E-SYN-005': { what: msg`The centre does not accept this station's key.`, todo: anew },
  'E-SYN-006': { what: msg`A message came twice, so the centre refused it.`, todo: itself },
  'E-SYN-007': { what: msg`This station was revoked.`, todo: ask },
  'E-SYN-008': { what: msg`Another station uses the same journal: the disk was copied.`, todo: ask },
  'E-SYN-009': { what: msg`The centre misses something that this station has done.`, todo: itself },
  'E-SYN-010': { what: msg`The journal of this station does not fit what the centre has.`, todo: ask },
  'E-SYN-011': {
    what: msg`This code is not valid, or no longer.`,
    todo: msg`Make a new one at a station of that centre. It holds for ten minutes.`,
  },
  'E-SYN-012': {
    what: msg`That centre has data already, so this station cannot bring its own.`,
    todo: msg`Connect without bringing the data, or begin with an empty centre.`,
  },
  'E-SYN-013': { what: msg`What was sent is too large for the centre.`, todo: helper },
  'E-SYN-014': { what: msg`The centre has too much to do.`, todo: itself },
  'E-SYN-015': { what: msg`The centre's disk is full.`, todo: msg`Make room there. Work goes on here meanwhile.` },
  'E-SYN-016': { what: msg`The centre does not know what was done here.`, todo: msg`Bring the centre up to date.` },
  'E-SYN-017': { what: msg`A number was used twice.`, todo: helper },
  'E-SYN-018': { what: msg`The centre made a newer copy of the data meanwhile.`, todo: itself },
  'E-SYN-019': { what: msg`There is no centre of Baro at this address.`, todo: msg`Check the address.` },
  'E-SYN-020': { what: msg`There is no centre of Baro at this address.`, todo: msg`Check the address.` },
  'E-SYN-021': {
    what: msg`The centre was restored from a backup.`,
    todo: msg`This station sends again what is missing there.`,
  },
  'E-SYN-022': { what: msg`The centre does not know this part of the data.`, todo: helper },
  'E-SYN-023': { what: msg`Not allowed for this person or station.`, todo: msg`Ask an administrator.` },
  'E-SYN-030': { what: msg`The centre has not answered yet.`, todo: itself },
  'E-SYN-034': { what: msg`This station may not go on by itself.`, todo: ask },
  'E-SYN-035': {
    what: msg`Baro was started here without the part that connects stations.`,
    todo: msg`Start it with “npm start”, then try again.`,
  },
  'E-SYN-036': { what: msg`A recount needs the number that was counted.`, todo: msg`Count, then enter it.` },
  'E-SYN-037': {
    what: msg`This station has a centre already.`,
    todo: msg`To connect it to another one, set it up anew with an empty data folder.`,
  },
  'E-SYN-038': { what: msg`The centre was restored to a time before this station joined it.`, todo: ask },
  'E-SYN-039': {
    what: msg`The key of this station cannot be read.`,
    todo: msg`Unlock the key store of this system, start Baro again or try again. If the key is lost, save the unsent work and ask an administrator.`,
  },
  'E-SYN-099': { what: msg`Something failed in the centre.`, todo: helper },
}

/** The words of a sync code; null for a code that this page does not know yet. */
export function syncWords(code: string): SyncWords | null {
  return WORDS[code] ?? null
}

/** What to say of a code without words: true for all of them. */
export const unknownTrouble: SyncWords = { what: msg`Station and centre do not understand each other.`, todo: helper }

/** True when a stop of sync is one that a person may end by fetching everything anew. */
export function mayFetchAnew(code: string | undefined): boolean {
  return code === 'E-SYN-034'
}

/** The sentence for a problem of the station that is about sync; null leaves it to the general one. */
export function syncSentence({ code }: StationProblem): SyncWords | null {
  return code.startsWith('E-SYN-') ? (syncWords(code) ?? unknownTrouble) : null
}

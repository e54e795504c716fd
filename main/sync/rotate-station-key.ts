import { SYNC_CODES } from '../../contract/central/codes.ts'
import { createCentreClient, type Speaker } from './centre-client.ts'
import type { CentreFetch, KeyStore, SyncClock, SyncMembership } from './ports.ts'
import { newPrivateKey, publicKeyOf, readPrivateKey } from './station-key.ts'

/** A key store whose key may be taken away again. */
export type NextKey = KeyStore & { remove(): Promise<void> }

/** What changing the key works with. `next` keeps the new key until the centre has it. */
export type RotateParts = {
  membership: SyncMembership
  keys: KeyStore
  next: NextKey
  fetch: CentreFetch
  clock: SyncClock
  randomBytes(count: number): Uint8Array
  log(line: Record<string, unknown>): void
}

/** Thrown when the key stays as it was, or nobody knows; `code` is one of SYNC_CODES. Asked again, it goes on. */
export class RotateError extends Error {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.name = 'RotateError'
    this.code = code
  }
}

/**
 * Gives a station another key: the new one is kept durably before the centre hears of it, and takes the old one's place
 * once the centre said so. When the answer was lost, the next try sees by which key the centre knows the station.
 */
export async function rotateStationKey(parts: RotateParts): Promise<void> {
  const { keys, next, randomBytes } = parts
  const old = await keys.load()
  if (old === null) throw new RotateError('E-CLI-KEY', 'The key of this station is not in this folder')
  if ((await next.load()) === null) await next.save(newPrivateKey(randomBytes(32)))
  const fresh = (await next.load()) ?? ''
  const client = await speakAs(parts, old)
  if (client !== null) {
    const answer = await client.rotate(publicKeyOf(readPrivateKey(fresh)))
    if (!answer.ok) throw new RotateError(answer.failure.code, 'The centre did not say that it took the new key')
  } else if ((await speakAs(parts, fresh)) === null)
    throw new RotateError(SYNC_CODES.signatureWrong, 'The centre knows this station by neither key')
  await keys.save(fresh)
  await next.remove()
}

/** A client with a session under this key; null when the centre knows the station by another one. */
async function speakAs(parts: RotateParts, privateKey: string) {
  const { stationId, incarnation, centre } = parts.membership
  const nonce = (): string => Buffer.from(parts.randomBytes(18)).toString('base64url')
  let speaker: Speaker = { stationId, incarnation, boot: nonce(), key: readPrivateKey(privateKey), token: '' }
  const client = createCentreClient({ ...parts, centre, nonce, speaker: () => speaker })
  const session = await client.openSession()
  if (session.ok) {
    speaker = { ...speaker, token: session.value.token }
    return client
  }
  if (session.failure.code === SYNC_CODES.signatureWrong) return null
  throw new RotateError(session.failure.code, 'The centre did not answer')
}

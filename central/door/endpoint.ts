import type { HeldNonce } from '../sessions/nonces.ts'

/** A station as it stood when its message was let in. */
export type KnownStation = {
  id: string
  number: number
  name: string
  state: string
  /** The journal that speaks, as its session was opened. */
  incarnation: string
  bootId: string
  /** True while a station brings its tables: until then there is nothing here to ask. */
  isAdopting: boolean
}

/** One message on its way to its answer. `note` adds fields to the line that the log gets about it. */
export type Call = {
  readonly request: Request
  readonly url: URL
  readonly body: Uint8Array
  readonly requestId: string
  readonly address: string
  note(fields: Record<string, unknown>): void
}

/** Who was let in, and the nonce of the message. */
export type LetIn = { readonly station: KnownStation; readonly nonce: HeldNonce }

/** A message of a station that proved who it is. */
export type StationCall = Call & LetIn

type Common = {
  method: 'GET' | 'POST'
  /** The whole path, or its beginning when it ends with a slash. */
  path: string
  /** The most bytes of body; 0 where none is expected. */
  bodyLimitBytes: number
  /** False for what needs no sync protocol (health, metrics, administration). */
  speaksProtocol: boolean
  /** True for what remembers the nonce in the transaction of what it does; for others the door does it before. */
  recordsNonce: boolean
}

/**
 * One thing that can be asked. `open`: of anybody. `station`: of a station in any state. `active`: of a station that is
 * neither revoked nor quarantined.
 */
export type Endpoint =
  | (Common & { access: 'open'; answer(call: Call): Promise<Response> })
  | (Common & { access: 'station' | 'active'; answer(call: StationCall): Promise<Response> })

type Wanted<C> = {
  method: 'GET' | 'POST'
  path: string
  bodyLimitBytes?: number
  speaksProtocol?: boolean
  recordsNonce?: boolean
  answer(call: C): Promise<Response>
}

const common = { bodyLimitBytes: 0, speaksProtocol: true, recordsNonce: false }

/** An endpoint for anybody. */
export function openEndpoint(wanted: Wanted<Call>): Endpoint {
  return { ...common, ...wanted, access: 'open' }
}

/** An endpoint for a station in any state, also a revoked one. */
export function stationEndpoint(wanted: Wanted<StationCall>): Endpoint {
  return { ...common, ...wanted, access: 'station' }
}

/** An endpoint for active stations only. */
export function activeEndpoint(wanted: Wanted<StationCall>): Endpoint {
  return { ...common, ...wanted, access: 'active' }
}

import type { RequestBody, RequestReply } from '../../contract/central/messages.ts'

/** A request to the centre's one fetch function: over HTTP, over a MessagePort, or in the same process in tests. */
export type CentreFetch = (request: Request) => Promise<Response>

/** Where the station's secret key lives: the system's key store under Electron, a file of mode 0600 under Node. */
export type KeyStore = {
  readonly kind: 'file' | 'system' | 'basic'
  /** The private key (PKCS#8, base64url), or null when there is none yet. */
  load(): Promise<string | null>
  save(privateKey: string): Promise<void>
}

/** What the executor needs of the centre; null while a store works alone. */
export type CentreLink = {
  /** This station's id at the centre. */
  readonly stationId: string
  readonly stationNumber: number
  /** Facts were journaled: send them soon. */
  journaled(): void
  /**
   * Asks the centre for an INTENT, after the earlier facts were acknowledged, and resolves once its decision is known and
   * its rows are in the replica. A refusal `needsCentre` when nobody answers, `centreSilent` when the outcome is not known
   * yet (the request stays in the journal and is asked for again), `stationStopped` when sync has stopped.
   */
  request(request: Omit<RequestBody, 'timeline'>): Promise<RequestReply['decision']>
}

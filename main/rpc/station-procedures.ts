import { implement } from '@orpc/server'
import { stationContract } from '../../contract/station/index.ts'

/** What a procedure knows about its caller. */
export type CallContext = { sessionId: string }

/** The contract, ready to be implemented procedure by procedure. */
export const procedures = implement(stationContract).$context<CallContext>()

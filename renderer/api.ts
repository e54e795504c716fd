import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/fetch'
import type { ContractRouterClient } from '@orpc/contract'
import type { stationContract } from '../contract/station/index.ts'

/** The station's procedures, called on the page's own origin whichever host serves it. */
export const api: ContractRouterClient<typeof stationContract> = createORPCClient(
  new RPCLink({ url: () => new URL('/rpc', window.location.href).href }),
)

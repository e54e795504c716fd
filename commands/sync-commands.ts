import { returnClaim } from './claims/return-claim.ts'
import { revokeClaim } from './claims/revoke-claim.ts'
import { resolveException } from './exceptions/resolve-exception.ts'
import { takeBlock } from './numbers/take-block.ts'
import { readmitStation } from './stations/readmit-station.ts'
import { renameStation } from './stations/rename-station.ts'
import { revokeStation } from './stations/revoke-station.ts'

/** The commands of a site with several stations: claims, stations, numbers in blocks, facts that need a person. */
export const syncCommands = [
  returnClaim,
  revokeClaim,
  renameStation,
  revokeStation,
  readmitStation,
  takeBlock,
  resolveException,
]

import { changeService, closeCarton, labelCarton, undoCarton } from './packing/close-carton.ts'
import { finishOrder } from './packing/finish-order.ts'
import { openCarton } from './packing/open-carton.ts'
import { openOrder, parkOrder, seeNote } from './packing/open-order.ts'
import { packUnit, unpackUnit } from './packing/pack-unit.ts'
import { assignTote } from './picking/assign-tote.ts'
import { claimWork } from './picking/claim-work.ts'
import { addTote, collectUnits, takeBackUnits } from './picking/collect-units.ts'
import { confirmPick } from './picking/confirm-pick.ts'
import { dropOff } from './picking/drop-off.ts'
import { shortStop, skipStop } from './picking/leave-stop.ts'
import { prefetchWork, takePrefetched } from './picking/prefetch-work.ts'
import { shortPick } from './picking/short-pick.ts'
import { skipLine } from './picking/skip-line.ts'
import { undoPick } from './picking/undo-pick.ts'
import { assignTracking, dispatch } from './shipping/dispatch.ts'

/** The commands of the floor: picking, packing, labels, shipping. */
export const floorCommands = [
  claimWork,
  prefetchWork,
  takePrefetched,
  assignTote,
  confirmPick,
  undoPick,
  shortPick,
  skipLine,
  addTote,
  collectUnits,
  takeBackUnits,
  shortStop,
  skipStop,
  dropOff,
  openOrder,
  parkOrder,
  seeNote,
  openCarton,
  packUnit,
  unpackUnit,
  closeCarton,
  changeService,
  undoCarton,
  labelCarton,
  finishOrder,
  assignTracking,
  dispatch,
]

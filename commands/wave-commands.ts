import { cancelWave } from './waves/cancel-wave.ts'
import { releaseWave } from './waves/release-wave.ts'
import { saveFloorPlan } from './waves/save-floor-plan.ts'

/** The commands of planning: waves, and the plan of the floor. */
export const waveCommands = [releaseWave, cancelWave, saveFloorPlan]

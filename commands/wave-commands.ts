import { cancelWave } from './waves/cancel-wave.ts'
import { releaseWave } from './waves/release-wave.ts'

/** The commands of planning: waves, and the plan of the floor. */
export const waveCommands = [releaseWave, cancelWave]

import { floorCommands } from './floor-commands.ts'
import { labelCommands } from './label-commands.ts'
import { officeCommands } from './office-commands.ts'
import { buildRegistry } from './registry.ts'
import { siteCommands } from './site-commands.ts'
import { syncCommands } from './sync-commands.ts'
import { waveCommands } from './wave-commands.ts'

/** Every command of Baro that a station may run or ask for. What only the centre does to itself is not among them. */
export const COMMANDS = buildRegistry([
  ...siteCommands,
  ...labelCommands,
  ...officeCommands,
  ...waveCommands,
  ...floorCommands,
  ...syncCommands,
])

import { floorCommands } from './floor-commands.ts'
import { officeCommands } from './office-commands.ts'
import { buildRegistry } from './registry.ts'
import { siteCommands } from './site-commands.ts'

/** Every FACT, so that one which was kept can be run again. */
export const FACTS = buildRegistry(
  [...siteCommands, ...officeCommands, ...floorCommands].filter((definition) => definition.class === 'FACT'),
)

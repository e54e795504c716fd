import { devices } from './devices.ts'
import { imports } from './imports.ts'
import { orders } from './orders.ts'
import { packing } from './packing.ts'
import { picking } from './picking.ts'
import { planning } from './planning.ts'
import { printing } from './printing.ts'
import { scanners } from './scanners.ts'
import { services } from './services.ts'
import { session } from './session.ts'
import { shipping } from './shipping.ts'
import { site } from './site.ts'
import { sync } from './sync.ts'
import { templates } from './templates.ts'

/** The whole conversation between a station's page and its main process. */
export const stationContract = {
  session,
  picking,
  packing,
  shipping,
  printing,
  orders,
  planning,
  imports,
  site,
  sync,
  devices,
  templates,
  services,
  scanners,
}

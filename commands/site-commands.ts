import { saveServices } from './services/save-services.ts'
import { saveCarrier, saveOperator } from './site/save-operator.ts'
import { savePolicies, saveSite } from './site/save-site.ts'

/** The commands of set-up and settings. */
export const siteCommands = [saveSite, savePolicies, saveOperator, saveCarrier, saveServices]

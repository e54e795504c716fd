import { siteAndOperators } from './0001-site-and-operators.ts'
import { items } from './0002-items.ts'
import { places } from './0003-places.ts'
import { orders } from './0004-orders.ts'
import { stock } from './0005-stock.ts'
import { picking } from './0006-picking.ts'
import { packing } from './0007-packing.ts'
import { replicaPosition } from './0008-replica-position.ts'
import { orderList } from './0009-order-list.ts'
import { stations } from './0010-stations.ts'
import { pendingFacts } from './0011-pending-facts.ts'
import { labelTemplates } from './0012-label-templates.ts'
import { waves } from './0013-waves.ts'
import { packingOfItems } from './0014-packing-of-items.ts'
import { releasePolicies } from './0015-release-policies.ts'
import { services } from './0016-services.ts'
import { chains } from './0017-chains.ts'
import { sortingAtTheBench } from './0018-sorting-at-the-bench.ts'
import type { Migration } from './migration.ts'

/** Every migration of the shared tables, in order of their numbers. */
export const MIGRATIONS: readonly Migration[] = [
  siteAndOperators,
  items,
  places,
  orders,
  stock,
  picking,
  packing,
  replicaPosition,
  orderList,
  stations,
  pendingFacts,
  labelTemplates,
  waves,
  packingOfItems,
  releasePolicies,
  services,
  chains,
  sortingAtTheBench,
]

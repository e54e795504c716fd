import type { ShipBench } from '../../../contract/station/shipping.ts'
import { api } from '../../api.ts'
import { createFloorStore } from '../../floor/floor-store.ts'

/** Where this operator stands in shipping; every action is a scan. */
export const useShipping = createFloorStore<ShipBench>({
  bench: (signal) => api.shipping.bench(undefined, { signal }),
  scan: (request, signal) => api.shipping.scan(request, { signal }),
  operatorOf: (bench) => bench.session.operator?.id,
})

import type { PickBench } from '../../../contract/station/picking.ts'
import { api } from '../../api.ts'
import { createFloorStore } from '../../floor/floor-store.ts'

/** Where this operator stands in picking; every action is a scan. */
export const usePicking = createFloorStore<PickBench>({
  bench: (signal) => api.picking.bench(undefined, { signal }),
  scan: (request, signal) => api.picking.scan(request, { signal }),
  operatorOf: (bench) => bench.session.operator?.id,
})

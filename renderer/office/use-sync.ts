import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { SyncView } from '../../contract/station/sync.ts'
import { api } from '../api.ts'

/** Where sync stands, looked at every other second: what a person watches should move. */
export function useSyncView() {
  return useQuery({ queryKey: ['sync', 'view'], queryFn: () => api.sync.view(), refetchInterval: 2_000 })
}

/** A command to sync whose answer is where it stands afterwards. */
export function useSyncAct<Input>(act: (input: Input) => Promise<SyncView>, onDone: (view: SyncView) => void) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: act,
    onSuccess: (view) => {
      queries.setQueryData(['sync', 'view'], view)
      void queries.invalidateQueries({ queryKey: ['strip'] })
      onDone(view)
    },
  })
}

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { SiteView } from '../../../contract/station/site.ts'
import { api } from '../../api.ts'

/** Everything that Settings shows. */
export function useSite() {
  return useQuery({ queryKey: ['site'], queryFn: () => api.site.view() })
}

/** A change of the settings; the answer is the whole view, so nothing has to be read again. */
export function useSave<Input>(save: (input: Input) => Promise<SiteView>, onSaved: (input: Input) => void) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: save,
    onSuccess: (view, input) => {
      queries.setQueryData(['site'], view)
      void queries.invalidateQueries({ queryKey: ['session'] })
      onSaved(input)
    },
  })
}

import { useQuery } from '@tanstack/react-query'
import { api } from '../api.ts'

/** What people call a carrier, by its code; a code that the site does not know is shown as it is. */
export function useCarrierName(): (code: string) => string {
  const { data } = useQuery({ queryKey: ['site'], queryFn: () => api.site.view(), staleTime: 60_000 })
  return (code) => data?.carriers.find((carrier) => carrier.code === code)?.name ?? code
}

import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { PlanRequest, PlanRun } from '../../../contract/station/planning.ts'
import { api } from '../../api.ts'
import { problemOf } from '../../office/station-problem.ts'

/** True while the station works on a plan: then it is asked again and again. */
export function isGoingOn(phase: PlanRun['phase']): boolean {
  return ['reading', 'allocating', 'batching', 'routing', 'cartons', 'releasing'].includes(phase)
}

/** True for a plan that can be looked at. */
export function hasPreview(phase: PlanRun['phase']): boolean {
  return ['planned', 'releasing', 'released'].includes(phase)
}

/** What a plan may be asked for now. */
export function useChoices() {
  return useQuery({ queryKey: ['planning', 'choices'], queryFn: () => api.planning.choices(), staleTime: 0 })
}

/** The plans that the station keeps, newest first. */
export function usePlans() {
  return useQuery({
    queryKey: ['planning', 'plans'],
    queryFn: () => api.planning.plans(),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.some(({ phase }) => isGoingOn(phase)) === true ? 1_000 : 10_000),
  })
}

/** One plan; asked again while the station works on it, and not any more once it is forgotten. */
export function useRun(planId: string) {
  return useQuery({
    queryKey: ['planning', 'run', planId],
    queryFn: () => api.planning.progress({ planId }),
    staleTime: 0,
    refetchInterval: ({ state }) => {
      if (state.error !== null) return problemOf(state.error).kind === 'NOT_FOUND' ? false : 2_000
      return state.data === undefined || isGoingOn(state.data.phase) ? 400 : 10_000
    },
  })
}

/** The preview of a plan; it does not change once it is there. */
export function usePreview(planId: string) {
  return useQuery({
    queryKey: ['planning', 'preview', planId],
    queryFn: () => api.planning.preview({ planId }),
    staleTime: Number.POSITIVE_INFINITY,
  })
}

const batchQuery = (planId: string, number: number) => ({
  queryKey: ['planning', 'batch', planId, number],
  queryFn: () => api.planning.batch({ planId, number }),
  staleTime: Number.POSITIVE_INFINITY,
})

/** One batch whole, with the one before kept on the screen until it is there; the next one is fetched ahead. */
export function useBatch(planId: string, number: number, count: number) {
  const queries = useQueryClient()
  const shown = useQuery({ ...batchQuery(planId, number), placeholderData: keepPreviousData })
  useEffect(() => {
    if (number < count) void queries.prefetchQuery(batchQuery(planId, number + 1))
  }, [queries, planId, number, count])
  return shown
}

/** Starts, cancels and releases plans; what comes back is the plan as it stands then. */
export function usePlanActs(onRun?: (run: PlanRun) => void) {
  const queries = useQueryClient()
  const onSuccess = (run: PlanRun): void => {
    queries.setQueryData(['planning', 'run', run.planId], run)
    void queries.invalidateQueries({ queryKey: ['planning', 'plans'] })
    void queries.invalidateQueries({ queryKey: ['planning', 'run', run.planId] })
    onRun?.(run)
  }
  return {
    plan: useMutation({ mutationFn: (request: PlanRequest) => api.planning.plan(request), onSuccess }),
    cancel: useMutation({ mutationFn: (planId: string) => api.planning.cancel({ planId }), onSuccess }),
    release: useMutation({
      mutationFn: (asked: { planId: string; batches: number[] | null }) => api.planning.release(asked),
      onSuccess,
    }),
  }
}

/** The waves, newest first, page after page. */
export function useWaves() {
  const list = useInfiniteQuery({
    queryKey: ['planning', 'waves'],
    queryFn: ({ pageParam }) => api.planning.waves({ before: pageParam, limit: 50 }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    staleTime: 0,
    refetchInterval: 5_000,
  })
  return { ...list, rows: list.data?.pages.flatMap(({ rows }) => rows) ?? [] }
}

/** One wave with its tasks as they stand now. */
export function useWave(waveId: string) {
  return useQuery({
    queryKey: ['planning', 'wave', waveId],
    queryFn: () => api.planning.wave({ waveId }),
    staleTime: 0,
    refetchInterval: 3_000,
  })
}

/** Takes back what of a wave nobody has. */
export function useCancelWave(onDone: () => void) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (waveId: string) => api.planning.cancelWave({ waveId }),
    onSuccess: (answer) => {
      queries.setQueryData(['planning', 'wave', answer.row.waveId], answer)
      void queries.invalidateQueries({ queryKey: ['planning', 'waves'] })
      onDone()
    },
  })
}

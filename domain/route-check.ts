import { z } from 'zod'
import {
  type CrossAisle,
  ROUTE_LIMITS,
  type RouteAisle,
  type RouteProblem,
  type RouteProblemCode,
  RouteStop,
  WarehouseLayout,
} from './route-layout.ts'

/** A layout on which tours can be planned, or all that is wrong with it. */
export type CheckedLayout = { layout: WarehouseLayout; problems: [] } | { layout: null; problems: RouteProblem[] }

/** Checks a layout given as a value: its shape, and what only its parts together can get wrong. */
export function checkLayout(value: unknown): CheckedLayout {
  const parsed = WarehouseLayout.safeParse(value)
  if (!parsed.success) return { layout: null, problems: problemsOf(parsed.error, value) }
  const layout = parsed.data
  const problems = [
    ...twice('aisles', layout.aisles),
    ...twice('crossAisles', layout.crossAisles),
    ...layout.aisles.flatMap((aisle, index) => checkAisle(aisle, `aisles[${index}]`, layout.crossAisles)),
    ...layout.crossAisles.flatMap((crossAisle, index) => checkSpans(crossAisle, `crossAisles[${index}]`)),
    ...overlappingAisles(layout.aisles),
    ...touchingSpans(layout.crossAisles),
    ...checkDepot(layout),
  ]
  return problems.length === 0 ? { layout, problems: [] } : { layout: null, problems }
}

/** Checks the shape of stops given as a value; whether their places exist is for the floor to say. */
export function checkStopShapes(value: unknown): { stops: RouteStop[] } | { problems: RouteProblem[] } {
  const parsed = z.array(RouteStop).min(1).max(ROUTE_LIMITS.stops).safeParse(value)
  if (!parsed.success) return { problems: problemsOf(parsed.error, value, 'stops') }
  const problems = twice('stops', parsed.data)
  return problems.length === 0 ? { stops: parsed.data } : { problems }
}

/** A problem at a path. */
export function routeProblem(code: RouteProblemCode, path: string, params: RouteProblem['params'] = {}): RouteProblem {
  return { path, code, params }
}

function checkAisle(aisle: RouteAisle, path: string, crossAisles: readonly CrossAisle[]): RouteProblem[] {
  if (aisle.fromYMm > aisle.toYMm) return [routeProblem('E-RTE-007', path)]
  const meets = crossAisles.some(
    ({ yMm, spans }) =>
      aisle.fromYMm <= yMm &&
      yMm <= aisle.toYMm &&
      spans.some(({ fromXMm, toXMm }) => fromXMm <= aisle.xMm && aisle.xMm <= toXMm),
  )
  return meets ? [] : [routeProblem('E-RTE-010', path, { id: aisle.id })]
}

function checkSpans({ spans }: CrossAisle, path: string): RouteProblem[] {
  return spans.flatMap(({ fromXMm, toXMm }, index) =>
    fromXMm > toXMm ? [routeProblem('E-RTE-007', `${path}.spans[${index}]`)] : [],
  )
}

/** Aisles in one line may touch; more than a point in common would be one floor twice. */
function overlappingAisles(aisles: readonly RouteAisle[]): RouteProblem[] {
  const sorted = aisles
    .map((aisle, index) => ({ ...aisle, index }))
    .sort((a, b) => a.xMm - b.xMm || a.fromYMm - b.fromYMm || a.toYMm - b.toYMm)
  let reach: (typeof sorted)[number] | null = null
  const problems: RouteProblem[] = []
  for (const aisle of sorted) {
    const isSameLine: boolean = reach !== null && reach.xMm === aisle.xMm
    if (reach !== null && isSameLine && (aisle.fromYMm < reach.toYMm || isSamePoint(reach, aisle)))
      problems.push(routeProblem('E-RTE-008', `aisles[${aisle.index}]`, { id: reach.id }))
    if (reach === null || !isSameLine || aisle.toYMm > reach.toYMm) reach = aisle
  }
  return problems
}

function isSamePoint(a: RouteAisle, b: RouteAisle): boolean {
  return a.fromYMm === b.fromYMm && a.toYMm === b.toYMm && a.fromYMm === a.toYMm
}

function touchingSpans(crossAisles: readonly CrossAisle[]): RouteProblem[] {
  const sorted = crossAisles
    .flatMap(({ yMm, spans }, crossAisle) =>
      spans.map((span, index) => ({ ...span, yMm, path: `crossAisles[${crossAisle}].spans[${index}]` })),
    )
    .sort((a, b) => a.yMm - b.yMm || a.fromXMm - b.fromXMm || a.toXMm - b.toXMm)
  let height: number | null = null
  let reach = 0
  const problems: RouteProblem[] = []
  for (const { yMm, fromXMm, toXMm, path } of sorted) {
    if (height === yMm && fromXMm <= reach) problems.push(routeProblem('E-RTE-009', path))
    reach = height === yMm ? Math.max(reach, toXMm) : toXMm
    height = yMm
  }
  return problems
}

function checkDepot({ depot, crossAisles }: WarehouseLayout): RouteProblem[] {
  const crossAisle = crossAisles.find(({ id }) => id === depot.crossAisle)
  if (crossAisle === undefined) return [routeProblem('E-RTE-011', 'depot.crossAisle', { id: depot.crossAisle })]
  const isOnIt = crossAisle.spans.some(({ fromXMm, toXMm }) => fromXMm <= depot.xMm && depot.xMm <= toXMm)
  return isOnIt ? [] : [routeProblem('E-RTE-012', 'depot.xMm')]
}

function twice(path: string, all: readonly { id: string }[]): RouteProblem[] {
  const seen = new Set<string>()
  const problems: RouteProblem[] = []
  for (const [index, { id }] of all.entries()) {
    if (seen.has(id)) problems.push(routeProblem('E-RTE-006', `${path}[${index}].id`, { id }))
    seen.add(id)
  }
  return problems
}

function problemsOf(error: z.ZodError, value: unknown, root = ''): RouteProblem[] {
  return error.issues.map((issue) => {
    const path = pathOf(issue.path, root)
    if (issue.code === 'unrecognized_keys') return routeProblem('E-RTE-001', path, { field: issue.keys.join(', ') })
    if (issue.code === 'too_big' && issue.origin === 'array')
      return routeProblem('E-RTE-005', path, { most: Number(issue.maximum) })
    if (issue.code === 'too_small' && issue.origin === 'array') return routeProblem(codeOfNone(path), path)
    if (typeof valueAt(value, issue.path) === 'number' && String(issue.path.at(-1)).endsWith('Mm'))
      return routeProblem('E-RTE-002', path)
    return routeProblem('E-RTE-001', path)
  })
}

function codeOfNone(path: string): RouteProblemCode {
  if (path === 'stops') return 'E-RTE-020'
  return path === 'aisles' ? 'E-RTE-003' : 'E-RTE-004'
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, part) => (typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[part] : undefined),
    value,
  )
}

function pathOf(parts: readonly PropertyKey[], root: string): string {
  return parts.reduce<string>((path, part) => {
    if (typeof part === 'number') return `${path}[${part}]`
    return path === '' ? String(part) : `${path}.${String(part)}`
  }, root)
}

import { apiContract } from '../../contract/central/api/contract.ts'
import { API_PREFIX } from '../../contract/central/api/operation.ts'

type Route = { method: string; pattern: RegExp }

const ROUTES: readonly Route[] = Object.values(apiContract)
  .flatMap((group) => Object.values(group))
  .map((procedure) => {
    const { method = 'POST', path = '/' } = procedure['~orpc'].route
    return { method, pattern: new RegExp(`^${API_PREFIX}${path.replace(/\{\w+\}/g, '[^/]+')}/?$`) }
  })

/** The methods that an operation has at this path; none when there is nothing. */
export function methodsAt(pathname: string): string[] {
  return ROUTES.filter(({ pattern }) => pattern.test(pathname)).map(({ method }) => method)
}

import { ORPCError, ValidationError } from '@orpc/contract'
import type { z } from 'zod'
import { API_PROBLEMS, type ApiProblem, type ApiProblemName } from '../../contract/central/api/errors.ts'
import type { Params } from '../../contract/errors.ts'
import { isDiskFull } from '../../domain/retriable.ts'
import { MessageRefused } from '../door/refusal.ts'

/** Thrown where a request is not done: a problem of the closed list and what its sentence is about. */
export class ApiRefusal extends Error {
  readonly problem: ApiProblemName
  readonly params: Params
  readonly headers: Record<string, string>
  constructor(problem: ApiProblemName, params: Params = {}, headers: Record<string, string> = {}) {
    super(`${problem} ${JSON.stringify(params)}`)
    this.name = 'ApiRefusal'
    this.problem = problem
    this.params = params
    this.headers = headers
  }
}

/** While a station brings its tables, nobody else may write. */
export function centreBusy(): ApiRefusal {
  return new ApiRefusal('centreBusy', {}, { 'retry-after': '10' })
}

/** The answer that tells a problem. */
export function problemResponse({ problem, params, headers }: ApiRefusal, requestId: string): Response {
  const { code, status, message } = API_PROBLEMS[problem]
  const body: ApiProblem = { code, message, params, requestId }
  return Response.json(body, { status, headers })
}

/** The refusal that any error is told as; what nobody foresaw is a `bug`. */
export function asRefusal(error: unknown): ApiRefusal {
  if (error instanceof ApiRefusal) return error
  if (error instanceof ORPCError && error.code === 'BAD_REQUEST') return inputWrong(error.cause)
  if (error instanceof MessageRefused && error.status === 413) return new ApiRefusal('bodyTooLarge', error.params)
  if (error instanceof MessageRefused && error.status === 429) {
    const seconds = Math.ceil((error.retryAfterMs ?? 1_000) / 1_000)
    return new ApiRefusal('tooManyRequests', { retryAfterSeconds: seconds }, { 'retry-after': String(seconds) })
  }
  if (isDiskFull(error)) return new ApiRefusal('centreFull', {}, { 'retry-after': '30' })
  return new ApiRefusal('bug')
}

/** Names the first place that is wrong; `body` is left out of it where the message has nothing else. */
function inputWrong(cause: unknown): ApiRefusal {
  const issues = cause instanceof ValidationError ? (cause.issues as z.core.$ZodIssue[]) : []
  const [issue] = issues
  if (issue === undefined) return new ApiRefusal('bodyUnreadable')
  const path = issue.path.map(String)
  const field = path.slice(['body', 'params', 'headers'].includes(path[0] ?? '') ? 1 : 0).join('.')
  return new ApiRefusal('inputWrong', {
    field: cut(field),
    expected: cut(issue.message),
    ...(issues.length > 1 ? { more: issues.length - 1 } : {}),
  })
}

function cut(text: string): string {
  return text.length > 200 ? `${text.slice(0, 199)}…` : text
}

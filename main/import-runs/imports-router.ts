import { problem } from '../rpc/problems.ts'
import { type CallContext, procedures } from '../rpc/station-procedures.ts'
import type { ImportService } from './import-service.ts'
import { FileTooLargeError } from './kept-files.ts'

/** The imports' part of the station's contract over its service. */
export function importsRouter(service: ImportService) {
  const { imports } = procedures
  return {
    inspect: imports.inspect.handler(({ input, context }) => service.inspect(context.sessionId, input)),
    check: imports.check.handler(({ input, context }) => service.check(context.sessionId, input)),
    take: imports.take.handler(({ input, context }) => service.take(context.sessionId, input)),
    run: imports.run.handler(({ input, context }) => service.run(context.sessionId, input.runId)),
    cancel: imports.cancel.handler(({ input, context }) => service.cancel(context.sessionId, input.runId)),
    mappings: imports.mappings.handler(({ context }) => service.mappings(context.sessionId)),
    saveMapping: imports.saveMapping.handler(({ input, context }) => service.saveMapping(context.sessionId, input)),
    exportShipped: imports.exportShipped.handler(({ input, context }) =>
      service.exportShipped(context.sessionId, input),
    ),
    demo: imports.demo.handler(({ context }) => service.demo(context.sessionId)),
  }
}

/**
 * `POST /files/uploads?name=…` takes a file's bytes and answers `{ uploadId }`; `GET /files/exports/<id>` gives a written
 * file; both are the office's alone. Null when the path is neither.
 */
export function importFiles(
  service: ImportService,
): (request: Request, url: URL, context: CallContext) => Promise<Response | null> {
  return async (request, url, { sessionId }) => {
    if (url.pathname === '/files/uploads' && request.method === 'POST') {
      service.requireOffice(sessionId)
      return receive(service, request, url)
    }
    const id = /^\/files\/exports\/([0-9a-f-]+)$/.exec(url.pathname)?.[1]
    if (id === undefined || request.method !== 'GET') return null
    service.requireOffice(sessionId)
    const file = await service.exports.find(id)
    if (file === null) throw problem('NOT_FOUND', 'E-IMP-005', { id })
    return new Response(service.exports.read(file), {
      headers: {
        'content-type': 'application/octet-stream',
        'content-length': String(file.bytes),
        'cache-control': 'no-store',
        'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      },
    })
  }
}

async function receive(service: ImportService, request: Request, url: URL): Promise<Response> {
  if (request.body === null) throw problem('REFUSED', 'E-IMP-006')
  try {
    const file = await service.uploads.receive(url.searchParams.get('name') ?? '', request.body)
    return Response.json({ uploadId: file.id }, { status: 201 })
  } catch (error) {
    if (error instanceof FileTooLargeError) return Response.json({ code: 'E-IMP-007' }, { status: 413 })
    throw error
  }
}

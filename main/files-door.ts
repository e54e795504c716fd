import { ORPCError } from '@orpc/server'
import type { Role } from '../domain/inputs.ts'
import { isDiskFull } from '../domain/retriable.ts'
import type { StationCore } from './core.ts'
import { packingSlipPdf } from './packing/slip.ts'
import { isPaperKind, paperPdf } from './papers/paper-files.ts'
import type { PrintingService } from './printing/printing-service.ts'
import type { CallContext } from './rpc/station-procedures.ts'
import { sheetOptions, sheetPdf } from './site/sheets.ts'

/** A handler of one kind of file; null when the path is not its own. */
export type FileAnswer = (request: Request, url: URL, context: CallContext) => Promise<Response | null>

/** Answers `/files/*` for whoever is signed in: labels and their drawings, packing slips, sheets, and what the given handlers add. */
export function filesDoor(
  core: StationCore,
  printing: PrintingService,
  more: readonly FileAnswer[],
): (request: Request, context: CallContext) => Promise<Response> {
  return async (request, context) => {
    try {
      const url = new URL(request.url)
      const { operator } = core.require(context.sessionId)
      for (const handler of more) {
        const response = await handler(request, url, context)
        if (response !== null) return response
      }
      if (request.method !== 'GET') return problemResponse(405, 'E-FIL-002')
      const drawn = /^\/files\/labels\/([^/]+)\.svg$/.exec(url.pathname)?.[1]
      if (drawn !== undefined) return svg(printing.drawing(decodeURIComponent(drawn)))
      const [, kind, name] = /^\/files\/([a-z-]+)\/([^/]+)\.pdf$/.exec(url.pathname) ?? []
      if (name === undefined) return problemResponse(404, 'E-FIL-001')
      if (kind === 'labels') return pdf(await printing.pdf(decodeURIComponent(name)))
      if (kind === 'slips') return pdf(await packingSlipPdf(core, decodeURIComponent(name), operator.role as Role))
      if (isPaperKind(kind)) return pdf(await paperPdf(core, kind, decodeURIComponent(name), operator.role as Role))
      if (kind === 'sheets') return pdf(await sheetPdf(core, name, sheetOptions(url.searchParams)))
      return problemResponse(404, 'E-FIL-001')
    } catch (error) {
      if (error instanceof ORPCError) return problemResponse(error.status, (error.data as { code: string }).code)
      if (error instanceof URIError) return problemResponse(400, 'E-FIL-003')
      if (isDiskFull(error)) return problemResponse(503, 'E-DATA-FULL')
      throw error
    }
  }
}

function pdf(bytes: Buffer): Response {
  return new Response(new Uint8Array(bytes), {
    headers: { 'content-type': 'application/pdf', 'cache-control': 'no-store', 'content-disposition': 'inline' },
  })
}

/** Names and addresses are on it, so it is not kept; opened by itself it may load nothing. */
function svg(text: string): Response {
  return new Response(text, {
    headers: {
      'content-type': 'image/svg+xml; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; sandbox",
    },
  })
}

function problemResponse(status: number, code: string): Response {
  return Response.json({ code }, { status })
}

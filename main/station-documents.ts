import type { Role } from '../domain/inputs.ts'
import type { StationCore } from './core.ts'
import { packingSlipPdf } from './packing/slip.ts'
import { isPaperKind, paperPdf } from './papers/paper-files.ts'
import { problem } from './rpc/problems.ts'
import { sheetOptions, sheetPdf } from './site/sheets.ts'

/**
 * One of the station's own documents as PDF by its path, as `/files` gives it to somebody of this role. NOT_FOUND for a path
 * that is none; FORBIDDEN when it is not their business.
 */
export async function documentPdf(core: StationCore, path: string, role: Role): Promise<Buffer> {
  const [, kind, name, query = ''] = /^\/files\/([a-z-]+)\/([^/?]+)\.pdf(?:\?([\w=&-]*))?$/.exec(path) ?? []
  if (kind === 'slips' && name !== undefined) return packingSlipPdf(core, decoded(name), role)
  if (isPaperKind(kind) && name !== undefined) return paperPdf(core, kind, decoded(name), role)
  if (kind === 'sheets' && name !== undefined) return sheetPdf(core, name, sheetOptions(new URLSearchParams(query)))
  throw problem('NOT_FOUND', 'E-FIL-001')
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    throw problem('NOT_FOUND', 'E-FIL-003')
  }
}

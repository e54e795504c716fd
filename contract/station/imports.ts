import { z } from 'zod'
import { ColumnMapping } from '../../domain/column-mapping.ts'
import { Params, procedure } from '../errors.ts'

/** What a file holds. */
export const FileKind = z.enum(['orders', 'items', 'locations', 'stock', 'operators', 'totes', 'carton-types'])
export type FileKind = z.infer<typeof FileKind>

/** A place in a file that is wrong: what was found there and what was expected. */
export const FileProblem = z.object({
  row: z.number(),
  column: z.string(),
  value: z.string(),
  expected: z.string(),
  params: Params,
  key: z.string(),
})
export type FileProblem = z.infer<typeof FileProblem>

/** What a file looks like before anything is read from it for good. */
export const FileView = z.object({
  uploadId: z.string(),
  name: z.string(),
  bytes: z.number(),
  kind: FileKind,
  encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'cp949', 'xlsx']),
  delimiter: z.enum([',', ';', '\t']).nullable(),
  headers: z.array(z.string()),
  sample: z.array(z.array(z.string())),
  /** Only for orders: the mapping that was found by the headers. */
  mapping: ColumnMapping.nullable(),
  needsPassword: z.boolean(),
})
export type FileView = z.infer<typeof FileView>

/** One order (or record) of the preview: what would happen to it. */
export const PreviewTick = z.enum(['good', 'problem', 'same', 'difference', 'update', 'match'])
export type PreviewTick = z.infer<typeof PreviewTick>

/** A dry run or a run in progress. `ticks` are in file order, at most 2,000 of them; the counts are of all. */
export const ImportRun = z.object({
  runId: z.string(),
  uploadId: z.string(),
  kind: FileKind,
  phase: z.enum(['checking', 'checked', 'taking', 'taken', 'cancelled', 'failed']),
  rowsRead: z.number(),
  bytesRead: z.number(),
  bytesTotal: z.number(),
  counts: z.record(PreviewTick, z.number()),
  taken: z.number(),
  changed: z.number(),
  ticks: z.array(PreviewTick),
  problems: z.array(FileProblem),
  problemCount: z.number(),
  /** First rows as Baro would take them. */
  preview: z.array(
    z.object({
      number: z.string(),
      item: z.string(),
      quantity: z.number(),
      recipient: z.string(),
      postcode: z.string(),
      phone: z.string(),
      payment: z.string(),
      sameOrder: z.boolean(),
    }),
  ),
  failure: z.object({ code: z.string(), params: Params }).nullable(),
})
export type ImportRun = z.infer<typeof ImportRun>

const options = z.object({
  uploadId: z.string(),
  kind: FileKind,
  encoding: FileView.shape.encoding.optional(),
  mapping: ColumnMapping.optional(),
  password: z.string().max(255).optional(),
})

/**
 * Files in: the page uploads the bytes to `POST /files/uploads?name=…` (answer `{ uploadId }`), then asks here.
 * `check` reads the file and writes nothing; `take` writes the good orders, or nothing at all when `onlyIfAllGood`
 * and there is a problem. Progress is asked for with `run`.
 */
export const imports = {
  inspect: procedure.input(options.partial({ kind: true })).output(FileView),
  check: procedure.input(options).output(ImportRun),
  take: procedure.input(options.extend({ onlyIfAllGood: z.boolean() })).output(ImportRun),
  run: procedure.input(z.object({ runId: z.string() })).output(ImportRun),
  cancel: procedure.input(z.object({ runId: z.string() })).output(ImportRun),
  mappings: procedure.output(z.array(ColumnMapping)),
  saveMapping: procedure.input(ColumnMapping).output(z.array(ColumnMapping)),
  /** Writes carrier and tracking number of orders shipped since `since` in the channel's own form; download by path. */
  exportShipped: procedure
    .input(
      z.object({
        channel: z.string(),
        since: z.number().nullable(),
        encoding: z.enum(['utf-8', 'cp949']).default('utf-8'),
      }),
    )
    .output(z.object({ path: z.string(), fileName: z.string(), orders: z.number() })),
  /** Fills an empty store with the demo warehouse; CONFLICT when it is not empty. Progress by `run`. */
  demo: procedure.output(ImportRun),
}

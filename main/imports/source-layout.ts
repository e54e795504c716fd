import { z } from 'zod'
import { ENCODINGS } from './decode.ts'
import { DELIMITERS } from './read-csv.ts'

/** The outer form of a file, kept so that the way back has the same columns, encoding and rows above the headers. */
export const SourceLayout = z.object({
  kind: z.enum(['csv', 'sheet']),
  encoding: z.enum(ENCODINGS).nullable(),
  delimiter: z.enum(DELIMITERS).nullable(),
  headers: z.array(z.string()),
  titleRows: z.array(z.array(z.string())),
})
export type SourceLayout = z.infer<typeof SourceLayout>

import { z } from 'zod'

/** Encodings of text files; the first three are detected, the others can be chosen by a person. */
export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'cp949', 'windows-1252', 'shift_jis'] as const
/** How a file's bytes are text, or that it is a spreadsheet. */
export type Encoding = (typeof ENCODINGS)[number]

/** Delimiters that are detected. */
export const DELIMITERS = [',', ';', '\t'] as const
/** What stands between the fields of a text file. */
export type Delimiter = (typeof DELIMITERS)[number]

/** The outer form of a file, kept so that the way back has the same columns, encoding and rows above the headers. */
export const SourceLayout = z.object({
  kind: z.enum(['csv', 'sheet']),
  encoding: z.enum(ENCODINGS).nullable(),
  delimiter: z.enum(DELIMITERS).nullable(),
  headers: z.array(z.string()),
  titleRows: z.array(z.array(z.string())),
})
export type SourceLayout = z.infer<typeof SourceLayout>

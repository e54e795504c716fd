import { setImmediate as nextTurn } from 'node:timers/promises'
import { CsvError, parse } from 'csv-parse'
import { DELIMITERS, type Delimiter, type Encoding } from '../../domain/order-file-layout.ts'
import { decodeText } from './decode.ts'
import type { FileSource } from './file-source.ts'
import { ImportRefusal } from './import-refusal.ts'

/** Longest record in bytes; a longer one means that a quote was never closed. */
const MAX_RECORD_BYTES = 1_000_000

/** Records of the beginning of a text, by a reading of quotes that is enough to count delimiters. */
function countPerRecord(text: string, delimiter: string): number[] {
  const counts: number[] = []
  let count = 0
  let quoted = false
  let filled = false
  for (const character of text) {
    if (character === '"') quoted = !quoted
    else if (quoted) continue
    else if (character === delimiter) count += 1
    else if (character === '\n' || character === '\r') {
      if (filled) counts.push(count)
      count = 0
      filled = false
      continue
    }
    filled = true
    if (counts.length >= 30) return counts
  }
  if (filled && counts.length === 0) counts.push(count)
  return counts
}

/** The delimiter that cuts the beginning of a file into the most columns in most of its records; a comma if none does. */
export function detectDelimiter(text: string): Delimiter {
  let best: Delimiter = ','
  let bestScore = 0
  for (const delimiter of DELIMITERS) {
    const counts = countPerRecord(text, delimiter).sort((a, b) => a - b)
    const median = counts[counts.length >> 1] ?? 0
    const steady = counts.filter((count) => count === median).length / Math.max(1, counts.length)
    const score = median * (0.25 + steady)
    if (score > bestScore) {
      best = delimiter
      bestScore = score
    }
  }
  return best
}

function csvRefusal(error: unknown, row: number): unknown {
  if (!(error instanceof CsvError)) return error
  if (error.code === 'CSV_MAX_RECORD_SIZE')
    return new ImportRefusal('record-too-long', { row, max: MAX_RECORD_BYTES }, error)
  return new ImportRefusal('quotes-broken', { row }, error)
}

/**
 * The records of a CSV file in batches, numbered from 1 as a spreadsheet numbers its rows: blank lines count, line breaks
 * inside quotes do not. `bytes` is how much of the file has been read. Gives way to other work between batches.
 */
export async function* readCsv(
  source: FileSource,
  encoding: Encoding,
  delimiter: Delimiter,
  maxRows: number,
): AsyncGenerator<{ numbers: number[]; cells: string[][]; bytes: number }, void, undefined> {
  const parser = parse({
    bom: true,
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: MAX_RECORD_BYTES,
  })
  let row = 0
  let bytes = 0
  let failed: unknown = null
  parser.on('error', (error) => {
    failed ??= error
  })
  const drain = (): { numbers: number[]; cells: string[][]; bytes: number } => {
    const numbers: number[] = []
    const cells: string[][] = []
    for (let record: string[] | null = parser.read(); record !== null; record = parser.read()) {
      row += 1
      numbers.push(row)
      cells.push(record)
    }
    if (row > maxRows) throw new ImportRefusal('too-many-rows', { max: maxRows })
    return { numbers, cells, bytes }
  }
  const feed = (piece: Buffer | string): Promise<void> =>
    new Promise((resolve) => {
      parser.write(piece, () => resolve())
    })
  for await (const piece of pieces(source, encoding)) {
    bytes += piece.bytes
    if (piece.content.length > 0) {
      const written = feed(piece.content)
      yield drain()
      await written
    }
    if (failed !== null) throw csvRefusal(failed, row + 1)
    await nextTurn()
  }
  const ended = new Promise<void>((resolve) => parser.once('end', resolve).once('error', () => resolve()))
  parser.end()
  await nextTurn()
  if (failed === null) yield drain()
  if (failed === null) await ended
  if (failed !== null) throw csvRefusal(failed, row + 1)
}

/** What the parser is fed: the bytes as they are where they are UTF-8 already, else the decoded text. */
async function* pieces(
  source: FileSource,
  encoding: Encoding,
): AsyncGenerator<{ content: Buffer | string; bytes: number }, void, undefined> {
  if (encoding === 'utf-8') for await (const chunk of source.chunks()) yield { content: chunk, bytes: chunk.length }
  else for await (const { text, bytes } of decodeText(source, encoding)) yield { content: text, bytes }
}

import { parentPort, workerData } from 'node:worker_threads'
import { DecryptionError, EncryptedFileError } from 'hucre'
import { type CellValue, readXls, streamXlsxRows } from 'hucre/xlsx'
import type { ImportRefusalCode } from '../../domain/order-file-refusals.ts'
import { ImportRefusal } from './import-refusal.ts'
import { decryptWorkbook } from './office-decryption.ts'
import { isOleContainer, readOleStreams } from './ole-container.ts'
import { checkExpansion, type ExpansionLimits, isZip } from './zip-sizes.ts'

/** What the worker is given: the file, the password if a person gave one, and how far it may expand. */
export interface SheetOrder {
  bytes: Uint8Array
  password: string | undefined
  limits: ExpansionLimits
  maxRows: number
}

/** What the worker answers to each request for more rows. */
export type SheetReply =
  | { kind: 'rows'; numbers: number[]; cells: string[][] }
  | { kind: 'end' }
  | { kind: 'refused'; code: ImportRefusalCode; params: Readonly<Record<string, string | number>> }

const BATCH = 2_000
/** Cells after which a batch is sent, however few rows they are: the receiving thread must not stand still over them. */
const BATCH_CELLS = 50_000
/** Longest row in characters, as in a CSV file. */
const MAX_ROW_LENGTH = 1_000_000

const two = (value: number): string => String(value).padStart(2, '0')

/** A cell as the text that a spreadsheet would show for it: dates as `2026-01-02 10:00:00`, whole numbers without point. */
function cellText(value: CellValue): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  if (typeof value === 'number')
    return Number.isInteger(value) ? value.toFixed(0) : String(Number(value.toPrecision(15)))
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  if (value instanceof Date) {
    const at = new Date(Math.round(value.getTime() / 1000) * 1000)
    const day = `${at.getUTCFullYear()}-${two(at.getUTCMonth() + 1)}-${two(at.getUTCDate())}`
    const time = `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`
    return time === '00:00:00' ? day : `${day} ${time}`
  }
  return String(value)
}

async function* sheetRows(
  order: SheetOrder,
): AsyncGenerator<{ index: number; values: readonly CellValue[] }, void, undefined> {
  let bytes: Buffer = Buffer.from(order.bytes.buffer, order.bytes.byteOffset, order.bytes.byteLength)
  if (isOleContainer(bytes)) {
    const streams = readOleStreams(bytes)
    if (streams.has('Workbook') || streams.has('Book')) {
      const workbook = await readXls(bytes)
      for (const [index, values] of (workbook.sheets[0]?.rows ?? []).entries()) yield { index, values }
      return
    }
    bytes = decryptWorkbook(streams, order.password)
  }
  if (!isZip(bytes)) throw new ImportRefusal('file-kind-unknown')
  await checkExpansion(bytes, order.limits)
  yield* streamXlsxRows(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength))
}

/** A row's cells without the empty ones at its end, which sheets that are formatted to their edge have by the thousand. */
function rowTexts({ index, values }: { index: number; values: readonly CellValue[] }): string[] {
  const texts = values.map(cellText)
  while (texts.at(-1) === '') texts.pop()
  if (texts.reduce((sum, text) => sum + text.length, 0) > MAX_ROW_LENGTH)
    throw new ImportRefusal('record-too-long', { row: index + 1, max: MAX_ROW_LENGTH })
  return texts
}

function refusal(error: unknown): SheetReply {
  if (error instanceof ImportRefusal) return { kind: 'refused', code: error.code, params: error.params }
  if (error instanceof EncryptedFileError || error instanceof DecryptionError)
    return { kind: 'refused', code: 'encryption-unknown', params: {} }
  return {
    kind: 'refused',
    code: 'sheet-broken',
    params: { reason: error instanceof Error ? error.message.slice(0, 200) : '' },
  }
}

async function* replies(order: SheetOrder): AsyncGenerator<SheetReply, void, undefined> {
  let numbers: number[] = []
  let cells: string[][] = []
  let count = 0
  let cellCount = 0
  try {
    for await (const row of sheetRows(order)) {
      count += 1
      if (count > order.maxRows) throw new ImportRefusal('too-many-rows', { max: order.maxRows })
      const texts = rowTexts(row)
      numbers.push(row.index + 1)
      cells.push(texts)
      cellCount += texts.length
      if (cells.length < BATCH && cellCount < BATCH_CELLS) continue
      yield { kind: 'rows', numbers, cells }
      numbers = []
      cells = []
      cellCount = 0
    }
    if (cells.length > 0) yield { kind: 'rows', numbers, cells }
    yield { kind: 'end' }
  } catch (error) {
    yield refusal(error)
  }
}

const port = parentPort
if (port !== null) {
  const answers = replies(workerData as SheetOrder)
  port.on('message', async () => {
    const next = await answers.next()
    port.postMessage(next.done === true ? ({ kind: 'end' } satisfies SheetReply) : next.value)
  })
}

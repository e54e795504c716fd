import iconv from 'iconv-lite'
import type { Encoding } from '../../domain/order-file-layout.ts'
import type { FileSource } from './file-source.ts'
import { ImportRefusal } from './import-refusal.ts'

export type { Encoding }

interface TextDecoding {
  /** Text of the next piece; throws or gives U+FFFD where the bytes are not of this encoding. */
  write: (bytes: Buffer) => string
  end: () => string
}

function decoding(encoding: Encoding): TextDecoding {
  if (encoding === 'utf-8') {
    const decoder = new TextDecoder('utf-8', { fatal: true })
    return { write: (bytes) => decoder.decode(bytes, { stream: true }), end: () => decoder.decode() }
  }
  const decoder = iconv.getDecoder(encoding === 'utf-16le' ? 'utf16le' : encoding === 'utf-16be' ? 'utf16be' : encoding)
  return { write: (bytes) => decoder.write(bytes), end: () => decoder.end() ?? '' }
}

function markedEncoding(head: Buffer): Encoding | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8'
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  return null
}

/** Whether the whole source is text of the encoding, to its last byte. */
async function fits(source: FileSource, encoding: Encoding): Promise<boolean> {
  const text = decoding(encoding)
  try {
    for await (const chunk of source.chunks()) {
      const piece = text.write(chunk)
      if (encoding !== 'utf-8' && piece.includes('\ufffd')) return false
      if (piece.includes('\u0000')) return false
    }
    const rest = text.end()
    return encoding === 'utf-8' || !rest.includes('\ufffd')
  } catch (error) {
    if (error instanceof TypeError) return false
    throw error
  }
}

/**
 * The encoding of a text file: byte order mark, else strict UTF-8 to the last byte, else CP949 (what Excel writes in
 * Korea). Character detectors and the runtime's own EUC-KR decoder get Korean wrong. Refuses with `encoding-unknown`
 * when nothing fits, and with `encoding-mismatch` when the encoding that a person chose does not.
 */
export async function detectEncoding(source: FileSource, chosen?: Encoding): Promise<Encoding> {
  if (chosen !== undefined) {
    if (await fits(source, chosen)) return chosen
    throw new ImportRefusal('encoding-mismatch', { file: source.name, encoding: chosen })
  }
  const marked = markedEncoding(await source.head(3))
  if (marked !== null) {
    if (await fits(source, marked)) return marked
    throw new ImportRefusal('encoding-mismatch', { file: source.name, encoding: marked })
  }
  if (await fits(source, 'utf-8')) return 'utf-8'
  if (await fits(source, 'cp949')) return 'cp949'
  throw new ImportRefusal('encoding-unknown', { file: source.name })
}

/** The text of a source piece by piece, without byte order mark; a character is never cut between two pieces. */
export async function* decodeText(
  source: FileSource,
  encoding: Encoding,
): AsyncGenerator<{ text: string; bytes: number }, void, undefined> {
  const text = decoding(encoding)
  let first = true
  for await (const chunk of source.chunks()) {
    let piece = text.write(chunk)
    if (first && piece !== '') {
      if (piece.charCodeAt(0) === 0xfeff) piece = piece.slice(1)
      first = false
    }
    yield { text: piece, bytes: chunk.length }
  }
  const rest = text.end()
  if (rest !== '') yield { text: rest, bytes: 0 }
}

import { createInflateRaw } from 'node:zlib'
import { ImportRefusal } from './import-refusal.ts'

/** How far a workbook may expand: bytes in all, and how many times its own size once it is beyond `freeBytes`. */
export interface ExpansionLimits {
  maxBytes: number
  freeBytes: number
  maxRatio: number
  maxEntries: number
}

/** Limits that 250,000 order lines of 40 columns stay under; real sheets expand 5 to 50 times. */
export const EXPANSION_LIMITS: ExpansionLimits = {
  maxBytes: 768 * 2 ** 20,
  freeBytes: 64 * 2 ** 20,
  maxRatio: 200,
  maxEntries: 5_000,
}

/** Whether bytes begin like a ZIP archive. */
export function isZip(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x4b && head[2] === 3 && head[3] === 4
}

interface ZipEntry {
  method: number
  packed: number
  size: number
  offset: number
}

const WIDE = 0xffffffff

function readEntry(zip: Buffer, at: number): { entry: ZipEntry; next: number } {
  if (zip.readUInt32LE(at) !== 0x02014b50) throw new RangeError('central directory')
  const [nameLength, extraLength, commentLength] = [
    zip.readUInt16LE(at + 28),
    zip.readUInt16LE(at + 30),
    zip.readUInt16LE(at + 32),
  ]
  const entry = {
    method: zip.readUInt16LE(at + 10),
    packed: zip.readUInt32LE(at + 20),
    size: zip.readUInt32LE(at + 24),
    offset: zip.readUInt32LE(at + 42),
  }
  const extraStart = at + 46 + nameLength
  for (let extra = extraStart; extra + 4 <= extraStart + extraLength; extra += 4 + zip.readUInt16LE(extra + 2)) {
    if (zip.readUInt16LE(extra) !== 1) continue
    let wide = extra + 4
    for (const field of ['size', 'packed', 'offset'] as const) {
      if (entry[field] !== WIDE) continue
      entry[field] = Number(zip.readBigUInt64LE(wide))
      wide += 8
    }
  }
  return { entry, next: extraStart + extraLength + commentLength }
}

function readEntries(zip: Buffer, maxEntries: number): ZipEntry[] {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]))
  if (end < 0) throw new RangeError('no central directory')
  let count = zip.readUInt16LE(end + 10)
  let at = zip.readUInt32LE(end + 16)
  if ((count === 0xffff || at === WIDE) && end >= 20 && zip.readUInt32LE(end - 20) === 0x07064b50) {
    const wide = Number(zip.readBigUInt64LE(end - 12))
    count = Number(zip.readBigUInt64LE(wide + 32))
    at = Number(zip.readBigUInt64LE(wide + 48))
  }
  if (count > maxEntries) throw new ImportRefusal('sheet-expands-too-far', { entries: count })
  const entries: ZipEntry[] = []
  for (let index = 0; index < count; index += 1) {
    const { entry, next } = readEntry(zip, at)
    entries.push(entry)
    at = next
  }
  return entries
}

/** Inflates an entry without keeping it, to see that it does not grow beyond what it declares. */
async function checkInflated(zip: Buffer, entry: ZipEntry): Promise<void> {
  const start = entry.offset + 30 + zip.readUInt16LE(entry.offset + 26) + zip.readUInt16LE(entry.offset + 28)
  const inflate = createInflateRaw({ chunkSize: 1 << 18 })
  inflate.end(zip.subarray(start, start + entry.packed))
  let total = 0
  for await (const chunk of inflate) {
    total += (chunk as Buffer).length
    if (total > entry.size) throw new ImportRefusal('sheet-expands-too-far', { bytes: total, declared: entry.size })
  }
}

/**
 * Refuses a ZIP archive that is a bomb with `sheet-expands-too-far`, before anything of it is parsed: by the sizes that
 * it declares first, then by inflating each entry into nothing to see that it does not lie. A broken one is `sheet-broken`.
 */
export async function checkExpansion(zip: Buffer, limits: ExpansionLimits): Promise<void> {
  try {
    const entries = readEntries(zip, limits.maxEntries)
    const total = entries.reduce((sum, entry) => sum + entry.size, 0)
    const tooWide = total > limits.freeBytes && total > zip.length * limits.maxRatio
    if (total > limits.maxBytes || tooWide)
      throw new ImportRefusal('sheet-expands-too-far', { bytes: total, packed: zip.length })
    for (const entry of entries) if (entry.method === 8) await checkInflated(zip, entry)
  } catch (error) {
    if (error instanceof ImportRefusal) throw error
    throw new ImportRefusal('sheet-broken', {}, error)
  }
}

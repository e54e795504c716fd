const FREE = 0xfffffffa
const ENTRY = 128

/** Whether bytes begin like an OLE compound file: an old .xls, or an .xlsx behind a password. */
export function isOleContainer(head: Uint8Array): boolean {
  return head[0] === 0xd0 && head[1] === 0xcf && head[2] === 0x11 && head[3] === 0xe0
}

function followChain(table: readonly number[], start: number, limit: number): number[] {
  const chain: number[] = []
  for (let sector = start; sector < FREE; sector = table[sector] ?? 0xfffffffe) {
    if (chain.length >= limit) throw new RangeError('sector chain is longer than the file')
    chain.push(sector)
  }
  return chain
}

/** The streams of an OLE compound file ([MS-CFB]) by their names, without their folders; throws RangeError when it is broken. */
export function readOleStreams(bytes: Buffer): Map<string, Buffer> {
  const sectorSize = 1 << bytes.readUInt16LE(30)
  const miniSize = 1 << bytes.readUInt16LE(32)
  if (sectorSize !== 512 && sectorSize !== 4096) throw new RangeError('sector size')
  const sectors = Math.ceil(bytes.length / sectorSize)
  const sector = (index: number): Buffer => bytes.subarray((index + 1) * sectorSize, (index + 2) * sectorSize)
  const numbers = (index: number): number[] => {
    const piece = sector(index)
    return Array.from({ length: piece.length >> 2 }, (_, at) => piece.readUInt32LE(at * 4))
  }
  const fatSectors = Array.from({ length: 109 }, (_, at) => bytes.readUInt32LE(76 + at * 4)).filter(
    (index) => index < FREE,
  )
  for (let next = bytes.readUInt32LE(68), seen = 0; next < FREE; seen += 1) {
    if (seen > sectors) throw new RangeError('sector chain is longer than the file')
    const more = numbers(next)
    next = more.pop() ?? FREE
    fatSectors.push(...more.filter((index) => index < FREE))
  }
  const fat = fatSectors.flatMap(numbers)
  const read = (start: number): Buffer => Buffer.concat(followChain(fat, start, sectors).map(sector))
  const directory = read(bytes.readUInt32LE(48))
  const cutoff = bytes.readUInt32LE(56)
  const miniFat = followChain(fat, bytes.readUInt32LE(60), sectors).flatMap(numbers)
  const mini = directory.length >= ENTRY ? read(directory.readUInt32LE(116)) : Buffer.alloc(0)
  const streams = new Map<string, Buffer>()
  for (let at = 0; at + ENTRY <= directory.length; at += ENTRY) {
    const entry = directory.subarray(at, at + ENTRY)
    if (entry[66] !== 2) continue
    const name = entry.toString('utf16le', 0, Math.max(0, entry.readUInt16LE(64) - 2))
    const start = entry.readUInt32LE(116)
    const size = entry.readUInt32LE(120)
    const content =
      size < cutoff
        ? Buffer.concat(
            followChain(miniFat, start, miniFat.length).map((index) =>
              mini.subarray(index * miniSize, (index + 1) * miniSize),
            ),
          )
        : read(start)
    streams.set(name, content.subarray(0, size))
  }
  return streams
}

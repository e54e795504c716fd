import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import iconv from 'iconv-lite'
import { expect, test } from 'vitest'
import type { Encoding } from '../../../domain/order-file-layout.ts'
import { decodeText, detectEncoding } from '../../../main/imports/decode.ts'
import { type FileSource, openSource } from '../../../main/imports/file-source.ts'
import { readCsv } from '../../../main/imports/read-csv.ts'

const TEXT = '이름,수량\r\n"뷁쀍 샾,\n홍길동",2\r\nÅngström,3\r\n'

const source = (bytes: Uint8Array): Promise<FileSource> => openSource({ bytes, name: 'a.csv' })

/** A source whose pieces are cut where a test says, however unlucky. */
function cut(bytes: Buffer, places: readonly number[]): FileSource {
  const ends = [...new Set([...places.map((place) => place % bytes.length), bytes.length])].sort((a, b) => a - b)
  return {
    name: 'a.csv',
    size: bytes.length,
    head: async (length) => bytes.subarray(0, length),
    all: async () => bytes,
    async *chunks() {
      let from = 0
      for (const end of ends) {
        yield bytes.subarray(from, end)
        from = end
      }
    },
  }
}

async function read(from: FileSource, encoding: Encoding): Promise<string> {
  let text = ''
  for await (const piece of decodeText(from, encoding)) text += piece.text
  return text
}

const korean = TEXT.replace('Ångström', '온도')

const files: [string, Encoding, Buffer, string][] = [
  ['UTF-8', 'utf-8', Buffer.from(TEXT), TEXT],
  ['UTF-8 with its mark', 'utf-8', Buffer.from(`\ufeff${TEXT}`), TEXT],
  ['UTF-16 little endian', 'utf-16le', Buffer.from(`\ufeff${TEXT}`, 'utf16le'), TEXT],
  ['UTF-16 big endian', 'utf-16be', Buffer.from(`\ufeff${TEXT}`, 'utf16le').swap16(), TEXT],
  ['CP949', 'cp949', iconv.encode(korean, 'cp949'), korean],
]

test.each(files)('%s is detected and read back to the letter', async (_, encoding, bytes, text) => {
  const from = await source(bytes)
  expect(await detectEncoding(from)).toBe(encoding)
  expect(await read(from, encoding)).toBe(text)
})

test.each(files)('%s reads the same wherever its pieces are cut', async (_, encoding, bytes, text) => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(200), { maxLength: 40 }), async (places) => {
      const from = cut(bytes, places)
      expect(await detectEncoding(from)).toBe(encoding)
      expect(await read(from, encoding)).toBe(text)
      const cells: string[][] = []
      for await (const batch of readCsv(from, encoding, ',', 100)) cells.push(...batch.cells)
      expect(cells).toEqual([
        ['이름', '수량'],
        ['뷁쀍 샾,\n홍길동', '2'],
        [text.includes('온도') ? '온도' : 'Ångström', '3'],
      ])
    }),
    { numRuns: 60 },
  )
})

test('bytes that are neither UTF-8 nor CP949 are refused, not turned into question marks', async () => {
  const from = await source(Buffer.from([0x4d, 0xfc, 0x20, 0x6c, 0x2c, 0xff, 0xff, 0x0a]))
  await expect(detectEncoding(from)).rejects.toMatchObject({ code: 'encoding-unknown' })
})

test('a UTF-8 file that breaks late is not taken for CP949 with half of it wrong', async () => {
  const from = await source(Buffer.concat([Buffer.from('가'.repeat(50_000)), Buffer.from([0xff, 0xff])]))
  await expect(detectEncoding(from)).rejects.toMatchObject({ code: 'encoding-unknown' })
})

test('the encoding that a person chose is used, and refused where it does not fit', async () => {
  const latin = await source(Buffer.from([0x4d, 0xfc, 0x6c, 0x6c, 0x65, 0x72]))
  expect(await detectEncoding(latin, 'windows-1252')).toBe('windows-1252')
  expect(await read(latin, 'windows-1252')).toBe('Müller')
  await expect(detectEncoding(await source(iconv.encode('홍길동', 'cp949')), 'utf-8')).rejects.toMatchObject({
    code: 'encoding-mismatch',
  })
})

test('a missing and an empty file are refused by their own codes', async () => {
  await expect(openSource('/nowhere/at/all.csv')).rejects.toMatchObject({ code: 'file-missing' })
  await expect(source(Buffer.alloc(0))).rejects.toMatchObject({ code: 'file-empty' })
})

test('a file of many pieces reads the same from memory and from disk', async () => {
  const text = Array.from({ length: 20_000 }, (_, index) => `가온 ${index},나래\n`).join('')
  const folder = await mkdtemp(join(tmpdir(), 'baro-decode-'))
  const path = join(folder, 'a.csv')
  try {
    for (const [encoding, bytes] of [
      ['utf-8', Buffer.from(text)],
      ['cp949', iconv.encode(text, 'cp949')],
    ] as const) {
      await writeFile(path, bytes)
      expect((await read(await source(bytes), encoding)) === text).toBe(true)
      expect((await read(await openSource(path), encoding)) === text).toBe(true)
    }
  } finally {
    await rm(folder, { recursive: true })
  }
})

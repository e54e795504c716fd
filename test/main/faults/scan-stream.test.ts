import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scanStream } from './scan-stream.ts'
import { stockDirectory } from './stocked-directory.ts'

test('of twenty scans a second each gets exactly one answer, its own, in order', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'baro-stream-'))
  try {
    await stockDirectory(directory, [])
    const { scans, wrong, lateMs } = await scanStream(directory, 10)
    expect(wrong).toEqual([])
    expect(scans).toBe(200)
    expect(lateMs).toBeLessThan(5_000)
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}, 60_000)

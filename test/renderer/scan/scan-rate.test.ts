import { describe, expect, it } from 'vitest'
import { chromiumPath, scanAtFullRate } from './scan-rate.ts'

const reason = chromiumPath === undefined ? ' (skipped: no Chromium on this machine)' : ''

describe.skipIf(chromiumPath === undefined)(`20 scans a second${reason}`, () => {
  it('are all heard once, by the screen or by the dialog that opens and closes over it', async () => {
    const { sent, heard, inDialog, clicks } = await scanAtFullRate(4)
    expect(heard.toSorted()).toEqual(sent)
    expect(inDialog).toBeGreaterThan(0)
    expect(inDialog).toBeLessThan(sent.length)
    expect(clicks).toBe(0)
  }, 60_000)
})

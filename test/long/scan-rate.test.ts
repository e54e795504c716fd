import { expect, it } from 'vitest'
import { chromiumPath, scanAtFullRate } from '../renderer/scan/scan-rate.ts'

it.skipIf(chromiumPath === undefined)(
  '20 scans a second for 60 s over a dialog that opens and closes: none lost, none doubled',
  async () => {
    const { sent, heard, inDialog, clicks, seconds } = await scanAtFullRate(60)
    process.stdout.write(`${sent.length} scans in ${seconds.toFixed(1)} s, ${inDialog} of them by the dialog\n`)
    expect(heard.toSorted()).toEqual(sent)
    expect(clicks).toBe(0)
  },
  180_000,
)

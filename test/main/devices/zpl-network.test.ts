import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type OutgoingPage, PRINT_REASON } from '../../../main/devices/transport.ts'
import { readAddress, zplNetwork } from '../../../main/devices/zpl-network.ts'
import { parseZplStatus } from '../../../main/devices/zpl-status.ts'
import { type FakePrinter, startFakePrinter, statusAnswer } from '../../support/fake-printer.ts'

const QUICK = { connect: 1_000, answer: 400, stall: 1_000, confirm: 400 }
const label = `^XA^FO10,10^GFA,${'F'.repeat(90_000)}^FS^XZ\n`

let printer: FakePrinter
beforeEach(async () => {
  printer = await startFakePrinter()
})
afterEach(() => printer.close())

const transport = () => zplNetwork(readAddress(printer.address) as { host: string; port: number }, QUICK)
const page = (text = label): OutgoingPage => ({
  key: 'attempt-1',
  title: 'label',
  bytes: Buffer.from(text),
  media: { widthMm: 100, heightMm: 150 },
  landscape: false,
})

describe('raw ZPL over TCP', () => {
  test('is sent when the printer answers for itself after the last byte', async () => {
    expect(await transport().send(page())).toEqual({ outcome: 'sent', bytesLeft: 'all', reason: null })
    expect(printer.labels).toHaveLength(1)
    expect(printer.bytes).toBe(label.length)
  })

  test('that nobody takes has failed with nothing left', async () => {
    await printer.unplug()
    const failed = { outcome: 'failed', bytesLeft: 'none', reason: PRINT_REASON.noConnection }
    expect(await transport().send(page())).toEqual(failed)
    expect(await transport().status()).toMatchObject({ state: 'not-ready', reasons: [PRINT_REASON.noConnection] })
  })

  test.each([
    ['silent', PRINT_REASON.silent],
    ['half-open', PRINT_REASON.silent],
    ['garbled', PRINT_REASON.silent],
  ] as const)('to a %s printer has failed before the first byte of the label', async (kind, reason) => {
    printer.fault = { kind }
    expect(await transport().send(page())).toEqual({ outcome: 'failed', bytesLeft: 'none', reason })
    expect(printer.bytes).toBe(0)
  })

  test.each([
    [{ paperOut: true }, PRINT_REASON.paperOut],
    [{ headOpen: true }, PRINT_REASON.headOpen],
    [{ paused: true }, PRINT_REASON.paused],
    [{ ribbonOut: true }, PRINT_REASON.ribbonOut],
  ] as const)(
    'to a printer that says %o has failed with that reason, and no byte of the label left',
    async (flags, reason) => {
      printer.flags = flags
      expect(await transport().send(page())).toEqual({ outcome: 'failed', bytesLeft: 'none', reason })
      expect(printer.bytes).toBe(0)
      expect(await transport().status()).toEqual({ state: 'not-ready', reasons: [reason], waiting: 0 })
    },
  )

  test.each([1, 100, 20_000, label.length - 3])('whose line breaks after %i bytes is unknown', async (afterBytes) => {
    printer.fault = { kind: 'drop', afterBytes }
    expect(await transport().send(page())).toMatchObject({ outcome: 'unknown' })
    expect(printer.labels).toHaveLength(0)
  })

  test.each(['reset', 'deaf-after'] as const)(
    'that came whole and was not confirmed (%s) is unknown, with the label out',
    async (kind) => {
      printer.fault = { kind }
      expect(await transport().send(page())).toEqual({
        outcome: 'unknown',
        bytesLeft: 'all',
        reason: PRINT_REASON.unconfirmed,
      })
      expect(printer.labels).toHaveLength(1)
    },
  )

  test('to a printer that runs out of paper with this label is unknown', async () => {
    const sending = transport().send(page())
    await expect.poll(() => printer.bytes, { interval: 1 }).toBeGreaterThan(0)
    printer.flags = { paperOut: true }
    expect(['sent', 'unknown']).toContain((await sending).outcome)
    expect(await transport().send(page())).toMatchObject({ outcome: 'failed', reason: PRINT_REASON.paperOut })
    expect(printer.labels).toHaveLength(1)
  })

  test('to a printer whose answers come byte by byte is sent', async () => {
    printer.fault = { kind: 'trickle' }
    printer.flags = { waiting: 3 }
    expect(await transport().send(page())).toMatchObject({ outcome: 'sent' })
    expect(await transport().status()).toEqual({ state: 'ready', reasons: [], waiting: 3 })
  })

  test('to a slow printer is sent all the same', async () => {
    printer.fault = { kind: 'slow', pauseMs: 20 }
    expect(await transport().send(page())).toMatchObject({ outcome: 'sent' })
  })
})

describe('the status of a printer', () => {
  test('is read out of three whole lines, and out of nothing less', () => {
    const whole = statusAnswer({ waiting: 7 })
    expect(parseZplStatus(whole)).toEqual({ reasons: [], waiting: 7 })
    expect(parseZplStatus(statusAnswer({ paperOut: true, headOpen: true }))?.reasons).toEqual([
      PRINT_REASON.paperOut,
      PRINT_REASON.headOpen,
    ])
    // An open lid pauses the printer: the lid is what a hand has to mend.
    expect(parseZplStatus(statusAnswer({ paused: true, headOpen: true }))?.reasons[0]).toBe(PRINT_REASON.headOpen)
    for (let end = 0; end < whole.length - 3; end += 1) expect(parseZplStatus(whole.slice(0, end))).toBeNull()
    expect(parseZplStatus('HTTP/1.1 400 Bad Request\r\n\r\n')).toBeNull()
  })
})

test('an address is a host, perhaps with a port, and nothing else', () => {
  expect(readAddress('zebra.local')).toEqual({ host: 'zebra.local', port: 9100 })
  expect(readAddress('10.0.0.7:6101')).toEqual({ host: '10.0.0.7', port: 6101 })
  expect(readAddress('[fe80::1]:9100')).toEqual({ host: 'fe80::1', port: 9100 })
  for (const wrong of ['', 'a b', 'host:0', 'host:70000', 'http://host', 'host/x', '-host', 'a@b', 'host:'])
    expect(readAddress(wrong), wrong).toBeNull()
})

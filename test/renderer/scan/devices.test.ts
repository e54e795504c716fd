import { describe, expect, it, vi } from 'vitest'
import { openHidDevice, openSerialDevice } from '../../../renderer/scan/device-sources.ts'
import type { HidCollection } from '../../../renderer/scan/hid-fields.ts'
import { readHidScale } from '../../../renderer/scan/hid-scale.ts'
import { createHidScannerReader } from '../../../renderer/scan/hid-scanner.ts'
import { createSerialFrames } from '../../../renderer/scan/serial-frames.ts'
import type { WebHidDevice, WebSerialPort } from '../../../renderer/scan/web-devices.ts'

const DATA_BYTES = 56
/** A point-of-sale scanner's report 2: count, symbology identifier, 56 bytes, six unused, and the bit that says more comes. */
const SCANNER: HidCollection = {
  usagePage: 0x8c,
  usage: 2,
  inputReports: [
    {
      reportId: 2,
      items: [
        { usages: [0x0001003b], reportSize: 8, reportCount: 1 },
        { usages: [0x008c00fb, 0x008c00fc, 0x008c00fd], reportSize: 8, reportCount: 3 },
        { usages: [0x008c00fe], reportSize: 8, reportCount: DATA_BYTES },
        { usages: [0x008c00ff], reportSize: 1, reportCount: 1 },
        { usages: [], reportSize: 7, reportCount: 1 },
      ],
    },
  ],
}

function scannerReport(text: string, aim: string, more: boolean): DataView {
  const bytes = new Uint8Array(1 + 3 + DATA_BYTES + 1)
  const data = new TextEncoder().encode(text)
  bytes[0] = data.length
  bytes.set(new TextEncoder().encode(aim), 1)
  bytes.set(data, 4)
  bytes[60] = more ? 1 : 0
  return new DataView(bytes.buffer)
}

/** A scale's report 3: state, unit, power of ten, weight. */
const SCALE: HidCollection = {
  usagePage: 0x8d,
  usage: 0x20,
  inputReports: [
    {
      reportId: 3,
      items: [
        { isRange: true, usageMinimum: 0x008d0071, reportSize: 8, reportCount: 1 },
        { isRange: true, usageMinimum: 0x008d0051, reportSize: 8, reportCount: 1 },
        { usages: [0x008d0041], reportSize: 8, reportCount: 1 },
        { usages: [0x008d0040], reportSize: 16, reportCount: 1 },
      ],
    },
  ],
}
const scaleReport = (state: number, unit: number, exponent: number, weight: number): DataView =>
  new DataView(Uint8Array.from([state, unit, exponent & 0xff, weight & 0xff, weight >> 8]).buffer)

describe('a scanner over HID', () => {
  it('gives the code with its symbology identifier', () => {
    const reader = createHidScannerReader([SCANNER])
    expect(reader.read(2, scannerReport('8801234000017', ']E0', false))).toEqual({ text: '8801234000017', aim: ']E0' })
    expect(reader.read(2, scannerReport('0108801234000017\u001d10A', ']C1', false))).toMatchObject({ aim: ']C1' })
    expect(reader.read(2, scannerReport('PLAIN', '\0\0\0', false))).toEqual({ text: 'PLAIN' })
    expect(reader.read(9, scannerReport('X', ']C0', false))).toBeNull()
  })

  it('puts a long code together from its reports', () => {
    const reader = createHidScannerReader([SCANNER])
    const code = 'https://id.gs1.org/01/08801234000017/10/LOT-1234567890/21/SERIAL-0987654321'
    expect(reader.read(2, scannerReport(code.slice(0, DATA_BYTES), ']Q1', true))).toBe('pending')
    expect(reader.read(2, scannerReport(code.slice(DATA_BYTES), ']Q1', false))).toEqual({ text: code, aim: ']Q1' })
  })

  it('tells when the rest of a code does not come, and reads the next one whole', async () => {
    vi.useFakeTimers()
    const listeners: ((event: { reportId: number; data: DataView }) => void)[] = []
    const device: WebHidDevice = {
      opened: false,
      vendorId: 0x0c2e,
      productId: 0x0b01,
      productName: 'Scanner',
      collections: [SCANNER],
      open: async () => undefined,
      close: async () => undefined,
      addEventListener: (_, listener) => void listeners.push(listener),
      removeEventListener: () => undefined,
    }
    const told: unknown[] = []
    const connection = await openHidDevice(device, {
      onHeard: ({ raw, aim, source, deviceId }) => told.push({ raw, aim, source, deviceId }),
      onBroken: (text) => told.push(`broken ${text}`),
      onWeight: () => undefined,
    })
    expect(connection?.deviceId).toBe('hid:0c2e:0b01')
    const report = (data: DataView): void => listeners[0]?.({ reportId: 2, data })
    report(scannerReport('BEGIN', ']C0', true))
    vi.advanceTimersByTime(500)
    report(scannerReport('TOTE-07', ']C0', false))
    expect(told).toEqual(['broken BEGIN', { raw: 'TOTE-07', aim: ']C0', source: 'hid', deviceId: 'hid:0c2e:0b01' }])
    vi.useRealTimers()
  })
})

describe('a serial line', () => {
  it('is cut at CR, LF, both, and STX to ETX', () => {
    const frames = createSerialFrames()
    expect(frames.take('A-03\r\nTOTE', 1).map(({ text }) => text)).toEqual(['A-03'])
    expect(frames.take('-07\rX\n\u0002Y\r\u0003', 2)).toMatchObject([
      { text: 'TOTE-07', whole: true, firstAt: 1, lastAt: 2 },
      { text: 'X' },
      { text: 'Y\r' },
    ])
    expect(frames.take('ignored\u0002Z', 3)).toEqual([])
    expect(frames.drop()).toMatchObject({ text: 'Z', whole: false })
    expect(frames.take(`${'9'.repeat(2_000)}\r`, 4)).toMatchObject([{ whole: false }])
  })

  it('is a scanner or a scale, as the set-up says', async () => {
    const portOf = (pieces: readonly string[]): WebSerialPort => ({
      readable: new ReadableStream({
        start(controller) {
          for (const piece of pieces) controller.enqueue(new TextEncoder().encode(piece))
        },
      }),
      getInfo: () => ({ usbVendorId: 0x0403, usbProductId: 0x6001 }),
      open: async () => undefined,
      close: async () => undefined,
    })
    const heard: string[] = []
    const weights: unknown[] = []
    const listener = {
      onHeard: ({ raw, source }: { raw: string; source: string }) => heard.push(`${source} ${raw}`),
      onBroken: () => undefined,
      onWeight: (weight: unknown) => weights.push(weight),
    }
    const scanner = await openSerialDevice(
      portOf([']C1010880', '1234000017\r']),
      { use: 'scanner', baudRate: 9600 },
      listener,
    )
    const scale = await openSerialDevice(
      portOf(['US,GS,+ 0.9 kg\r\nST,GS,+  1.624 kg\r\n']),
      { use: 'scale', baudRate: 9600 },
      listener,
    )
    await vi.waitFor(() => expect([heard.length, weights.length]).toEqual([1, 2]))
    expect(heard).toEqual(['serial ]C10108801234000017'])
    expect(weights).toEqual(['unstable', { grams: 1624 }])
    await scanner.close()
    await scale.close()
  })
})

describe('a scale over HID', () => {
  it('gives grams, whatever its unit, and says when they are stable', () => {
    expect(readHidScale([SCALE], 3, scaleReport(4, 2, 0, 1624))).toEqual({ grams: 1624, stable: true, fault: null })
    expect(readHidScale([SCALE], 3, scaleReport(3, 3, -3, 1624))).toEqual({ grams: 1624, stable: false, fault: null })
    expect(readHidScale([SCALE], 3, scaleReport(4, 12, -2, 358))?.grams).toBeCloseTo(1623.86, 2)
    expect(readHidScale([SCALE], 3, scaleReport(4, 11, -1, 10))?.grams).toBeCloseTo(28.3495, 4)
    expect(readHidScale([SCALE], 3, scaleReport(5, 2, 0, 12))?.grams).toBe(-12)
    expect(readHidScale([SCALE], 3, scaleReport(6, 2, 0, 0))).toMatchObject({ fault: 'overload' })
    expect(readHidScale([SCALE], 3, scaleReport(8, 2, 0, 0))).toMatchObject({ fault: 'fault' })
    expect(readHidScale([SCALE], 1, scaleReport(4, 2, 0, 1))).toBeNull()
  })
})

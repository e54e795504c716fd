import type { SerialDevice } from '../../contract/station/scanners.ts'
import { createSteadyWeight, readScaleLine, type ScaleReading } from '../../domain/scale.ts'
import { HID_SCALE_PAGE, readHidScale } from './hid-scale.ts'
import { createHidScannerReader, HID_SCANNER_PAGE } from './hid-scanner.ts'
import type { SourceConnection, SourceListener } from './scan-source.ts'
import { createSerialFrames } from './serial-frames.ts'
import { deviceIdOf, type WebHid, type WebHidDevice, type WebSerial, type WebSerialPort } from './web-devices.ts'

/** What a scale tells: a stable weight in grams, or that there is none now. */
export type WeightListener = (weight: { grams: number } | 'unstable' | 'fault') => void

/** Everything that devices tell. */
export type DeviceListener = SourceListener & { onWeight: WeightListener }

/** A code of several reports, or a line, that does not go on for so long has lost its end. */
const SILENCE_MS = 400

const now = (): number => performance.now()
const has = (device: WebHidDevice, page: number): boolean =>
  device.collections.some(({ usagePage }) => usagePage === page)

/** Listens to a scanner or a scale over WebHID; null for any other device. Rejects when it cannot be opened. */
export async function openHidDevice(device: WebHidDevice, listener: DeviceListener): Promise<SourceConnection | null> {
  const deviceId = deviceIdOf('hid', device.vendorId, device.productId)
  const isScanner = has(device, HID_SCANNER_PAGE)
  if (!isScanner && !has(device, HID_SCALE_PAGE)) return null
  if (!device.opened) await device.open()
  const reader = createHidScannerReader(device.collections)
  const steady = createSteadyWeight()
  let firstAt: number | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  const scanned = (reportId: number, data: DataView): void => {
    const read = reader.read(reportId, data)
    if (read === null) return
    firstAt ??= now()
    clearTimeout(timer)
    if (read === 'pending') {
      timer = setTimeout(() => {
        firstAt = null
        listener.onBroken(reader.drop())
      }, SILENCE_MS)
      return
    }
    const { text: raw, ...more } = read
    listener.onHeard({ raw, ...more, source: 'hid', deviceId, quality: 'framed', firstAt, lastAt: now() })
    firstAt = null
  }
  const weighed = (reading: ScaleReading | null): void => {
    if (reading !== null) listener.onWeight(steady(reading, now()))
  }
  const onReport = ({ reportId, data }: { reportId: number; data: DataView }): void => {
    if (isScanner) scanned(reportId, data)
    else weighed(readHidScale(device.collections, reportId, data))
  }
  device.addEventListener('inputreport', onReport)
  return {
    deviceId,
    name: device.productName,
    async close() {
      clearTimeout(timer)
      device.removeEventListener('inputreport', onReport)
      await device.close()
    },
  }
}

/** Listens to a scanner or a scale on a serial line. Rejects when the port cannot be opened. */
export async function openSerialDevice(
  port: WebSerialPort,
  { use, baudRate }: Pick<SerialDevice, 'use' | 'baudRate'>,
  listener: DeviceListener,
): Promise<SourceConnection> {
  const { usbVendorId, usbProductId } = port.getInfo()
  const deviceId = deviceIdOf('serial', usbVendorId, usbProductId)
  await port.open({ baudRate })
  const frames = createSerialFrames()
  const steady = createSteadyWeight()
  const decoder = new TextDecoder('latin1')
  const reader = port.readable?.getReader()
  let timer: ReturnType<typeof setTimeout> | undefined
  const take = (text: string): void => {
    clearTimeout(timer)
    for (const frame of frames.take(text, now())) {
      if (use === 'scale') {
        const reading = readScaleLine(frame.text)
        if (reading !== null) listener.onWeight(steady(reading, now()))
      } else if (!frame.whole) listener.onBroken(frame.text)
      else {
        const { text: raw, firstAt, lastAt } = frame
        listener.onHeard({ raw, source: 'serial', deviceId, quality: 'framed', firstAt, lastAt })
      }
    }
    timer = setTimeout(() => {
      const lost = frames.drop()
      if (lost !== null && use === 'scanner') listener.onBroken(lost.text)
    }, SILENCE_MS)
  }
  const listen = async (): Promise<void> => {
    try {
      for (;;) {
        const piece = await reader?.read()
        if (piece === undefined || piece.done) return
        take(decoder.decode(piece.value, { stream: true }))
      }
    } catch {
      // The plug was pulled: the next connection begins anew.
    }
  }
  void listen()
  return {
    deviceId,
    name: deviceId,
    async close() {
      clearTimeout(timer)
      await reader?.cancel().catch(() => undefined)
      reader?.releaseLock()
      await port.close().catch(() => undefined)
    },
  }
}

/**
 * Keeps every device open that the person has allowed before, also after it was unplugged and plugged in again; returns what
 * ends it. `serial` says what the known serial lines are.
 */
export function watchDevices(
  apis: { hid: WebHid | null; serial: WebSerial | null },
  serial: () => readonly SerialDevice[],
  listener: DeviceListener,
): { look: () => Promise<void>; close: () => Promise<void> } {
  const open = new Map<unknown, SourceConnection>()
  let over = false
  const lookHid = async (): Promise<void> => {
    const devices = (await apis.hid?.getDevices()) ?? []
    for (const device of devices) {
      if (over || open.has(device)) continue
      const connection = await openHidDevice(device, listener).catch(() => null)
      if (connection !== null) open.set(device, connection)
    }
    for (const device of open.keys())
      if ('collections' in (device as object) && !devices.includes(device as WebHidDevice)) open.delete(device)
  }
  const lookSerial = async (): Promise<void> => {
    const ports = (await apis.serial?.getPorts()) ?? []
    for (const port of ports) {
      const { usbVendorId = null, usbProductId = null } = port.getInfo()
      const known = serial().find(({ vendorId, productId }) => vendorId === usbVendorId && productId === usbProductId)
      if (over || open.has(port) || known === undefined) continue
      const connection = await openSerialDevice(port, known, listener).catch(() => null)
      if (connection !== null) open.set(port, connection)
    }
    for (const port of open.keys())
      if ('getInfo' in (port as object) && !ports.includes(port as WebSerialPort)) open.delete(port)
  }
  let turn = Promise.resolve()
  const look = (): Promise<void> => {
    turn = turn.then(lookHid).then(lookSerial)
    return turn
  }
  const again = (): void => void look()
  for (const api of [apis.hid, apis.serial]) {
    api?.addEventListener('connect', again)
    api?.addEventListener('disconnect', again)
  }
  return {
    look,
    async close() {
      over = true
      for (const api of [apis.hid, apis.serial]) {
        api?.removeEventListener('connect', again)
        api?.removeEventListener('disconnect', again)
      }
      await Promise.all([...open.values()].map((connection) => connection.close().catch(() => undefined)))
      open.clear()
    },
  }
}

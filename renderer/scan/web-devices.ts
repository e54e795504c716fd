import type { HidCollection } from './hid-fields.ts'

/** The part of WebHID's device that is used here. */
export type WebHidDevice = {
  readonly opened: boolean
  readonly vendorId: number
  readonly productId: number
  readonly productName: string
  readonly collections: readonly HidCollection[]
  open(): Promise<void>
  close(): Promise<void>
  addEventListener(type: 'inputreport', listener: (event: { reportId: number; data: DataView }) => void): void
  removeEventListener(type: 'inputreport', listener: (event: { reportId: number; data: DataView }) => void): void
}

/** The part of WebHID that is used here; absent in most browsers but Chromium's. */
export type WebHid = {
  getDevices(): Promise<WebHidDevice[]>
  requestDevice(options: { filters: { usagePage: number }[] }): Promise<WebHidDevice[]>
  addEventListener(type: 'connect' | 'disconnect', listener: () => void): void
  removeEventListener(type: 'connect' | 'disconnect', listener: () => void): void
}

/** The part of a Web Serial port that is used here. */
export type WebSerialPort = {
  readonly readable: ReadableStream<Uint8Array> | null
  getInfo(): { usbVendorId?: number; usbProductId?: number }
  open(options: { baudRate: number }): Promise<void>
  close(): Promise<void>
}

/** The part of Web Serial that is used here. */
export type WebSerial = {
  getPorts(): Promise<WebSerialPort[]>
  requestPort(): Promise<WebSerialPort>
  addEventListener(type: 'connect' | 'disconnect', listener: () => void): void
  removeEventListener(type: 'connect' | 'disconnect', listener: () => void): void
}

/** WebHID of this browser, or null. */
export function webHid(): WebHid | null {
  return (navigator as { hid?: WebHid }).hid ?? null
}

/** Web Serial of this browser, or null. */
export function webSerial(): WebSerial | null {
  return (navigator as { serial?: WebSerial }).serial ?? null
}

/** A name for a device that stays the same while it is plugged in. */
export function deviceIdOf(kind: 'hid' | 'serial', vendorId = 0, productId = 0): string {
  const hex = (value: number): string => value.toString(16).padStart(4, '0')
  return `${kind}:${hex(vendorId)}:${hex(productId)}`
}

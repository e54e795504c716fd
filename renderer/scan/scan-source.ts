/** Where a code came from: keyboard-wedge scanner, camera, HID point-of-sale scanner, serial scanner, or a button on the screen. */
export type ScanOrigin = 'wedge' | 'camera' | 'hid' | 'serial' | 'screen'

/**
 * How sure it is that a code is whole. framed: the device itself marked beginning and end · timed: told from a person by the
 * speed of its keys · recovered: put together again from Hangul · confirmed: two pictures of the camera agree · seen: one
 * picture · pressed: a button.
 */
export type ScanQuality = 'framed' | 'timed' | 'recovered' | 'confirmed' | 'seen' | 'pressed'

/** What a source hears; `deviceId` is stable while the device stays plugged in, `aim` the symbology identifier (`]C1`). */
export type Heard = {
  raw: string
  source: ScanOrigin
  firstAt: number
  lastAt: number
  quality: ScanQuality
  aim?: string
  deviceId?: string
}

/**
 * A code of whatever source: `raw` as it came, `text` normalised, recovered and without the AIM identifier, which stays in
 * `aim`; times on the clock of `performance.now()`.
 */
export type ScanSource = Heard & { text: string }

/** An accepted scan; `id` is a UUID and the idempotency key of whatever it causes. */
export type Scan = ScanSource & { id: string }

/** What a source tells: a code, or that one began and did not end well. */
export type SourceListener = { onHeard: (heard: Heard) => void; onBroken: (text: string) => void }

/** A source that is being listened to. */
export type SourceConnection = { deviceId: string; name: string; close: () => Promise<void> }

const AIM = /^\][A-Za-z][0-9A-Za-z]/

/** The AIM symbology identifier that a text begins with and the rest; null when there is none, or nothing behind it. */
export function splitAim(text: string): { aim: string; rest: string } | null {
  const aim = AIM.exec(text)?.[0]
  return aim === undefined || text.length === aim.length ? null : { aim, rest: text.slice(aim.length) }
}

/** What the station is asked about: the identifier is part of it, because it says what a code of digits is. */
export function codeOfScan({ aim = '', text }: Pick<Scan, 'aim' | 'text'>): string {
  return `${aim}${text}`
}

/** How the station names the source of a scan: all scanners are one to it. */
export function stationSource(source: ScanOrigin): 'wedge' | 'camera' | 'button' {
  return source === 'screen' ? 'button' : source === 'camera' ? 'camera' : 'wedge'
}

/** What a screen says after it has dealt with a scan; `discardQueue` throws away, aloud, what was scanned meanwhile. */
export type ScanReply = { discardQueue?: boolean }

/** What a screen does with a scan; while its promise is open further scans wait in order. */
export type ScanListener = (scan: Scan) => MaybeReply | Promise<MaybeReply>

// biome-ignore lint/suspicious/noConfusingVoidType: a listener without a return statement is the common case
type MaybeReply = ScanReply | void

/** A new UUID, also where the page is served without TLS and `crypto.randomUUID` is missing. */
export function newScanId(source: Pick<Crypto, 'getRandomValues'> & { randomUUID?: () => string } = crypto): string {
  if (source.randomUUID !== undefined) return source.randomUUID()
  const bytes = source.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

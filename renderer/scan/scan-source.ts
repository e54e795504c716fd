/** Where a code came from: keyboard-wedge scanner, camera, HID scanner, or a button on the screen. */
export type ScanOrigin = 'wedge' | 'camera' | 'hid' | 'screen'

/** A code as a source heard it: `raw` as it came, `text` normalised and recovered; times on the clock of `performance.now()`. */
export type ScanSource = { raw: string; text: string; source: ScanOrigin; firstAt: number; lastAt: number }

/** An accepted scan; `id` is a UUID and the idempotency key of whatever it causes. */
export type Scan = ScanSource & { id: string }

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

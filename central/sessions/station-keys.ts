import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto'

const MOST_KEYS = 4_000
const keys = new Map<string, KeyObject>()

/** The Ed25519 key of an SPKI text (base64url), or null when the text is none; keys that were read are remembered. */
export function readPublicKey(text: string): KeyObject | null {
  const known = keys.get(text)
  if (known !== undefined) return known
  try {
    const key = createPublicKey({ key: Buffer.from(text, 'base64url'), format: 'der', type: 'spki' })
    if (key.asymmetricKeyType !== 'ed25519') return null
    if (keys.size >= MOST_KEYS) keys.clear()
    keys.set(text, key)
    return key
  } catch {
    return null
  }
}

/** True when the signature (base64url) over the text was made by the owner of the key. */
export function isSignedBy(publicKey: string, text: string, signature: string): boolean {
  const key = readPublicKey(publicKey)
  const bytes = Buffer.from(signature, 'base64url')
  // An Ed25519 signature has 64 bytes; anything else is not looked at.
  return key !== null && bytes.length === 64 && verify(null, Buffer.from(text), key, bytes)
}

/** SHA-256 in hex: of a body for its signature, of a token for the table. */
export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex')
}

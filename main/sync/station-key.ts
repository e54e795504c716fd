import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto'

/** The beginning of every Ed25519 private key in PKCS#8; its 32 secret bytes follow (RFC 8410). */
const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex')

/** Makes a private key (PKCS#8, base64url) of 32 random bytes. */
export function newPrivateKey(random: Uint8Array): string {
  if (random.length !== 32) throw new Error('An Ed25519 key has 32 bytes')
  return Buffer.concat([PKCS8_ED25519, random]).toString('base64url')
}

/** Reads a kept private key; throws when the text is none. */
export function readPrivateKey(text: string): KeyObject {
  const key = createPrivateKey({ key: Buffer.from(text, 'base64url'), format: 'der', type: 'pkcs8' })
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('The kept key is not an Ed25519 key')
  return key
}

/** The public key of a private one, as enrolment carries it (SPKI, base64url). */
export function publicKeyOf(privateKey: KeyObject): string {
  return createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).toString('base64url')
}

/** The signature (base64url) of a text. */
export function signWith(privateKey: KeyObject, text: string): string {
  return sign(null, Buffer.from(text), privateKey).toString('base64url')
}

/** SHA-256 in hex of a body. */
export function bodyHash(body: string): string {
  return createHash('sha256').update(body).digest('hex')
}

import { createDecipheriv, createHash, timingSafeEqual } from 'node:crypto'
import { ImportRefusal } from './import-refusal.ts'

/** A workbook's password derivation may repeat its hash this often; Office itself uses 50,000 and 100,000. */
const MAX_SPINS = 2_000_000
const SEGMENT = 4096

const number32 = (value: number): Buffer => {
  const buffer = Buffer.alloc(4)
  buffer.writeUInt32LE(value)
  return buffer
}

const hash = (algorithm: string, ...parts: Uint8Array[]): Buffer => {
  const digest = createHash(algorithm)
  for (const part of parts) digest.update(part)
  return digest.digest()
}

/** Cut or padded with 0x36 to a length, as [MS-OFFCRYPTO] 2.3.4.11 does with keys and initial vectors. */
const cutOrPad = (bytes: Buffer, length: number): Buffer =>
  bytes.length >= length ? bytes.subarray(0, length) : Buffer.concat([bytes, Buffer.alloc(length - bytes.length, 0x36)])

function decipher(mode: 'ecb' | 'cbc', key: Buffer, iv: Buffer | null, bytes: Buffer): Buffer {
  const cipher = createDecipheriv(`aes-${key.length * 8}-${mode}`, key, iv).setAutoPadding(false)
  const whole = bytes.subarray(0, bytes.length - (bytes.length % 16))
  return Buffer.concat([cipher.update(whole), cipher.final()])
}

function spin(algorithm: string, salt: Buffer, password: string, times: number): Buffer {
  let digest = hash(algorithm, salt, Buffer.from(password, 'utf16le'))
  for (let index = 0; index < times; index += 1) digest = hash(algorithm, number32(index), digest)
  return digest
}

function packageSize(encrypted: Buffer): number {
  const size = Number(encrypted.readBigUInt64LE(0))
  if (size > encrypted.length) throw new RangeError('package size')
  return size
}

/** ECMA-376 standard encryption, [MS-OFFCRYPTO] 2.3.4.5 to 2.3.4.9: AES in ECB mode under a SHA-1 key. */
function decryptStandard(info: Buffer, encrypted: Buffer, password: string): Buffer {
  const headerSize = info.readUInt32LE(8)
  const keyBytes = info.readUInt32LE(12 + 16) / 8
  const verifier = info.subarray(12 + headerSize)
  const salt = verifier.subarray(4, 20)
  const final = hash('sha1', spin('sha1', salt, password, 50_000), number32(0))
  const half = (fill: number): Buffer => {
    const block = Buffer.alloc(64, fill)
    for (let at = 0; at < final.length; at += 1) block[at] = fill ^ (final[at] ?? 0)
    return hash('sha1', block)
  }
  const key = Buffer.concat([half(0x36), half(0x5c)]).subarray(0, keyBytes)
  const proof = hash('sha1', decipher('ecb', key, null, verifier.subarray(20, 36)))
  const said = decipher('ecb', key, null, verifier.subarray(40, 72)).subarray(0, 20)
  if (!timingSafeEqual(proof, said)) throw new ImportRefusal('password-wrong')
  return decipher('ecb', key, null, encrypted.subarray(8)).subarray(0, packageSize(encrypted))
}

interface AgileKey {
  salt: Buffer
  hash: string
  keyBytes: number
  spins: number
  attribute: (name: string) => Buffer
}

const HASHES: Readonly<Record<string, string>> = {
  SHA1: 'sha1',
  'SHA-1': 'sha1',
  SHA256: 'sha256',
  SHA384: 'sha384',
  SHA512: 'sha512',
}

function agileKey(xml: string, element: string): AgileKey {
  const tag = new RegExp(`<(?:\\w+:)?${element}\\s[^>]*>`).exec(xml)?.[0] ?? ''
  const text = (name: string): string => new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? ''
  const algorithm = HASHES[text('hashAlgorithm')]
  const spins = Number(text('spinCount') || '0')
  const cipher = text('cipherAlgorithm')
  if (
    algorithm === undefined ||
    (cipher !== '' && cipher !== 'AES') ||
    text('cipherChaining') === 'ChainingModeCFB' ||
    !(spins <= MAX_SPINS)
  ) {
    throw new ImportRefusal('encryption-unknown')
  }
  const attribute = (name: string): Buffer => Buffer.from(text(name), 'base64')
  return { salt: attribute('saltValue'), hash: algorithm, keyBytes: Number(text('keyBits')) / 8, spins, attribute }
}

const VERIFIER_INPUT = Buffer.from('fea7d2763b4b9e79', 'hex')
const VERIFIER_VALUE = Buffer.from('d7aa0f6d3061344e', 'hex')
const KEY_VALUE = Buffer.from('146e0be7abacd0d6', 'hex')

/** ECMA-376 agile encryption, [MS-OFFCRYPTO] 2.3.4.10 to 2.3.4.15: AES in CBC mode, segments of 4096 bytes. */
function decryptAgile(info: Buffer, encrypted: Buffer, password: string): Buffer {
  const xml = info.toString('utf8', 8)
  const content = agileKey(xml, 'keyData')
  const lock = agileKey(xml, 'encryptedKey')
  const digest = spin(lock.hash, lock.salt, password, lock.spins)
  const open = (block: Buffer, name: string): Buffer =>
    decipher(
      'cbc',
      cutOrPad(hash(lock.hash, digest, block), lock.keyBytes),
      cutOrPad(lock.salt, 16),
      lock.attribute(name),
    )
  const proof = hash(lock.hash, open(VERIFIER_INPUT, 'encryptedVerifierHashInput').subarray(0, lock.salt.length))
  const said = open(VERIFIER_VALUE, 'encryptedVerifierHashValue').subarray(0, proof.length)
  if (said.length !== proof.length || !timingSafeEqual(proof, said)) throw new ImportRefusal('password-wrong')
  const key = open(KEY_VALUE, 'encryptedKeyValue').subarray(0, content.keyBytes)
  const segments: Buffer[] = []
  for (let at = 8, index = 0; at < encrypted.length; at += SEGMENT, index += 1) {
    const iv = cutOrPad(hash(content.hash, content.salt, number32(index)), 16)
    segments.push(decipher('cbc', key, iv, encrypted.subarray(at, at + SEGMENT)))
  }
  return Buffer.concat(segments).subarray(0, packageSize(encrypted))
}

/**
 * The plain workbook inside a password-protected one, in memory only. Refuses with `password-needed`, `password-wrong`
 * or `encryption-unknown`; a workbook that only Excel's own default password closes is opened without asking.
 */
export function decryptWorkbook(streams: ReadonlyMap<string, Buffer>, password: string | undefined): Buffer {
  const info = streams.get('EncryptionInfo')
  const encrypted = streams.get('EncryptedPackage')
  if (info === undefined || encrypted === undefined) throw new ImportRefusal('file-kind-unknown')
  const [major, minor] = [info.readUInt16LE(0), info.readUInt16LE(2)]
  const decrypt =
    minor === 2 && major >= 2 && major <= 4 ? decryptStandard : major === 4 && minor === 4 ? decryptAgile : null
  if (decrypt === null) throw new ImportRefusal('encryption-unknown', { version: `${major}.${minor}` })
  const attempt = (secret: string): Buffer => {
    try {
      return decrypt(info, encrypted, secret)
    } catch (error) {
      if (error instanceof ImportRefusal) throw error
      throw new ImportRefusal('encryption-unknown', {}, error)
    }
  }
  if (password !== undefined && password !== '') return attempt(password)
  try {
    return attempt('VelvetSweatshop')
  } catch (error) {
    if (error instanceof ImportRefusal && error.code === 'password-wrong') throw new ImportRefusal('password-needed')
    throw error
  }
}

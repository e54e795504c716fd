import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openFileKeys } from '../../../../main/sync/keys/file-keys.ts'
import { newPrivateKey, publicKeyOf, readPrivateKey } from '../../../../main/sync/station-key.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'baro-keys-'))
  path = join(folder, 'station.key')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('a key in a file', () => {
  it('is there again after a restart, for its owner alone', async () => {
    expect(await openFileKeys(path).load()).toBeNull()
    const key = newPrivateKey(new Uint8Array(32).fill(1))
    await openFileKeys(path).save(key)
    expect(await openFileKeys(path).load()).toBe(key)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder)).toEqual(['station.key'])
  })

  it('closes a file that was open to others, and takes the place of a half-written one', async () => {
    writeFileSync(path, 'old')
    chmodSync(path, 0o644)
    writeFileSync(`${path}.new`, 'half')
    chmodSync(`${path}.new`, 0o666)
    await openFileKeys(path).save('new')
    expect(await openFileKeys(path).load()).toBe('new')
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })
})

describe('a key', () => {
  it('follows from its random bytes alone, and other bytes make another one', () => {
    const publicOf = (byte: number) => publicKeyOf(readPrivateKey(newPrivateKey(new Uint8Array(32).fill(byte))))
    expect(publicOf(1)).toBe(publicOf(1))
    expect(publicOf(1)).not.toBe(publicOf(2))
    expect(() => newPrivateKey(new Uint8Array(31))).toThrow()
    expect(() => readPrivateKey('no key')).toThrow()
  })
})

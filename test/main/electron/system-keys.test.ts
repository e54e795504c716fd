import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSystemKeys } from '../../../main/electron/system-keys.ts'
import { openFileKeys } from '../../../main/sync/keys/file-keys.ts'
import { fake, resetElectron } from '../../support/electron.ts'

let folder: string
let path: string
let logged: Record<string, unknown>[]
const open = () => openSystemKeys(path, (line) => void logged.push(line))
beforeEach(() => {
  resetElectron()
  logged = []
  folder = mkdtempSync(join(tmpdir(), 'baro-keys-'))
  path = join(folder, 'station.key')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('a key in the key store of the system', () => {
  it('is sealed in its file and there again after a restart', async () => {
    expect(open().kind).toBe('system')
    expect(await open().load()).toBeNull()
    await open().save('secret-key')
    expect(await open().load()).toBe('secret-key')
    expect(readFileSync(`${path}.sealed`, 'utf8')).not.toContain('secret-key')
    expect(statSync(`${path}.sealed`).mode & 0o777).toBe(0o600)
    expect(logged).toEqual([])
  })

  it.skipIf(process.platform !== 'linux')(
    'is said to be hardly protected where the system has no keyring',
    async () => {
      fake.safeStorage.backend = 'basic_text'
      expect(open().kind).toBe('basic')
      expect(logged).toMatchObject([{ level: 'warn', event: 'key-hardly-sealed' }])
    },
  )

  it('lies in a file where nothing can be sealed, and is said to', async () => {
    fake.safeStorage.isAvailable = false
    const keys = open()
    expect(keys.kind).toBe('file')
    expect(logged).toMatchObject([{ level: 'warn', event: 'key-not-sealed' }])
    await keys.save('key')
    expect(await openFileKeys(path).load()).toBe('key')
  })

  it('finds a key that a host without a key store left', async () => {
    await openFileKeys(path).save('older')
    expect(await open().load()).toBe('older')
  })

  it('does not pretend that there is no key when the seal is of another machine', async () => {
    await open().save('key')
    fake.safeStorage.secret = 'another machine'
    await expect(open().load()).rejects.toThrow()
  })
})

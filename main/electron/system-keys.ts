import { existsSync, readFileSync, rmSync } from 'node:fs'
import { safeStorage } from 'electron'
import { openFileKeys, writeSecretFile } from '../sync/keys/file-keys.ts'
import type { KeyStore } from '../sync/ports.ts'
import type { NextKey } from '../sync/rotate-station-key.ts'

/**
 * The station's key, sealed by the key store of the system in a file of mode 0600. `basic`: the system has no key store
 * (Linux without a keyring) and the seal protects nothing; `file`: nothing can be sealed here at all. Both are said in the
 * log. To be opened once Electron is ready. `load` throws when the seal was made for another user or machine.
 */
export function openSystemKeys(path: string, log: (line: Record<string, unknown>) => void): KeyStore {
  if (!safeStorage.isEncryptionAvailable()) {
    log({ level: 'warn', event: 'key-not-sealed', why: 'The system has no key store' })
    return openFileKeys(path)
  }
  const backend = process.platform === 'linux' ? safeStorage.getSelectedStorageBackend() : 'system'
  const isBasic = backend === 'basic_text' || backend === 'unknown'
  if (isBasic) log({ level: 'warn', event: 'key-hardly-sealed', why: `The key store of the system is ${backend}` })
  const sealed = `${path}.sealed`
  return {
    kind: isBasic ? 'basic' : 'system',
    load: async () => {
      if (existsSync(sealed)) return safeStorage.decryptString(readFileSync(sealed))
      // A key of the time before, when the data folder was used by a host without a key store.
      return existsSync(path) ? openFileKeys(path).load() : null
    },
    save: async (privateKey) => writeSecretFile(sealed, safeStorage.encryptString(privateKey)),
  }
}

/** The key that shall take the place of the one at `path`, sealed like that one until the centre has it. */
export function openNextSystemKey(path: string): NextKey {
  const next = `${path}.next`
  return {
    // What is to be said of the key store was said of the key itself.
    ...openSystemKeys(next, () => undefined),
    remove: async () => {
      for (const file of [next, `${next}.sealed`]) rmSync(file, { force: true })
    },
  }
}

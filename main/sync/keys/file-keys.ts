import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import type { KeyStore } from '../ports.ts'

/** Writes a small secret file that only its owner may read, durably: the old content or the new one, never a part. */
export function writeSecretFile(path: string, content: string | Uint8Array): void {
  const half = `${path}.new`
  const file = openSync(half, 'w', 0o600)
  try {
    // The mode of `open` does not count for a file that was there, and the umask may take from it.
    chmodSync(half, 0o600)
    writeSync(file, typeof content === 'string' ? Buffer.from(content) : content)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(half, path)
  if (process.platform === 'win32') return
  const folder = openSync(dirname(path), 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

/** A key in a file that is put away once it is the station's. */
export function openNextKey(path: string): KeyStore & { remove(): Promise<void> } {
  return { ...openFileKeys(path), remove: async () => rmSync(path, { force: true }) }
}

/** The key in a file of mode 0600: for hosts without a key store of the system. */
export function openFileKeys(path: string): KeyStore {
  return {
    kind: 'file',
    load: async () => (existsSync(path) ? readFileSync(path, 'utf8').trim() : null),
    save: async (privateKey) => writeSecretFile(path, `${privateKey}\n`),
  }
}

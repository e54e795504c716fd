import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder of built screens in a temporary place, with a secret file beside it that must never be served. */
export function makeRendererRoot(): { root: string; remove: () => void } {
  const base = mkdtempSync(join(tmpdir(), 'baro-renderer-'))
  const root = join(base, 'renderer')
  mkdirSync(join(root, 'assets'), { recursive: true })
  writeFileSync(join(base, 'secret.json'), '"secret"')
  writeFileSync(join(root, 'index.html'), '<!doctype html><title>Baro</title>')
  writeFileSync(join(root, 'assets', 'index-B1a2C3d4.js'), 'export {}')
  writeFileSync(join(root, 'assets', 'index-B1a2C3d4.js.map'), '{}')
  writeFileSync(join(root, 'assets', 'letters-Zz0_1-aB.woff2'), new Uint8Array([1, 2, 3]))
  writeFileSync(join(root, 'plain.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
  writeFileSync(join(root, '.hidden.json'), '{}')
  return { root, remove: () => rmSync(base, { recursive: true, force: true }) }
}

import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Where the application lies: its root folder, its version, and the folder of the built screens below it. */
export type ApplicationRoot = { root: string; version: string; rendererRoot: string }

/**
 * Finds the folder of Baro's package.json at or above `from`, from the sources, from `out/` and inside an asar archive alike;
 * throws when there is none.
 */
export function findApplicationRoot(from: string): ApplicationRoot {
  for (let folder = from; ; folder = dirname(folder)) {
    const manifest = readManifest(join(folder, 'package.json'))
    if (manifest?.name === 'baro') {
      return { root: folder, version: manifest.version ?? '0.0.0', rendererRoot: join(folder, 'out', 'renderer') }
    }
    if (dirname(folder) === folder) throw new Error(`No package.json of Baro at or above ${from}`)
  }
}

function readManifest(file: string): { name?: string; version?: string } | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as { name?: string; version?: string }
  } catch {
    return null
  }
}

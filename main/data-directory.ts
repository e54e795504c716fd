import { existsSync, mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, isAbsolute, join, resolve } from 'node:path'

/** What the choice of the data directory depends on; the running process fits. */
export type DirectoryCircumstances = {
  platform: NodeJS.Platform
  env: Readonly<Record<string, string | undefined>>
  home: string
  cwd: string
}

/**
 * The absolute folder that holds the station's data: `--data`, else `BARO_DATA`, else the application data folder of the
 * operating system (`%LOCALAPPDATA%\Baro`, `~/Library/Application Support/Baro`, `$XDG_DATA_HOME/baro`).
 */
export function chooseDataDirectory(
  told: string | undefined,
  { platform, env, home, cwd }: DirectoryCircumstances = {
    platform: process.platform,
    env: process.env,
    home: homedir(),
    cwd: process.cwd(),
  },
): string {
  const asked = told ?? env.BARO_DATA
  if (asked !== undefined && asked !== '') return resolve(cwd, asked)
  if (platform === 'win32') return join(env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'Baro')
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Baro')
  const xdg = env.XDG_DATA_HOME
  // The XDG specification: a relative path in the variable is invalid and ignored.
  return join(xdg !== undefined && isAbsolute(xdg) ? xdg : join(home, '.local', 'share'), 'baro')
}

/** Thrown when the data folder is not there and cannot be made; its code is that of a folder that may not be written. */
export class DirectoryError extends Error {
  readonly code = 'E-DATA-READONLY'
  constructor(directory: string, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause)
    super(`The data folder ${directory} cannot be made: ${why}`, { cause })
    this.name = 'DirectoryError'
  }
}

/** Makes the data folder, readable for its owner only, and the folders above it; throws DirectoryError. */
export function makeDataDirectory(directory: string): void {
  // Step by step, because Node's recursive mkdir never returns where the system says ENOENT below an existing folder (/proc).
  const missing: string[] = []
  for (let folder = resolve(directory); !existsSync(folder); folder = dirname(folder)) missing.unshift(folder)
  try {
    for (const folder of missing) mkdirSync(folder, { mode: 0o700 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw new DirectoryError(directory, error)
  }
}

import { homedir } from 'node:os'
import { isAbsolute, join, resolve } from 'node:path'

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

import { spawn } from 'node:child_process'

/** The command that opens an address in the default browser of this system, or null where there is no screen to open it on. */
export function browserCommand(
  url: string,
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
): { command: string; args: string[] } | null {
  if (platform === 'win32') return { command: 'cmd', args: ['/d', '/s', '/c', 'start', '""', url] }
  if (platform === 'darwin') return { command: 'open', args: [url] }
  const hasScreen = (env.DISPLAY ?? env.WAYLAND_DISPLAY ?? '') !== ''
  return hasScreen ? { command: 'xdg-open', args: [url] } : null
}

/** Opens the address in the default browser; false when this system has no way to, in which case a person opens it. */
export function openBrowser(url: string): Promise<boolean> {
  const found = browserCommand(url, process.platform, process.env)
  if (found === null) return Promise.resolve(false)
  return new Promise((resolve) => {
    const child = spawn(found.command, found.args, {
      stdio: 'ignore',
      detached: true,
      windowsVerbatimArguments: process.platform === 'win32',
    })
    child.once('error', () => resolve(false))
    child.once('spawn', () => {
      child.unref()
      resolve(true)
    })
  })
}

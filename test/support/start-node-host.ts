import { type ChildProcess, spawn } from 'node:child_process'
import { join, resolve } from 'node:path'

/**
 * Starts the built Node host of the application in `root` on a free port and resolves with its process and its address;
 * rejects with what it said when it ends instead.
 */
export async function startNodeHost(
  dataDirectory: string,
  args: readonly string[] = [],
  root = resolve(import.meta.dirname, '../..'),
): Promise<{ host: ChildProcess; url: string }> {
  const command = [
    join(root, 'out/main/node.js'),
    '--data',
    dataDirectory,
    '--port',
    '0',
    '--no-open',
    '--json',
    ...args,
  ]
  const host = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  const url = await new Promise<string>((ready, reject) => {
    host.stderr?.on('data', (text: Buffer) => {
      said += text
    })
    host.stdout?.on('data', (text: Buffer) => {
      said += text
      const found = /^Baro is ready: (\S+)$/m.exec(said)?.[1]
      if (found !== undefined) ready(found)
    })
    host.once('exit', (code) => reject(new Error(`The Node host ended with ${code}:\n${said}`)))
  })
  return { host, url }
}

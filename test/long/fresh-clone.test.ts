import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const LIMIT_MS = 180_000

/** The path without the project's own tools: what a person has who just cloned it. */
const bare = (process.env.PATH ?? '')
  .split(delimiter)
  .filter((folder) => !folder.includes('node_modules'))
  .join(delimiter)

test(
  'a fresh clone answers within three minutes of npm start',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'baro-clone-'))
    const clone = join(folder, 'baro')
    execFileSync('git', ['clone', '--quiet', root, clone])
    const begun = Date.now()
    const args = [
      'start',
      '--',
      '--host',
      'browser',
      '--demo',
      '--no-open',
      '--port',
      '0',
      '--data',
      join(folder, 'data'),
    ]
    const host = spawn('npm', args, {
      cwd: clone,
      detached: true,
      env: { ...process.env, PATH: bare },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    try {
      let said = ''
      const url = await new Promise<string>((done, fail) => {
        const hear = (chunk: Buffer): void => {
          said += chunk.toString()
          const found = /Baro is ready: (http:\/\/\S+)/.exec(said)?.[1]
          if (found !== undefined) done(found)
        }
        host.stdout.on('data', hear)
        host.stderr.on('data', hear)
        host.once('exit', (code) => fail(new Error(`npm start ended with ${code}:\n${said}`)))
        setTimeout(() => fail(new Error(`no answer in three minutes:\n${said}`)), LIMIT_MS).unref()
      })
      const response = await fetch(url)
      expect(response.status).toBe(200)
      const seconds = (Date.now() - begun) / 1_000
      console.log(`answered after ${seconds.toFixed(0)} s`)
      expect(seconds).toBeLessThan(LIMIT_MS / 1_000)
    } finally {
      if (host.pid !== undefined && host.exitCode === null) process.kill(-host.pid, 'SIGTERM')
      await new Promise((done) => setTimeout(done, 2_000))
      rmSync(folder, { recursive: true, force: true })
    }
  },
  LIMIT_MS + 60_000,
)

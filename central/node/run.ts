import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pino } from 'pino'
import { type AdminCommand, runAdmin } from '../admin/admin-commands.ts'
import { adminEndpoint } from '../admin/admin-endpoint.ts'
import { AdminRefused, type AdminReply } from '../admin/admin-reply.ts'
import { openCentre } from '../centre.ts'
import type { CentrePlatform } from '../parts.ts'
import { askRunning, removeControl, writeControl } from './control-file.ts'
import { CentreOpenError, openStore } from './open-store.ts'
import type { CentreCommand } from './options.ts'
import { restoreCentre, startNewTimeline } from './restore.ts'
import { serveCentre } from './serve.ts'

// Written at once: the last line before a crash is the one that somebody will look for.
const logger = pino({ base: null }, pino.destination({ dest: 2, sync: true }))
const platform: CentrePlatform = {
  now: () => Date.now(),
  randomBytes: (count) => randomBytes(count),
  log: ({ level, ...line }) => logger[level === 'error' || level === 'warn' ? level : 'info'](line),
}

/** Does what a command line asks; resolves with the exit code. What went wrong is on stderr, with its code. */
export async function runCentral(command: CentreCommand): Promise<number> {
  try {
    if (command.name === 'serve') return await serve(command)
    if (command.name === 'restore') return tell(command, await restoreCentre(command))
    if (command.name === 'new-timeline') return tell(command, await startNewTimeline(command))
    return tell(command, await administer(command, command.command))
  } catch (error) {
    return fail(command, error)
  }
}

async function serve(command: CentreCommand & { name: 'serve' }): Promise<number> {
  const stop = stopSignal()
  const { data } = command
  const opened = await openStore(command, platform.log)
  if (opened === null) throw new CentreOpenError('E-DATA-LOCKED', `Another Baro is using the data folder ${data}`)
  const { store, backup } = opened
  try {
    const secret = randomBytes(32).toString('base64url')
    const endpoints = (parts: { store: typeof store; platform: CentrePlatform }) => [
      adminEndpoint({ ...parts, backup }, secret),
    ]
    const centre = await openCentre({
      store,
      platform,
      version: versionOf(import.meta.dirname),
      directory: data,
      endpoints,
    })
    const serving = await serveCentre(centre, command, platform.log).catch(async (error: unknown) => {
      await centre.close()
      throw error
    })
    // Of several processes over PostgreSQL each can be asked by its own address only; the command line needs none.
    if (command.databaseUrl === null) writeControl(data, { url: ownAddress(serving), secret, pid: process.pid })
    announce(command, serving.url, serving.port)
    await stop
    platform.log({ event: 'stopping' })
    if (command.databaseUrl === null) removeControl(data)
    await serving.close()
    return 0
  } finally {
    await opened.close()
  }
}

function ownAddress({ url, port }: { url: string; port: number }): string {
  return /\/\/(0\.0\.0\.0|\[::\]):/.test(url) ? `http://127.0.0.1:${port}` : url
}

function announce(command: CentreCommand & { name: 'serve' }, url: string, port: number): void {
  if (command.host !== '127.0.0.1' && command.host !== '::1')
    process.stderr.write(
      `Warning: this centre answers on ${command.host} without encryption: put TLS in front of it.\n`,
    )
  process.stdout.write(`Baro's centre is ready: ${url}\n`)
  if (command.json) process.stdout.write(`${JSON.stringify({ ready: true, url, port, pid: process.pid })}\n`)
}

/** On the folder itself when nobody has it, else by the centre that is running on it. */
async function administer(command: CentreCommand, admin: AdminCommand): Promise<AdminReply> {
  const opened = await openStore(command, platform.log)
  if (opened === null) return askRunning(command.data, admin)
  try {
    return await runAdmin({ store: opened.store, platform, backup: opened.backup }, admin)
  } finally {
    await opened.close()
  }
}

function tell(command: CentreCommand, { ok, value, lines }: AdminReply): number {
  process.stdout.write(command.json ? `${JSON.stringify(value)}\n` : `${lines.join('\n')}\n`)
  return ok ? 0 : 1
}

function fail(command: CentreCommand, error: unknown): number {
  const code = String((error as { code?: unknown }).code ?? '')
  const isOurs = error instanceof AdminRefused || code.startsWith('E-')
  const message = error instanceof Error ? (isOurs ? error.message : (error.stack ?? error.message)) : String(error)
  const shown = code.startsWith('E-') ? code : error instanceof AdminRefused ? 'E-CTR-REFUSED' : 'E-CTR-BUG'
  process.stderr.write(`${message} (${shown})\n`)
  if (command.json) process.stdout.write(`${JSON.stringify({ ok: false, code: shown, message })}\n`)
  return 1
}

/** Resolves at the first SIGINT or SIGTERM; a second one ends the process at once. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false
    const onSignal = (): void => {
      if (asked) process.exit(130)
      asked = true
      resolve()
    }
    process.on('SIGINT', onSignal)
    process.on('SIGTERM', onSignal)
  })
}

/** The version of the Baro whose package.json lies at or above a folder. */
function versionOf(from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    try {
      const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
      if (manifest.name === 'baro') return String(manifest.version)
    } catch {
      // Not here: further up.
    }
    if (dirname(folder) === folder) return '0.0.0'
  }
}

import { join } from 'node:path'
import { pino } from 'pino'
import { type EmbeddedCentre, openEmbeddedCentre } from '../../central/embedded.ts'
import { findApplicationRoot } from '../application-root.ts'
import { chooseDataDirectory, makeDataDirectory } from '../data-directory.ts'
import type { StationSettings } from '../platform.ts'
import { settingsOfStation } from '../settings-file.ts'
import type { HostLog, StationDoor } from '../station-door.ts'
import { openFileKeys, openNextKey } from '../sync/keys/file-keys.ts'
import type { CentreAccess } from '../sync/station-centre.ts'
import { openBrowser } from './open-browser.ts'
import type { NodeHostOptions } from './options.ts'
import { type Serving, serve } from './serve.ts'
import { openSettings } from './settings.ts'

/** Opens the station for a host; `openStation` of `station.ts` fits. */
export type OpenStation = (options: {
  dataDirectory: string
  host: 'node'
  settings: StationSettings
  version: string
  demo: boolean
  log: (line: object) => void
  centre?: CentreAccess
}) => Promise<StationDoor>

type Failure = { code: string; message: string }

// Written at once: the last line before a crash is the one that somebody will look for.
const logger = pino({ base: null }, pino.destination({ dest: 2, sync: true }))
const log: HostLog = ({ level, ...line }) => logger[level === 'error' || level === 'warn' ? level : 'info'](line)

/**
 * Opens the store, serves it and says where, until a signal asks it to stop. Resolves with the exit code: 0 after a
 * stop, 1 when the store cannot be opened or the port cannot be had; the reason, with its code, is on stderr.
 */
export async function runNodeHost(options: NodeHostOptions, openStation: OpenStation): Promise<number> {
  const stop = stopSignal()
  const dataDirectory = chooseDataDirectory(options.data)
  let station: StationDoor | null = null
  try {
    station = await openWithSettings(dataDirectory, options, openStation)
    const { rendererRoot } = findApplicationRoot(import.meta.dirname)
    const serving = await serve({ station, rendererRoot, log, hostAddress: options.hostAddress, port: options.port })
    await announce(serving, dataDirectory, options)
    await stop
    await serving.close()
    return 0
  } catch (error) {
    report(failureOf(error), options.json)
    return 1
  } finally {
    await station?.close()
  }
}

async function openWithSettings(
  dataDirectory: string,
  options: NodeHostOptions,
  openStation: OpenStation,
): Promise<StationDoor> {
  makeDataDirectory(dataDirectory)
  const { store, notice } = openSettings(dataDirectory, Date.now())
  if (notice !== null) process.stderr.write(`${notice}\n`)
  const { version } = findApplicationRoot(import.meta.dirname)
  const say = (line: object): void => log(line as Parameters<HostLog>[0])
  const own = (): Promise<EmbeddedCentre> =>
    openEmbeddedCentre({ directory: join(dataDirectory, 'centre'), version, log: say })
  return openStation({
    dataDirectory,
    host: 'node',
    settings: settingsOfStation(store),
    version,
    demo: options.demo,
    log: say,
    ...(options.alone
      ? {}
      : {
          centre: {
            keys: openFileKeys(join(dataDirectory, 'station.key')),
            next: openNextKey(join(dataDirectory, 'station.key.next')),
            openOwn: options.join === null ? own : null,
            join: options.join,
          },
        }),
  })
}

async function announce({ url, port }: Serving, dataDirectory: string, options: NodeHostOptions): Promise<void> {
  if (options.hostAddress !== '127.0.0.1' && options.hostAddress !== '::1') {
    process.stderr.write(
      `Warning: this station answers on ${options.hostAddress}, to anyone who reaches this machine, without encryption.\n`,
    )
  }
  process.stdout.write(`Baro is ready: ${url}\n`)
  if (options.json)
    process.stdout.write(`${JSON.stringify({ ready: true, url, port, pid: process.pid, dataDirectory })}\n`)
  if (options.open && !(await openBrowser(url))) process.stdout.write('Open that address in a browser.\n')
}

function failureOf(error: unknown): Failure {
  const { code, message } = error instanceof Error ? (error as NodeJS.ErrnoException) : { code: undefined, message: '' }
  if (code?.startsWith('E-')) return { code, message }
  return { code: 'E-HOST-BUG', message: error instanceof Error ? (error.stack ?? error.message) : String(error) }
}

function report(failure: Failure, asJson: boolean): void {
  process.stderr.write(`Baro cannot start: ${failure.message} (${failure.code})\n`)
  if (asJson) process.stdout.write(`${JSON.stringify({ ready: false, ...failure })}\n`)
}

/** A signal so soon after the first, in milliseconds, is its echo: `when-exit` (of conf) sends the process each once more. */
const ECHO_MS = 1_000

/** Resolves at the first SIGINT or SIGTERM; a later one ends the process at once. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    let askedAt: number | null = null
    const onSignal = (): void => {
      if (askedAt !== null && performance.now() - askedAt > ECHO_MS) process.exit(130)
      askedAt ??= performance.now()
      resolve()
    }
    process.on('SIGINT', onSignal)
    process.on('SIGTERM', onSignal)
  })
}

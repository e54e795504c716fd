import { parentPort, workerData } from 'node:worker_threads'
import { openCentre } from '../centre.ts'
import { makeCode } from '../enrol/enrolment-codes.ts'
import { openStore } from '../node/open-store.ts'
import type { FromCentre, ToCentre } from './control.ts'
import { type Line, serveOverLine } from './port-fetch.ts'

/** The end of the line that this thread (or Electron's utility process) was started with. */
export function ownLine(): Line {
  if (parentPort !== null) {
    const port = parentPort
    return { post: (message) => port.postMessage(message), onMessage: (listener) => void port.on('message', listener) }
  }
  const port = (process as unknown as { parentPort?: ElectronPort }).parentPort
  if (port === undefined) throw new Error('An embedded centre runs in a worker thread or a utility process')
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => port.on('message', ({ data }) => listener(data)),
  }
}

type ElectronPort = {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown }) => void): void
}

/** Opens the centre of a folder and answers over the line until it is told to stop. */
export async function runEmbeddedCentre(
  line: Line,
  options: { directory: string; version: string },
  exit: () => void,
): Promise<void> {
  const say = (message: FromCentre): void => line.post(message)
  const platform = {
    now: () => Date.now(),
    randomBytes: (count: number) => crypto.getRandomValues(new Uint8Array(count)),
    log: (entry: Record<string, unknown>) => say({ control: 'log', entry }),
  }
  try {
    const opened = await openStore({ data: options.directory, databaseUrl: null }, platform.log)
    if (opened === null) {
      say({ control: 'failed', code: 'E-DATA-LOCKED', message: `Another centre is using ${options.directory}` })
      return exit()
    }
    const { store } = opened
    const centre = await openCentre({ store, platform, version: options.version, directory: options.directory })
    const served = serveOverLine(line, centre.handle)
    line.onMessage((raw) => {
      const message = raw as ToCentre
      if (message.control === 'code') {
        makeCode({ store, platform }, message.name).then(
          ({ code }) => say({ control: 'code', id: message.id, code }),
          (error: unknown) => say({ control: 'code-failed', id: message.id, reason: String(error) }),
        )
      } else if (message.control === 'stop') {
        served.stop()
        void centre
          .close()
          .then(() => opened.close())
          .finally(() => {
            say({ control: 'stopped' })
            exit()
          })
      }
    })
    say({ control: 'ready' })
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    say({ control: 'failed', code: code ?? 'E-HOST-BUG', message })
    exit()
  }
}

if (parentPort !== null || 'parentPort' in process) {
  const options = (workerData ?? JSON.parse(process.argv[2] ?? '{}')) as { directory: string; version: string }
  await runEmbeddedCentre(ownLine(), options, () => (parentPort === null ? process.exit(0) : parentPort.close()))
}

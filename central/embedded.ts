import { existsSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import type { FromCentre, ToCentre } from './embedded/control.ts'
import { fetchOverLine, type Line } from './embedded/port-fetch.ts'

/** A centre on this machine, without a port. `makeCode` gives a one-time code to the station that embeds it. */
export type EmbeddedCentre = {
  fetch(request: Request): Promise<Response>
  makeCode(name: string): Promise<string>
  close(): Promise<void>
}

/** A started thread or process: its line, and how to learn that it ended. */
export type CentreChild = { line: Line; onExit(listener: () => void): void; kill(): void }

/** How an embedded centre is opened; `start` puts it into another kind of process (Electron's utility process). */
export type EmbeddedOptions = {
  directory: string
  version: string
  log: (entry: Record<string, unknown>) => void
  start?: (file: URL, options: { directory: string; version: string }) => CentreChild
}

/** Thrown when an embedded centre cannot be opened; `code` is what people read to each other. */
export class EmbeddedCentreError extends Error {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.name = 'EmbeddedCentreError'
    this.code = code
  }
}

const RESTART_MS = 1_000
const STOP_MS = 5_000
const ENDED = 'The centre on this machine has ended'

/**
 * Opens the centre of a folder in a worker thread, so that its work never delays a scan. A thread that ends by itself is
 * started again; meanwhile requests are rejected, as by a network that is down. Throws EmbeddedCentreError when the first
 * start fails.
 */
export async function openEmbeddedCentre(options: EmbeddedOptions): Promise<EmbeddedCentre> {
  let closing = false
  let starting: Promise<void> = Promise.resolve()
  let current = await startChild(options, onExit)
  function onExit(): void {
    if (closing) return
    options.log({ level: 'error', event: 'embedded-centre-ended' })
    setTimeout(() => {
      if (closing) return
      starting = startChild(options, onExit).then(
        (child) => {
          current = child
        },
        (error: unknown) => {
          options.log({ level: 'error', event: 'embedded-centre-failed', error: String(error) })
          onExit()
        },
      )
    }, RESTART_MS).unref()
  }
  return {
    fetch: (request) => current.fetch(request),
    makeCode: (name) => current.makeCode(name),
    close: async () => {
      closing = true
      await starting
      await current.stop()
    },
  }
}

type Child = {
  fetch(request: Request): Promise<Response>
  makeCode(name: string): Promise<string>
  stop(): Promise<void>
}

async function startChild(options: EmbeddedOptions, onExit: () => void): Promise<Child> {
  const { directory, version } = options
  const child = (options.start ?? startWorker)(workerFile(), { directory, version })
  const { fetch, lost } = fetchOverLine(child.line)
  const codes = new Map<number, { resolve(code: string): void; reject(error: Error): void }>()
  const ready = Promise.withResolvers<void>()
  const gone = Promise.withResolvers<void>()
  let isReady = false
  let isGone = false
  child.line.onMessage((raw) => {
    const message = raw as FromCentre
    if (message.control === 'ready') {
      isReady = true
      ready.resolve()
    } else if (message.control === 'failed') ready.reject(new EmbeddedCentreError(message.code, message.message))
    else if (message.control === 'code') codes.get(message.id)?.resolve(message.code)
    else if (message.control === 'code-failed') codes.get(message.id)?.reject(new Error(message.reason))
    else if (message.control === 'log') options.log({ part: 'centre', ...message.entry })
  })
  child.onExit(() => {
    isGone = true
    lost(ENDED)
    ready.reject(new EmbeddedCentreError('E-HOST-BUG', 'The centre on this machine ended while it started'))
    for (const waiting of codes.values()) waiting.reject(new Error(ENDED))
    gone.resolve()
    if (isReady) onExit()
  })
  await ready.promise
  const tell = (message: ToCentre): void => child.line.post(message)
  let last = 0
  return {
    fetch,
    makeCode: (name) =>
      new Promise((resolve, reject) => {
        if (isGone) throw new Error(ENDED)
        last += 1
        codes.set(last, { resolve, reject })
        tell({ control: 'code', id: last, name })
      }),
    stop: async () => {
      tell({ control: 'stop' })
      const late = setTimeout(() => child.kill(), STOP_MS)
      await gone.promise
      clearTimeout(late)
    },
  }
}

function startWorker(file: URL, options: { directory: string; version: string }): CentreChild {
  const worker = new Worker(file, { workerData: options, execArgv: ['--disable-warning=ExperimentalWarning'] })
  // What it throws is told by its end; without a listener it would take the host down with it.
  let failure: unknown = null
  worker.on('error', (error) => {
    failure = error
  })
  return {
    line: {
      post: (message) => worker.postMessage(message),
      onMessage: (listener) => void worker.on('message', listener),
    },
    onExit: (listener) => {
      worker.on('exit', () => {
        if (failure !== null) process.stderr.write(`${String(failure)}\n`)
        listener()
      })
    },
    kill: () => void worker.terminate(),
  }
}

/** The built worker lies beside the built host (or one folder up from a shared chunk); from sources it is the .ts file. */
function workerFile(): URL {
  const candidates = ['./centre-worker.js', '../centre-worker.js', './embedded/worker.ts'].map(
    (name) => new URL(name, import.meta.url),
  )
  const found = candidates.find((url) => existsSync(url))
  if (found === undefined) throw new Error('centre-worker is not beside the program')
  return found
}

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'

const ENTRY = resolve(import.meta.dirname, '../../central/node/index.ts')

/** What a command line said, and how it ended. */
export type Said = { code: number; out: string; error: string }

/** A centre in a process of its own. */
export type CentreProcess = {
  url: string
  process: ChildProcess
  /** Its log so far. */
  log(): string
  /** Ends it by a signal; how it ended. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

function start(args: readonly string[], env: Record<string, string>): ChildProcess {
  const environment = { ...process.env, DATABASE_URL: '', ...env }
  return spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ENTRY, ...args], { env: environment })
}

/** Runs a command of the centre's command line to its end. */
export async function runCentreLine(args: readonly string[], env: Record<string, string> = {}): Promise<Said> {
  const child = start(args, env)
  let [out, error] = ['', '']
  child.stdout?.on('data', (text: Buffer) => (out += text))
  child.stderr?.on('data', (text: Buffer) => (error += text))
  const [code] = await once(child, 'close')
  return { code: Number(code), out, error }
}

/** Starts a centre on a free port of this machine; rejects with what it said when it ends instead. */
export async function startCentre(data: string, env: Record<string, string> = {}): Promise<CentreProcess> {
  const child = start(['--data', data, '--listen', '127.0.0.1:0'], env)
  let [out, log] = ['', '']
  const url = await new Promise<string>((ready, reject) => {
    child.stderr?.on('data', (text: Buffer) => (log += text))
    child.stdout?.on('data', (text: Buffer) => {
      out += text
      const found = /^Baro's centre is ready: (\S+)$/m.exec(out)?.[1]
      if (found !== undefined) ready(found)
    })
    child.once('exit', (code) => reject(new Error(`The centre ended with ${code}:\n${out}${log}`)))
  })
  return {
    url,
    process: child,
    log: () => log,
    stop: async (signal = 'SIGTERM') => {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
      const ended = once(child, 'exit')
      child.kill(signal)
      const [code] = await ended
      return code as number | null
    },
  }
}

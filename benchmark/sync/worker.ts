import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'

/** A process of the benchmark. `ask` rejects with what went wrong there, or when it takes longer than `ms`. */
export type Worker = {
  ask<R>(question: string, given?: unknown, ms?: number): Promise<R>
  stop(): Promise<void>
}

type Waiting = { resolve(value: never): void; reject(error: Error): void }

const PATIENCE_MS = 15 * 60_000

/** Starts a file, TypeScript or JavaScript, as a process that answers questions; what it prints goes to stderr. */
export function startWorker(file: string, args: readonly string[] = []): Worker {
  const child: ChildProcess = fork(file, [...args], {
    execArgv: ['--disable-warning=ExperimentalWarning', ...profiling(file)],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    serialization: 'advanced',
  })
  const waiting = new Map<number, Waiting>()
  let [asked, said] = [0, '']
  child.stderr?.on('data', (text: Buffer) => {
    said = (said + text).slice(-4_000)
  })
  child.on('message', ({ id, value, error }: { id: number; value: never; error?: string }) => {
    const one = waiting.get(id)
    waiting.delete(id)
    if (error === undefined) one?.resolve(value)
    else one?.reject(new Error(error))
  })
  child.once('exit', (code) => {
    for (const one of waiting.values()) one.reject(new Error(`The process ended with ${code}: ${said}`))
    waiting.clear()
  })
  return {
    ask: (ask, given, ms = PATIENCE_MS) =>
      new Promise((resolve, reject) => {
        asked += 1
        const id = asked
        const late = setTimeout(() => {
          waiting.delete(id)
          reject(new Error(`No answer to ${ask} in ${ms / 1_000} s`))
        }, ms)
        const settle = <A>(then: (value: A) => void) => {
          return (value: A): void => {
            clearTimeout(late)
            then(value)
          }
        }
        waiting.set(id, { resolve: settle(resolve), reject: settle(reject) })
        child.send({ id, ask, given })
      }),
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      if (child.connected) child.disconnect()
      const hard = setTimeout(() => child.kill('SIGKILL'), 10_000)
      await ended
      clearTimeout(hard)
    },
  }
}

/** With BARO_BENCHMARK_PROFILE=folder each process leaves a CPU profile there. */
function profiling(file: string): string[] {
  const folder = process.env.BARO_BENCHMARK_PROFILE
  return folder === undefined || !file.endsWith('.ts') ? [] : ['--cpu-prof', `--cpu-prof-dir=${folder}`]
}

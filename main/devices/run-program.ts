import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** How a program ended. `status` is null when it could not be started or was stopped because it took too long. */
export type ProgramEnd = { started: boolean; status: number | null; out: string; error: string }

const MOST_OUTPUT = 1024 * 1024

/** Runs a program without a shell, in the C locale, and resolves with its end; never rejects. */
export function runProgram(program: string, args: readonly string[], withinMs: number): Promise<ProgramEnd> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      env: { ...process.env, LC_ALL: 'C', LANGUAGE: 'C' },
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    })
    let started = true
    const text = { out: '', error: '' }
    const timer = setTimeout(() => child.kill('SIGKILL'), withinMs)
    child.stdout.on('data', (bytes: Buffer) => {
      if (text.out.length < MOST_OUTPUT) text.out += bytes.toString('utf8')
    })
    child.stderr.on('data', (bytes: Buffer) => {
      if (text.error.length < MOST_OUTPUT) text.error += bytes.toString('utf8')
    })
    child.on('error', (error) => {
      started = child.pid !== undefined
      text.error += String(error)
      if (!started) {
        clearTimeout(timer)
        resolve({ started, status: null, ...text })
      }
    })
    child.on('close', (status) => {
      clearTimeout(timer)
      resolve({ started, status, ...text })
    })
  })
}

/** Whether a program of this name lies on the path. */
export function isOnPath(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    if (folder === '') return false
    try {
      accessSync(join(folder, program), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

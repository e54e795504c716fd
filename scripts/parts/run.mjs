import { spawn } from 'node:child_process'
import { root } from './tree.mjs'

const isWindows = process.platform === 'win32'

function endTree(child) {
  try {
    if (isWindows) spawn('taskkill', ['/pid', String(child.pid), '/t', '/f'], { stdio: 'ignore' })
    else process.kill(-child.pid, 'SIGKILL')
  } catch {
    child.kill('SIGKILL')
  }
}

/**
 * Runs a command to its end. `quiet` collects its output instead of showing it; after `timeoutMs` it and its children are
 * ended. Resolves with `{ status, output, timedOut }`; a command that cannot be started has the status 127.
 */
export function run(command, args, { env = process.env, quiet = false, timeoutMs, cwd = root, shell = false } = {}) {
  return new Promise((done) => {
    const hasTimeout = timeoutMs !== undefined
    const child = spawn(command, args, {
      cwd,
      env,
      shell,
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
      // A group of its own, so that a timeout ends the children of the command as well.
      detached: hasTimeout && !isWindows,
    })
    let output = ''
    let timedOut = false
    const timer = hasTimeout
      ? setTimeout(() => {
          timedOut = true
          endTree(child)
        }, timeoutMs)
      : undefined
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text) => (output += text))
    child.once('error', (error) => {
      clearTimeout(timer)
      done({ status: 127, output: `${output}${error.message}\n`, timedOut })
    })
    child.once('close', (status) => {
      clearTimeout(timer)
      done({ status: status ?? 1, output, timedOut })
    })
  })
}

/**
 * Runs a program in the foreground until it ends and resolves with its exit status. Signals meant for the script reach it;
 * an interrupt from the keyboard already does, since the terminal sends it to both.
 */
export function runInForeground(command, args, env = process.env) {
  return new Promise((done) => {
    const child = spawn(command, args, { cwd: root, env, stdio: 'inherit' })
    const forward = (signal) => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, forward)
    child.once('error', (error) => {
      process.stderr.write(`${command} cannot be started: ${error.message}\n`)
      done(127)
    })
    child.once('close', (status) => done(status ?? 1))
  })
}

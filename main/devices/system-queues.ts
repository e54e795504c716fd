import { mkdirSync, rmSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FoundPrinter, PrinterStatus } from '../../contract/station/devices.ts'
import { isOnPath, type ProgramEnd, runProgram } from './run-program.ts'
import { nothingLeft, type OutgoingPage, PRINT_REASON, type Sent, type Transport } from './transport.ts'

/** A queue of the operating system. */
export type SystemQueue = Pick<FoundPrinter, 'systemName' | 'isDefault' | 'state'>

/** The operating system's printing. Nothing here rejects: what the system does not have is an empty list. */
export type SystemQueues = {
  /** Whether the station itself can hand pages to a queue; otherwise only a page of the shell can. */
  readonly canSend: boolean
  list(): Promise<SystemQueue[]>
  /** Pages into one queue; `raw` goes through as it is. */
  queue(systemName: string, raw: boolean): Transport
}

const ASK_MS = 5_000
const SEND_MS = 20_000

/** The queues of this machine: CUPS by its programs, Windows by PowerShell. `spool` is a folder for pages on their way. */
export function openSystemQueues(spool: string, platform: NodeJS.Platform = process.platform): SystemQueues {
  if (platform === 'win32') return windowsQueues()
  return cupsQueues(spool)
}

/** Whether a text can be the name of a queue: letters and digits first, so that none looks like an option. */
export function isQueueName(text: string): boolean {
  return /^[\p{L}\p{N}_][\p{L}\p{N}_ .()&+@:=,;!-]{0,126}$/u.test(text)
}

function cupsQueues(spool: string): SystemQueues {
  // What lies there is of a station that died; its attempts are unknown, and nobody reads the files any more.
  rmSync(spool, { recursive: true, force: true })
  return {
    canSend: isOnPath('lp'),
    list: async () => {
      if (!isOnPath('lpstat')) return []
      const [names, states, preferred] = await Promise.all(
        ['-e', '-p', '-d'].map((option) => runProgram('lpstat', [option], ASK_MS)),
      )
      return readQueues(names?.out ?? '', states?.out ?? '', preferred?.out ?? '')
    },
    queue: (systemName, raw) => ({
      send: (page) => submit(systemName, raw, page, spool),
      status: () => queueStatus(systemName),
    }),
  }
}

const STATE = /^printer (\S+) (is idle|now printing|disabled)/gm
const STATES = { 'is idle': 'idle', 'now printing': 'printing', disabled: 'disabled' } as const

/** Queues out of what `lpstat -e`, `-p` and `-d` say in the C locale; those that only `-p` names are there, too. */
export function readQueues(names: string, states: string, preferred: string): SystemQueue[] {
  const found = new Map<string, SystemQueue['state']>()
  for (const line of names.split('\n')) if (line.trim() !== '') found.set(line.trim(), 'unknown')
  for (const [, name, state] of states.matchAll(STATE)) found.set(name ?? '', STATES[state as keyof typeof STATES])
  const isDefault = /^system default destination: (\S+)/m.exec(preferred)?.[1]
  return [...found].map(([systemName, state]) => ({ systemName, isDefault: systemName === isDefault, state }))
}

async function queueStatus(systemName: string): Promise<PrinterStatus> {
  const { started, status, out } = await runProgram('lpstat', ['-p', systemName, '-a', systemName], ASK_MS)
  const notReady = (reason: string): PrinterStatus => ({ state: 'not-ready', reasons: [reason], waiting: null })
  if (!started) return notReady(PRINT_REASON.notHere)
  if (status === null) return { state: 'unknown', reasons: [], waiting: null }
  const queue = readQueues('', out, '').find((one) => one.systemName === systemName)
  // Without its daemon the system knows no queue at all: that passes, a queue that was removed does not.
  if (queue === undefined) {
    const { out: scheduler } = await runProgram('lpstat', ['-r'], ASK_MS)
    return notReady(/ is running/.test(scheduler) ? PRINT_REASON.missing : PRINT_REASON.stopped)
  }
  if (queue.state === 'disabled' || / not accepting requests /.test(out)) return notReady(PRINT_REASON.stopped)
  return { state: 'ready', reasons: [], waiting: null }
}

/**
 * Hands a page to the spooler out of a file, never through a pipe: a station that dies in the middle would leave half a page,
 * and half a label of ZPL swallows the next one.
 */
async function submit(systemName: string, raw: boolean, page: OutgoingPage, spool: string): Promise<Sent> {
  const { reasons, state } = await queueStatus(systemName)
  if (state === 'not-ready') return nothingLeft(reasons[0] as typeof PRINT_REASON.missing)
  const file = join(spool, `${page.key}.${raw ? 'zpl' : 'pdf'}`)
  try {
    mkdirSync(spool, { recursive: true, mode: 0o700 })
    await writeFile(file, page.bytes, { mode: 0o600 })
  } catch {
    await rm(file, { force: true }).catch(() => undefined)
    return nothingLeft(PRINT_REASON.folder)
  }
  try {
    return readSubmission(await runProgram('lp', lpArguments(systemName, raw, page, file), SEND_MS))
  } finally {
    await rm(file, { force: true }).catch(() => undefined)
  }
}

function lpArguments(systemName: string, raw: boolean, page: OutgoingPage, file: string): string[] {
  const { widthMm, heightMm } = page.media
  const options = raw
    ? ['raw']
    : [
        `media=Custom.${widthMm}x${heightMm}mm`,
        'print-scaling=none',
        'number-up=1',
        `orientation-requested=${page.landscape ? 4 : 3}`,
      ]
  // Said aloud: a queue or a user may have other copies, cover pages and turns as the usual ones.
  const always = ['-n', '1', '-o', 'job-sheets=none']
  return ['-d', systemName, '-t', page.key, ...always, ...options.flatMap((option) => ['-o', option]), file]
}

/** What `lp` says when it handed nothing over, for certain. */
const NOTHING_LEFT: readonly (readonly [RegExp, 'missing' | 'stopped' | 'refused'])[] = [
  [/does not exist|unknown destination|Not Found/i, 'missing'],
  [/not accepting|not responding|unable to connect|Connection refused|Bad file descriptor/i, 'stopped'],
  [/unable to access|Unsupported|not supported|Forbidden|Unauthorized|Not authorized/i, 'refused'],
]

/** What became of a page by how `lp` ended: it has a job's number, it says that there is none, or nobody knows. */
export function readSubmission({ started, status, out, error }: ProgramEnd): Sent {
  if (!started) return nothingLeft(PRINT_REASON.notHere)
  if (status === 0 && /^request id is \S+/m.test(out)) return { outcome: 'sent', bytesLeft: 'all', reason: null }
  const known = status === null ? undefined : NOTHING_LEFT.find(([pattern]) => pattern.test(error))
  if (known !== undefined && status !== 0) return nothingLeft(PRINT_REASON[known[1]])
  return { outcome: 'unknown', bytesLeft: 'some', reason: PRINT_REASON.refused }
}

const WINDOWS_LIST =
  'Get-CimInstance Win32_Printer | Select-Object Name,Default,PrinterStatus,WorkOffline | ConvertTo-Json -Compress'

/** Queues of Windows. Pages go through the shell's page; raw ZPL to a queue is not there. Never tried on Windows itself. */
function windowsQueues(): SystemQueues {
  const list = async (): Promise<SystemQueue[]> => {
    const script = ['-NoProfile', '-NonInteractive', '-Command', WINDOWS_LIST]
    return readWindowsQueues((await runProgram('powershell.exe', script, ASK_MS)).out)
  }
  return {
    canSend: false,
    list,
    queue: (systemName) => ({
      send: () => Promise.resolve(nothingLeft(PRINT_REASON.notHere)),
      status: async () => {
        const queue = (await list()).find((one) => one.systemName === systemName)
        if (queue === undefined) return { state: 'not-ready', reasons: [PRINT_REASON.missing], waiting: null }
        if (queue.state === 'disabled') return { state: 'not-ready', reasons: [PRINT_REASON.stopped], waiting: null }
        return { state: queue.state === 'unknown' ? 'unknown' : 'ready', reasons: [], waiting: null }
      },
    }),
  }
}

/** Queues out of the JSON that PowerShell writes of `Win32_Printer`: an object for one, an array for more. */
export function readWindowsQueues(json: string): SystemQueue[] {
  let read: unknown
  try {
    read = JSON.parse(json)
  } catch {
    return []
  }
  return (Array.isArray(read) ? read : [read]).flatMap((one: unknown): SystemQueue[] => {
    const { Name, Default, PrinterStatus: status, WorkOffline } = (one ?? {}) as Record<string, unknown>
    if (typeof Name !== 'string') return []
    const state =
      WorkOffline === true || status === 7 ? 'disabled' : status === 3 ? 'idle' : status === 4 ? 'printing' : 'unknown'
    return [{ systemName: Name, isDefault: Default === true, state }]
  })
}

import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { isOnPath } from '../../main/devices/run-program.ts'

/** Why no private CUPS can run on this machine; null when it can. */
export const NO_CUPS: string | null =
  existsSync('/usr/sbin/cupsd') &&
  existsSync('/usr/lib/cups/backend/socket') &&
  isOnPath('lp') &&
  (isOnPath('lpadmin') || existsSync('/usr/sbin/lpadmin'))
    ? null
    : 'needs CUPS: cupsd, its socket backend, lp and lpadmin (Debian: cups cups-client)'

/** A print system of its own: a child process with its own folder and socket, and a sink that keeps what came out of it. */
export type PrivateCups = {
  /** The value of CUPS_SERVER for those who are to use it. */
  readonly server: string
  /** Adds a queue into the sink: raw, or one that takes PDF as it is. */
  addQueue(name: string, kind: 'raw' | 'pdf'): void
  /** Runs one of the administration's programs, e.g. `cupsdisable`. */
  administer(program: 'cupsdisable' | 'cupsenable' | 'cupsreject' | 'cupsaccept', queue: string): void
  removeQueue(name: string): void
  /** Makes something the usual for everybody who prints on a queue, e.g. `copies=2`. */
  setDefault(queue: string, option: string): void
  /** Resolves when every page that was handed over has come out; `spool` is the folder of a station whose `lp` may still run. */
  idle(spool: string): Promise<void>
  /** What came out of all queues, page by page. */
  readonly pages: Buffer[]
  close(): Promise<void>
}

/** Starts a private CUPS; about a second. */
export async function startCups(): Promise<PrivateCups> {
  const folder = mkdtempSync(join(tmpdir(), 'baro-cups-'))
  chmodSync(folder, 0o755)
  for (const name of ['conf', 'spool', 'spool/tmp', 'cache', 'run', 'log']) mkdirSync(join(folder, name))
  const server = join(folder, 'run', 'socket')
  writeFileSync(join(folder, 'conf', 'cups-files.conf'), filesConf(folder))
  writeFileSync(join(folder, 'conf', 'cupsd.conf'), daemonConf(server))
  writeFileSync(join(folder, 'pdf.ppd'), PASS_THROUGH)
  const files = ['-f', '-c', join(folder, 'conf', 'cupsd.conf'), '-s', join(folder, 'conf', 'cups-files.conf')]
  const daemon = spawn('/usr/sbin/cupsd', files, { stdio: 'ignore' })
  const env = { ...process.env, CUPS_SERVER: server, LC_ALL: 'C' }
  const once = (program: string, args: string[]): void => {
    execFileSync(program, args, { env, stdio: 'pipe', timeout: 20_000 })
  }
  // The administration's programs give up at the first try where the daemon is a moment busy.
  const run = (program: string, args: string[]): void => {
    for (let triesLeft = 10; ; triesLeft -= 1) {
      try {
        once(program, args)
        return
      } catch (error) {
        if (triesLeft === 0 || !String(error).includes('Unable to connect to server')) throw error
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100)
      }
    }
  }
  await listening(once, daemon)
  const { pages, port, openLines, close } = await openSink()
  const waiting = (): boolean => execFileSync('lpstat', ['-o'], { env, timeout: 20_000 }).length > 0
  return {
    server,
    pages,
    idle: async (spool) => {
      while (isNamedByProcess(spool) || waiting()) await delay(20)
      // The last page has left the queue; its line to the sink closes a moment later.
      while (openLines() > 0) await delay(2)
    },
    addQueue: (name, kind) => {
      const driver = kind === 'pdf' ? ['-P', join(folder, 'pdf.ppd')] : []
      run(administration('lpadmin'), ['-p', name, '-v', `socket://127.0.0.1:${port}`, '-E', ...driver])
    },
    setDefault: (queue, option) => {
      const [name = '', value = ''] = option.split('=')
      run(administration('lpadmin'), ['-p', queue, '-o', `${name}-default=${value}`])
    },
    removeQueue: (name) => run(administration('lpadmin'), ['-x', name]),
    administer: (program, queue) => run(administration(program), [queue]),
    close: async () => {
      const ended = new Promise((resolve) => daemon.once('exit', resolve))
      daemon.kill('SIGTERM')
      await ended
      await close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Debian keeps these beside the daemon, where not everybody looks. */
const administration = (program: string): string =>
  existsSync(`/usr/sbin/${program}`) ? `/usr/sbin/${program}` : program

async function listening(run: (program: string, args: string[]) => void, daemon: ChildProcess): Promise<void> {
  for (let waited = 0; waited < 10_000 && daemon.exitCode === null; waited += 100) {
    try {
      run('lpstat', ['-e'])
      return
    } catch {
      await delay(100)
    }
  }
  throw new Error(`cupsd did not come up (${daemon.exitCode})`)
}

/** Whether a program runs that has a path below this folder among its arguments (Linux). */
function isNamedByProcess(folder: string): boolean {
  return readdirSync('/proc').some((entry) => {
    if (!/^\d+$/.test(entry) || entry === String(process.pid)) return false
    try {
      const words = readFileSync(`/proc/${entry}/cmdline`, 'utf8').split('\0')
      return words[0]?.endsWith('lp') === true && words.some((word) => word.startsWith(folder))
    } catch {
      return false
    }
  })
}

type Sink = { pages: Buffer[]; port: number; openLines: () => number; close: () => Promise<void> }

async function openSink(): Promise<Sink> {
  const pages: Buffer[] = []
  let lines = 0
  const server = createServer((socket) => {
    lines += 1
    socket.on('close', () => {
      lines -= 1
    })
    const chunks: Buffer[] = []
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    socket.on('error', () => undefined)
    socket.on('end', () => {
      if (chunks.length > 0) pages.push(Buffer.concat(chunks))
      socket.end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { pages, port, openLines: () => lines, close: () => new Promise((resolve) => server.close(() => resolve())) }
}

const filesConf = (folder: string): string => `ServerRoot ${folder}/conf
RequestRoot ${folder}/spool
TempDir ${folder}/spool/tmp
CacheDir ${folder}/cache
StateDir ${folder}/run
AccessLog ${folder}/log/access
ErrorLog ${folder}/log/error
PageLog ${folder}/log/page
`

const daemonConf = (server: string): string => `Listen ${server}
WebInterface No
Browsing Off
DefaultAuthType None
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  <Limit All>
    Order deny,allow
    Allow all
  </Limit>
</Policy>
`

/** A printer that takes PDF as it is, on paper of any size, and is asked nothing over the network. */
const PASS_THROUGH = `*PPD-Adobe: "4.3"
*FormatVersion: "4.3"
*FileVersion: "1.0"
*LanguageVersion: English
*LanguageEncoding: ISOLatin1
*PCFileName: "PASS.PPD"
*Manufacturer: "Test"
*Product: "(Pass)"
*ModelName: "Pass"
*ShortNickName: "Pass"
*NickName: "Pass"
*PSVersion: "(3010.000) 0"
*LanguageLevel: "3"
*ColorDevice: False
*cupsSNMPSupplies: False
*cupsFilter2: "application/pdf application/pdf 0 -"
*OpenUI *PageSize/Media: PickOne
*DefaultPageSize: L100
*PageSize L100/100x150: "<</PageSize[283 425]>>setpagedevice"
*CloseUI: *PageSize
*OpenUI *PageRegion/Media: PickOne
*DefaultPageRegion: L100
*PageRegion L100/100x150: "<</PageSize[283 425]>>setpagedevice"
*CloseUI: *PageRegion
*DefaultImageableArea: L100
*ImageableArea L100/100x150: "0 0 283 425"
*DefaultPaperDimension: L100
*PaperDimension L100/100x150: "283 425"
*MaxMediaWidth: "1000"
*MaxMediaHeight: "2000"
*HWMargins: 0 0 0 0
*CustomPageSize True: "pop pop pop <</PageSize [ 5 -2 roll ]>>setpagedevice"
*ParamCustomPageSize Width: 1 points 28 1000
*ParamCustomPageSize Height: 2 points 28 2000
*ParamCustomPageSize WidthOffset: 3 points 0 0
*ParamCustomPageSize HeightOffset: 4 points 0 0
*ParamCustomPageSize Orientation: 5 int 0 3
`

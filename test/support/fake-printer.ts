import type { AddressInfo } from 'node:net'
import { createServer, type Server, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

/**
 * What a printer on port 9100 does wrong. `drop`: it closes the line after so many bytes of a page. `reset`: it takes the whole
 * page and resets the line instead of answering. `silent`: it accepts and never says anything. `slow`: it takes the page in
 * sips. `half-open`: it ends its side at once. `deaf-after`: it answers before the page, not after. `garbled`: it answers what no
 * printer answers. `trickle`: its answers come byte by byte.
 */
export type PrinterFault =
  | { kind: 'none' }
  | { kind: 'drop'; afterBytes: number }
  | { kind: 'reset' | 'silent' | 'half-open' | 'deaf-after' | 'garbled' | 'trickle' }
  | { kind: 'slow'; pauseMs: number }

/** What it answers to `~HS`; flags of a real printer. */
export type PrinterFlags = {
  paperOut?: boolean
  headOpen?: boolean
  paused?: boolean
  ribbonOut?: boolean
  waiting?: number
}

/** A printer that keeps every label that came out: whole formats from `^XA` to `^XZ`, in order. */
export type FakePrinter = {
  readonly address: string
  readonly port: number
  readonly labels: string[]
  /** Bytes of pages that came, status questions not counted. */
  bytes: number
  /** Connections so far. */
  connections: number
  /** When the first byte of each page came, by performance.now(). */
  readonly firstBytes: number[]
  fault: PrinterFault
  flags: PrinterFlags
  /** Resolves when no line to it is open any more. */
  idle(): Promise<void>
  /** Nobody listens at its port until `listen`. */
  unplug(): Promise<void>
  listen(): Promise<void>
  close(): Promise<void>
}

/** The three lines that a printer answers to `~HS`. */
export function statusAnswer(flags: PrinterFlags): string {
  const bit = (flag: boolean | undefined): string => (flag === true ? '1' : '0')
  const waiting = String(flags.waiting ?? 0).padStart(3, '0')
  return [
    `\u0002030,${bit(flags.paperOut)},${bit(flags.paused)},1245,${waiting},0,0,0,000,0,0,0\u0003\r\n`,
    `\u0002001,0,${bit(flags.headOpen)},${bit(flags.ribbonOut)},1,2,6,0,00000000,1,000\u0003\r\n`,
    '\u00021234,0\u0003\r\n',
  ].join('')
}

/** Starts a fake printer on a free port of 127.0.0.1. */
export async function startFakePrinter(): Promise<FakePrinter> {
  const sockets = new Set<Socket>()
  let server: Server | null = null
  let port = 0
  const printer: FakePrinter = {
    get address() {
      return `127.0.0.1:${port}`
    },
    get port() {
      return port
    },
    labels: [],
    bytes: 0,
    connections: 0,
    firstBytes: [],
    fault: { kind: 'none' },
    flags: {},
    idle: async () => {
      while (sockets.size > 0) await delay(2)
    },
    unplug: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        if (server === null) return resolve()
        server.close(() => resolve())
        server = null
      }),
    listen: async () => {
      const next = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => serve(printer, socket, sockets))
      await new Promise<void>((resolve) => next.listen(port, '127.0.0.1', resolve))
      port = (next.address() as AddressInfo).port
      server = next
    },
    close: () => printer.unplug(),
  }
  await printer.listen()
  return printer
}

function serve(printer: FakePrinter, socket: Socket, sockets: Set<Socket>): void {
  const { fault } = printer
  printer.connections += 1
  sockets.add(socket)
  let page = ''
  let asked = 0
  let taken = 0
  socket.on('close', () => sockets.delete(socket))
  socket.on('error', () => undefined)
  socket.on('end', () => socket.end())
  if (fault.kind === 'half-open') socket.end()

  const takePage = (text: string): void => {
    if (text === '') return
    if (taken === 0) printer.firstBytes.push(performance.now())
    taken += text.length
    printer.bytes += text.length
    page += text
    for (let end = page.indexOf('^XZ'); end >= 0; end = page.indexOf('^XZ')) {
      const start = page.indexOf('^XA')
      if (start >= 0 && start < end) printer.labels.push(page.slice(start, end + 3))
      page = page.slice(end + 3)
    }
  }
  const answer = (): void => {
    asked += 1
    if (fault.kind === 'silent') return
    if (asked > 1 && fault.kind === 'deaf-after') return
    if (asked > 1 && fault.kind === 'reset') return void socket.resetAndDestroy()
    const text =
      fault.kind === 'garbled' ? 'HTTP/1.1 400 Bad Request\r\n\r\n\u0002030,0\u0003' : statusAnswer(printer.flags)
    if (fault.kind !== 'trickle') return void socket.write(text)
    const rest = [...text]
    const next = (): void => {
      const byte = rest.shift()
      if (byte !== undefined && !socket.destroyed) socket.write(byte, () => setImmediate(next))
    }
    next()
  }
  /** Reads in order, as a printer does: a question is answered once everything before it was taken. */
  const read = (text: string): void => {
    for (const [index, part] of text.split('~HS').entries()) {
      if (index > 0) answer()
      if (fault.kind === 'drop' && taken + part.length > fault.afterBytes) {
        takePage(part.slice(0, fault.afterBytes - taken))
        socket.destroy()
        return
      }
      takePage(part)
    }
  }
  socket.on('data', (bytes: Buffer) => {
    if (socket.destroyed) return
    if (fault.kind !== 'slow') return read(bytes.toString('latin1'))
    socket.pause()
    setTimeout(() => {
      read(bytes.toString('latin1'))
      socket.resume()
    }, fault.pauseMs)
  })
}

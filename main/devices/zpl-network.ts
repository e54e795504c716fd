import { connect, type Socket } from 'node:net'
import type { PrinterStatus } from '../../contract/station/devices.ts'
import { nothingLeft, type OutgoingPage, PRINT_REASON, type Sent, type Transport } from './transport.ts'
import { parseZplStatus, type ZplStatus } from './zpl-status.ts'

/** The port on which label printers take raw pages. */
export const RAW_PORT = 9100

/** How long each part may take, in milliseconds. */
export type ZplPatience = { connect: number; answer: number; stall: number; confirm: number }

/** 2 s of silence after `~HS` mean "not ready"; while it swallows the page it may stand still for 15 s. */
export const PATIENCE: ZplPatience = { connect: 2_000, answer: 2_000, stall: 15_000, confirm: 5_000 }

const CHUNK = 16 * 1024

/** Host and port of an address `host`, `host:port` or `[ipv6]:port`; null when it is none. */
export function readAddress(text: string): { host: string; port: number } | null {
  const found =
    /^(?:\[([0-9a-fA-F:.]+)\]|([A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9.-]{0,251}[A-Za-z0-9]))(?::(\d{1,5}))?$/.exec(text)
  const host = found?.[1] ?? found?.[2]
  const port = found?.[3] === undefined ? RAW_PORT : Number(found[3])
  return host === undefined || port < 1 || port > 65_535 ? null : { host, port }
}

/**
 * Raw ZPL over TCP. It is asked how it is before the first byte of a page, and again after the last: what it answers then it
 * answers after it has taken the page, since it reads in order. One connection for each page.
 */
export function zplNetwork(address: { host: string; port: number }, patience: ZplPatience = PATIENCE): Transport {
  return {
    send: async (page) => {
      const line = await openLine(address, patience)
      if (line === null) return nothingLeft(PRINT_REASON.noConnection)
      try {
        return await sendPage(line, page, patience)
      } finally {
        line.close()
      }
    },
    status: async () => {
      const line = await openLine(address, patience)
      if (line === null) return { state: 'not-ready', reasons: [PRINT_REASON.noConnection], waiting: null }
      try {
        return statusView(await line.ask(patience.answer))
      } finally {
        line.close()
      }
    },
  }
}

function statusView(status: ZplStatus | null): PrinterStatus {
  if (status === null) return { state: 'not-ready', reasons: [PRINT_REASON.silent], waiting: null }
  return {
    state: status.reasons.length === 0 ? 'ready' : 'not-ready',
    reasons: status.reasons,
    waiting: status.waiting,
  }
}

async function sendPage(line: Line, page: OutgoingPage, patience: ZplPatience): Promise<Sent> {
  const before = await line.ask(patience.answer)
  const [reason] = before === null ? [PRINT_REASON.silent] : before.reasons
  if (reason !== undefined) return nothingLeft(reason)
  // From here on nothing is provable any more: the system may hold or have sent any part of it.
  for (let start = 0; start < page.bytes.length; start += CHUNK) {
    const whole = await line.write(page.bytes.subarray(start, start + CHUNK), patience.stall)
    if (!whole) return { outcome: 'unknown', bytesLeft: 'some', reason: PRINT_REASON.broken }
  }
  const after = await line.ask(patience.confirm)
  if (after === null) return { outcome: 'unknown', bytesLeft: 'all', reason: PRINT_REASON.unconfirmed }
  // It has the page, but stands still: the label may come when it is mended.
  const [fault] = after.reasons
  if (fault !== undefined) return { outcome: 'unknown', bytesLeft: 'all', reason: fault }
  return { outcome: 'sent', bytesLeft: 'all', reason: null }
}

/** An open connection, of which every call ends: with false or null when the line is gone or too slow. */
type Line = {
  ask(withinMs: number): Promise<ZplStatus | null>
  write(bytes: Uint8Array, withinMs: number): Promise<boolean>
  close(): void
}

function openLine({ host, port }: { host: string; port: number }, patience: ZplPatience): Promise<Line | null> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, noDelay: true })
    const timer = setTimeout(() => done(null), patience.connect)
    const done = (line: Line | null): void => {
      clearTimeout(timer)
      if (line === null) socket.destroy()
      resolve(line)
    }
    // Later errors end the calls on the line; without a listener they would end the station.
    socket.on('error', () => done(null))
    socket.once('connect', () => done(lineOver(socket)))
  })
}

function lineOver(socket: Socket): Line {
  let heard = ''
  let gone = false
  const listeners = new Set<() => void>()
  const tell = (): void => {
    for (const listener of [...listeners]) listener()
  }
  socket.on('data', (bytes: Buffer) => {
    heard = (heard + bytes.toString('latin1')).slice(-4_096)
    tell()
  })
  for (const event of ['end', 'close', 'error'] as const)
    socket.on(event, () => {
      gone = true
      tell()
    })

  /** Resolves with what `look` gives as soon as it gives something; null when the line is gone or the time is up. */
  const until = <T>(look: () => T | null, withinMs: number): Promise<T | null> =>
    new Promise((resolve) => {
      const finish = (value: T | null): void => {
        clearTimeout(timer)
        listeners.delete(check)
        resolve(value)
      }
      const check = (): void => {
        const value = look()
        if (value !== null || gone) finish(value)
      }
      const timer = setTimeout(() => finish(look()), withinMs)
      listeners.add(check)
      check()
    })

  return {
    ask: (withinMs) => {
      heard = ''
      if (!gone) socket.write('~HS')
      return until(() => parseZplStatus(heard), withinMs)
    },
    write: async (bytes, withinMs) => {
      if (gone) return false
      let taken: boolean | null = null
      socket.write(bytes, (error) => {
        taken = error === undefined || error === null
        tell()
      })
      return (await until(() => taken, withinMs)) === true && !gone
    },
    close: () => socket.destroy(),
  }
}

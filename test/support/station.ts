import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/fetch'
import type { ContractRouterClient } from '@orpc/contract'
import type { stationContract } from '../../contract/station/index.ts'
import { COMMAND_CODES, type CommandName } from '../../domain/command-code.ts'
import { openStation, type Station, type StationOptions } from '../../main/station.ts'
import { PIN } from './warehouse.ts'

/** The station's procedures as the page calls them. */
export type StationClient = ContractRouterClient<typeof stationContract>

/** A station in this process on a directory of its own, with the real router and the real files. */
export type TestStation = {
  station: Station
  directory: string
  /** A client with its own session. */
  client(sessionId?: string): StationClient
  /** Closes and opens it again on the same files. */
  reopen(): Promise<void>
  close(): Promise<void>
}

/** Opens a test station. `options.dataDirectory` keeps the files after close. */
export async function openTestStation(options: Partial<StationOptions> = {}): Promise<TestStation> {
  const directory = options.dataDirectory ?? mkdtempSync(join(tmpdir(), 'baro-test-'))
  const settings = new Map<string, unknown>()
  const open = () =>
    openStation({
      dataDirectory: directory,
      host: 'node',
      version: '0.0.0-test',
      settings: { get: (key) => settings.get(key), set: (key, value) => void settings.set(key, value) },
      ...options,
    })
  const self: TestStation = {
    station: await open(),
    directory,
    client: (sessionId = randomUUID()) =>
      createORPCClient(
        new RPCLink({
          url: 'http://station.test/rpc',
          fetch: (input, init) => self.station.handle(new Request(input, init as RequestInit), { sessionId }),
        }),
      ),
    reopen: async () => {
      await self.station.close()
      self.station = await open()
    },
    close: async () => {
      await self.station.close()
      if (options.dataDirectory === undefined) rmSync(directory, { recursive: true, force: true })
    },
  }
  return self
}

/** Signs an operator of the small warehouse in. */
export async function signIn(client: StationClient, badge: string, pin: string = PIN): Promise<void> {
  await client.session.scan({ scanId: randomUUID(), code: badge })
  const reply = await client.session.pin({ pin })
  if (reply.bench.step !== 'in') throw new Error(`Not signed in: ${JSON.stringify(reply.feedback)}`)
}

/** The code of a command, for tests that scan it. */
export function command(name: CommandName): string {
  return COMMAND_CODES[name]
}

/** One physical scan. */
export function scanOf(code: string): { scanId: string; code: string } {
  return { scanId: randomUUID(), code }
}

import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Centre, type CentreOptions, openCentre } from '../../central/centre.ts'
import { makeCode } from '../../central/enrol/enrolment-codes.ts'
import type { saveSite } from '../../commands/site/save-site.ts'
import type { CentreStore } from '../../db/centre-port.ts'
import { openSqliteCentreStore } from '../../db/sqlite/centre-store.ts'
import { type CentreClient, centreClient } from './centre-client.ts'

/** A centre in a folder of its own, with a clock that the test moves. */
export type TestCentre = {
  store: CentreStore
  centre: Centre
  directory: string
  clock: { now: number }
  log: Record<string, unknown>[]
  /** A one-time code, as the command line makes it. */
  code(name?: string): Promise<string>
  /** An enrolled station with a session. */
  station(name?: string): Promise<CentreClient>
  /** Closes everything and opens it again over the same folder, as a restart does. */
  restart(): Promise<void>
  close(): Promise<void>
}

type TestCentreOptions = Pick<CentreOptions, 'limits' | 'endpoints'> & {
  /** May put faults between the centre and its store. */
  wrap?: (store: CentreStore) => CentreStore
  /** Opens another store than one on SQLite, in the folder. */
  openStore?: (() => Promise<CentreStore>) | undefined
}

/** Opens it. */
export async function openTestCentre(options: TestCentreOptions = {}): Promise<TestCentre> {
  const { wrap = (store) => store, openStore, ...given } = options
  const directory = mkdtempSync(join(tmpdir(), 'baro-centre-'))
  const clock = { now: 1_767_000_000_000 }
  const log: Record<string, unknown>[] = []
  const platform = {
    now: () => clock.now,
    randomBytes: (count: number) => randomBytes(count),
    log: (line: Record<string, unknown>) => void log.push(line),
  }
  const open = async () => {
    const opened = (await openStore?.()) ?? openSqliteCentreStore(join(directory, 'centre.db'), { now: platform.now })
    const store = wrap(opened)
    return { store, centre: await openCentre({ store, platform, version: '0.0.0', directory, ...given }) }
  }
  const shut = async (): Promise<void> => {
    await test.centre.close()
    await test.store.close()
  }
  const code = async (name = 'bench') => (await makeCode({ store: test.store, platform }, name)).code
  const test: TestCentre = {
    ...(await open()),
    directory,
    clock,
    log,
    code,
    station: async (name = 'bench') => {
      const client = centreClient((request) => test.centre.handle(request))
      await client.enrol(await code(name), { name })
      await client.session()
      return client
    },
    restart: async () => {
      await shut()
      Object.assign(test, await open())
    },
    close: async () => {
      await shut()
      rmSync(directory, { recursive: true, force: true })
    },
  }
  return test
}

/** Arguments of the site's own command, by which a test changes one shared row. */
export function siteCalled(name: string): Parameters<typeof saveSite.run>[1]['args'] {
  return {
    ...{ name, timeZone: 'Asia/Seoul', currency: 'KRW', labelLanguage: 'ko', senderName: '바로', senderPhone: '02' },
    ...{ senderPostcode: '04524', senderLine1: '세종대로 1', senderLine2: '', gs1Prefix: '8801234' },
  } as Parameters<typeof saveSite.run>[1]['args']
}

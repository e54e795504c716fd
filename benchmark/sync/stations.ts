import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { CentreStore } from '../../db/centre-port.ts'
import { type CentreProcess, startCentre } from '../../test/support/start-centre.ts'
import { type CentrePlace, enrolmentCodes, withStore } from './fill-centre.ts'
import { startWorker, type Worker } from './worker.ts'

const STATION = join(import.meta.dirname, 'station-process.ts')

/** A centre in a process of its own with stations in theirs, and unused one-time codes. */
export type Running<F> = { centre: CentreProcess; stations: Worker[]; codes: string[]; filled: F; folder: string }

/**
 * Fills a centre, starts it, and starts so many stations over new folders, which have not joined yet; everything is gone
 * when `work` is over.
 */
export async function withCentre<F, R>(
  folder: string,
  options: { stations: number; codes?: number; databaseUrl?: string | null; fill(store: CentreStore): Promise<F> },
  work: (running: Running<F>) => Promise<R>,
): Promise<R> {
  const own = mkdtempSync(join(folder, 'centre-'))
  const databaseUrl = options.databaseUrl ?? null
  const place: CentrePlace = { folder: join(own, 'centre'), databaseUrl }
  mkdirSync(place.folder)
  try {
    const filled = await withStore(place, options.fill)
    const count = options.codes ?? options.stations
    const codes = await withStore(place, (store) => enrolmentCodes(store, count))
    const centre = await startCentre(place.folder, databaseUrl === null ? {} : { DATABASE_URL: databaseUrl })
    const stations: Worker[] = []
    try {
      for (let number = 1; number <= options.stations; number += 1) {
        mkdirSync(join(own, `station-${number}`))
        stations.push(startWorker(STATION, [join(own, `station-${number}`)]))
      }
      return await work({ centre, stations, codes, filled, folder: place.folder })
    } finally {
      for (const station of stations) await station.stop()
      await centre.stop()
    }
  } finally {
    rmSync(own, { recursive: true, force: true })
  }
}

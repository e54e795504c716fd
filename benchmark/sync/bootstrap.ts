import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { startCentre } from '../../test/support/start-centre.ts'
import { enrolmentCodes, fillOrderRows, fillStockRows, withStore } from './fill-centre.ts'
import { startWorker } from './worker.ts'

const STATION = join(import.meta.dirname, 'station-process.ts')

/** A centre's folder full of orders (with three lines each); begins the name of a new folder below `folder`. */
export async function ordersCentre(folder: string, orders: number): Promise<string> {
  const made = mkdtempSync(join(folder, 'orders-'))
  await withStore({ folder: made, databaseUrl: null }, (store) => fillOrderRows(store, orders))
  return made
}

/** A centre's folder with so many items, each with stock at so many places. */
export async function stockCentre(folder: string, items: number, places: number): Promise<string> {
  const made = mkdtempSync(join(folder, 'stock-'))
  await withStore({ folder: made, databaseUrl: null }, (store) => fillOrderRows(store, 0))
  fillStockRows(made, items, places)
  return made
}

/**
 * Seconds from a fresh station's joining until it streams with all rows of the tables in its files: the centre, a process
 * that was just started over the folder, makes the snapshot, and the station fetches, checks, unpacks and installs it.
 */
export async function bootstrapStation(centreFolder: string, tables: string[], rows: number): Promise<number> {
  const own = mkdtempSync(`${centreFolder}-station-`)
  const [code = ''] = await withStore({ folder: centreFolder, databaseUrl: null }, (store) => enrolmentCodes(store, 1))
  rmSync(join(centreFolder, 'snapshots'), { recursive: true, force: true })
  const centre = await startCentre(centreFolder)
  const station = startWorker(STATION, [own])
  try {
    const milliseconds = await station.ask<number>('join', { centre: centre.url, code })
    const found = await station.ask<number>('count', tables)
    if (found !== rows) throw new Error(`The station has ${found} of ${rows} rows`)
    return milliseconds / 1_000
  } finally {
    await station.stop()
    await centre.stop()
    rmSync(own, { recursive: true, force: true })
  }
}

import { randomUUID } from 'node:crypto'
import type { PrintPage } from '../../../contract/station/printing.ts'
import { openTestStation, type StationClient, signIn } from '../../support/station.ts'
import { fillSmallWarehouse, order } from '../../support/warehouse.ts'
import { openEyes } from '../faults/eyes.ts'
import { openWorker } from '../faults/floor-worker.ts'

/** A station with two orders, somebody who packs them, and a manager in the office. */
export type TestWorld = {
  office: StationClient
  /** Works until there is a label that is not `before`'s; the print job's id. */
  packUntilLabel(before?: string): Promise<string>
  job(id: string): { input: string }
  page(id: string): Promise<PrintPage>
  close(): Promise<void>
}

export async function openStation(): Promise<TestWorld> {
  const opened = await openTestStation()
  const floor = opened.client(randomUUID())
  const office = opened.client(randomUUID())
  await fillSmallWarehouse(opened.station.core, [order(1, [['A1', 1]]), order(2, [['A1', 1]])])
  await signIn(floor, 'BDG-1')
  await signIn(office, 'BDG-1')
  const eyes = openEyes(opened.directory)
  const worker = openWorker(floor, ['picking', 'packing'], eyes)
  const { database } = opened.station.core.journal
  return {
    office,
    async packUntilLabel(before) {
      const newest = database
        .prepare('SELECT id FROM print_job WHERE id <> ? ORDER BY requested_at DESC, id DESC')
        .pluck()
      for (let act = 0; act < 300; act += 1) {
        const id = newest.get(before ?? '') as string | undefined
        if (id !== undefined) return id
        await worker.act()
      }
      throw new Error('no label after 300 acts')
    },
    job: (id) => database.prepare('SELECT input FROM print_job WHERE id = ?').get(id) as { input: string },
    page: (id) => office.printing.preview({ printJobId: id }),
    async close() {
      eyes.close()
      await opened.close()
    },
  }
}

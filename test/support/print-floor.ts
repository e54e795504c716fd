import { randomUUID } from 'node:crypto'
import type { PrinterForm } from '../../contract/station/devices.ts'
import type { StationOptions } from '../../main/station.ts'
import { openEyes } from '../main/faults/eyes.ts'
import { openWorker } from '../main/faults/floor-worker.ts'
import { openTestStation, type StationClient, scanOf, signIn, type TestStation } from './station.ts'
import { fillSmallWarehouse, order } from './warehouse.ts'

/** Short times, so that a test does not wait for a dead printer as long as a person would. */
export const QUICK: NonNullable<StationOptions['printers']> = {
  patience: { connect: 2_000, answer: 1_500, stall: 2_000, confirm: 1_500 },
  retry: { waitsMs: Array<number>(400).fill(25) },
}

/** A station with a manager signed in who packs, too. */
export type PrintFloor = {
  opened: TestStation
  client: StationClient
  sessionId: string
  /** Works until a carton is closed and its label waits; the id of its print job. */
  closeCarton(): Promise<string>
  /** Scans the label of the carton on the bench. */
  scanLabel(): Promise<string | undefined>
  /** Sets a printer up and sends labels to it; its id. */
  sendLabelsTo(form: PrinterForm): Promise<string>
  close(): Promise<void>
}

/** Opens a station with orders of one unit each. */
export async function openPrintFloor(options: Partial<StationOptions> & { orders?: number } = {}): Promise<PrintFloor> {
  const { orders = 3, ...rest } = options
  const opened = await openTestStation({ printers: QUICK, ...rest })
  const sessionId = randomUUID()
  const client = opened.client(sessionId)
  const all = Array.from({ length: orders }, (_, index) => order(index + 1, [[index % 2 === 0 ? 'A1' : 'A2', 1]]))
  await fillSmallWarehouse(opened.station.core, all)
  await signIn(client, 'BDG-1')
  const eyes = openEyes(opened.directory)
  return {
    opened,
    client,
    sessionId,
    closeCarton: async () => {
      // A new worker each time: what was scanned beside it would leave one with an old bench in mind.
      const worker = openWorker(client, ['picking', 'packing'], eyes)
      for (let act = 0; act < 200; act += 1) {
        const { bench } = await client.packing.bench()
        if (bench.step === 'print' && bench.printJob !== null) return bench.printJob.id
        await worker.act()
      }
      throw new Error('No carton was closed')
    },
    scanLabel: async () => {
      const { bench } = await client.packing.bench()
      return (await client.packing.scan(scanOf(`00${bench.carton?.code}`))).feedback?.name
    },
    sendLabelsTo: async (form) => {
      const { printers, routes } = await client.devices.savePrinter(form)
      const saved = printers.find(({ name, address }) => name === form.name && address === form.address)
      const label = saved?.id ?? ''
      await client.devices.saveRoutes({ ...routes, label })
      return label
    },
    close: async () => {
      eyes.close()
      await opened.close()
    },
  }
}

/** A ZPL printer at an address, 100 × 150 mm at 203 dpi. */
export function zplPrinter(address: string, change: Partial<PrinterForm> = {}): PrinterForm {
  return {
    id: null,
    name: 'Zebra 1',
    kind: 'zpl-network',
    address,
    dpi: 203,
    media: { widthMm: 100, heightMm: 150 },
    orientation: 'portrait',
    darkness: null,
    speed: null,
    offset: { xMm: 0, yMm: 0 },
    ...change,
  }
}

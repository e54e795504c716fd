import { expect, test } from 'vitest'
import { command, openTestStation, scanOf, signIn } from '../../support/station.ts'
import { fillSmallWarehouse, order } from '../../support/warehouse.ts'
import { openEyes } from '../faults/eyes.ts'
import { openWorker } from '../faults/floor-worker.ts'

test('the label of a carton at the bench cannot be voided from afar: the packer takes the carton apart instead', async () => {
  const opened = await openTestStation()
  try {
    const client = opened.client('one-session')
    await fillSmallWarehouse(opened.station.core, [order(1, [['A1', 1]])])
    await signIn(client, 'BDG-1')
    const eyes = openEyes(opened.directory)
    const worker = openWorker(client, ['picking', 'packing'], eyes)
    const job = () =>
      opened.station.core.journal.database.prepare('SELECT id, state FROM print_job').get() as
        | { id: string; state: string }
        | undefined
    for (let act = 0; act < 100 && job() === undefined; act += 1) await worker.act()
    eyes.close()
    const printJobId = job()?.id ?? ''
    await expect(client.printing.void({ printJobId })).rejects.toMatchObject({
      code: 'REFUSED',
      data: { code: 'E-PRN-012' },
    })
    expect(job()?.state).toBe('requested')
    const { feedback } = await client.packing.scan(scanOf(command('undoCarton')))
    expect(feedback?.name).toBe('cartonUndone')
    expect(job()?.state).toBe('voided')
  } finally {
    await opened.close()
  }
})

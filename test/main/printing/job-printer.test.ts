import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openPrintFloor, type PrintFloor, zplPrinter } from '../../support/print-floor.ts'

let floor: PrintFloor

beforeEach(async () => {
  floor = await openPrintFloor({ orders: 1 })
})
afterEach(() => floor.close())

const get = (path: string, sessionId = floor.sessionId): Promise<Response> =>
  floor.opened.station.handle(new Request(`http://station.test${path}`), { sessionId })

/** An address of this machine at which nobody answers. */
async function deadAddress(): Promise<string> {
  const server = createServer()
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  await new Promise((closed) => server.close(closed))
  return `127.0.0.1:${port}`
}

it('names the printer of the last attempt of a label, on the bench and in the journal', async () => {
  const { client } = floor
  const printJobId = await floor.closeCarton()
  const named = async () => {
    const [bench, { jobs }] = [(await client.packing.bench()).bench, await client.printing.queue({})]
    const shown = jobs.find(({ id }) => id === printJobId)?.printer
    expect(bench.printJob?.printer).toEqual(shown)
    return shown
  }
  expect(await named()).toBeNull()
  const id = await floor.sendLabelsTo(zplPrinter(await deadAddress()))
  await client.printing.print({ printJobId })
  expect(await named()).toEqual({ id, name: 'Zebra 1', sentAt: null })
  await client.printing.start({ printJobId, printerId: 'dialog' })
  expect(await named()).toEqual({ id: 'dialog', name: expect.any(String), sentAt: expect.any(Number) })
})

it('gives the drawing of a label to whoever is signed in, to be looked at and not to be kept', async () => {
  const printJobId = await floor.closeCarton()
  const answer = await get(`/files/labels/${printJobId}.svg`)
  expect(answer.headers.get('content-type')).toContain('image/svg+xml')
  expect(answer.headers.get('cache-control')).toBe('no-store')
  const { svg } = await floor.client.printing.preview({ printJobId })
  expect(await answer.text()).toBe(svg)
  expect((await get('/files/labels/nothing.svg')).status).toBe(404)
  expect((await get(`/files/labels/${printJobId}.svg`, 'somebody-else')).status).toBe(401)
})

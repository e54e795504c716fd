import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createApiKey } from '../../../central/api/api-keys.ts'
import { saveSite } from '../../../commands/site/save-site.ts'
import type { ApiScope } from '../../../contract/central/api/operation.ts'
import { SYNC_CODES } from '../../../contract/central/codes.ts'
import { AdoptReply, type Change, SYNC_PATHS } from '../../../contract/central/messages.ts'
import { adoptedRow } from '../../support/adopted-row.ts'
import { type CentreClient, centreClient } from '../../support/centre-client.ts'
import { openTestCentre, type TestCentre } from '../../support/open-test-centre.ts'

describe('adopting the tables of a station that worked alone', () => {
  let test: TestCentre
  beforeEach(async () => {
    test = await openTestCentre()
  })
  afterEach(() => test.close())

  const hash = 'b'.repeat(64)
  const site = adoptedRow('site', 'site')
  const totes = (...names: string[]): Change[] => names.map((name) => adoptedRow('tote', name))
  const bringer = async (): Promise<CentreClient> => {
    const one = centreClient((request) => test.centre.handle(request))
    const reply = await one.enrol(await test.code(), { brings: true, journal: { lastSeq: 7, hash } })
    expect(reply.adopt).toBe(true)
    await one.session()
    return one
  }
  const page = async (one: CentreClient, number: number, rows: Change[], last = false) =>
    one.read(await one.send('POST', SYNC_PATHS.adopt, { page: number, rows, last }), AdoptReply)
  /** A key of a shop, and what it writes with it, as often as it is called. */
  const shop = async (scope: ApiScope, path: string, content: unknown) => {
    const platform = {
      now: () => test.clock.now,
      randomBytes: (count: number) => randomBytes(count),
      log: () => undefined,
    }
    const { token } = await createApiKey({ store: test.store, platform }, { name: 'shop', scopes: [scope] })
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const body = JSON.stringify(content)
    return () => test.centre.handle(new Request(`http://centre/api/v1/${path}`, { method: 'POST', headers, body }))
  }
  const totesNow = async () =>
    (await test.store.ask<{ id: string }>('SELECT id FROM tote ORDER BY id')).map(({ id }) => id)

  it('takes them page by page; with the last one the journal so far counts as applied and goes on', async () => {
    const one = await bringer()
    expect(await page(one, 0, [site])).toMatchObject({ next: 1 })
    const { revision } = await page(one, 1, totes('a', 'b'), true)
    expect(await one.session()).toMatchObject({ appliedSeq: 7, hash, revision })
    expect(await totesNow()).toEqual(['a', 'b'])
    expect(await test.store.ask('SELECT id FROM outcome')).toEqual([])
    one.journal.push({ seq: 7, hash } as (typeof one.journal)[number])
    one.fact('orders.record-reveal', { orderId: 'x' })
    expect(await one.push(one.body(7))).toMatchObject({ appliedThrough: 8 })
    const two = await test.station('two')
    expect(two.me.number).toBe(2)
  })

  it('answers nothing else until the last page', async () => {
    const one = await bringer()
    await page(one, 0, [site])
    for (const path of [SYNC_PATHS.snapshot, `${SYNC_PATHS.stream}?cursor=0`, `${SYNC_PATHS.results}?fromSeq=1`])
      expect((await one.send('GET', path)).status, path).toBe(503)
    await expect(one.ask(saveSite, {} as never)).rejects.toMatchObject({ status: 503 })
    const other = centreClient((request) => test.centre.handle(request))
    await expect(other.enrol(await test.code())).rejects.toMatchObject({ status: 503 })
    const order = await shop('orders:write', 'orders', {})
    expect((await order()).status).toBe(503)
    await page(one, 1, [], true)
    expect((await one.send('GET', SYNC_PATHS.snapshot)).status).toBe(200)
  })

  it('takes a page again whose answer was lost, also the last one, and no page out of order', async () => {
    const one = await bringer()
    await page(one, 0, [site])
    await page(one, 1, totes('a'))
    await page(one, 1, totes('a'))
    await expect(page(one, 3, totes('c'))).rejects.toMatchObject({ status: 409, problem: { params: { expected: 2 } } })
    await page(one, 2, totes('b'), true)
    expect(await page(one, 2, totes('b'), true)).toMatchObject({ next: null })
    expect(await totesNow()).toEqual(['a', 'b'])
  })

  it('begins anew with page 0 after it broke off, also after a restart, and keeps nothing of before', async () => {
    const one = await bringer()
    await page(one, 0, [site])
    await page(one, 1, totes('old 1', 'old 2'))
    await test.restart()
    await one.session()
    expect(await page(one, 0, [site])).toMatchObject({ next: 1 })
    await page(one, 1, totes('new'), true)
    expect(await totesNow()).toEqual(['new'])
  })

  it('lets another station bring its tables when the first one never ended', async () => {
    const one = await bringer()
    await page(one, 0, [site])
    await page(one, 1, totes('old'))
    const two = await bringer()
    await expect(page(one, 2, totes('more'), true)).rejects.toMatchObject({ status: 401 })
    await page(two, 0, [site])
    await page(two, 1, totes('new'), true)
    expect(await totesNow()).toEqual(['new'])
    expect(await test.store.ask('SELECT name, state FROM station')).toEqual([{ name: 'bench', state: 'active' }])
  })

  it('refuses tables for a centre that has some, and pages of a station that did not bring any', async () => {
    const one = await bringer()
    await page(one, 0, [site], true)
    const late = centreClient((request) => test.centre.handle(request))
    const notEmpty = { status: 409, problem: { code: SYNC_CODES.centreNotEmpty } }
    await expect(late.enrol(await test.code(), { brings: true })).rejects.toMatchObject(notEmpty)
    const two = await test.station('two')
    await expect(page(two, 0, totes('mine'), true)).rejects.toMatchObject(notEmpty)
    expect(await totesNow()).toEqual([])
  })

  describe('when a shop wrote through the API', () => {
    const teller = () => shop('items:write', 'items', { items: [{ sku: 'TEA', name: 'Tea' }] })

    it('refuses the tables of a station: they would take the place of what was accepted', async () => {
      const write = await teller()
      expect((await write()).status).toBe(200)
      const one = centreClient((request) => test.centre.handle(request))
      await expect(one.enrol(await test.code(), { brings: true })).rejects.toMatchObject({
        status: 409,
        problem: { code: SYNC_CODES.centreNotEmpty },
      })
      expect(await test.store.ask('SELECT sku FROM item')).toEqual([{ sku: 'TEA' }])
      expect((await one.enrol(await test.code())).adopt).toBe(false)
    })

    it('refuses what the shop writes when an adoption begins in the middle of it', async () => {
      const send = await teller()
      const write = test.store.write
      let began = false
      test.store.write = async (run, warm) => {
        // Only what the API writes is run dry first; the key was noted as used before.
        if (warm !== undefined && !began) {
          began = true
          await bringer()
        }
        return write(run, warm)
      }
      expect((await send()).status).toBe(503)
      expect(began).toBe(true)
      expect(await test.store.ask('SELECT sku FROM item')).toEqual([])
    })
  })

  it.each([
    ['an unknown table', ['secrets', 'x', { id: 'x' }]],
    ['a table of the centre', adoptedRow('station', 'x')],
    ['a removed row', ['tote', 'x', null]],
    ['a text for a number', ['number_series', 'x', { id: 'x', value: '1' }]],
    ['a broken number', ['number_series', 'x', { id: 'x', value: 1.5 }]],
    ['a missing column', ['number_series', 'x', { id: 'x' }]],
    ['a column too many', ['number_series', 'x', { id: 'x', value: 1, more: 1 }]],
    ['a nothing where something has to be', ['number_series', 'x', { id: 'x', value: null }]],
    ['another key', ['number_series', 'y', { id: 'x', value: 1 }]],
    ['a value that the tables forbid', ['number_series', 'x', { id: 'x', value: -1 }]],
  ] as [string, Change][])('refuses a page with %s, whole', async (_what, wrong) => {
    const one = await bringer()
    const refused = { status: 400, problem: { code: SYNC_CODES.bodyWrong } }
    await expect(page(one, 0, [...totes('good'), wrong])).rejects.toMatchObject(refused)
    expect(await totesNow()).toEqual([])
    expect(await page(one, 0, totes('good'))).toMatchObject({ next: 1 })
  })

  it('keeps the numbers of stations as they are', async () => {
    const one = await bringer()
    await page(one, 0, [site, ['number_series', 'station', { id: 'station', value: 40 }]], true)
    expect((await test.station('two')).me.number).toBe(2)
  })
})

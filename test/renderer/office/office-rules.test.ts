import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/fetch'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { OrderStateView } from '../../../contract/station/orders.ts'
import { mappingFor } from '../../../domain/column-mapping.ts'
import { toCsv } from '../../../renderer/office/csv.ts'
import { problemOf } from '../../../renderer/office/station-problem.ts'
import { maskedSample, problemsByField, sampleOf, withColumn } from '../../../renderer/screens/import/mapping-edit.ts'
import { readAddress, writeAddress } from '../../../renderer/screens/orders/order-address.ts'
import { follow, PAGE_ROWS, rowCount } from '../../../renderer/screens/orders/order-chain.ts'
import { orderChanges } from '../../../renderer/screens/orders/order-changes.ts'
import { gs1Office } from '../../../renderer/screens/setup/gs1-office.ts'
import { administratorOf, emptyForm, openFields, siteOf } from '../../../renderer/screens/setup/setup-form.ts'
import type { StationClient } from '../../support/station.ts'
import { orderPage } from './fixtures.ts'

const start = { cursors: [null], last: null }

describe('the chain of pages behind the list of orders', () => {
  it('grows by one page with each answer and shows a page of placeholders until the end is seen', () => {
    const one = follow(start, 0, PAGE_ROWS, 'a')
    const two = follow(one, 1, PAGE_ROWS, 'b')
    expect(two.cursors).toEqual([null, 'a', 'b'])
    expect(rowCount(two)).toBe(3 * PAGE_ROWS)
    expect(rowCount(follow(two, 2, 7, null))).toBe(2 * PAGE_ROWS + 7)
  })

  it('stays the same object while the answers stay the same, so that nothing is drawn again', () => {
    const done = follow(follow(start, 0, PAGE_ROWS, 'a'), 1, 3, null)
    expect(follow(done, 0, PAGE_ROWS, 'a')).toBe(done)
    expect(follow(done, 1, 3, null)).toBe(done)
  })

  it('forgets what lay behind a page that became the last one', () => {
    const long = follow(follow(start, 0, PAGE_ROWS, 'a'), 1, PAGE_ROWS, 'b')
    expect(follow(long, 0, 40, null)).toEqual({ cursors: [null], last: 40 })
  })

  it('ignores the answer to a page that the list no longer has', () => {
    expect(follow(start, 5, PAGE_ROWS, 'x')).toBe(start)
  })
})

describe('the address of the list', () => {
  it('says the same after it was written and read again, whatever the filters', () => {
    const address = fc.record({
      search: fc.string({ maxLength: 100 }),
      states: fc.subarray([...OrderStateView.options]),
      channel: fc.option(fc.string({ minLength: 1, maxLength: 20 })),
      sort: fc.constantFrom('newest' as const, 'ship-by' as const, 'number' as const),
    })
    fc.assert(
      fc.property(address, (said) => {
        const written = new URLSearchParams()
        for (const [name, value] of Object.entries(writeAddress(said))) if (value !== null) written.set(name, value)
        expect(readAddress(new URLSearchParams(written.toString()))).toEqual(said)
      }),
    )
  })

  it('takes an unknown state or sort as not said', () => {
    expect(readAddress(new URLSearchParams('state=lost,ready&sort=luck'))).toMatchObject({
      states: ['ready'],
      sort: 'newest',
    })
  })
})

describe('the difference between an order and a later file', () => {
  it('names exactly the parts that changed', () => {
    const { difference } = orderPage('order-9', false)
    if (difference === null) throw new Error('the fixture has a difference')
    expect(orderChanges(difference.current, difference.incoming).map(({ part }) => part)).toEqual([
      'address',
      'note',
      'line',
    ])
    expect(orderChanges(difference.current, difference.current)).toEqual([])
  })

  it('shows a line that only one of the two has, with nothing on the other side', () => {
    const { difference } = orderPage('order-9', false)
    if (difference === null) throw new Error('the fixture has a difference')
    const gone = { ...difference.current, lines: [] }
    expect(orderChanges(difference.current, gone)).toMatchObject([
      { part: 'line', current: '6 × CC-050', incoming: '' },
    ])
  })
})

describe('a column mapping on the screen', () => {
  const headers = [
    'Name',
    'Created at',
    'Lineitem quantity',
    'Lineitem name',
    'Lineitem sku',
    'Shipping Name',
    'Shipping Address1',
    'Id',
  ]
  const sample = [
    ['#1', '2026-01-02', '2', 'Tea', '', 'Kim', 'Street 1', '9'],
    ['#1', '2026-01-02', '1', 'Cup', 'C-1', '', '', ''],
  ]

  it('shows the first value that is there and counts the blanks', () => {
    expect(sampleOf({ column: 'Lineitem sku' }, headers, sample)).toEqual({ value: 'C-1', blanks: 1, rows: 2 })
    expect(sampleOf({ constant: 'KRW' }, headers, sample).value).toBe('KRW')
    expect(sampleOf(null, headers, sample).value).toBe('')
  })

  it('marks a needed field whose column was taken away', () => {
    const mapping = mappingFor('shopify', headers)
    expect(problemsByField(mapping, headers).has('quantity')).toBe(false)
    expect(problemsByField(withColumn(mapping, 'quantity', null), headers).has('quantity')).toBe(true)
  })

  it('never shows a whole name, phone or address of the file', () => {
    expect(maskedSample('recipient', '김서연')).toBe('김*연')
    expect(maskedSample('phone', '010-2233-8821')).toBe('010-****-8821')
    expect(maskedSample('email', 'kim@example.com')).toBe('k***@example.com')
    expect(maskedSample('sku', 'CC-050')).toBe('CC-050')
  })
})

describe('the problem list as CSV', () => {
  it('quotes what needs it and never starts a cell like a formula', () => {
    expect(toCsv([['=1+1', 'a "b", c', 12]])).toBe('\ufeff\'=1+1,"a ""b"", c",12\r\n')
  })
})

describe('what went wrong at the station', () => {
  it('is offline when nobody answers and a bug when nothing else is known, never an exception', () => {
    expect(problemOf(new TypeError('Failed to fetch')).kind).toBe('OFFLINE')
    expect(problemOf(new Error('boom')).kind).toBe('BUG')
    expect(problemOf(undefined).kind).toBe('BUG')
  })

  it('is offline when the station ends in the middle of its answer', async () => {
    const server = createServer((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' })
      response.write('{"json":{', () => response.destroy())
    })
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/rpc`
    const client: StationClient = createORPCClient(new RPCLink({ url }))
    const broken = await client.session.echo({ text: 'hello' }).catch(problemOf)
    server.close()
    expect(broken).toMatchObject({ kind: 'OFFLINE', code: 'E-STN-001' })
  })
})

describe('Set-up', () => {
  const filled = {
    ...emptyForm('Asia/Seoul', 'ko'),
    name: 'A',
    senderName: 'B',
    senderLine1: 'C',
    gs1Prefix: '8801234',
    adminName: 'D',
    badge: 'E',
    pin: '1234',
    pinAgain: '1234',
  }

  it('lets every step be left once what the contract needs is there', () => {
    for (const step of ['site', 'sender', 'prefix', 'administrator', 'data'] as const)
      expect([...openFields(step, filled)]).toEqual([])
    expect(siteOf(filled).gs1Prefix).toBe('8801234')
    expect(administratorOf(filled)).toMatchObject({ role: 'administrator', active: true })
  })

  it('holds a step whose fields are missing or wrong, and only that step', () => {
    expect([...openFields('prefix', { ...filled, gs1Prefix: '88' })]).toEqual(['gs1Prefix'])
    expect([...openFields('prefix', { ...filled, gs1Prefix: '', noPrefix: true })]).toEqual([])
    expect([...openFields('administrator', { ...filled, pinAgain: '4321' })]).toEqual(['pinAgain'])
    expect([...openFields('site', { ...filled, pinAgain: '4321' })]).toEqual([])
  })

  it('knows which GS1 organisation gave a prefix', () => {
    expect(gs1Office('8801234')).toBe('GS1 Korea')
    expect(gs1Office('99')).toBeNull()
  })
})

import { expect, test } from 'vitest'
import { hasValidCheckDigit } from '../../../domain/check-digit.ts'
import {
  CartonTypeInput,
  ItemInput,
  LocationInput,
  OperatorInput,
  OrderInput,
  StockInput,
  ToteInput,
} from '../../../domain/inputs.ts'
import { demand, demoWarehouse } from '../../../resources/demo/warehouse.ts'

const NOW = Date.UTC(2026, 10, 20, 3, 0, 0)
const demo = demoWarehouse(1, NOW)

const twice = (values: readonly string[]): string[] => values.filter((value, index) => values.indexOf(value) !== index)

test('the demo warehouse has the promised number of everything', () => {
  const { items, locations, operators, totes, cartonTypes, orders } = demo
  expect([items.length, locations.length, operators.length, totes.length, cartonTypes.length, orders.length]).toEqual([
    500, 2688, 8, 40, 6, 400,
  ])
  expect(new Set(locations.map((location) => location.aisle)).size).toBe(12)
})

test('every record of the demo warehouse satisfies its schema as it stands', () => {
  for (const item of demo.items) expect(ItemInput.parse(item)).toEqual(item)
  for (const location of demo.locations) expect(LocationInput.parse(location)).toEqual(location)
  for (const stock of demo.stock) expect(StockInput.parse(stock)).toEqual(stock)
  for (const operator of demo.operators) expect(OperatorInput.parse(operator)).toEqual(operator)
  for (const tote of demo.totes) expect(ToteInput.parse(tote)).toEqual(tote)
  for (const carton of demo.cartonTypes) expect(CartonTypeInput.parse(carton)).toEqual(carton)
  for (const order of demo.orders) expect(OrderInput.parse(order)).toEqual(order)
})

test('codes are unique, and no barcode belongs to two items', () => {
  expect(twice(demo.items.map((item) => item.sku))).toEqual([])
  expect(twice(demo.items.map((item) => item.name))).toEqual([])
  expect(twice(demo.locations.map((location) => location.code))).toEqual([])
  expect(twice(demo.locations.map((location) => `${location.xMm} ${location.yMm} ${location.level}`))).toEqual([])
  expect(twice(demo.operators.map((operator) => operator.pin))).toEqual([])
  expect(twice(demo.orders.map((order) => `${order.channel} ${order.externalId}`))).toEqual([])
  expect(twice(demo.stock.flatMap((stock) => stock.serial ?? []))).toEqual([])
  expect(
    twice(demo.items.flatMap((item) => [item.gtin ?? '', ...item.barcodes.map((barcode) => barcode.code)])),
  ).toEqual([])
})

test('every GTIN is Korean, thirteen digits, with its check digit; some items have case codes', () => {
  for (const item of demo.items) {
    expect(item.gtin).toMatch(/^880\d{10}$/)
    expect(hasValidCheckDigit(item.gtin ?? '')).toBe(true)
    for (const barcode of item.barcodes) expect(hasValidCheckDigit(barcode.code)).toBe(true)
  }
  expect(demo.items.filter((item) => item.barcodes.length > 0).length).toBeGreaterThan(100)
})

test('some neighbours have GTINs that differ by two swapped digits', () => {
  const alike = demo.items.filter((item, index) => {
    const [a, b] = [item.gtin ?? '', demo.items[index + 1]?.gtin ?? '']
    return a !== b && a.slice(0, 10) === b.slice(0, 10) && a[10] === b[11] && a[11] === b[10]
  })
  expect(alike.length).toBeGreaterThan(50)
})

test('stock covers all orders and stands at locations that exist', () => {
  const codes = new Set(demo.locations.map((location) => location.code))
  const kinds = new Map(demo.locations.map((location) => [location.code, location.kind]))
  const onFaces = new Map<string, number>()
  for (const stock of demo.stock) {
    expect(codes.has(stock.location)).toBe(true)
    if (kinds.get(stock.location) === 'pick') onFaces.set(stock.sku, (onFaces.get(stock.sku) ?? 0) + stock.quantity)
  }
  const wanted = demand(demo.orders, demo.items)
  expect(wanted.size).toBeGreaterThan(300)
  for (const [sku, units] of wanted) expect(onFaces.get(sku) ?? 0).toBeGreaterThanOrEqual(units)
})

test('no pick face holds two items, and tracked items have their lots or serials', () => {
  const holders = new Map<string, Set<string>>()
  const tracking = new Map(demo.items.map((item) => [item.sku, item.tracking]))
  for (const stock of demo.stock) {
    holders.set(stock.location, (holders.get(stock.location) ?? new Set()).add(stock.sku))
    expect(stock.lot !== undefined).toBe(tracking.get(stock.sku) === 'lot')
    expect(stock.serial !== undefined).toBe(tracking.get(stock.sku) === 'serial')
  }
  expect([...holders.values()].every((skus) => skus.size === 1)).toBe(true)
})

test('the orders hold the cases that a floor meets', () => {
  const { orders } = demo
  const known = new Set(demo.items.flatMap((item) => [item.sku, item.name]))
  const unmatched = orders.filter((order) => order.lines.some((line) => !known.has(line.sku) && !known.has(line.name)))
  expect(orders.filter((order) => order.payment === 'cod').length).toBeGreaterThan(5)
  expect(orders.filter((order) => order.payment === 'pending').length).toBeGreaterThan(2)
  expect(orders.filter((order) => order.cancelledAt !== undefined)).toHaveLength(2)
  expect(unmatched.length).toBeGreaterThan(2)
  expect(unmatched.length).toBeLessThan(10)
  expect(Math.max(...orders.map((order) => order.lines.length))).toBe(6)
  expect(orders.every((order) => order.orderedAt < NOW && order.orderedAt > NOW - 73 * 3_600_000)).toBe(true)
  expect(new Set(orders.map((order) => order.channel))).toEqual(new Set(['shopify', 'smartstore', 'coupang']))
})

test('the same seed and time give the same warehouse, another seed another one', () => {
  expect(demoWarehouse(1, NOW)).toEqual(demo)
  expect(demoWarehouse(2, NOW).orders).not.toEqual(demo.orders)
})

test('tracking numbers of the carriers match their own pattern', () => {
  for (const carrier of demo.carriers) expect(carrier.trackingExample).toMatch(new RegExp(carrier.trackingPattern))
})

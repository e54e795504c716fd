import { describe, expect, it } from 'vitest'
import { openBuckets } from '../../../central/door/buckets.ts'
import { MessageRefused } from '../../../central/door/refusal.ts'
import { network, openStrangers } from '../../../central/door/strangers.ts'

class Unproved extends Error {}
const clock = { now: 1_767_000_000_000 }
const open = (burst: number, perSecond = 1) =>
  openStrangers(
    { burst, perSecond },
    () => clock.now,
    (error) => error instanceof Unproved,
  )
const fail = async () => {
  throw new Unproved()
}
const refused = { status: 429, retryAfterMs: expect.any(Number) }

describe('whoever proves nothing', () => {
  it('is turned away after so many, without being looked up, until time has passed; other addresses are not', async () => {
    const strangers = open(3)
    for (let count = 0; count < 3; count += 1)
      await expect(strangers.prove('10.0.0.1', 'x', fail)).rejects.toBeInstanceOf(Unproved)
    let asked = 0
    const ask = async () => {
      asked += 1
      return 'in'
    }
    await expect(strangers.prove('10.0.0.1', 'good', ask)).rejects.toMatchObject(refused)
    await expect(strangers.guard('10.0.0.1', 'good', ask)).rejects.toMatchObject(refused)
    expect(asked).toBe(0)
    expect(await strangers.prove('10.0.0.2', 'good', ask)).toBe('in')
    clock.now += 1_000
    expect(await strangers.prove('10.0.0.1', 'other', ask)).toBe('in')
  })

  it('does not shut out who was proved lately from the same address, and a bug is counted for nobody', async () => {
    const strangers = open(1)
    expect(await strangers.prove('10.0.0.1', 'good', async () => 1)).toBe(1)
    const bug = new Error('bug')
    for (let count = 0; count < 5; count += 1)
      await expect(strangers.prove('10.0.0.1', 'x', () => Promise.reject(bug))).rejects.toBe(bug)
    await expect(strangers.prove('10.0.0.1', 'x', fail)).rejects.toBeInstanceOf(Unproved)
    await expect(strangers.prove('10.0.0.1', 'x', fail)).rejects.toMatchObject(refused)
    expect(await strangers.prove('10.0.0.1', 'good', async () => 2)).toBe(2)
    // Whose name is used by somebody else gains nothing for them.
    await expect(strangers.prove('10.0.0.1', 'good', fail)).rejects.toMatchObject(refused)
  })

  it('is one, however many addresses of an IPv6 network are used', () => {
    const one = '2001:db8:0:7::/64'
    for (const address of ['2001:db8:0:7::1', '2001:0db8:0000:0007:ffff:ffff:ffff:ffff', '2001:db8:0:7:1::%eth0'])
      expect(network(address)).toBe(one)
    expect(network('::1')).toBe('0:0:0:0::/64')
    expect(network('2001:db8::1')).toBe('2001:db8:0:0::/64')
    expect(network('::ffff:10.0.0.1')).toBe('10.0.0.1')
    expect(network('10.0.0.1')).toBe('10.0.0.1')
    expect(network('here')).toBe('here')
  })
})

it('the table of addresses stays small, and quick, whatever number of them asks', () => {
  const buckets = openBuckets({ burst: 2, perSecond: 0.001 }, () => clock.now)
  buckets.take('first')
  buckets.take('first')
  expect(() => buckets.take('first')).toThrow(MessageRefused)
  const before = process.memoryUsage().heapUsed
  const start = performance.now()
  for (let address = 0; address < 300_000; address += 1) buckets.take(`address ${address}`)
  expect(performance.now() - start).toBeLessThan(5_000)
  globalThis.gc?.()
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(64_000_000)
  // The oldest was forgotten for the others.
  expect(() => buckets.take('first')).not.toThrow()
  expect(() => buckets.check('address 299999')).not.toThrow()
})

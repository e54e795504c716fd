import { createServer, type Server } from 'node:http'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type FaultProxy, openFaultProxy, someFault } from './fault-proxy.ts'

let server: Server
let proxy: FaultProxy
let asked: string[]
beforeEach(async () => {
  asked = []
  server = createServer((message, answer) => {
    asked.push(message.url ?? '')
    answer.end('x'.repeat(10_000))
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  proxy = await openFaultProxy(`http://127.0.0.1:${(server.address() as { port: number }).port}`)
})
afterEach(async () => {
  await proxy.close()
  server.closeAllConnections()
  server.close()
})

const ask = async (path: string, ms = 2_000): Promise<number> => {
  const signal = AbortSignal.timeout(ms)
  const response = await fetch(`${proxy.url}${path}`, { signal, headers: { connection: 'close' } })
  return (await response.text()).length
}

it('passes everything on while nothing is wrong, and late when told so', async () => {
  expect(await ask('/a')).toBe(10_000)
  await proxy.set({ kind: 'latency', ms: 100 })
  const begun = performance.now()
  expect(await ask('/b')).toBe(10_000)
  expect(performance.now() - begun).toBeGreaterThan(150)
  await proxy.set({ kind: 'throttle', bytesPerSecond: 20_000 })
  expect(await ask('/c')).toBe(10_000)
  expect(performance.now() - begun).toBeGreaterThan(600)
})

it('is silent while it drops, and what was asked meanwhile is answered afterwards', async () => {
  await proxy.set({ kind: 'drop' })
  const late = ask('/late')
  await expect(ask('/never', 200)).rejects.toThrow()
  expect(asked).toEqual([])
  await proxy.set({ kind: 'none' })
  expect(await late).toBe(10_000)
})

it('lets what is asked arrive and loses the answer while it is half open', async () => {
  await proxy.set({ kind: 'half-open' })
  await expect(ask('/heard', 300)).rejects.toThrow()
  expect(asked).toEqual(['/heard'])
})

it('ends an answer in its middle, tears connections down, and has nobody listen', async () => {
  await proxy.set({ kind: 'truncate', after: 4_000 })
  await expect(ask('/part')).rejects.toThrow(/terminated/)
  await proxy.set({ kind: 'reset', after: 10 })
  await expect(ask('/reset')).rejects.toThrow()
  await proxy.set({ kind: 'refuse' })
  await expect(ask('/refused')).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } })
  await proxy.set({ kind: 'none' })
  expect(await ask('/again')).toBe(10_000)
})

it('does the same bad things for the same chances', () => {
  const from = (seed: number) => {
    let state = seed
    return () => {
      state = (state * 16_807) % 2_147_483_647
      return state / 2_147_483_647
    }
  }
  const [one, other] = [from(7), from(7)]
  const kinds = Array.from({ length: 50 }, () => someFault(one))
  expect(Array.from({ length: 50 }, () => someFault(other))).toEqual(kinds)
  expect(new Set(kinds.map(({ fault }) => fault.kind)).size).toBe(7)
})

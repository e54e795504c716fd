import { expect, it } from 'vitest'
import { fake } from '../support/electron.ts'

it('tells a page that the shell is there and lets it print, and nothing else', async () => {
  await import('../../preload/index.ts')
  expect([...fake.exposed.keys()]).toEqual(['baro'])
  const baro = fake.exposed.get('baro') as { host: string; print(job: object): Promise<unknown> }
  expect(Object.keys(baro)).toEqual(['host', 'print'])
  expect(baro.host).toBe('electron')
  await baro.print({ path: '/files/x.pdf', widthMillimetres: 100, heightMillimetres: 150, channel: 'other' })
  expect(fake.invoked).toEqual([
    {
      name: 'baro:print',
      args: [{ path: '/files/x.pdf', widthMillimetres: 100, heightMillimetres: 150, copies: 1, printer: null }],
    },
  ])
})

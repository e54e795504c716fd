// A station in a process of its own that does what its parent says, until it is killed: node printing-child.ts DIRECTORY SETTING

import { QUICK } from '../../support/print-floor.ts'
import { openTestStation, signIn } from '../../support/station.ts'

const [dataDirectory = '', setting = 'null'] = process.argv.slice(2)
const opened = await openTestStation({
  dataDirectory,
  printers: QUICK,
  settings: { get: (key) => (key === 'printing' ? JSON.parse(setting) : undefined), set: () => undefined },
})
const client = opened.client('parent')
await signIn(client, 'BDG-1')

process.on('message', (call: { id: number; verb: 'print' | 'reprint' | 'resolve' | 'queues'; input: never }) => {
  const { id, verb, input } = call
  client.printing[verb](input).then(
    (value) => process.send?.({ id, value }),
    (error: { data?: { code?: string } }) => process.send?.({ id, code: error.data?.code ?? String(error) }),
  )
})
process.on('disconnect', () => process.exit())
process.send?.({ ready: true })

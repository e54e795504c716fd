// Runs the built shell (first argument: out/main/electron.js) in plain Node with the stand-in for Electron, lets its window
// ask for the page and for one call, prints what came back as JSON, and closes it.
import './electron-hooks.ts'
import { pathToFileURL } from 'node:url'
import { fake } from './electron.ts'

const [entry = ''] = process.argv.slice(2)
process.argv.splice(1, 2, entry)
await import(pathToFileURL(entry).href)

const deadline = Date.now() + 20_000
while (fake.windows[0]?.loaded.length !== 1 && fake.errors.length === 0 && Date.now() < deadline) {
  await new Promise((resolve) => setTimeout(resolve, 20))
}
const handler = fake.sessions.get('persist:window-1')?.schemes.get('app')
const page = await handler?.(new Request('app://baro/'))
const call = await handler?.(new Request('app://baro/rpc/none'))
const result = { loaded: fake.windows[0]?.loaded, errors: fake.errors, page: page?.status, call: call?.status }
process.stdout.write(`${JSON.stringify(result)}\n`)
fake.app.once('exited', (code: number) => process.exit(code))
fake.app.emit('window-all-closed')

// npm start: installs and builds what is missing, then opens the station in Electron, or in the browser where that cannot be.
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ensureBuilt } from './parts/build.mjs'
import { fetchElectron, whyNoWindow } from './parts/electron.mjs'
import { ensureInstalled } from './parts/install.mjs'
import { environment, requireNode } from './parts/node24.mjs'
import { runInForeground } from './parts/run.mjs'
import { fail, root, say } from './parts/tree.mjs'

const usage = `npm start -- [options]

  --data DIR                where the data live
  --port N                  the port of the browser host
  --host electron|browser   which host to use (default: Electron where it can run)
  --demo                    fill an empty store with the demo warehouse without asking
  --central URL             join the centre at this address; later: it is there now
  --code CODE               the one-time code for joining it
  --no-open                 do not open a browser`

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        data: { type: 'string' },
        port: { type: 'string' },
        host: { type: 'string' },
        demo: { type: 'boolean', default: false },
        central: { type: 'string' },
        code: { type: 'string' },
        'no-open': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    if (values.host !== undefined && values.host !== 'electron' && values.host !== 'browser') {
      return fail(`--host ${values.host}: expected electron or browser.\n\n${usage}`, 2)
    }
    return values
  } catch (error) {
    return fail(`${error.message}\n\n${usage}`, 2)
  }
}

async function chooseHost(wanted, node) {
  if (wanted === 'browser') return { path: null, reason: 'that was asked for' }
  const circumstances = { platform: process.platform, env: process.env, uid: process.getuid?.() }
  const obstacle = wanted === 'electron' ? null : whyNoWindow(circumstances)
  if (obstacle !== null) return { path: null, reason: obstacle }
  const found = await fetchElectron(node, { insist: wanted === 'electron' })
  if (found.path === null && wanted === 'electron') fail(`Electron could not be fetched: ${found.reason}.`)
  return found.path === null ? { path: null, reason: `Electron could not be fetched: ${found.reason}` } : found
}

const options = readOptions()
if (options.help) {
  say(usage)
  process.exit(0)
}
await ensureInstalled()
const node = requireNode()
await ensureBuilt(node)
const { path: electron, reason } = await chooseHost(options.host, node)
const shared = ['data', 'central', 'code'].flatMap((name) =>
  options[name] === undefined ? [] : [`--${name}`, options[name]],
)
if (options.demo) shared.push('--demo')
if (electron !== null) {
  say('Opening the station in Electron.')
  process.exitCode = await runInForeground(electron, [root, ...shared], environment(node))
} else {
  say(`Opening the station in the browser (${reason}).`)
  const port = options.port === undefined ? [] : ['--port', options.port]
  const open = options['no-open'] ? ['--no-open'] : []
  process.exitCode = await runInForeground(node, [join(root, 'out/main/node.js'), ...shared, ...port, ...open])
}

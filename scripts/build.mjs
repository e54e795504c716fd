// npm run build: builds both hosts, the preload script and the screens into out/.
import { build } from './parts/build.mjs'
import { ensureInstalled } from './parts/install.mjs'
import { requireNode } from './parts/node24.mjs'
import { fail, say } from './parts/tree.mjs'

await ensureInstalled()
const { ok, output } = await build(requireNode())
if (!ok) fail(output)
say(`${output.trim()}\nBuilt into out/.`.trim())

// npm run typecheck: each side of the house against its own library types, two at a time.
import { ensureInstalled } from './parts/install.mjs'
import { requireNode } from './parts/node24.mjs'
import { runChecks, typeChecks } from './parts/static-checks.mjs'

await ensureInstalled()
const { failed } = await runChecks(typeChecks(), requireNode())
process.exitCode = failed === 0 ? 0 : 1

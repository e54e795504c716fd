// The whole of Baro's sync in one thread, from one seed: a centre and its stations over real SQLite files, under a time
// that only this run moves. Every seed runs twice and must give the same trace. What is checked: see invariants.ts.
import { replaceClocks } from './virtual-time.ts'

replaceClocks()
const { main } = await import('./main.ts')
process.exitCode = await main(process.argv.slice(2))
process.exit()

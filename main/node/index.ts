import { EXIT_UNSUITABLE, unsuitableRuntime } from '../../domain/runtime-guard.ts'
import { parseOptions, usage } from './options.ts'

// Nothing that loads SQLite may be imported before this question is answered: on an old Node it would crash the process.
const unsuitable = unsuitableRuntime(process.versions)
const args = process.argv.slice(2)
const parsed = parseOptions(args)

if (args.includes('--help') || args.includes('-h')) {
  process.stdout.write(`${usage}\n`)
} else if (unsuitable !== null) {
  process.stderr.write(`${unsuitable}\n`)
  process.exitCode = EXIT_UNSUITABLE
} else if (!parsed.ok) {
  process.stderr.write(`${parsed.message}\n\n${usage}\n`)
  process.exitCode = 2
} else {
  const { runNodeHost } = await import('./run.ts')
  const { openStation } = await import('../station.ts')
  process.exitCode = await runNodeHost(parsed.options, openStation)
}

import { EXIT_UNSUITABLE, unsuitableRuntime } from '../../domain/runtime-guard.ts'
import { cliUsage, parseCli } from './cli-options.ts'

// Nothing that loads SQLite may be imported before this question is answered: on an old Node it would crash the process.
const unsuitable = unsuitableRuntime(process.versions)
const parsed = parseCli(process.argv.slice(2))

if (parsed.kind === 'help') {
  process.stdout.write(`${cliUsage}\n`)
} else if (parsed.kind === 'wrong') {
  process.stderr.write(`${parsed.message}\n\n${cliUsage}\n`)
  process.exitCode = 2
} else if (unsuitable !== null) {
  process.stderr.write(`${unsuitable}\n`)
  process.exitCode = EXIT_UNSUITABLE
} else {
  const { runCli } = await import('./cli-run.ts')
  process.exitCode = await runCli(parsed.command)
}

import { EXIT_UNSUITABLE, unsuitableRuntime } from '../../domain/runtime-guard.ts'

// Nothing that loads SQLite may be imported before this question is answered: on an old Node it would crash the process.
const unsuitable = unsuitableRuntime(process.versions)

if (unsuitable !== null) {
  process.stderr.write(`${unsuitable}\n`)
  process.exitCode = EXIT_UNSUITABLE
} else {
  const { readLine, usage } = await import('./options.ts')
  const read = readLine(process.argv.slice(2), process.env)
  if (read.kind === 'help') {
    process.stdout.write(`${usage}\n`)
  } else if (read.kind === 'wrong') {
    process.stderr.write(`${read.message}\n\n${usage}\n`)
    process.exitCode = 2
  } else {
    const { runCentral } = await import('./run.ts')
    process.exitCode = await runCentral(read.command)
  }
}

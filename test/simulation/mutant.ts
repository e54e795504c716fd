import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { join, resolve } from 'node:path'

/** Where paths of mutants begin. */
export const ROOT = resolve(import.meta.dirname, '../..')

/** The environment variable that names the mutant of a process. */
export const MUTANT_VARIABLE = 'BARO_MUTANT'

/** A guard that is taken out on purpose, and who has to notice. */
export type Mutant = {
  name: string
  /** The file it stands in, from the root of the repository. */
  file: string
  /** Its text; stands in the file exactly once. */
  find: string
  /** What stands there instead. */
  replace: string
  /** What goes wrong without it. */
  says: string
  /**
   * Who notices: the simulation, by any of its checks or by one that says these words; and a test file with a part of the
   * name of one of its tests (as `vitest -t` takes it).
   */
  by: { simulation?: true | string; test?: readonly [file: string, name: string] }
  /** True when its test runs only where PostgreSQL is. */
  needsPostgres?: true
}

/** The file's text without the guard. Throws when what is to be replaced does not stand there exactly once. */
export function mutated(mutant: Mutant, source: string): string {
  const parts = source.split(mutant.find)
  if (parts.length !== 2)
    throw new Error(`Mutant "${mutant.name}": its text stands ${parts.length - 1} times in ${mutant.file}`)
  return parts.join(mutant.replace)
}

/** What is wrong with a mutant as the files are now: no such place, no difference, or no TypeScript any more; or null. */
export function troubleOf(mutant: Mutant): string | null {
  try {
    const source = readFileSync(join(ROOT, mutant.file), 'utf8')
    const text = mutated(mutant, source)
    if (text === source) return `Mutant "${mutant.name}" changes nothing`
    stripTypeScriptTypes(text)
    return null
  } catch (error) {
    return `${mutant.file}: ${error instanceof Error ? error.message : String(error)}`
  }
}

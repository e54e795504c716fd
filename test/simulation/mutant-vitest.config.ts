import { join } from 'node:path'
import { mergeConfig, type Plugin } from 'vitest/config'
import base from '../../vitest.config.ts'
import { MUTANT_VARIABLE, mutated, ROOT } from './mutant.ts'
import { mutantNamed } from './mutants.ts'

/** Gives the tests the file of the mutant without its guard. */
function withoutGuard(): Plugin {
  const name = process.env[MUTANT_VARIABLE] ?? ''
  const mutant = name === '' ? null : mutantNamed(name)
  return {
    name: 'baro-mutant',
    enforce: 'pre',
    transform: (code, id) => {
      if (mutant === null || id.split('?')[0] !== join(ROOT, mutant.file)) return null
      return { code: mutated(mutant, code), map: null }
    },
  }
}

// Without the cache of transformed files, which would keep one mutant for the next one.
export default mergeConfig(base, { root: ROOT, plugins: [withoutGuard()], test: { fsModuleCache: false } })

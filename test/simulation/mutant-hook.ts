// Loaded before everything else (`node --import`): the file of the mutant that the environment names is read without its
// guard. Nothing on the disk is changed.
import { registerHooks } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { MUTANT_VARIABLE, mutated, ROOT } from './mutant.ts'
import { mutantNamed } from './mutants.ts'

const name = process.env[MUTANT_VARIABLE]
if (name !== undefined && name !== '') {
  const mutant = mutantNamed(name)
  const url = pathToFileURL(join(ROOT, mutant.file)).href
  registerHooks({
    load: (asked, context, nextLoad) => {
      const loaded = nextLoad(asked, context)
      if (asked !== url || loaded.source == null) return loaded
      const text =
        typeof loaded.source === 'string' ? loaded.source : Buffer.from(loaded.source as Uint8Array).toString()
      return { ...loaded, source: mutated(mutant, text) }
    },
  })
}

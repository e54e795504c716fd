import type { Mutant } from './mutant.ts'
import { CENTRE_MUTANTS } from './mutants-centre.ts'
import { CHECK_MUTANTS } from './mutants-checks.ts'
import { DOOR_MUTANTS } from './mutants-door.ts'
import { RELEASE_MUTANTS } from './mutants-release.ts'
import { RULE_MUTANTS } from './mutants-rules.ts'
import { SPEECH_MUTANTS } from './mutants-speech.ts'
import { STATION_MUTANTS } from './mutants-station.ts'

/** Every guard of sync that is removed on purpose, by names of their own. */
export const MUTANTS: readonly Mutant[] = [
  ...CENTRE_MUTANTS,
  ...DOOR_MUTANTS,
  ...RULE_MUTANTS,
  ...RELEASE_MUTANTS,
  ...STATION_MUTANTS,
  ...SPEECH_MUTANTS,
  ...CHECK_MUTANTS,
]

/** The mutant of that name; throws for an unknown one. */
export function mutantNamed(name: string): Mutant {
  const found = MUTANTS.find((mutant) => mutant.name === name)
  if (found === undefined) throw new Error(`There is no mutant "${name}"`)
  return found
}

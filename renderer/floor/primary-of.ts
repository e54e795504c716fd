import type { ActionView } from '../../contract/station/floor.ts'
import type { CommandName } from '../../domain/command-code.ts'

/** The first of the wanted commands that a bench offers: the one way on of a step; undefined when it offers none. */
export function primaryOf(actions: readonly ActionView[], wanted: readonly CommandName[]): ActionView | undefined {
  for (const name of wanted) {
    const offered = actions.find((action) => action.name === name)
    if (offered !== undefined) return offered
  }
  return undefined
}

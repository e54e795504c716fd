import type { CommandDefinition } from './command.ts'

/** Every command by `type@version`, so that a journaled one finds the rule that it was run with. */
export type CommandRegistry = ReadonlyMap<string, CommandDefinition>

/** Builds the registry; two commands of one name are a bug. */
// biome-ignore lint/suspicious/noExplicitAny: definitions of all argument types meet here, and each parses its own.
export function buildRegistry(definitions: readonly CommandDefinition<any, any>[]): CommandRegistry {
  const registry = new Map<string, CommandDefinition>()
  for (const definition of definitions) {
    const name = `${definition.type}@${definition.version}`
    if (registry.has(name)) throw new Error(`Command defined twice: ${name}`)
    registry.set(name, definition)
  }
  return registry
}

import { COMMAND_CODES, type CommandName, quantityKey } from './command-code.ts'

/** A zone that a picker may ask work of, and the command that chooses it; `zone` is null for any. */
export type ZoneChoice = { zone: string | null; name: CommandName; code: string }

/** More zones than the printed keypad has digits are chosen by scanning a place in them. */
const MOST = 9

/** What a picker may choose before asking for work: `0` any zone, then each by its digit. None where there is one zone only. */
export function zoneChoices(zones: readonly string[]): ZoneChoice[] {
  if (zones.length < 2) return []
  return [null, ...zones.slice(0, MOST)].map((zone, index) => {
    const name = `quantity${index}` as CommandName
    return { zone, name, code: COMMAND_CODES[name] }
  })
}

/** The zone that a command chooses, null for any; undefined when it chooses none. */
export function zoneChosen(zones: readonly string[], command: CommandName): string | null | undefined {
  const key = quantityKey(command)
  return typeof key === 'number' ? zoneChoices(zones)[key]?.zone : undefined
}

/**
 * The id of a row that a command makes: the command's id and the row's role in it, so that replay makes the same ids.
 * Roles are short and unique within a command, e.g. `line.3`.
 */
export function deriveId(commandId: string, role: string): string {
  return `${commandId}.${role}`
}

/** Joins class names and drops what is absent, so that a CSS module's class may be undefined. */
export function cx(...names: readonly (string | false | null | undefined)[]): string {
  return names.filter((name): name is string => typeof name === 'string' && name !== '').join(' ')
}

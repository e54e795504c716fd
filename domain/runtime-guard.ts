/** The exit code of a host that cannot run here at all (EX_CONFIG of sysexits.h). */
export const EXIT_UNSUITABLE = 78

/**
 * Why this JavaScript runtime cannot open the store, in words for a person, or null when it can. The SQLite binding needs
 * Node-API 10 and crashes the process below it, so this is asked before anything loads the binding.
 */
export function unsuitableRuntime(versions: Readonly<Record<string, string | undefined>>): string | null {
  const napi = Number(versions.napi ?? 0)
  if (napi >= 10) return null
  return (
    `E-HOST-RUNTIME Baro needs Node 22.12 or newer (Node-API 10); this is Node ${versions.node ?? '?'} (Node-API ${napi}). ` +
    'Start it with "npm start", which brings its own Node where it can.'
  )
}

type TrustedTypes = {
  readonly defaultPolicy: unknown
  createPolicy(name: 'default', rules: { createScriptURL: (address: string) => string | null }): unknown
}

/** Own scripts only: a file of this page's own origin, by a name that the build gave it. */
function ownScript(address: string): string | null {
  const url = new URL(address, location.href)
  return url.origin === location.origin && /^\/assets\/[\w-]+\.js$/.test(url.pathname) ? address : null
}

/**
 * Lets the page start its own workers although its policy demands trusted addresses (`require-trusted-types-for`); every other
 * address stays refused. Does nothing where the browser knows no trusted types, or when it was called before.
 */
export function allowOwnWorkers(): void {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes }
  if (trustedTypes === undefined || trustedTypes.defaultPolicy !== null) return
  trustedTypes.createPolicy('default', { createScriptURL: ownScript })
}

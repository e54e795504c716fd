/** The scheme under which the shell serves its pages. */
export const APP_SCHEME = 'app'

/** The one origin of the shell's pages. */
export const APP_ORIGIN = `${APP_SCHEME}://baro`

/** True when the address lies in the shell's own origin; `URL.origin` is opaque for own schemes, so the parts are compared. */
export function isOwnAddress(address: string): boolean {
  const url = URL.parse(address)
  return url !== null && url.protocol === `${APP_SCHEME}:` && url.host === 'baro' && url.username === ''
}

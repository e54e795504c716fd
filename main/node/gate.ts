import { isIPv6 } from 'node:net'
import { isStationPath } from '../static-files.ts'

/** The facts of a request that decide whether it comes from the station's own page; header values as sent, or undefined. */
export type GateFacts = {
  method: string
  pathname: string
  host: string | undefined
  origin: string | undefined
  fetchSite: string | undefined
}

/** Why a request is turned away before the station sees it. */
export type GateRefusal = { status: 403 | 405 | 421; code: string; message: string }

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'])

/**
 * The `Host` values under which a server on these addresses may be addressed: IP literals with the port and, when it
 * listens on the loopback, `localhost`. Names are never among them, which is what stops DNS rebinding.
 */
export function allowedHosts(addresses: readonly string[], port: number): ReadonlySet<string> {
  const names = addresses.map((address) => (isIPv6(address) ? `[${address}]` : address))
  if (addresses.includes('127.0.0.1') || addresses.includes('::1')) names.push('localhost')
  return new Set(names.flatMap((name) => (port === 80 ? [name, `${name}:80`] : [`${name}:${port}`])))
}

/**
 * Turns away what another site could make a browser send: a foreign or missing `Host` (421), a foreign `Origin` or a
 * cross-site call of the station (403), and methods that only a CORS preflight needs (405). Null lets the request in.
 */
export function refuseForeign(facts: GateFacts, hosts: ReadonlySet<string>): GateRefusal | null {
  const host = facts.host?.toLowerCase()
  if (host === undefined || !hosts.has(host)) {
    return { status: 421, code: 'E-HOST-NAME', message: 'This station does not answer under that host name.' }
  }
  if (!methods.has(facts.method)) {
    return { status: 405, code: 'E-HOST-METHOD', message: 'This method is not served.' }
  }
  if (facts.origin !== undefined && facts.origin.toLowerCase() !== `http://${host}`) {
    return { status: 403, code: 'E-HOST-ORIGIN', message: 'Another site may not call this station.' }
  }
  const isForeign = facts.fetchSite === 'cross-site' || facts.fetchSite === 'same-site'
  if (isForeign && isStationPath(facts.pathname)) {
    return { status: 403, code: 'E-HOST-ORIGIN', message: 'Another site may not call this station.' }
  }
  return null
}

import { supervises } from '../domain/roles.ts'
import { api } from './api.ts'
import type { Session } from './session-store.ts'

/** Reads the station's session for the frame. Rejects with the station's error. */
export async function readSession(): Promise<Session> {
  const { session } = (await api.session.current()).bench
  const { operator } = session
  return {
    site: session.site,
    station: { code: session.station, name: session.site?.name ?? '' },
    operator:
      operator === null
        ? null
        : {
            id: operator.id,
            name: operator.name,
            role: frameRole(operator.role),
            supervises: supervises(operator.role),
          },
    screen: session.screen,
  }
}

function frameRole(role: string): 'operator' | 'lead' | 'admin' {
  if (role === 'manager' || role === 'administrator') return 'admin'
  return role === 'lead' || role === 'service' ? 'lead' : 'operator'
}

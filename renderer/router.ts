import { create } from 'zustand'

/** Where the person is: a path of segments and the filters behind it. */
export type Place = { readonly path: string; readonly search: URLSearchParams }

function here(): Place {
  return { path: location.pathname.replace(/\/+$/, '') || '/', search: new URLSearchParams(location.search) }
}

/** The current place as React state; follows the browser's back and forward. */
export const usePlace = create<Place>(() =>
  typeof location === 'undefined' ? { path: '/', search: new URLSearchParams() } : here(),
)

if (typeof window !== 'undefined') window.addEventListener('popstate', () => usePlace.setState(here()))

/** Goes to `to` ('/orders?state=ready'); `replace` leaves no step to go back to (filters, redirects). */
export function go(to: string, options: { replace?: boolean } = {}): void {
  if (options.replace === true) history.replaceState(null, '', to)
  else history.pushState(null, '', to)
  usePlace.setState(here())
}

/** Changes filters of the current place: null removes one. Leaves no step to go back to. */
export function setFilters(changes: Readonly<Record<string, string | null>>): void {
  const { path, search } = usePlace.getState()
  const next = new URLSearchParams(search)
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === '') next.delete(name)
    else next.set(name, value)
  }
  const query = next.toString()
  go(query === '' ? path : `${path}?${query}`, { replace: true })
}

/** The segments of the path: '/orders/123' is ['orders', '123']. Undecodable segments stay as they are. */
export function segments(path: string): string[] {
  return path
    .split('/')
    .filter((segment) => segment !== '')
    .map((segment) => {
      try {
        return decodeURIComponent(segment)
      } catch {
        return segment
      }
    })
}

import { create } from 'zustand'
import { setSiteTimeZone } from './i18n/site-clock.ts'

/** What the frame has to know before it shows a screen. */
export type Session = {
  /** Null: the store is empty and Set-up comes first. */
  site: { name: string; timeZone: string; currency: string } | null
  station: { code: string; name: string }
  /** Null: nobody is signed in. */
  operator: {
    id: string
    name: string
    role: 'operator' | 'lead' | 'admin'
    /** May decide for others: about facts that the centre could not apply, about claims. */
    supervises: boolean
  } | null
  /** Where this operator's work is. */
  screen: 'picking' | 'packing' | 'shipping' | 'orders'
}

type SessionState =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly error: unknown }
  | { readonly status: 'ready'; readonly session: Session }

/** The session as React state; read by the frame's gate and by every strip. */
export const useSession = create<SessionState>(() => ({ status: 'loading' }))

let read: (() => Promise<Session>) | null = null

/** Tells the frame where sessions come from; called once, before the first render. */
export function connectSession(load: () => Promise<Session>): void {
  read = load
}

/** Reads the session again (after signing in, locking, setting up). Never throws: a failure becomes the state. */
export async function refreshSession(): Promise<void> {
  if (read === null) return
  try {
    const session = await read()
    if (session.site !== null) setSiteTimeZone(session.site.timeZone)
    useSession.setState({ status: 'ready', session })
  } catch (error) {
    useSession.setState({ status: 'failed', error })
  }
}

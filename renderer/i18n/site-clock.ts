import { create } from 'zustand'

/** The time zone (IANA name) of the site that this station belongs to; the lead sets it when the session is read. */
export const useSiteClock = create<{ timeZone: string }>(() => ({ timeZone: 'Asia/Seoul' }))

/** Shows every time in `timeZone` from now on; an unknown name is refused and changes nothing. */
export function setSiteTimeZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone })
  } catch {
    return false
  }
  useSiteClock.setState({ timeZone })
  return true
}

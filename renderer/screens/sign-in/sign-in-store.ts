import type { SignInBench } from '../../../contract/station/session.ts'
import { api } from '../../api.ts'
import { pathOf } from '../../floor/floor-places.ts'
import { createFloorStore } from '../../floor/floor-store.ts'
import { chooseLanguage } from '../../floor/local-commands.ts'
import { go } from '../../router.ts'
import { refreshSession } from '../../session-store.ts'
import { setPreferences, usePreferences } from '../../ui/preferences.ts'

/** Who is about to sign in at this station. */
export const useSignIn = createFloorStore<SignInBench>({
  bench: (signal) => api.session.current(undefined, { signal }),
  scan: (request, signal) => api.session.scan(request, { signal }),
})

/** Tries a PIN for the badge just scanned. */
export async function enterPin(pin: string): Promise<void> {
  try {
    useSignIn.getState().take(await api.session.pin({ pin }))
  } catch (error) {
    useSignIn.getState().fail(error)
  }
}

let languageChosen = false

/** Begins a sign-in: no language was chosen at it yet. */
export function beginSignIn(): void {
  languageChosen = false
}

/** A language was chosen at this sign-in: it goes before the one that the operator usually has. */
export function keepLanguage(): void {
  languageChosen = true
}

/** Shows the operator's screen and language, once the station has let them in. */
export async function enter({ session }: SignInBench): Promise<void> {
  if (languageChosen) await chooseLanguage(usePreferences.getState().locale)
  else setPreferences({ locale: session.language })
  go(pathOf(session.screen), { replace: true })
  await refreshSession()
}

import type { SessionView } from '../../contract/station/floor.ts'
import { type CommandName, parseCommandCode } from '../../domain/command-code.ts'
import { api } from '../api.ts'
import { go } from '../router.ts'
import { setPreferences, shownTheme, usePreferences } from '../ui/preferences.ts'
import { pathOf, placesOf } from './floor-places.ts'
import { lockStation } from './station-watch.ts'

/** The language of this operator from now on, on the screen at once and remembered by the station. */
export async function chooseLanguage(language: SessionView['language']): Promise<void> {
  setPreferences({ locale: language })
  await api.session.language({ language }).catch(() => {
    // The screen has changed; the station's memory of it is a comfort, not a promise.
  })
}

/** High contrast on, or back to what the machine prefers. */
export function toggleContrast(): void {
  const high = shownTheme(usePreferences.getState().theme) === 'high-contrast'
  setPreferences({ theme: high ? 'system' : 'high-contrast' })
}

/** Goes to a screen of this operator and tells the station; false when the command leads nowhere for this role. */
export function goToPlace(command: CommandName, session: SessionView): boolean {
  const { operator } = session
  const place = operator === null ? undefined : placesOf(operator.role).find((known) => known.command === command)
  if (place === undefined) return false
  const { screen } = place
  if (screen === null) go(place.path)
  else
    void api.session
      .screen({ screen })
      .catch(() => undefined)
      .then(() => go(pathOf(screen)))
  return true
}

/** Commands about the screen itself that work at any moment, even while an error waits; true when it was one of them. */
export function runScreenCommand(command: CommandName): boolean {
  switch (command) {
    case 'korean':
      void chooseLanguage('ko')
      return true
    case 'english':
      void chooseLanguage('en')
      return true
    case 'highContrast':
      toggleContrast()
      return true
    case 'lock':
      void lockStation()
      return true
    default:
      return false
  }
}

/** The command that a code is, or null for goods, places and everything else. */
export function commandOf(code: string): CommandName | null {
  const parsed = parseCommandCode(code)
  return parsed?.ok ? parsed.name : null
}

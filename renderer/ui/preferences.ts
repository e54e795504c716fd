import { create } from 'zustand'
import { activate, type Locale } from '../i18n/index.ts'

/** What a person may choose; `system` follows the machine's own setting. */
export type Theme = 'system' | 'light' | 'dark' | 'high-contrast'

/** Pixels per millimetre of a screen that nobody has calibrated: 76 px stand for 20 mm. */
export const UNCALIBRATED_PX_PER_MM = 3.8

type Preferences = { readonly theme: Theme; readonly locale: Locale; readonly pxPerMm: number }

const themes: readonly Theme[] = ['system', 'light', 'dark', 'high-contrast']
const key = 'baro.preferences'

/** What the station remembers of the screen; anything unreadable becomes its default. */
export function readPreferences(stored: string | null, language: string): Preferences {
  let raw: Partial<Record<keyof Preferences, unknown>> = {}
  try {
    const parsed: unknown = JSON.parse(stored ?? '{}')
    if (typeof parsed === 'object' && parsed !== null) raw = parsed
  } catch {
    // A damaged preference is not worth a message: the defaults are safe.
  }
  const { pxPerMm, locale, theme } = raw
  return {
    theme: themes.find((known) => known === theme) ?? 'system',
    locale: locale === 'en' || locale === 'ko' ? locale : language.startsWith('ko') ? 'ko' : 'en',
    pxPerMm: typeof pxPerMm === 'number' && pxPerMm >= 2 && pxPerMm <= 20 ? pxPerMm : UNCALIBRATED_PX_PER_MM,
  }
}

function stored(): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

/** The preferences of this screen as React state. */
export const usePreferences = create<Preferences>(() =>
  readPreferences(typeof localStorage === 'undefined' ? null : stored(), globalThis.navigator?.language ?? 'ko'),
)

const prefers = (query: string): boolean => matchMedia(query).matches

/** The theme that is really shown. */
export function shownTheme(theme: Theme): Exclude<Theme, 'system'> {
  if (theme !== 'system') return theme
  if (prefers('(prefers-contrast: more)')) return 'high-contrast'
  return prefers('(prefers-color-scheme: dark)') ? 'dark' : 'light'
}

function show({ theme, locale, pxPerMm }: Preferences): void {
  const root = document.documentElement
  root.dataset.theme = shownTheme(theme)
  root.style.fontSize = `${pxPerMm * 10}px`
  activate(locale)
}

/** Applies the remembered preferences and keeps document, storage and machine settings in step from now on. */
export function startPreferences(): void {
  show(usePreferences.getState())
  usePreferences.subscribe((now) => {
    show(now)
    try {
      localStorage.setItem(key, JSON.stringify(now))
    } catch {
      // Storage may be full or refused; the choice then lasts until the window closes.
    }
  })
  for (const query of ['(prefers-color-scheme: dark)', '(prefers-contrast: more)'])
    matchMedia(query).addEventListener('change', () => show(usePreferences.getState()))
}

/** Changes some of the preferences, at once and for good. */
export function setPreferences(change: Partial<Preferences>): void {
  usePreferences.setState(change)
}

import { useLingui } from '@lingui/react'

/** Picks the Korean or the English of the gallery's fixed examples; they are examples, not messages of Baro. */
export function usePick(): <T>(korean: T, english: T) => T {
  const { i18n } = useLingui()
  return (korean, english) => (i18n.locale === 'en' ? english : korean)
}

/** Does nothing: the gallery shows, it does not act. */
export function nothing(): void {}

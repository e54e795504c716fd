import { i18n, type Messages } from '@lingui/core'
import { settleParticles } from './josa.ts'

/** The languages of the screens; neither is a translation of the other. */
export type Locale = 'en' | 'ko'

/** Every language with the name that its speakers use. */
export const LOCALES: readonly { readonly locale: Locale; readonly name: string }[] = [
  { locale: 'ko', name: '한국어' },
  { locale: 'en', name: 'English' },
]

/** BCP 47 tag for `Intl` and react-aria. */
export function localeTag(locale: Locale): 'en-GB' | 'ko-KR' {
  return locale === 'ko' ? 'ko-KR' : 'en-GB'
}

type Catalogue = { readonly messages: Messages }
const english = import.meta.glob<Catalogue>('./locales/*/en.po', { eager: true })
const korean = import.meta.glob<Catalogue>('./locales/*/ko.po', { eager: true })

const merged = (catalogues: Record<string, Catalogue>): Messages =>
  Object.assign({}, ...Object.values(catalogues).map((catalogue) => catalogue.messages))

let prepared = false
function prepare(): void {
  if (prepared) return
  prepared = true
  i18n.load({ en: merged(english), ko: merged(korean) })
  // Korean messages write '을(를)' after a value; the right particle depends on the value and is settled here, once for all.
  const plain = i18n._.bind(i18n)
  const settled = ((...args: Parameters<typeof plain>) => {
    const text = plain(...args)
    return i18n.locale === 'ko' ? settleParticles(text) : text
  }) as typeof i18n.t
  i18n._ = settled
  i18n.t = settled
}

/** Shows every screen in `locale` from now on and tells the document which language it speaks. */
export function activate(locale: Locale): void {
  prepare()
  i18n.activate(locale)
  document.documentElement.lang = locale
}

export { i18n }

import { defineConfig } from '@lingui/cli'
import { formatter } from '@lingui/format-po'

export default defineConfig({
  sourceLocale: 'en',
  locales: ['en', 'ko'],
  catalogs: [{ path: '<rootDir>/renderer/i18n/locales/{locale}', include: ['renderer'] }],
  format: formatter({ lineNumbers: false }),
})

import { defineConfig } from '@lingui/cli'
import { formatter } from '@lingui/format-po'

const screens = (...nouns: readonly string[]): string[] => nouns.map((noun) => `<rootDir>/renderer/screens/${noun}`)
const floor = [
  '<rootDir>/renderer/floor',
  ...screens('sign-in', 'picking', 'packing', 'labels', 'shipping', 'help', 'training'),
]

// One catalogue per area, so that people who work on different screens edit different files.
// `I18N_AREA=floor npm run i18n` extracts one area and leaves the others alone.
const areas: Readonly<Record<string, { include: string[]; exclude?: string[] }>> = {
  ui: {
    include: ['<rootDir>/renderer'],
    exclude: ['screens', 'floor', 'office', 'i18n/locales'].map((folder) => `<rootDir>/renderer/${folder}/**`),
  },
  floor: { include: floor },
  office: {
    include: ['<rootDir>/renderer/screens', '<rootDir>/renderer/office'],
    exclude: [...floor, ...screens('gallery')].map((folder) => `${folder}/**`),
  },
}
const wanted = process.env.I18N_AREA

export default defineConfig({
  sourceLocale: 'en',
  locales: ['en', 'ko'],
  catalogs: Object.entries(areas)
    .filter(([area]) => wanted === undefined || wanted === area)
    .map(([area, files]) => ({ path: `<rootDir>/renderer/i18n/locales/${area}/{locale}`, ...files })),
  format: formatter({ lineNumbers: false }),
})

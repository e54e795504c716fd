import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'
import usual from '../vitest.config.ts'

// The suites that take minutes, one file after the other; `npm run test:long` adds them to the usual ones.
export default defineConfig({
  ...usual,
  root: resolve(import.meta.dirname, '..'),
  test: {
    ...usual.test,
    include: ['test/long/**/*.test.ts'],
    exclude: [],
    passWithNoTests: false,
    fileParallelism: false,
    testTimeout: 1_800_000,
    hookTimeout: 120_000,
  },
})

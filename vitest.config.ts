import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: {
    // Importing the real `electron` package in plain Node tries to download a binary; tests get a stand-in.
    alias: { electron: resolve(import.meta.dirname, 'test/support/electron.ts') },
  },
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    exclude: ['test/e2e/**', 'test/long/**'],
    pool: 'forks',
    testTimeout: 20_000,
    hookTimeout: 30_000,
    // A machine that does other things at the same time is slow, not wrong.
    expect: { poll: { timeout: 15_000 } },
    // Only what ran out of time is tried again, once, and named (scripts/parts/second-tries.mjs): a wrong answer stays wrong.
    retry: { count: 1, condition: /Timeout|timed out|took too long/ },
  },
})

import { defineConfig } from '@playwright/test'

export default defineConfig<object, { hostKind: 'browser' | 'electron' }>({
  testDir: 'test/e2e',
  outputDir: 'test-results',
  snapshotPathTemplate: 'test/visual/__screenshots__/{arg}{ext}',
  timeout: 90_000,
  // One station at a time: two cores, and a scan that waits for another test is not a measurement.
  workers: 1,
  retries: 0,
  forbidOnly: true,
  reporter: [['list']],
  // Text is drawn a little differently from machine to machine; a moved or missing part is far above this.
  expect: {
    timeout: 10_000,
    toHaveScreenshot: { maxDiffPixelRatio: 0.02, threshold: 0.25, animations: 'disabled', caret: 'hide', scale: 'css' },
  },
  ignoreSnapshots: process.platform !== 'linux',
  use: {
    viewport: { width: 1280, height: 800 },
    locale: 'ko-KR',
    timezoneId: 'Asia/Seoul',
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'chromium', use: { hostKind: 'browser' } },
    { name: 'electron', use: { hostKind: 'electron' }, ignoreSnapshots: true },
  ],
})

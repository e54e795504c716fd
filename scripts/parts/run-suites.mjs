import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { binOf, environment } from './node24.mjs'
import { run } from './run.mjs'
import { countPlaywright, countVitest } from './suites.mjs'
import { readJson } from './tree.mjs'

async function withReport(work) {
  const folder = mkdtempSync(join(tmpdir(), 'baro-report-'))
  try {
    return await work(join(folder, 'report.json'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Runs vitest with its usual output and resolves with its counts. */
export function runVitest(node, args = [], extra = {}) {
  return withReport(async (report) => {
    const secondTries = join(import.meta.dirname, 'second-tries.mjs')
    const reporters = [
      ...['default', secondTries, 'json'].map((name) => `--reporter=${name}`),
      `--outputFile.json=${report}`,
    ]
    const { status } = await run(node, [binOf('vitest', 'vitest.mjs'), 'run', ...reporters, ...args], {
      env: environment(node, extra),
    })
    return countVitest(readJson(report), status)
  })
}

/** Runs Playwright with its usual output and resolves with its counts. */
export function runPlaywright(node, args = [], extra = {}) {
  return withReport(async (report) => {
    const { status } = await run(node, [binOf('@playwright/test', 'cli.js'), 'test', '--reporter=list,json', ...args], {
      env: environment(node, { ...extra, PLAYWRIGHT_JSON_OUTPUT_FILE: report }),
    })
    return countPlaywright(readJson(report), status)
  })
}

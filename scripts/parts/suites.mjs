/** The counts of several suites added up. */
export function sum(all) {
  const total = { passed: 0, failed: 0, skipped: 0 }
  for (const each of all) for (const key of Object.keys(total)) total[key] += each[key]
  return total
}

/** The closing line of a run. */
export function closingLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`
}

/**
 * The counts in a report of vitest's JSON reporter. A run that ended badly without a failed test (a file that does not
 * load, an error outside tests, no report, no test at all) counts as one failure: it must never look like a pass.
 */
export function countVitest(report, status) {
  if (report === null) return { passed: 0, failed: 1, skipped: 0, skips: [] }
  const files = report.testResults ?? []
  // A file that does not load, or whose set-up fails, is failed without a failed test; its tests are then reported as skipped.
  const brokenFiles = files.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length
  const failed = report.numFailedTests + brokenFiles
  const skipped = report.numPendingTests + report.numTodoTests
  const looksFine = failed === 0 && (status !== 0 || report.numPassedTests + skipped === 0)
  const skips = files.flatMap((file) =>
    file.assertionResults
      .filter((test) => ['pending', 'skipped', 'todo'].includes(test.status))
      .map((test) => test.fullName),
  )
  return { passed: report.numPassedTests, failed: failed + (looksFine ? 1 : 0), skipped, skips }
}

function* specsOf(suite, titles = []) {
  const here = [...titles, suite.title]
  for (const spec of suite.specs ?? []) yield { spec, title: [...here, spec.title].filter(Boolean).join(' › ') }
  for (const inner of suite.suites ?? []) yield* specsOf(inner, here)
}

/** The counts in a report of Playwright's JSON reporter, with the reason of each skip; a bad end counts as a failure. */
export function countPlaywright(report, status) {
  if (report === null) return { passed: 0, failed: 1, skipped: 0, skips: [] }
  const counts = { passed: 0, failed: 0, skipped: 0, skips: [] }
  for (const suite of report.suites ?? []) {
    for (const { spec, title } of specsOf(suite)) {
      for (const test of spec.tests) {
        const reason = test.annotations?.find((note) => note.type === 'skip' || note.type === 'fixme')?.description
        if (test.status === 'expected') counts.passed += 1
        else if (test.status === 'skipped') {
          counts.skipped += 1
          counts.skips.push(`[${test.projectName}] ${title}: ${reason ?? 'no reason given'}`)
        } else counts.failed += 1
      }
    }
  }
  const isEmpty = counts.passed + counts.skipped === 0
  const looksFine = counts.failed === 0 && (status !== 0 || isEmpty || (report.errors ?? []).length > 0)
  return { ...counts, failed: counts.failed + (looksFine ? 1 : 0) }
}

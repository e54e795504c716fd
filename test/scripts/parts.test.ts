import { describe, expect, it } from 'vitest'
// @ts-expect-error the scripts are plain JavaScript, since they run before anything is installed
import { rememberedFailure, whyNoWindow } from '../../scripts/parts/electron.mjs'
// @ts-expect-error see above
import { staleReason } from '../../scripts/parts/install.mjs'
// @ts-expect-error see above
import { isNewEnough } from '../../scripts/parts/node24.mjs'
// @ts-expect-error see above
import { run } from '../../scripts/parts/run.mjs'
// @ts-expect-error see above
import { closingLine, countPlaywright, countVitest, sum } from '../../scripts/parts/suites.mjs'

const passing = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] }

describe('adding up the suites', () => {
  it('counts what vitest reports and names what was skipped', () => {
    const assertionResults = [{ status: 'pending', fullName: 'printing to CUPS' }]
    const report = {
      ...passing,
      numFailedTests: 1,
      numPendingTests: 1,
      testResults: [{ status: 'passed', assertionResults }],
    }
    expect(countVitest(report, 1)).toEqual({ passed: 3, failed: 1, skipped: 1, skips: ['printing to CUPS'] })
  })

  it('counts a run that ended badly without a failed test as a failure', () => {
    expect(countVitest(null, 0).failed).toBe(1)
    expect(countVitest(passing, 1).failed).toBe(1)
    expect(countVitest({ ...passing, numPassedTests: 0 }, 0).failed).toBe(1)
    const unloaded = { ...passing, testResults: [{ status: 'failed', assertionResults: [] }] }
    expect(countVitest(unloaded, 1).failed).toBe(1)
    const unprepared = { ...passing, testResults: [{ status: 'failed', assertionResults: [{ status: 'skipped' }] }] }
    expect(countVitest(unprepared, 1).failed).toBe(1)
    expect(countVitest(passing, 0).failed).toBe(0)
  })

  it('counts what Playwright reports, with the reason of each skip', () => {
    const spec = (status: string, annotations: object[] = []) => ({
      title: status,
      tests: [{ status, annotations, projectName: 'electron' }],
    })
    const skip = spec('skipped', [{ type: 'skip', description: 'no binary' }])
    const suites = [{ title: 'main-job.spec.ts', suites: [{ title: 'in Korean', specs: [spec('expected'), skip] }] }]
    expect(countPlaywright({ suites, errors: [] }, 0)).toEqual({
      passed: 1,
      failed: 0,
      skipped: 1,
      skips: ['[electron] main-job.spec.ts › in Korean › skipped: no binary'],
    })
    expect(countPlaywright({ suites: [{ title: '', specs: [spec('unexpected'), spec('flaky')] }] }, 1).failed).toBe(2)
    expect(countPlaywright({ suites: [], errors: [] }, 0).failed).toBe(1)
    expect(countPlaywright({ suites, errors: [{}] }, 1).failed).toBe(1)
    expect(countPlaywright(null, 0).failed).toBe(1)
  })

  it('closes with the sum in a line of fixed form', () => {
    const total = sum([
      { passed: 2, failed: 0, skipped: 1 },
      { passed: 1, failed: 1, skipped: 0, skips: [] },
    ])
    expect(closingLine(total)).toBe('3 passed, 1 failed, 1 skipped')
  })
})

describe('what npm start finds on a machine', () => {
  const lock = {
    packages: {
      '': {},
      'node_modules/a': { version: '1.0.0' },
      'node_modules/b': { version: '1.0.0', optional: true },
    },
  }

  it('installs when a locked package is missing or of another version, and not for an optional one of another platform', () => {
    expect(staleReason(lock, null)).toBe('nothing is installed')
    expect(staleReason(lock, { packages: {} })).toBe('node_modules/a is missing')
    expect(staleReason(lock, { packages: { 'node_modules/a': { version: '0.9.0' } } })).toBe(
      'node_modules/a is not 1.0.0',
    )
    expect(staleReason(lock, { packages: { 'node_modules/a': { version: '1.0.0' } } })).toBeNull()
  })

  it('knows which Node can open the store', () => {
    expect(['20.20.2', '22.11.0', '18.0.0'].map(isNewEnough)).toEqual([false, false, false])
    expect(['22.12.0', '24.21.0', 'v25.0.0'].map(isNewEnough)).toEqual([true, true, true])
  })

  it('does not open a window without a display or as root on Linux', () => {
    expect(whyNoWindow({ platform: 'linux', env: {}, uid: 1000 })).toContain('display')
    expect(whyNoWindow({ platform: 'linux', env: { DISPLAY: ':0' }, uid: 0 })).toContain('root')
    expect(whyNoWindow({ platform: 'linux', env: { WAYLAND_DISPLAY: 'wayland-0' }, uid: 1000 })).toBeNull()
    expect(whyNoWindow({ platform: 'win32', env: {}, uid: undefined })).toBeNull()
  })

  it('remembers a failed fetch of Electron for a day and for its version only', () => {
    const remembered = { version: '45.4.1', at: 1_000, reason: 'github.com does not answer' }
    expect(rememberedFailure(remembered, '45.4.1', 2_000)).toBe('github.com does not answer')
    expect(rememberedFailure(remembered, '45.4.1', 1_000 + 86_400_000)).toBeNull()
    expect(rememberedFailure(remembered, '46.0.0', 2_000)).toBeNull()
    expect(rememberedFailure(null, '45.4.1', 2_000)).toBeNull()
  })

  it('ends a command that takes too long and tells a missing one from a failing one', async () => {
    const slow = await run(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { quiet: true, timeoutMs: 300 })
    expect(slow.timedOut).toBe(true)
    expect(slow.status).not.toBe(0)
    const failing = await run(process.execPath, ['-e', 'console.log("why"); process.exit(3)'], { quiet: true })
    expect([failing.status, failing.output]).toEqual([3, 'why\n'])
    expect((await run('no-such-command-of-baro', [], { quiet: true })).status).toBe(127)
  })
})

/** A vitest reporter that names each test that ran out of time once and passed when it was tried again. */
export default class SecondTries {
  #names = []

  onTestCaseResult(test) {
    if (test.diagnostic()?.flaky === true) this.#names.push(`${test.module.relativeModuleId} › ${test.fullName}`)
  }

  onTestRunEnd() {
    for (const name of this.#names) console.log(`passed only when tried again: ${name}`)
  }
}

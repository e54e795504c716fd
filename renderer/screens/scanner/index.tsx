import { Trans, useLingui } from '@lingui/react/macro'
import { Printer } from 'lucide-react'
import type { ReactNode } from 'react'
import { OfficeScreen } from '../../office/office-screen.tsx'
import { ProblemNote } from '../../office/problem-note.tsx'
import { svgAddress } from '../../office/svg-address.ts'
import { printPage } from '../../print.ts'
import { go } from '../../router.ts'
import type { Finding, Reading } from '../../scan/diagnose.ts'
import { cx } from '../../ui/cx.ts'
import { Mark } from '../../ui/marks.tsx'
import { Button } from '../../ui/office/button.tsx'
import { findingWords, layoutName } from './finding-words.ts'
import { OtherDevices } from './other-devices.tsx'
import styles from './scanner.module.css'
import { testPage } from './test-page.ts'
import { type ScannerSetup, useScannerSetup } from './use-scanner-setup.ts'

function StepWord({ id }: { id: string }): ReactNode {
  if (id === 'letters') return <Trans>Letters and signs</Trans>
  return id === 'digits' ? <Trans>Digits</Trans> : <Trans>GS1 code with a separator</Trans>
}

function Found({ finding }: { finding: Finding }) {
  const { i18n } = useLingui()
  const detail = finding.kind === 'layout' ? i18n._(layoutName(finding.detail)) : finding.detail
  const { title, advice } = findingWords({ ...finding, detail })
  return (
    <div className={cx(styles.finding, finding.harm && styles.harm)} data-finding={finding.kind}>
      <b>
        {i18n._(title)}
        {finding.kind === 'layout' ? `: ${detail}` : null}
      </b>
      {i18n._(advice)}
    </div>
  )
}

function Step({ id, reading, here, done }: { id: string; reading: Reading | null; here: boolean; done: boolean }) {
  const good = reading?.read === true && !reading.findings.some(({ harm }) => harm)
  return (
    <li className={cx(styles.step, here && styles.here, done && styles.done)} data-test-step={id} data-good={good}>
      <Mark kind={reading === null ? 'waiting' : good ? 'ok' : 'error'} />
      <b>
        <StepWord id={id} />
      </b>
      {reading === null || reading.findings.length === 0 ? null : (
        <div className={styles.findings} role={here ? 'alert' : undefined}>
          {reading.findings.map((finding) => (
            <Found key={finding.kind} finding={finding} />
          ))}
        </div>
      )}
    </li>
  )
}

/** The code to scan now, or what is known when all are read. */
function Now({ setup }: { setup: ScannerSetup }) {
  const { t } = useLingui()
  const { codes, here, saved } = setup
  const code = codes[here]
  const number = here + 1
  const count = codes.length
  if (code === undefined)
    return (
      <div className={styles.code}>
        <Mark kind={saved ? 'ok' : 'info'} size={48} />
        <b role="status">
          {saved ? <Trans>This station now knows its scanner</Trans> : <Trans>All codes are read</Trans>}
        </b>
        {saved ? null : <Trans>Keep it, and every scan here is read this way.</Trans>}
      </div>
    )
  return (
    <div className={styles.code} data-test-code={code.id}>
      <b>
        <Trans>
          Scan code {number} of {count}
        </Trans>
      </b>
      <img src={svgAddress(code.svg)} alt={t`Test code ${number}`} />
    </div>
  )
}

/** Sets the scanner of this station up: three codes are scanned, what is wrong is named, and how to mend it. */
export default function ScannerScreen() {
  const setup = useScannerSetup()
  const { codes, readings, here, error, saved, busy } = setup
  const all = codes.length > 0 && here >= codes.length
  const stuck = readings[here] !== undefined && readings[here] !== null
  return (
    <OfficeScreen current="/settings" title={<Trans>Set up the scanner</Trans>}>
      <div className={styles.page}>
        <p className={styles.lead}>
          <Trans>
            Scan the three codes from the screen or from paper. What is wrong with the scanner is named here, with the
            way to mend it. This is for scanners that type like a keyboard.
          </Trans>
        </p>
        <ProblemNote error={error} />
        <div className={styles.columns}>
          <div>
            <Now setup={setup} />
            <div className={styles.ends}>
              {all && !saved ? (
                <Button kind="primary" isDisabled={busy} onPress={setup.save}>
                  <Trans>Keep it</Trans>
                </Button>
              ) : null}
              {stuck && !all ? (
                <Button onPress={setup.goOn}>
                  <Trans>Go on without mending</Trans>
                </Button>
              ) : null}
              <Button isDisabled={here === 0 && !stuck} onPress={setup.again}>
                <Trans>Start again</Trans>
              </Button>
              <Button isDisabled={codes.length === 0} onPress={() => void printPage(testPage(codes))}>
                <Printer size={18} aria-hidden="true" />
                <Trans>Print the codes</Trans>
              </Button>
              <Button kind="quiet" onPress={() => go('/settings/station')}>
                <Trans>Back to the settings</Trans>
              </Button>
            </div>
          </div>
          <ol className={styles.steps}>
            {codes.map(({ id }, index) => (
              <Step key={id} id={id} reading={readings[index] ?? null} here={index === here} done={index < here} />
            ))}
          </ol>
        </div>
        <OtherDevices />
      </div>
    </OfficeScreen>
  )
}

import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Download } from 'lucide-react'
import type { FileProblem, FileView, ImportRun } from '../../../contract/station/imports.ts'
import { PaymentState } from '../../../domain/inputs.ts'
import { toCsv } from '../../office/csv.ts'
import { PAYMENT_WORDS } from '../../office/order-words.ts'
import { saveText } from '../../office/save-file.ts'
import { Button } from '../../ui/office/button.tsx'
import styles from './import.module.css'
import { expectedWords, wrongPart } from './problem-words.ts'

const SHOWN = 200

function Payment({ payment }: { payment: string }) {
  const { t } = useLingui()
  const known = PaymentState.safeParse(payment)
  return known.success ? t(PAYMENT_WORDS[known.data]) : payment
}

/** The first rows as Baro would take them. */
export function Preview({ run }: { run: ImportRun }) {
  if (run.preview.length === 0) return null
  return (
    <section>
      <h2 className={styles.heading}>
        <Trans>Preview</Trans>{' '}
        <small>
          <Plural
            value={run.preview.length}
            one="the first row as it would be taken"
            other="the first # rows as they would be taken"
          />
        </small>
      </h2>
      <table className={styles.grid}>
        <thead>
          <tr>
            <th scope="col">
              <Trans>Order</Trans>
            </th>
            <th scope="col">
              <Trans>Item</Trans>
            </th>
            <th scope="col" className={styles.right}>
              <Trans>Quantity</Trans>
            </th>
            <th scope="col">
              <Trans>Recipient</Trans>
            </th>
            <th scope="col">
              <Trans>Postcode</Trans>
            </th>
            <th scope="col">
              <Trans>Phone</Trans>
            </th>
            <th scope="col">
              <Trans>Payment</Trans>
            </th>
          </tr>
        </thead>
        <tbody>
          {run.preview.slice(0, 5).map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file are told apart by their place
            <tr key={index}>
              <td>{row.number}</td>
              <td>{row.item}</td>
              <td className={styles.right}>{row.quantity}</td>
              {row.sameOrder ? (
                <td colSpan={4} className={styles.muted}>
                  <Trans>same order</Trans>
                </td>
              ) : (
                <>
                  <td>{row.recipient}</td>
                  <td>{row.postcode}</td>
                  <td>{row.phone}</td>
                  <td>
                    <Payment payment={row.payment} />
                  </td>
                </>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** The file's first rows as they stand in it, for kinds that need no mapping. */
export function Sample({ view }: { view: FileView }) {
  if (view.sample.length === 0) return null
  return (
    <section>
      <h2 className={styles.heading}>
        <Trans>Preview</Trans>{' '}
        <small>
          <Trans>as it stands in the file</Trans>
        </small>
      </h2>
      <div className={styles.wide}>
        <table className={styles.grid}>
          <thead>
            <tr>
              {view.headers.map((header, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: two columns may have one name
                <th key={index} scope="col">
                  {header}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {view.sample.slice(0, 5).map((row, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file are told apart by their place
              <tr key={at}>
                {view.headers.map((_, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: two columns may have one name
                  <td key={index}>{row[index] ?? ''}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function ProblemRow({ problem }: { problem: FileProblem }) {
  const { t } = useLingui()
  const [before, wrong, after] = wrongPart(problem)
  return (
    <tr>
      <td className={styles.right}>{problem.row}</td>
      <td>{problem.column}</td>
      <td className={styles.found}>
        {problem.value === '' ? (
          <Trans>(empty)</Trans>
        ) : (
          <>
            {before}
            <u>{wrong.slice(0, 80)}</u>
            {after}
          </>
        )}
      </td>
      <td className={styles.expected}>{t(expectedWords(problem))}</td>
      <td className={styles.right}>{problem.key}</td>
    </tr>
  )
}

/** Every place that has to be mended: row, column, what is there with the odd part marked, and what should be. */
export function Problems({ run, fileName }: { run: ImportRun; fileName: string }) {
  const { t } = useLingui()
  if (run.problemCount === 0) return null
  const save = (): void => {
    const head = [t`Row`, t`Column`, t`Found in the file`, t`Expected`, t`Belongs to`, t`Code`]
    const rows = run.problems.map((problem) => [
      problem.row,
      problem.column,
      problem.value,
      t(expectedWords(problem)),
      problem.key,
      problem.expected,
    ])
    saveText(toCsv([head, ...rows]), `${fileName.replace(/\.[^.]*$/, '')} – ${t`problems`}.csv`)
  }
  const affected = run.counts.problem ?? 0
  return (
    <section>
      <div className={styles.headingRow}>
        <h2 className={styles.heading}>
          {run.kind === 'orders' ? (
            <Plural value={affected} one="# order has a problem" other="# orders have problems" />
          ) : (
            <Plural value={affected} one="# record has a problem" other="# records have problems" />
          )}{' '}
          <small>
            <Trans>each with its place in the file</Trans>
          </small>
        </h2>
        <Button kind="quiet" onPress={save}>
          <Download aria-hidden="true" />
          <Trans>Problem list</Trans>
        </Button>
      </div>
      <table className={styles.grid} data-problems>
        <thead>
          <tr>
            <th scope="col" className={styles.right}>
              <Trans>Row</Trans>
            </th>
            <th scope="col">
              <Trans>Column</Trans>
            </th>
            <th scope="col">
              <Trans>Found in the file</Trans>
            </th>
            <th scope="col">
              <Trans>Expected</Trans>
            </th>
            <th scope="col" className={styles.right}>
              <Trans>Belongs to</Trans>
            </th>
          </tr>
        </thead>
        <tbody>
          {run.problems.slice(0, SHOWN).map((problem, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: one place of a file may have several problems
            <ProblemRow key={index} problem={problem} />
          ))}
        </tbody>
      </table>
      {run.problemCount > SHOWN ? (
        <p className={styles.muted}>
          <Plural
            value={run.problemCount - SHOWN}
            one="# more is in the problem list"
            other="# more are in the problem list"
          />
        </p>
      ) : null}
    </section>
  )
}

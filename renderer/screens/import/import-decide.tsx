import { Plural, Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { ImportRun } from '../../../contract/station/imports.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { useKeys } from '../../office/use-keys.ts'
import { go } from '../../router.ts'
import { Mark } from '../../ui/marks.tsx'
import { Button } from '../../ui/office/button.tsx'
import { ProgressBar } from '../../ui/office/record.tsx'
import styles from './import.module.css'
import { closeFile, stop, take } from './import-store.ts'
import { Counts, Ticks } from './import-ticks.tsx'

/** Records that a run would write: new ones, matched later or not, and changed ones. */
export function takeable({ counts }: Pick<ImportRun, 'counts'>): number {
  return (counts.good ?? 0) + (counts.match ?? 0) + (counts.update ?? 0)
}

/** Records that become a visible difference for a person to decide. */
function differing({ counts }: ImportRun): number {
  return counts.difference ?? 0
}

function Step({ done, children }: { done: boolean; children: ReactNode }) {
  return (
    <span className={done ? styles.stepDone : styles.step}>
      <Mark kind={done ? 'ok' : 'waiting'} size={16} px />
      {children}
    </span>
  )
}

function Buttons({ run, ready }: { run: ImportRun; ready: boolean }) {
  const count = takeable(run) + differing(run)
  const problems = run.counts.problem ?? 0
  const can = ready && count > 0
  useKeys({ Enter: () => (can ? take(false) : false) })
  return (
    <div className={styles.buttons}>
      <div className={styles.buttonRow}>
        <Button kind="primary" tall isDisabled={!can} onPress={() => take(false)} hint="Enter">
          {run.kind === 'orders' ? (
            problems > 0 ? (
              <Plural value={count} one="Take the # good order" other="Take the # good orders" />
            ) : (
              <Plural value={count} one="Take # order" other="Take # orders" />
            )
          ) : problems > 0 ? (
            <Plural value={count} one="Take the # good record" other="Take the # good records" />
          ) : (
            <Plural value={count} one="Take # record" other="Take # records" />
          )}
        </Button>
        <Button kind="danger" onPress={closeFile}>
          <Trans>Refuse the whole file</Trans>
        </Button>
      </div>
      <p className={styles.muted}>
        {count === 0 ? (
          problems > 0 ? (
            <Trans>Mend the file, then choose it again.</Trans>
          ) : (
            <Trans>Everything in it is here already.</Trans>
          )
        ) : problems > 0 ? (
          <Plural
            value={problems}
            one="# with a problem is left out and listed"
            other="# with problems are left out and listed"
          />
        ) : (
          <Trans>Nothing is left out.</Trans>
        )}
      </p>
    </div>
  )
}

/** The dry run's result and what can be done with it. */
export function Decide({ run, mapped }: { run: ImportRun; mapped: boolean }) {
  const format = useFormat()
  const rows = format.number(run.rowsRead)
  const checked = format.number(Object.values(run.counts).reduce((sum, count) => sum + count, 0))
  const reading = run.phase === 'checking'
  const wanted = format.number(takeable(run) + differing(run))
  if (reading)
    return (
      <div className={styles.decide}>
        <div>
          <ProgressBar
            title={<Trans>Reading the file</Trans>}
            done={run.bytesRead}
            total={run.bytesTotal}
            count={<Trans>{rows} rows, nothing is written yet</Trans>}
            onCancel={stop}
          />
          <Ticks ticks={run.ticks} />
        </div>
      </div>
    )
  return (
    <div className={styles.decide} data-phase={run.phase}>
      <div className={styles.decideLeft}>
        <Counts run={run} />
        <Ticks ticks={run.ticks} />
        <div className={styles.steps}>
          <Step done>
            <Trans>{rows} rows read</Trans>
          </Step>
          <Step done={run.phase === 'checked'}>
            <Trans>{checked} checked</Trans>
          </Step>
          <Step done={false}>
            <Trans>0 of {wanted} taken</Trans>
          </Step>
        </div>
      </div>
      <Buttons run={run} ready={run.phase === 'checked' && mapped} />
    </div>
  )
}

function ResultTitle({ run }: { run: ImportRun }) {
  return (
    <h2>
      <Mark kind={run.phase === 'taken' ? 'ok' : 'warning'} size={28} px />
      {run.phase === 'cancelled' ? (
        <Plural value={run.taken} one="Stopped; # was taken and stays" other="Stopped; # were taken and stay" />
      ) : run.phase === 'failed' ? (
        <Plural
          value={run.taken}
          one="Stopped by a failure; # was taken and stays"
          other="Stopped by a failure; # were taken and stay"
        />
      ) : run.kind === 'orders' ? (
        <Plural value={run.taken} one="# order taken" other="# orders taken" />
      ) : (
        <Plural value={run.taken} one="# record taken" other="# records taken" />
      )}
    </h2>
  )
}

function ResultFacts({ run }: { run: ImportRun }) {
  const same = run.counts.same ?? 0
  const problems = run.counts.problem ?? 0
  const match = run.counts.match ?? 0
  return (
    <ul className={styles.facts}>
      {run.changed > 0 ? (
        <li>
          <Plural value={run.changed} one="# changed" other="# changed" />
        </li>
      ) : null}
      {same > 0 ? (
        <li>
          <Plural
            value={same}
            one="# was here already and stayed as it is"
            other="# were here already and stayed as they are"
          />
        </li>
      ) : null}
      {differing(run) > 0 ? (
        <li>
          <Plural
            value={differing(run)}
            one="# is in work and differs: compare it in Orders"
            other="# are in work and differ: compare them in Orders"
          />
        </li>
      ) : null}
      {match > 0 ? (
        <li>
          <Plural value={match} one="# needs a match in Orders" other="# need a match in Orders" />
        </li>
      ) : null}
      {problems > 0 ? (
        <li>
          <Plural
            value={problems}
            one="# was left out; see the problem list"
            other="# were left out; see the problem list"
          />
        </li>
      ) : null}
    </ul>
  )
}

/** The import while it runs, and what became of it. */
export function Taking({ run }: { run: ImportRun }) {
  const format = useFormat()
  const total = takeable(run) + differing(run)
  const taken = format.number(run.taken)
  const all = format.number(total)
  const running = run.phase === 'taking'
  useKeys({ Enter: () => (run.kind === 'orders' ? go('/orders') : closeFile()) }, !running)
  if (running)
    return (
      <div className={styles.decide} data-phase={run.phase}>
        <div>
          <ProgressBar
            title={<Trans>Taking</Trans>}
            done={run.taken}
            total={total}
            count={
              <Trans>
                {taken} of {all}; scanning goes on meanwhile
              </Trans>
            }
            onCancel={stop}
          />
          <Ticks ticks={run.ticks} />
        </div>
      </div>
    )
  const match = run.counts.match ?? 0
  return (
    <div className={styles.decide} data-phase={run.phase} role="status">
      <div className={styles.result}>
        <ResultTitle run={run} />
        <ResultFacts run={run} />
      </div>
      <div className={styles.buttonRow}>
        {run.kind === 'orders' ? (
          <Button
            kind="primary"
            tall
            onPress={() => go(match > 0 ? '/orders?state=needs_match' : '/orders')}
            hint="Enter"
          >
            <Trans>Go to Orders</Trans>
          </Button>
        ) : null}
        <Button onPress={closeFile}>
          <Trans>Another file</Trans>
        </Button>
      </div>
    </div>
  )
}

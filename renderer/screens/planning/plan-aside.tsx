import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { PlanPreview, PlanRun } from '../../../contract/station/planning.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { useCarrierName } from '../../office/use-carrier-name.ts'
import { useNow } from '../../office/use-now.ts'
import { go } from '../../router.ts'
import { Mark } from '../../ui/marks.tsx'
import { Button, TextButton } from '../../ui/office/button.tsx'
import { Grow } from '../../ui/office/shell.tsx'
import { phaseMark } from './kept-plans.tsx'
import { PHASE_WORDS, STRATEGY_WORDS } from './plan-words.ts'
import styles from './preview.module.css'
import { metresOf, minutesOf, savingsOf } from './savings.ts'

const SOON_MS = 3_600_000

/** When the first order must leave, with whom, and how long that still is. */
function CutOff({ shipBy, carriers }: Pick<PlanPreview, 'shipBy' | 'carriers'>) {
  const format = useFormat()
  const carrierName = useCarrierName()
  const now = useNow()
  if (shipBy === null) return <>–</>
  const left = shipBy - now
  const [only] = carriers
  const isToday = format.date(shipBy) === format.date(now)
  return (
    <span className={styles.cutOff}>
      {carriers.length === 1 && only !== undefined ? `${carrierName(only)} ` : ''}
      {isToday ? format.time(shipBy) : format.dateTime(shipBy)}
      {left < 0 ? (
        <span className={styles.late}>
          <Mark kind="error" size={16} px />
          <Trans>late</Trans>
        </span>
      ) : left < 48 * SOON_MS ? (
        <span className={left < SOON_MS ? styles.soon : ''}>
          {left < SOON_MS ? <Mark kind="soon" size={16} px /> : null}
          <Trans>{format.countdown(left)} left</Trans>
        </span>
      ) : null}
    </span>
  )
}

/** The plan's name, where it stands, and what it is made of. */
export function PlanHead({ run, preview }: { run: PlanRun; preview: PlanPreview }) {
  const { t } = useLingui()
  const format = useFormat()
  const { createdAt, phase, planId, request, release } = run
  return (
    <header className={styles.sideHead}>
      <div className={styles.sideTitle}>
        <h2>{release?.number ?? <Trans>Plan {format.time(createdAt)}</Trans>}</h2>
        <span className={styles.phase}>
          <Mark kind={phaseMark(phase)} size={16} px />
          {t(PHASE_WORDS[phase])}
        </span>
        <Grow />
        <Button kind="quiet" onPress={() => go(`/planning?from=${encodeURIComponent(planId)}`)}>
          <Trans>Change…</Trans>
        </Button>
      </div>
      <dl className={styles.facts}>
        <div>
          <dt>
            <Trans>First must leave by</Trans>
          </dt>
          <dd>
            <CutOff shipBy={preview.shipBy} carriers={preview.carriers} />
          </dd>
        </div>
        <div>
          <dt>
            <Trans>Orders</Trans>
          </dt>
          <dd>{format.number(preview.orders)}</dd>
        </div>
        <div>
          <dt>
            <Trans>Lines / units</Trans>
          </dt>
          <dd>
            {format.number(preview.lines)} / {format.number(preview.units)}
          </dd>
        </div>
        <div>
          <dt>
            <Trans>Put together</Trans>
          </dt>
          <dd>{t(STRATEGY_WORDS[request.strategy ?? 'cluster'].name)}</dd>
        </div>
      </dl>
    </header>
  )
}

/** Both ways through all batches side by side, and what the exact one saves. */
function Compare({ preview }: { preview: PlanPreview }) {
  const format = useFormat()
  const { distanceMm, baselineMm, seconds, baselineSeconds } = preview
  const savings = savingsOf(preview)
  if (distanceMm === null || baselineMm === null || savings === null)
    return (
      <div className={styles.compare}>
        <div className={styles.way}>
          <b>
            <Trans>Working time</Trans>
          </b>
          <b className={styles.figure}>
            <Trans>{format.number(minutesOf(seconds))} min</Trans>
          </b>
        </div>
      </div>
    )
  const sign = (value: number, digits = 0): string =>
    `${value < 0 ? '−' : value > 0 ? '+' : ''}${format.number(Math.abs(value), digits)}`
  return (
    <div className={styles.compare} data-part="savings">
      <div className={styles.ways}>
        <div className={styles.pair}>
          <span>
            <Trans>S-shape</Trans>
          </span>
          <svg className={styles.wayBar} aria-hidden="true">
            <rect className={styles.openBar} width="100%" height="12" />
          </svg>
          <span className={styles.figure}>{format.number(metresOf(baselineMm))} m</span>
          <span className={styles.figure}>
            <Trans>{format.number(minutesOf(baselineSeconds))} min</Trans>
          </span>
        </div>
        <div className={styles.pair}>
          <b>
            <Trans>Exact tour</Trans>
          </b>
          <svg className={styles.wayBar} aria-hidden="true">
            <rect className={styles.fullBar} width={`${Math.min(100, (100 * distanceMm) / baselineMm)}%`} height="12" />
          </svg>
          <b className={styles.figure}>{format.number(metresOf(distanceMm))} m</b>
          <b className={styles.figure}>
            <Trans>{format.number(minutesOf(seconds))} min</Trans>
          </b>
        </div>
      </div>
      <p className={styles.saved}>
        <Trans>
          {sign(savings.metres)} m, {sign(savings.percent, 1)} %, {sign(savings.minutes)} min
        </Trans>
      </p>
    </div>
  )
}

/** What was left out, and what the tours come to. */
export function PlanTotals({ preview, onLeftOut }: { preview: PlanPreview; onLeftOut: () => void }) {
  return (
    <>
      {preview.leftOutCount === 0 ? null : (
        <div className={styles.leftOut} data-part="left-out">
          <span className={styles.warn}>
            <Mark kind="warning" size={16} px />
          </span>
          <span>
            <Plural value={preview.leftOutCount} one="# order left out" other="# orders left out" />
          </span>
          <Grow />
          <TextButton onPress={onLeftOut}>
            <Trans>Show</Trans>
          </TextButton>
        </div>
      )}
      <Compare preview={preview} />
    </>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useFormat } from '../../i18n/use-format.ts'
import styles from './pack.module.css'
import { HeroNumber, Marked } from './text.tsx'

type ScaleNeedleProps = {
  /** What the carton should weigh, in grams. */
  theoryGrams: number
  /** What the scale says; null before anything was weighed. */
  measuredGrams: number | null
  /** How far off is still right, in grams. */
  toleranceGrams: number
  /** Where the weight comes from; 'On the scale' unless told. */
  source?: ReactNode
  /** Leaves the needle away where an error needs the room. */
  figureOnly?: boolean
  /** Sets the weight as the largest figure of the screen. */
  large?: boolean
}

/** The scale: the weight as a figure, and as a needle in its tolerance. */
export function ScaleNeedle(props: ScaleNeedleProps) {
  const { theoryGrams, measuredGrams, toleranceGrams, source, figureOnly = false, large = false } = props
  const { t } = useLingui()
  const format = useFormat()
  const off = measuredGrams === null ? 0 : measuredGrams - theoryGrams
  const within = Math.abs(off) <= toleranceGrams
  const theory = format.weight(theoryGrams)
  const amount = format.weight(Math.abs(off))
  const tolerance = format.weight(toleranceGrams)
  const x = 224 + Math.min(215, Math.max(-215, (off / Math.max(1, toleranceGrams)) * 100))
  const shown = measuredGrams === null ? null : format.weightParts(measuredGrams)
  return (
    <div className={styles.weighing} data-scale={measuredGrams === null ? 'none' : within ? 'within' : 'off'}>
      <div className={styles.between}>
        <span className={styles.muted}>{source ?? <Trans>On the scale</Trans>}</span>
        <span className={styles.muted}>
          <Trans>Theory {theory}</Trans>
        </span>
      </div>
      <div className={styles.between}>
        <HeroNumber size={large ? 'xxl' : 'xl'} apart value={shown?.value ?? '–'} unit={shown?.unit ?? ''} />
        {measuredGrams === null ? null : (
          <Marked kind={within ? 'ok' : 'warning'}>
            <b>{off < 0 ? <Trans>{amount} under</Trans> : <Trans>{amount} over</Trans>}</b>
          </Marked>
        )}
      </div>
      {figureOnly ? null : (
        <svg
          className={styles.scale}
          viewBox="0 0 448 70"
          role="img"
          aria-label={
            off < 0 ? t`${amount} under theory, allowed ${tolerance}` : t`${amount} over theory, allowed ${tolerance}`
          }
        >
          <path d="M0 26H448" stroke="var(--muted)" strokeWidth="2" />
          <rect x="124" y="16" width="200" height="20" fill="var(--fill)" stroke="var(--muted)" strokeWidth="2" />
          <path d="M224 12V40" stroke="var(--ink)" strokeWidth="2" />
          {measuredGrams === null ? null : <path d={`M${x} 16l-9 -15h18z`} fill="var(--ink)" />}
          <text x="124" y="62">
            −{tolerance}
          </text>
          <text x="324" y="62">
            +{tolerance}
          </text>
        </svg>
      )}
    </div>
  )
}

import type { CSSProperties } from 'react'
import { cx } from '../cx.ts'
import { InlineSvg } from '../inline-svg.tsx'
import styles from './entry.module.css'

type LabelPreviewProps = {
  /** The label as an SVG document; only its shapes and words are drawn, so nothing inside it can run. */
  svg: string
  widthMm: number
  heightMm: number
  /** What the picture says to someone who cannot see it. */
  label: string
}

/** A label as it will leave the printer, between its measures. */
export function LabelPreview({ svg, widthMm, heightMm, label }: LabelPreviewProps) {
  return (
    <div className={styles.label} data-label-preview>
      <span className={cx(styles.measure, styles.tall)}>{heightMm} mm</span>
      <div className={styles.paper} style={{ '--ratio': `${widthMm} / ${heightMm}` } as CSSProperties}>
        <InlineSvg svg={svg} label={label} />
      </div>
      <span className={cx(styles.measure, styles.wide)}>{widthMm} mm</span>
    </div>
  )
}

import { type CSSProperties, useEffect, useState } from 'react'
import { cx } from '../cx.ts'
import styles from './entry.module.css'

type LabelPreviewProps = {
  /** The label as an SVG document; shown as an image, so nothing inside it can run. */
  svg: string
  widthMm: number
  heightMm: number
  /** What the picture says to someone who cannot see it. */
  label: string
}

/** A label as it will leave the printer, between its measures. */
export function LabelPreview({ svg, widthMm, heightMm, label }: LabelPreviewProps) {
  const [url, setUrl] = useState<string | null>(null)
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }))
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [svg])
  return (
    <div className={styles.label} data-label-preview>
      <span className={cx(styles.measure, styles.tall)}>{heightMm} mm</span>
      <div className={styles.paper} style={{ '--ratio': `${widthMm} / ${heightMm}` } as CSSProperties}>
        {url === null ? null : <img src={url} alt={label} />}
      </div>
      <span className={cx(styles.measure, styles.wide)}>{widthMm} mm</span>
    </div>
  )
}

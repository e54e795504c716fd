import { Trans, useLingui } from '@lingui/react/macro'
import type { CSSProperties } from 'react'
import type { TemplatePreview } from '../../../contract/station/templates.ts'
import type { TemplateElement } from '../../../domain/template.ts'
import { InlineSvg } from '../../ui/inline-svg.tsx'
import { Segmented } from '../../ui/office/choice-controls.tsx'
import styles from './templates.module.css'

type PreviewProps = {
  readonly preview: TemplatePreview | undefined
  readonly language: 'ko' | 'en'
  readonly onLanguage: (language: 'ko' | 'en') => void
  /** The element that is being edited. */
  readonly chosen: TemplateElement | undefined
}

function frameOf(element: TemplateElement): { x: number; y: number; widthMm: number; heightMm: number } {
  if (element.kind !== 'line') return element.box
  const { x1, y1, x2, y2 } = element
  return { x: Math.min(x1, x2), y: Math.min(y1, y2), widthMm: Math.abs(x2 - x1), heightMm: Math.abs(y2 - y1) }
}

/** The label as it will be printed, with invented values, and a frame around the element that is being edited. */
export function PreviewPane({ preview, language, onLanguage, chosen }: PreviewProps) {
  const { t } = useLingui()
  const { widthMm = 0, heightMm = 0 } = preview ?? {}
  const share = (part: number, whole: number) => `${(part / whole) * 100}%`
  const frame = chosen && frameOf(chosen)
  return (
    <section className={styles.preview} aria-label={t`Preview`}>
      <Segmented
        label={t`Language of the print`}
        options={[
          { id: 'ko', name: '한국어' },
          { id: 'en', name: 'English' },
        ]}
        value={language}
        onChange={(id) => onLanguage(id === 'en' ? 'en' : 'ko')}
      />
      {preview?.svg ? (
        <div className={styles.paper} style={{ '--ratio': `${widthMm} / ${heightMm}` } as CSSProperties}>
          <InlineSvg svg={preview.svg} label={t`The label with invented values`} />
          {frame === undefined ? null : (
            <span
              className={styles.frame}
              style={{
                left: share(frame.x, widthMm),
                top: share(frame.y, heightMm),
                width: share(frame.widthMm, widthMm),
                height: share(frame.heightMm, heightMm),
              }}
            />
          )}
        </div>
      ) : null}
      {preview?.svg ? (
        <p className={styles.muted}>
          {widthMm} × {heightMm} mm
        </p>
      ) : null}
      {preview === undefined || preview.small.length === 0 ? null : (
        <p className={styles.muted}>
          <Trans>Too small to read well: {preview.small.join(', ')}</Trans>
        </p>
      )}
    </section>
  )
}

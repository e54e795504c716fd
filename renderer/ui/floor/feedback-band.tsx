import { Trans } from '@lingui/react/macro'
import { ArrowRight, X } from 'lucide-react'
import { type CSSProperties, type ReactNode, useEffect, useId, useRef } from 'react'
import { Button } from 'react-aria-components'
import { CodeChip } from './action-bar.tsx'
import styles from './band.module.css'
import { differingDigits } from './differing-digits.ts'
import { Picture } from './picture.tsx'

/** One side of a comparison: what was scanned or what was expected. */
export type CompareSide = {
  /** As in the item's own picture; null draws its initials. Leave out for things without a picture (totes, locations). */
  picture?: string | null
  name: string
  /** The characters people compare: the last four digits, a tote or a location code. */
  code: string
  /** The word above the name; 'Scanned' and 'Expected' unless the screen knows a better verb. */
  tag?: ReactNode
}

/** What the station answers to a scan, ready to be shown. */
export type Feedback = {
  /** New for every answer (the scan's id), so that the same answer twice is seen twice. */
  id: string
  tone: 'ok' | 'last' | 'done' | 'info' | 'warning' | 'error'
  /** Names what was scanned and what is wrong with it. */
  title: ReactNode
  /** What to do about it. */
  advice?: ReactNode
  /** The same in every language, read to each other on the phone: 'E-PCK-009'. */
  code?: string
  compare?: { scanned: CompareSide; expected: CompareSide }
  /** Where the error asks which of several things was meant: a button for each, with its command code. */
  choices?: readonly { id: string; label: ReactNode; code: string; onChoose: () => void }[]
  /** The one way out of an error: a button that names the physical act, and its command code. */
  acknowledge?: { label: ReactNode; code?: string; onAcknowledge: () => void }
}

const bandOf: Readonly<Record<Feedback['tone'], string>> = {
  ok: 'var(--ok)',
  last: 'var(--ok)',
  done: 'var(--ok)',
  info: 'var(--info)',
  warning: 'var(--warn)',
  error: 'var(--error)',
}

function Shape({ tone }: { tone: Feedback['tone'] }) {
  const stroke = { fill: 'none', stroke: 'var(--band)', strokeWidth: 10, strokeLinecap: 'round' } as const
  return (
    <svg className={styles.shape} viewBox="0 0 88 88" aria-hidden="true" fill="var(--on-band)">
      {tone === 'error' ? (
        <>
          <path d="M27 4h34l23 23v34L61 84H27L4 61V27z" />
          <path d="M30 30l28 28M58 30L30 58" {...stroke} />
        </>
      ) : tone === 'warning' ? (
        <>
          <path d="M44 8L84 80H4z" stroke="var(--on-band)" strokeWidth="6" strokeLinejoin="round" />
          <path d="M44 33v20M44 67v.5" {...stroke} />
        </>
      ) : (
        <>
          <circle cx="44" cy="44" r="40" />
          <path d={tone === 'info' ? 'M44 41v22M44 26v.5' : 'M26 45l13 13 24-28'} strokeLinejoin="round" {...stroke} />
        </>
      )}
    </svg>
  )
}

function Digits({ code, other }: { code: string; other: string }) {
  return (
    <div className={styles.digits}>
      {differingDigits(code, other).map(({ text, differs }, index) =>
        // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one code have no identity but their place
        differs ? <mark key={index}>{text}</mark> : <span key={index}>{text}</span>,
      )}
    </div>
  )
}

function Side({ side, other, which }: { side: CompareSide; other: CompareSide; which: 'scanned' | 'expected' }) {
  return (
    <div className={side.picture === undefined ? `${styles.side} ${styles.bare}` : styles.side} data-side={which}>
      {side.picture === undefined ? null : <Picture picture={side.picture} name={side.name} />}
      <div>
        <span className={styles.tag}>
          {which === 'scanned' ? <X aria-hidden="true" /> : <ArrowRight aria-hidden="true" />}
          {side.tag ?? (which === 'scanned' ? <Trans>Scanned</Trans> : <Trans>Expected</Trans>)}
        </span>
        <b className={styles.name}>{side.name}</b>
        <Digits code={side.code} other={other.code} />
      </div>
    </div>
  )
}

/** The band that takes the scan slot's place: shape, sentence, what to do, and for an error its only way out. */
export function FeedbackBand({ feedback }: { feedback: Feedback }) {
  const { tone, title, advice, compare, choices = [], acknowledge, code } = feedback
  const titleId = useId()
  const band = useRef<HTMLElement>(null)
  const blocking = tone === 'error'
  useEffect(() => {
    // The band itself takes the focus, never its button: a scanner's Enter must not acknowledge anything.
    if (blocking) band.current?.focus({ preventScroll: true })
  }, [blocking])
  return (
    <section
      ref={band}
      className={styles.band}
      style={{ '--band': bandOf[tone] } as CSSProperties}
      role={blocking ? 'alertdialog' : 'status'}
      aria-labelledby={titleId}
      tabIndex={-1}
      data-feedback={tone}
      data-code={code}
    >
      <div className={styles.head}>
        <Shape tone={tone} />
        <div>
          <div className={styles.title} id={titleId}>
            {title}
          </div>
          {advice === undefined ? null : <div className={styles.advice}>{advice}</div>}
        </div>
        {code === undefined ? null : <span className={styles.code}>{code}</span>}
      </div>
      {compare === undefined ? null : (
        <div className={styles.versus}>
          <Side side={compare.scanned} other={compare.expected} which="scanned" />
          <Side side={compare.expected} other={compare.scanned} which="expected" />
        </div>
      )}
      {choices.map((choice) => (
        <Button
          key={choice.id}
          className={styles.acknowledge ?? ''}
          onPress={choice.onChoose}
          data-action="choose"
          data-choice={choice.id}
        >
          <span>{choice.label}</span>
          <CodeChip code={choice.code} />
        </Button>
      ))}
      {acknowledge === undefined ? null : (
        <Button
          className={styles.acknowledge ?? ''}
          onPress={acknowledge.onAcknowledge}
          data-action="acknowledge"
          aria-keyshortcuts="F8"
        >
          <span>{acknowledge.label}</span>
          {acknowledge.code === undefined ? null : <CodeChip code={acknowledge.code} />}
        </Button>
      )}
      {acknowledge === undefined ? null : <AcknowledgeKey onAcknowledge={acknowledge.onAcknowledge} />}
    </section>
  )
}

/** F8 acknowledges: a key that no scanner sends and no hand hits by chance. */
function AcknowledgeKey({ onAcknowledge }: { onAcknowledge: () => void }) {
  const latest = useRef(onAcknowledge)
  latest.current = onAcknowledge
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.key !== 'F8' || event.repeat) return
      event.preventDefault()
      latest.current()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [])
  return null
}

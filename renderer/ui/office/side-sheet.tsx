import { useLingui } from '@lingui/react/macro'
import { ChevronDown, ChevronUp, X } from 'lucide-react'
import { type ReactNode, useEffect, useId } from 'react'
import { cx } from '../cx.ts'
import { Mark } from '../marks.tsx'
import { Button } from './button.tsx'
import styles from './overlay.module.css'

type SideSheetProps = {
  title: ReactNode
  /** Beside the title: a StateMark. */
  state?: ReactNode
  /** Label and value pairs under the title. */
  facts?: readonly { id: string; label: ReactNode; value: ReactNode }[]
  /** The one next step, on its own band. */
  todo?: { tone?: 'warning' | 'error'; text: ReactNode; action?: ReactNode }
  children: ReactNode
  /** The row of buttons at the foot. */
  actions?: ReactNode
  onClose: () => void
  onPrevious?: () => void
  onNext?: () => void
}

/** The record's whole story at the right edge of the work area (which must be the shell's). Escape closes it. */
export function SideSheet(props: SideSheetProps) {
  const { title, state, facts = [], todo, children, actions, onClose, onPrevious, onNext } = props
  const { t } = useLingui()
  const titleId = useId()
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && !event.defaultPrevented && document.querySelector('[aria-modal="true"]') === null)
        onClose()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [onClose])
  return (
    <aside className={styles.sheet} aria-labelledby={titleId} data-sheet>
      <header className={styles.head}>
        <div className={styles.headRow}>
          <div className={styles.headName}>
            <h2 className={styles.number} id={titleId}>
              {title}
            </h2>
            {state}
          </div>
          {onPrevious === undefined ? null : (
            <Button kind="quiet" square onPress={onPrevious} aria-label={t`Previous`}>
              <ChevronUp aria-hidden="true" />
            </Button>
          )}
          {onNext === undefined ? null : (
            <Button kind="quiet" square onPress={onNext} aria-label={t`Next`}>
              <ChevronDown aria-hidden="true" />
            </Button>
          )}
          <Button kind="quiet" onPress={onClose} hint="Esc">
            <X aria-hidden="true" />
            <span className="visually-hidden">{t`Close`}</span>
          </Button>
        </div>
        {facts.length === 0 ? null : (
          <dl className={styles.facts}>
            {facts.map((fact) => (
              <div key={fact.id}>
                <dt>{fact.label}</dt>
                <dd>{fact.value}</dd>
              </div>
            ))}
          </dl>
        )}
      </header>
      {todo === undefined ? null : (
        <div className={cx(styles.todo, todo.tone === 'error' && styles.error)}>
          <Mark kind={todo.tone ?? 'warning'} size={24} px />
          <div className={styles.grow}>{todo.text}</div>
          {todo.action}
        </div>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll region must be reachable by keyboard */}
      <section className={styles.content} aria-labelledby={titleId} tabIndex={0}>
        {children}
      </section>
      {actions === undefined ? null : <div className={styles.acts}>{actions}</div>}
    </aside>
  )
}

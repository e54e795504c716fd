import { type ReactNode, useEffect } from 'react'
import { cx } from '../cx.ts'
import { useScrollable } from '../use-scrollable.ts'
import styles from './screen.module.css'

type FloorScreenProps = {
  /** The noun of the screen and the step of its bench state, for tests and for styles of a step. */
  screen: string
  step: string
  strip: ReactNode
  /** What to do now; ends with a ScanArea (or a ScanSlot). */
  children: ReactNode
  /** Absent: Now takes the whole width. */
  evidence?: ReactNode
  /**
   * `item` spreads a pick's evidence over the height and takes two columns in portrait; `spread` only spreads; `plain` stacks from
   * the top; `flush` centres on a grey ground.
   */
  evidenceLayout?: 'item' | 'spread' | 'plain' | 'flush'
  actions: ReactNode
}

/** A floor screen: strip, now, evidence and actions, always in the same place. Portrait stacks Now over Evidence. */
export function FloorScreen(props: FloorScreenProps) {
  const { screen, step, strip, children, evidence, evidenceLayout = 'item', actions } = props
  const now = useScrollable<HTMLElement>()
  const aside = useScrollable<HTMLElement>()
  useEffect(() => {
    document.documentElement.dataset.ready = `${screen}:${step}`
  }, [screen, step])
  return (
    <div className={styles.frame} data-screen={screen} data-step={step}>
      <div className={styles.screen}>
        <header className={styles.strip} data-region="strip">
          {strip}
        </header>
        <main ref={now} className={cx(styles.now, evidence === undefined && styles.whole)} data-region="now">
          {children}
        </main>
        {evidence === undefined ? null : (
          <aside ref={aside} className={cx(styles.evidence, styles[evidenceLayout])} data-region="evidence">
            {evidence}
          </aside>
        )}
        <nav className={styles.actions} data-region="actions">
          {actions}
        </nav>
      </div>
    </div>
  )
}

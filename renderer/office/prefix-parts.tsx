import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import styles from './prefix-parts.module.css'
import { svgAddress } from './svg-address.ts'

type Part = { readonly part: 'ai' | 'extension' | 'prefix' | 'serial' | 'check'; readonly text: string }

function Word({ part }: { part: Part['part'] }): ReactNode {
  switch (part) {
    case 'ai':
      return <Trans>SSCC</Trans>
    case 'extension':
      return <Trans>ext.</Trans>
    case 'prefix':
      return <Trans>your prefix</Trans>
    case 'serial':
      return <Trans>counts up</Trans>
    case 'check':
      return <Trans>check</Trans>
  }
}

/** A carton number taken apart, with its bars. */
export function PrefixParts({ parts, svg }: { parts: readonly Part[]; svg: string | null }) {
  return (
    <figure className={styles.figure}>
      <figcaption>
        <Trans>Your first carton</Trans>
      </figcaption>
      <div className={styles.parts}>
        {parts.map(({ part, text }) => (
          <div
            key={part}
            data-part={part}
            className={part === 'prefix' ? styles.prefix : part === 'ai' ? styles.ai : undefined}
          >
            <b>{text}</b>
            <span>
              <Word part={part} />
            </span>
          </div>
        ))}
      </div>
      {svg === null ? null : (
        <img
          className={styles.bars}
          src={svgAddress(svg.replace('<svg ', '<svg preserveAspectRatio="none" '))}
          alt=""
        />
      )}
    </figure>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useState } from 'react'
import { Button } from 'react-aria-components'
import type { Suggestion } from '../../contract/station/site.ts'
import { api } from '../api.ts'
import { useScanActions } from '../scan/scan-provider.tsx'
import { cx } from '../ui/cx.ts'
import { Text } from '../ui/floor/text.tsx'
import { Mark } from '../ui/marks.tsx'
import styles from './floor.module.css'
import { suggestionCode, suggestionTitle } from './suggestion-words.ts'
import { useObjectUrl } from './use-object-url.ts'

/** As many as fit at 1280 × 800: gloves do not scroll. */
const MOST = 5
const MOST_RIGHT = 4

function Bars({ svg }: { svg: string }) {
  const address = useObjectUrl(svg, 'image/svg+xml')
  return <span className={styles.bars}>{address === null ? null : <img src={address} alt="" />}</span>
}

function SuggestionButton({ suggestion, onPress }: { suggestion: Suggestion; onPress: () => void }) {
  const { i18n } = useLingui()
  const { code, right, svg } = suggestion
  const title = suggestionTitle(suggestion, i18n)
  return (
    <li>
      <Button
        className={cx(styles.suggestion, !right && styles.wrong)}
        onPress={onPress}
        data-suggestion={code}
        data-right={right}
      >
        <span className={styles.suggested}>
          <Mark kind={right ? 'ok' : 'error'} />
          <span>
            <b>{title}</b>
            {title === code ? null : <small>{suggestionCode(code)}</small>}
          </span>
        </span>
        <Bars svg={svg} />
      </Button>
    </li>
  )
}

type TrainingPanelProps = {
  screen: 'sign-in' | 'picking' | 'packing' | 'shipping'
  /** Changes with every answer, so that the suggestions are asked for again. */
  turn: string
}

/** Practice without a scanner: what could sensibly be scanned now, right and wrong, as buttons and as bars to scan. */
export function TrainingPanel({ screen, turn }: TrainingPanelProps) {
  const { t } = useLingui()
  const { emit } = useScanActions()
  const [suggestions, setSuggestions] = useState<readonly Suggestion[]>([])
  // biome-ignore lint/correctness/useExhaustiveDependencies: `turn` says that the bench has moved on
  useEffect(() => {
    const over = new AbortController()
    api.site
      .suggestions({ screen }, { signal: over.signal })
      .then(setSuggestions)
      .catch(() => {
        // The panel is a help; what the station does not answer is said by the screen itself.
      })
    return () => over.abort()
  }, [screen, turn])
  const right = suggestions.filter((suggestion) => suggestion.right).slice(0, MOST_RIGHT)
  const wrong = suggestions.filter((suggestion) => !suggestion.right).slice(0, MOST - right.length)
  const list = (group: readonly Suggestion[], label: string) => (
    <ul className={styles.suggestions} aria-label={label}>
      {group.map((suggestion) => (
        <SuggestionButton key={suggestion.code} suggestion={suggestion} onPress={() => emit(suggestion.code)} />
      ))}
    </ul>
  )
  return (
    <div className={styles.training} data-training>
      <Text size="m" weight="strong" as="h2">
        <Trans>Practice</Trans>
      </Text>
      <Text muted>
        <Trans>Press one, or scan it from the screen.</Trans>
      </Text>
      {right.length === 0 ? (
        <Text muted>
          <Trans>Nothing to scan here: press the button on the left.</Trans>
        </Text>
      ) : (
        list(right, t`Right now`)
      )}
      {wrong.length === 0 ? null : (
        <>
          <Text>
            <Trans>Wrong, to see what happens</Trans>
          </Text>
          {list(wrong, t`Wrong, to see what happens`)}
        </>
      )}
    </div>
  )
}

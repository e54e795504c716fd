import { Trans, useLingui } from '@lingui/react/macro'
import { GraduationCap } from 'lucide-react'
import type { ActionView, SessionView } from '../../contract/station/floor.ts'
import { COMMAND_CODES, type CommandName } from '../../domain/command-code.ts'
import { LetterIcon } from '../ui/floor/action-bar.tsx'
import { type Choice, Choices } from '../ui/floor/choices.tsx'
import { Verb } from '../ui/floor/text.tsx'
import { ActionIcon, actionWord } from './action-words.tsx'
import type { BenchNoun } from './bench-noun.ts'
import styles from './floor.module.css'
import { placesOf } from './floor-places.ts'

type MorePanelProps = {
  session: SessionView
  /** The bench's own actions that found no place in the bar. */
  actions: readonly ActionView[]
  screen: BenchNoun
  press: (name: CommandName, code?: string) => void
}

const commandOfScreen = { picking: 'pickScreen', packing: 'packScreen', shipping: 'shipScreen' } as const

/** What lies behind More: the rest of this step, the other screens of this operator, and the screen itself. Each has its code. */
export function MorePanel({ session, actions, screen, press }: MorePanelProps) {
  const { i18n, t } = useLingui()
  const choice = (name: CommandName, more: Partial<Choice> = {}): Choice => ({
    id: name,
    icon: <ActionIcon name={name} />,
    word: actionWord(name, i18n),
    code: COMMAND_CODES[name],
    onChoose: () => press(name),
    ...more,
  })
  const places = session.operator === null ? [] : placesOf(session.operator.role)
  const korean = i18n.locale === 'ko'
  return (
    <div className={styles.more}>
      <Verb>
        <Trans>More</Trans>
      </Verb>
      <Choices
        label={t`More`}
        choices={[
          ...actions.map(({ name, code, enabled }) =>
            choice(name, { code, disabled: !enabled, onChoose: () => press(name, code) }),
          ),
          ...places.filter(({ command }) => command !== commandOfScreen[screen]).map(({ command }) => choice(command)),
          choice('help', { icon: <GraduationCap aria-hidden="true" />, word: <Trans>Practice</Trans> }),
          choice(korean ? 'english' : 'korean', { icon: <LetterIcon letter={korean ? 'A' : '가'} /> }),
          choice('highContrast'),
          choice('camera'),
        ]}
      />
    </div>
  )
}

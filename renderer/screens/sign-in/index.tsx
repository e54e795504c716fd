import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect } from 'react'
import type { SignInBench } from '../../../contract/station/session.ts'
import { COMMAND_CODES, type CommandName } from '../../../domain/command-code.ts'
import { ActionIcon, actionWord } from '../../floor/action-words.tsx'
import { type Entry, useEntry } from '../../floor/entry.ts'
import { commandOf, runScreenCommand } from '../../floor/local-commands.ts'
import { NotHeard } from '../../floor/not-heard.tsx'
import { shownFeedback } from '../../floor/shown-feedback.ts'
import { watchStation } from '../../floor/station-watch.ts'
import { TrainingPanel } from '../../floor/training-panel.tsx'
import { setTraining, useTraining } from '../../floor/training-store.ts'
import { useLampStates } from '../../floor/use-lamps.tsx'
import { useScan, useScanState, useSounds } from '../../scan/scan-provider.tsx'
import { codeOfScan, stationSource } from '../../scan/scan-source.ts'
import { type Action, ActionBar, LetterIcon } from '../../ui/floor/action-bar.tsx'
import { FloorScreen } from '../../ui/floor/floor-screen.tsx'
import { Keypad } from '../../ui/floor/keypad.tsx'
import { ScanArea } from '../../ui/floor/scan-slot.tsx'
import { Strip } from '../../ui/floor/strip.tsx'
import { Waiting } from '../../ui/office/waiting.tsx'
import { shownTheme, usePreferences } from '../../ui/preferences.ts'
import { BadgeNow, PinNow } from './sign-in-now.tsx'
import { beginSignIn, enter, enterPin, keepLanguage, useSignIn } from './sign-in-store.ts'
import { StationRows } from './station-rows.tsx'

/** The most digits of a PIN. */
export const PIN_LENGTH = 8
const PIN = /^\d{4,8}$/

/** A command about the screen itself; a language that is chosen here stays after signing in. */
function runHere(command: CommandName): boolean {
  if (command === 'korean' || command === 'english') keepLanguage()
  return runScreenCommand(command)
}

/** What comes by the scanner: at the PIN digits are the PIN (a fast keyboard looks like a scanner), else a badge. */
function useBadgeScans(bench: SignInBench | null, help: () => void, entry: Entry): void {
  const scan = useSignIn((state) => state.scan)
  useScan(async (heard) => {
    const { text, source, id } = heard
    const command = commandOf(text)
    if (command === 'help') return help()
    if (command !== null && runHere(command)) return
    entry.scanned(text)
    if (bench?.step === 'pin' && source === 'wedge' && PIN.test(text)) {
      entry.clear()
      await enterPin(text)
      return
    }
    entry.clear()
    const goOn = await scan(codeOfScan(heard), stationSource(source), id)
    return { discardQueue: !goOn }
  })
}

function useEntrance(): void {
  const { bench, feedback, refresh } = useSignIn()
  const sounds = useSounds()
  useEffect(() => {
    const again = (): void => void refresh()
    again()
    window.addEventListener('focus', again)
    return () => window.removeEventListener('focus', again)
  }, [refresh])
  useEffect(() => watchStation(), [])
  useEffect(beginSignIn, [])
  useEffect(() => {
    if (feedback !== null) sounds.play(feedback.tone)
  }, [feedback, sounds])
  const isIn = bench?.step === 'in' ? bench : null
  useEffect(() => {
    if (isIn !== null) void enter(isIn)
  }, [isIn])
}

/** The four actions of sign-in: language, contrast, help. */
function useSignInActions(help: () => void, helping: boolean): Action[] {
  const { i18n } = useLingui()
  const theme = usePreferences((preferences) => preferences.theme)
  const screenCommand = (name: CommandName, more: Partial<Action> = {}): Action => ({
    id: name,
    icon: <ActionIcon name={name} />,
    word: actionWord(name, i18n),
    code: COMMAND_CODES[name],
    onAction: () => void runHere(name),
    ...more,
  })
  const korean = i18n.locale === 'ko'
  return [
    screenCommand('korean', { icon: <LetterIcon letter="가" filled={korean} />, selected: korean }),
    screenCommand('english', { icon: <LetterIcon letter="A" filled={!korean} />, selected: !korean }),
    screenCommand('highContrast', { selected: shownTheme(theme) === 'high-contrast' }),
    screenCommand('help', { onAction: help, selected: helping }),
  ]
}

/** Sign-in: the badge says who, the PIN proves it. */
export default function SignInScreen() {
  const { i18n } = useLingui()
  const state = useSignIn()
  const { bench, dismiss } = state
  const { notice } = useScanState()
  const entry = useEntry(PIN_LENGTH)
  const helping = useTraining((training) => training.on)
  const help = (): void => setTraining(!helping)
  const lamps = useLampStates()
  const actions = useSignInActions(help, helping)
  useBadgeScans(bench, help, entry)
  useEntrance()
  if (bench === null && state.trouble === null) return <Waiting />
  const pin = bench?.step === 'pin'
  const said = { alert: null, feedback: state.feedback, trouble: state.trouble, notice, keepsFeedback: true }
  const feedback = shownFeedback(said, { i18n, dismiss, acknowledge: dismiss, choose: () => undefined })
  const keys = (
    <Keypad
      onDigit={entry.add}
      onDelete={entry.remove}
      onSubmit={() => {
        entry.clear()
        void enterPin(entry.text)
      }}
      submit={<Trans>Sign in</Trans>}
      canSubmit={PIN.test(entry.text)}
    />
  )
  return (
    <FloorScreen
      screen="sign-in"
      step={bench?.step ?? 'unreached'}
      strip={<Strip operator={null} station={bench?.session.station ?? ''} lamps={lamps} />}
      evidence={
        pin ? (
          keys
        ) : helping ? (
          <TrainingPanel screen="sign-in" turn={state.feedback?.id ?? bench?.step ?? ''} />
        ) : (
          <StationRows bench={bench} />
        )
      }
      evidenceLayout="plain"
      actions={<ActionBar actions={actions} />}
    >
      {pin ? <PinNow bench={bench} typed={entry.text.length} calm={feedback === null} /> : <BadgeNow bench={bench} />}
      <ScanArea
        feedback={feedback === null || feedback.tone === 'error' ? withoutButton(feedback) : feedback}
        what={pin ? <Trans>Not you? Scan your badge</Trans> : <Trans>Listening for a badge</Trans>}
        also={
          pin ? (
            <Trans>After too many wrong PINs a lead unlocks</Trans>
          ) : (
            <Trans>Badge forgotten? Ask a lead to scan theirs</Trans>
          )
        }
      />
      <NotHeard />
    </FloorScreen>
  )
}

/** At sign-in nothing has to be put back: the next badge or PIN is the answer to an error. */
function withoutButton(feedback: ReturnType<typeof shownFeedback>): typeof feedback {
  if (feedback === null) return null
  const { acknowledge: _, compare: __, ...rest } = feedback
  return rest
}

import { Trans, useLingui } from '@lingui/react/macro'
import { type ReactNode, useCallback, useEffect, useState } from 'react'
import { useShallow } from 'zustand/react/shallow'
import type { AcceptedKind, ActionView, Feedback, SessionView } from '../../contract/station/floor.ts'
import { COMMAND_CODES, type CommandName } from '../../domain/command-code.ts'
import { useScan, useScanActions, useScanNotice, useSounds } from '../scan/scan-provider.tsx'
import { codeOfScan, stationSource } from '../scan/scan-source.ts'
import { refreshSession } from '../session-store.ts'
import { type Action, ActionBar } from '../ui/floor/action-bar.tsx'
import { FloorScreen } from '../ui/floor/floor-screen.tsx'
import { ScanArea } from '../ui/floor/scan-slot.tsx'
import { type LampState, Strip } from '../ui/floor/strip.tsx'
import { Waiting } from '../ui/office/waiting.tsx'
import { ActionIcon, actionWord } from './action-words.tsx'
import type { BenchNoun } from './bench-noun.ts'
import { CameraPanel } from './camera-panel.tsx'
import type { FloorState, FloorStore } from './floor-store.ts'
import { commandOf, goToPlace, runScreenCommand } from './local-commands.ts'
import { MorePanel } from './more-panel.tsx'
import { NotHeard } from './not-heard.tsx'
import { shownFeedback } from './shown-feedback.ts'
import { lockStation, useStation, watchIdle, watchStation } from './station-watch.ts'
import { TrainingPanel } from './training-panel.tsx'
import { setTraining, useTraining } from './training-store.ts'
import { useLampStates } from './use-lamps.tsx'
import { WaitingScans } from './waiting-scans.tsx'

/** What every bench has in common. */
export type CommonBench = {
  readonly step: string
  readonly session: SessionView
  readonly alert: Feedback | null
  readonly accepts: readonly AcceptedKind[]
  readonly actions: readonly ActionView[]
  /** How much work waits for this bench. */
  readonly waiting: number
}

/** What a screen puts into the regions for its present step. */
export type BenchView = {
  /** What is worked on, for the strip. */
  task?: ReactNode
  now: ReactNode
  evidence?: ReactNode
  evidenceLayout?: 'item' | 'plain' | 'flush'
  /** The scan slot: what is listened for, and what else is accepted. */
  what: ReactNode
  also?: ReactNode
}

type BenchScreenProps<Bench extends CommonBench> = {
  screen: BenchNoun
  store: FloorStore<Bench>
  draw: (bench: Bench) => BenchView
  /** Commands that the page carries out itself at this step (printing); true when it did. */
  intercept?: (command: CommandName) => boolean
  /** Told of every scan before it is sent, so that an entry can give back what leaked of it. */
  onScanned?: (code: string) => void
  /** What the screen knows of a lamp itself; shows in its place unless that one deviates already. */
  lamp?: LampState
}

type Shown<Bench> = Omit<FloorState<Bench>, 'busy' | 'take' | 'fail'>

/** How often an error sounds again until it is acknowledged. */
const ERROR_EVERY_MS = 4_000

/** The sounds of answers: each once, an error again and again until its own action. */
function useAnswerSounds<Bench extends CommonBench>({ feedback, bench, trouble }: Shown<Bench>): void {
  const sounds = useSounds()
  const alertId = bench?.alert?.id ?? null
  useEffect(() => {
    if (feedback !== null && !feedback.block) sounds.play(feedback.name === 'acknowledged' ? 'tick' : feedback.tone)
  }, [feedback, sounds])
  const again = feedback?.block === true ? feedback.id : null
  // biome-ignore lint/correctness/useExhaustiveDependencies: another scan into the error sounds at once
  useEffect(() => (alertId === null ? undefined : sounds.repeat('error', ERROR_EVERY_MS)), [alertId, again, sounds])
  const failed = trouble?.kind ?? null
  useEffect(() => {
    if (failed !== null) sounds.play(failed === 'unanswered' ? 'warning' : 'error')
  }, [failed, sounds])
}

/** What others do (release an order, bring a tote) shows at a bench that stands idle after at most so long. */
const REFRESH_EVERY_MS = 15_000
const IDLE_STEPS: ReadonlySet<string> = new Set(['idle', 'tote', 'finished', 'carton'])

/** First reading, reading again when the window gets the focus and from time to time, the lamps, and the idle lock. */
function useBenchLife<Bench extends CommonBench>(store: FloorStore<Bench>): void {
  const idleLockMinutes = useStation((station) => station.idleLockMinutes)
  const refresh = store((state) => state.refresh)
  const signedOut = store((state) => state.trouble?.kind === 'refused' && state.trouble.name === 'NOT_SIGNED_IN')
  useEffect(() => {
    const again = (): void => void refresh()
    again()
    window.addEventListener('focus', again)
    const timer = setInterval(() => {
      const step = store.getState().bench?.step
      if (step !== undefined && IDLE_STEPS.has(step) && document.visibilityState === 'visible') again()
    }, REFRESH_EVERY_MS)
    return () => {
      window.removeEventListener('focus', again)
      clearInterval(timer)
    }
  }, [refresh, store])
  useEffect(() => watchStation(), [])
  useEffect(() => watchIdle(idleLockMinutes, () => void lockStation()), [idleLockMinutes])
  useEffect(() => {
    if (signedOut) void refreshSession()
  }, [signedOut])
}

type Panel = 'none' | 'more' | 'training' | 'camera'

/** Whether More or the training panel is open; practice goes along from screen to screen. */
function usePanel(step: string | undefined): [Panel, (panel: Panel) => void] {
  const training = useTraining((state) => state.on)
  const [more, setMore] = useState(false)
  const [camera, setCamera] = useState(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new step closes More, whatever it was
  useEffect(() => setMore(false), [step])
  const setPanel = useCallback((panel: Panel): void => {
    setMore(panel === 'more')
    if (panel === 'more') return
    setCamera(panel === 'camera')
    setTraining(panel === 'training')
  }, [])
  return [more ? 'more' : camera ? 'camera' : training ? 'training' : 'none', setPanel]
}

/** Changes whenever something else could sensibly be scanned. */
function turnOf({ step, alert, waiting }: CommonBench, feedback: { readonly id: string } | null): string {
  return [step, alert?.id, waiting, feedback?.id].join(' ')
}

/** The commands of the bar: the first three of the bench, and More for the rest. */
export function barActions(actions: readonly ActionView[]): {
  shown: readonly ActionView[]
  hidden: readonly ActionView[]
} {
  const own = actions.filter(({ name }) => name !== 'more')
  return { shown: own.slice(0, 3), hidden: own.slice(3) }
}

/** A floor screen around a bench: strip, actions, feedback, More, training, locking; the noun only draws its step. */
export function BenchScreen<Bench extends CommonBench>(props: BenchScreenProps<Bench>) {
  const { screen, store, draw, intercept, onScanned, lamp } = props
  const { i18n } = useLingui()
  // What is busy is not drawn: without it a scan draws the screen once, when its answer is there.
  const state = store(
    useShallow(({ bench, feedback, trouble, scan, dismiss, refresh }) => ({
      bench,
      feedback,
      trouble,
      scan,
      dismiss,
      refresh,
    })),
  )
  const { bench, scan, dismiss } = state
  const notice = useScanNotice()
  const { clearNotice } = useScanActions()
  const states = useLampStates()
  const lamps = states.map((state) => (state.id === lamp?.id && state.deviation === undefined ? lamp : state))
  const [panel, setPanel] = usePanel(bench?.step)
  useBenchLife(store)
  useAnswerSounds(state)
  const blocked = bench !== null && bench.alert !== null

  const command = useCallback(
    (name: CommandName): boolean => {
      if (runScreenCommand(name)) return true
      if (blocked || bench === null) return false
      if (name === 'more') setPanel(panel === 'more' ? 'none' : 'more')
      else if (name === 'camera') setPanel(panel === 'camera' ? 'none' : 'camera')
      else if (name === 'help') setPanel(panel === 'training' ? 'none' : 'training')
      else if ((panel === 'more' || panel === 'camera') && (name === 'back' || name === 'cancel')) setPanel('none')
      else return intercept?.(name) === true || goToPlace(name, bench.session)
      return true
    },
    [blocked, bench, panel, setPanel, intercept],
  )
  const press = useCallback(
    (name: CommandName, code: string = COMMAND_CODES[name]): void => {
      clearNotice()
      if (!command(name)) void scan(code, 'button')
    },
    [clearNotice, command, scan],
  )
  useScan(async (heard) => {
    const name = commandOf(heard.text)
    onScanned?.(heard.text)
    if (name !== null && command(name)) return
    const goOn = await scan(codeOfScan(heard), stationSource(heard.source), heard.id)
    return { discardQueue: !goOn }
  })

  if (bench === null) return state.trouble === null ? <Waiting /> : <Unreached state={state} />
  const view = draw(bench)
  const { shown, hidden } = barActions(bench.actions)
  const said = { alert: bench.alert, feedback: state.feedback, trouble: state.trouble, notice, keepsFeedback: false }
  const feedback = shownFeedback(said, { i18n, dismiss, acknowledge: () => press('acknowledge'), choose: press })
  const toAction = ({ name, code, enabled }: ActionView): Action => ({
    id: name,
    icon: <ActionIcon name={name} />,
    word: actionWord(name, i18n),
    code,
    onAction: () => press(name, code),
    disabled: blocked || !enabled,
  })
  const local = (name: CommandName, word?: ReactNode): Action => ({
    id: name,
    icon: <ActionIcon name={name} />,
    word: word ?? actionWord(name, i18n),
    code: COMMAND_CODES[name],
    onAction: () => press(name),
    disabled: blocked,
  })
  const more = panel === 'more'
  const evidence =
    panel === 'training' ? (
      <TrainingPanel screen={screen} turn={turnOf(bench, state.feedback)} />
    ) : panel === 'camera' ? (
      <CameraPanel accepts={bench.accepts} />
    ) : (
      view.evidence
    )
  const layout = panel === 'training' || panel === 'camera' ? 'plain' : view.evidenceLayout
  return (
    <FloorScreen
      screen={screen}
      step={bench.step}
      strip={
        <Strip
          operator={bench.session.operator?.name ?? null}
          station={bench.session.station}
          task={view.task}
          lamps={lamps}
          onLock={() => void lockStation()}
        />
      }
      {...(more || evidence === undefined ? {} : { evidence })}
      {...(layout === undefined ? {} : { evidenceLayout: layout })}
      actions={
        <ActionBar
          actions={
            more
              ? [{ ...local('back'), onAction: () => setPanel('none'), end: true }]
              : panel === 'training'
                ? [...shown.map(toAction), { ...local('help', <Trans>End practice</Trans>), end: true }]
                : panel === 'camera'
                  ? [...shown.map(toAction), { ...local('camera', <Trans>Camera off</Trans>), end: true }]
                  : [...shown.map(toAction), { ...local('more'), end: true }]
          }
        />
      }
    >
      {more ? <MorePanel session={bench.session} actions={hidden} screen={screen} press={press} /> : view.now}
      <WaitingScans />
      <ScanArea feedback={feedback} what={view.what} also={view.also} />
      <NotHeard />
    </FloorScreen>
  )
}

/** Shown before the first answer, when it does not come. */
function Unreached<Bench>({ state }: { state: Shown<Bench> }) {
  const { i18n } = useLingui()
  const { trouble, refresh } = state
  useEffect(() => {
    const timer = setInterval(() => void refresh(), 3_000)
    return () => clearInterval(timer)
  }, [refresh])
  const said = { alert: null, feedback: null, trouble, notice: null, keepsFeedback: false }
  const feedback = shownFeedback(said, {
    i18n,
    dismiss: () => void refresh(),
    acknowledge: () => undefined,
    choose: () => undefined,
  })
  return (
    <FloorScreen
      screen="station"
      step="unreached"
      strip={<Strip operator={null} station="" lamps={[]} />}
      actions={<ActionBar actions={[]} />}
    >
      <ScanArea feedback={feedback} what={<Trans>Waiting for the station</Trans>} />
    </FloorScreen>
  )
}

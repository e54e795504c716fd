import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { PlanPreview, PlanRun } from '../../../contract/station/planning.ts'
import { OfficeScreen } from '../../office/office-screen.tsx'
import { ProblemNote } from '../../office/problem-note.tsx'
import { useKeys } from '../../office/use-keys.ts'
import { setFilters, usePlace } from '../../router.ts'
import { Waiting } from '../../ui/office/waiting.tsx'
import { BatchList } from './batch-list.tsx'
import { type BatchPart, BatchView } from './batch-view.tsx'
import { LeftOutDialog } from './left-out-dialog.tsx'
import { PlanHead, PlanTotals } from './plan-aside.tsx'
import { planSentence } from './plan-problem.tsx'
import styles from './preview.module.css'
import { ReleaseDialog } from './release-dialog.tsx'
import { ReleaseFoot } from './release-foot.tsx'
import { onSendKey } from './send-key.ts'
import { usePlanActs, usePreview } from './use-planning.ts'

const PARTS: readonly BatchPart[] = ['map', 'stops', 'totes']

/** Which batch and which side of it the address names. */
function useShown(preview: PlanPreview) {
  const search = usePlace((place) => place.search)
  const count = preview.batches.length
  const wanted = Number(search.get('batch') ?? 1)
  const number = Number.isInteger(wanted) ? Math.min(Math.max(1, wanted), count) : 1
  const first: BatchPart = preview.map === null ? 'stops' : 'map'
  const part = PARTS.find((one) => one === search.get('view')) ?? first
  return {
    number,
    part,
    show: (next: number) => {
      if (next >= 1 && next <= count) setFilters({ batch: next === 1 ? null : String(next) })
    },
    showPart: (next: BatchPart) => setFilters({ view: next === first ? null : next }),
  }
}

function Shown({ run, preview }: { run: PlanRun; preview: PlanPreview }) {
  const { t } = useLingui()
  const { number, part, show, showPart } = useShown(preview)
  const [ticked, setTicked] = useState<ReadonlySet<number>>(new Set())
  const [asked, setAsked] = useState<'left-out' | 'release' | null>(null)
  const { release, cancel } = usePlanActs()
  const { planId } = run
  const mayRelease = run.phase === 'planned' && !release.isPending
  const count = ticked.size === 0 ? preview.batches.length : ticked.size
  const send = (): void => {
    setAsked(null)
    release.mutate({ planId, batches: ticked.size === 0 ? null : [...ticked].sort((one, other) => one - other) })
  }
  const ask = (): void => {
    if (!mayRelease) return
    if (preview.leftOutCount > 0 || count < preview.batches.length) setAsked('release')
    else send()
  }
  const tick = (one: number): void => {
    const next = new Set(ticked)
    if (!next.delete(one)) next.add(one)
    setTicked(next)
  }
  useKeys({
    j: () => show(number + 1),
    k: () => show(number - 1),
    x: () => run.phase === 'planned' && tick(number),
    'Ctrl+Enter': ask,
  })
  return (
    <div className={styles.plan} data-plan-phase={run.phase} onKeyDownCapture={onSendKey(ask)}>
      <BatchView preview={preview} number={number} part={part} onPart={showPart} />
      <section className={styles.side} aria-label={t`The plan`}>
        <PlanHead run={run} preview={preview} />
        <BatchList
          batches={preview.batches}
          shown={number}
          onShow={show}
          ticked={ticked}
          {...(run.phase === 'planned' ? { onTick: tick } : {})}
        />
        <PlanTotals preview={preview} onLeftOut={() => setAsked('left-out')} />
        <ReleaseFoot
          run={run}
          count={count}
          all={preview.batches.length}
          busy={!mayRelease}
          onRelease={ask}
          onCancel={() => cancel.mutate(planId)}
        />
        <ProblemNote error={release.error ?? cancel.error} known={planSentence} />
      </section>
      {asked === 'left-out' ? (
        <LeftOutDialog
          title={<Trans>Left out of the plan</Trans>}
          leftOut={preview.leftOut}
          count={preview.leftOutCount}
          onClose={() => setAsked(null)}
        />
      ) : null}
      {asked === 'release' ? (
        <ReleaseDialog
          preview={preview}
          ticked={ticked}
          busy={release.isPending}
          onClose={() => setAsked(null)}
          onSend={send}
        />
      ) : null}
    </div>
  )
}

/** A plan to look at: the floor with one batch after the other on it, beside the list of all, and its release. */
export function PlanPreviewPage({ run }: { run: PlanRun }) {
  const preview = usePreview(run.planId)
  return (
    <OfficeScreen current="/planning" title={<Trans>Plan a wave</Trans>}>
      {preview.data === undefined ? (
        preview.error === null ? (
          <Waiting />
        ) : (
          <div className={styles.note}>
            <ProblemNote error={preview.error} known={planSentence} onRetry={() => void preview.refetch()} />
          </div>
        )
      ) : (
        <Shown run={run} preview={preview.data} />
      )}
    </OfficeScreen>
  )
}

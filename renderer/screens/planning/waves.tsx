import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useMemo } from 'react'
import type { WaveRow } from '../../../contract/station/planning.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { OfficeScreen } from '../../office/office-screen.tsx'
import { ProblemNote } from '../../office/problem-note.tsx'
import { go } from '../../router.ts'
import { Button } from '../../ui/office/button.tsx'
import { EmptyState } from '../../ui/office/empty-state.tsx'
import { ListFoot, ListPage } from '../../ui/office/shell.tsx'
import type { Column } from '../../ui/office/table-row.tsx'
import { VirtualTable } from '../../ui/office/virtual-table.tsx'
import { PlanPages } from './plan-pages.tsx'
import { planSentence } from './plan-problem.tsx'
import { STRATEGY_WORDS } from './plan-words.ts'
import { metresOf } from './savings.ts'
import { useWaves } from './use-planning.ts'
import { WaveSheet } from './wave-sheet.tsx'
import { openTasks, TASK_STATES, taskCount, WaveState } from './wave-words.tsx'
import styles from './waves.module.css'

/** Tasks of a wave by state, in the order of their life: done, short, being picked, open, taken back. */
function TaskCounts({ tasks }: Pick<WaveRow, 'tasks'>) {
  const { t } = useLingui()
  const shown = TASK_STATES.filter(({ states }) => taskCount(tasks, states) > 0)
  return (
    <span className={styles.counts}>
      {shown.map(({ id, states, word }) => (
        <span key={id} data-tasks={id}>
          <b>{taskCount(tasks, states)}</b> {t(word)}
        </span>
      ))}
    </span>
  )
}

function useColumns(): readonly Column<WaveRow>[] {
  const { t } = useLingui()
  const format = useFormat()
  return useMemo(
    () => [
      { id: 'number', header: <Trans>Wave</Trans>, width: 104, strong: true, cell: ({ number }) => number },
      { id: 'state', header: <Trans>State</Trans>, width: 148, cell: (row) => <WaveState row={row} /> },
      { id: 'tasks', header: <Trans>Tasks</Trans>, width: 'fill', cell: ({ tasks }) => <TaskCounts tasks={tasks} /> },
      {
        id: 'orders',
        header: <Trans>Orders</Trans>,
        width: 84,
        align: 'end',
        cell: ({ orders }) => format.number(orders),
      },
      { id: 'units', header: <Trans>Units</Trans>, width: 84, align: 'end', cell: ({ units }) => format.number(units) },
      {
        id: 'metres',
        header: <Trans>Way</Trans>,
        width: 96,
        align: 'end',
        cell: ({ distanceMm }) => (distanceMm === null ? '–' : `${format.number(metresOf(distanceMm))} m`),
      },
      {
        id: 'strategy',
        header: <Trans>Put together</Trans>,
        width: 208,
        cell: ({ strategy }) => t(STRATEGY_WORDS[strategy].name),
      },
      {
        id: 'at',
        header: <Trans>Released</Trans>,
        width: 164,
        cell: ({ releasedAt }) => (
          <time dateTime={new Date(releasedAt).toISOString()}>{format.dateTime(releasedAt)}</time>
        ),
      },
      { id: 'by', header: <Trans context="wave">By</Trans>, width: 96, cell: ({ releasedBy }) => releasedBy ?? '–' },
    ],
    [format, t],
  )
}

const open = (waveId: string | null): void =>
  go(waveId === null ? '/planning/waves' : `/planning/waves/${encodeURIComponent(waveId)}`, { replace: true })

/** The waves, newest first, with what became of their tasks. */
export function Waves({ waveId }: { waveId: string | null }) {
  const { t } = useLingui()
  const list = useWaves()
  const { rows } = list
  const columns = useColumns()
  const shown = waveId === null ? columns : columns.filter(({ id }) => ['number', 'state', 'tasks'].includes(id))
  const waiting = rows.reduce((sum, { tasks }) => sum + openTasks(tasks), 0)
  return (
    <OfficeScreen
      current="/planning"
      title={<Trans>Waves</Trans>}
      {...(waveId === null ? {} : { sheet: <WaveSheet key={waveId} waveId={waveId} onClose={() => open(null)} /> })}
    >
      <ListPage
        filters={<PlanPages page="waves" />}
        foot={
          <ListFoot
            summary={<Plural value={rows.length} one="# wave" other="# waves" />}
            detail={<Plural value={waiting} one="# task waits for a picker" other="# tasks wait for a picker" />}
          />
        }
      >
        <div className={styles.listArea}>
          <ProblemNote
            error={list.data === undefined ? list.error : null}
            known={planSentence}
            onRetry={() => void list.refetch()}
          />
          <VirtualTable
            label={t`Waves`}
            columns={shown}
            rows={rows}
            rowKey={(row) => row.waveId}
            total={list.hasNextPage ? rows.length + 50 : rows.length}
            onNeedMore={() => void list.fetchNextPage()}
            loading={list.isFetching && rows.length === 0}
            openKey={waveId}
            onOpen={open}
            isDim={({ state }) => state !== 'released'}
            empty={
              <EmptyState
                title={<Trans>No wave was released yet</Trans>}
                advice={
                  <Trans>
                    Make a plan, look at its tours and release it: then its carts are here, with who picks them.
                  </Trans>
                }
                action={
                  <Button kind="primary" tall onPress={() => go('/planning')}>
                    <Trans>Make a plan</Trans>
                  </Button>
                }
              />
            }
          />
        </div>
      </ListPage>
    </OfficeScreen>
  )
}

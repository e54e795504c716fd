import { Trans, useLingui } from '@lingui/react/macro'
import { ScanBarcode } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { SiteView } from '../../../contract/station/site.ts'
import { MOST_PREFETCHED, PREFETCH_TASKS, prefetchTasks } from '../../../domain/prefetch.ts'
import { api } from '../../api.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { useSyncView } from '../../office/use-sync.ts'
import { go } from '../../router.ts'
import { Button } from '../../ui/office/button.tsx'
import { NumberField, TextField } from '../../ui/office/fields.tsx'
import { toast } from '../../ui/office/toast.tsx'
import styles from './settings.module.css'
import { SaveForm, Section } from './settings-parts.tsx'
import { useSave } from './use-site.ts'

/** This station's name, how much work it keeps ready, what it holds, and where. */
export function StationSection({ view }: { view: SiteView }) {
  const { t } = useLingui()
  const format = useFormat()
  const { station, counts } = view
  const sync = useSyncView().data
  const joined = sync !== undefined && sync.state !== 'alone'
  const kept = prefetchTasks(station.prefetchTasks, sync?.centre.kind === 'embedded')
  const [name, setName] = useState(station.name)
  const [typed, setTyped] = useState<number | null>(null)
  const tasks = typed ?? kept
  const save = useSave(
    (next: { name: string; prefetchTasks?: number }) => api.site.saveStation(next),
    () => toast(t`Saved`),
  )
  const trimmed = name.trim()
  const usual = PREFETCH_TASKS
  const facts: readonly [ReactNode, ReactNode][] = [
    [<Trans key="o">Orders</Trans>, format.number(counts.orders)],
    [<Trans key="i">Items</Trans>, format.number(counts.items)],
    [<Trans key="l">Locations</Trans>, format.number(counts.locations)],
    [<Trans key="t">Totes</Trans>, format.number(counts.totes)],
    [<Trans key="c">Carton types</Trans>, format.number(counts.cartonTypes)],
    [<Trans key="d">Data folder</Trans>, <code key="v">{station.dataDirectory}</code>],
    [<Trans key="v">Version</Trans>, station.version],
  ]
  return (
    <Section title={<Trans>This station</Trans>}>
      <SaveForm
        onSave={() => save.mutate({ name: trimmed, ...(tasks === kept ? {} : { prefetchTasks: tasks }) })}
        changed={trimmed !== '' && !Number.isNaN(tasks) && (trimmed !== station.name || tasks !== kept)}
        busy={save.isPending}
        error={save.error}
      >
        <TextField
          label={<Trans>Name of the station</Trans>}
          value={name}
          maxLength={20}
          onChange={setName}
          help={<Trans>Stands in every entry of the history</Trans>}
        />
        {joined ? (
          <NumberField
            label={<Trans>Picks kept ready for work without the network</Trans>}
            value={tasks}
            minValue={0}
            maxValue={MOST_PREFETCHED}
            onChange={setTyped}
            help={
              sync.centre.kind === 'embedded' ? (
                <Trans>0 is right here: this station’s centre is on the same machine.</Trans>
              ) : (
                <Trans>
                  Usually {usual}, about half a shift of one picker. Other stations do not get them; 0 keeps none.
                </Trans>
              )
            }
          />
        ) : null}
      </SaveForm>
      <Button onPress={() => go('/scanner')}>
        <ScanBarcode size={18} aria-hidden="true" />
        <Trans>Set up the scanner</Trans>
      </Button>
      <dl className={styles.facts}>
        {facts.map(([word, value], index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes its order
          <div key={index}>
            <dt>{word}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Section>
  )
}

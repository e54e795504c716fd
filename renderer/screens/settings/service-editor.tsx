import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { ServiceFault, ServicesView } from '../../../contract/station/services.ts'
import { api } from '../../api.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { ProblemNote } from '../../office/problem-note.tsx'
import { Mark } from '../../ui/marks.tsx'
import { Button, TextButton } from '../../ui/office/button.tsx'
import { Dialog } from '../../ui/office/dialog.tsx'
import { TextField } from '../../ui/office/fields.tsx'
import { toast } from '../../ui/office/toast.tsx'
import { lineOfPath } from './line-of-path.ts'
import { ServiceTrialForm } from './service-trial.tsx'
import { useBookWords } from './service-words.ts'
import styles from './services.module.css'

const PAUSE_MS = 250

function useSettled(value: string): string {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}

function Faults({ faults, onShow }: { faults: readonly ServiceFault[]; onShow: (path: string) => void }) {
  const words = useBookWords('')
  if (faults.length === 0) return null
  return (
    <div role="alert">
      <ul className={styles.faults}>
        {faults.slice(0, 20).map((fault) => (
          <li key={`${fault.path} ${fault.code} ${JSON.stringify(fault.params)}`} data-fault={fault.path}>
            <Mark kind="error" size={16} px />
            <span>
              {fault.path === '' ? null : (
                <TextButton onPress={() => onShow(fault.path)}>
                  <code>{fault.path}</code>
                </TextButton>
              )}{' '}
              {words.fault(fault)} <span className={styles.code}>{fault.code}</span>
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}

function Versions({ view, onText }: { view: ServicesView; onText: (text: string) => void }) {
  const format = useFormat()
  const read = useMutation({
    mutationFn: (version: number) => api.services.read({ version }),
    onSuccess: ({ text }) => onText(text),
  })
  if (view.versions.length === 0) return null
  return (
    <section className={styles.card}>
      <h3>
        <Trans>Versions</Trans>
      </h3>
      <ProblemNote error={read.error} />
      <ul className={styles.plain}>
        {view.versions.slice(0, 10).map((one) => (
          <li key={one.version}>
            <Trans>Version {one.version}</Trans>{' '}
            <span className={styles.muted}>
              {[format.dateTime(one.savedAt), one.savedBy].filter(Boolean).join(' · ')}
              {one.isNone ? (
                <>
                  {' · '}
                  <Trans>without services</Trans>
                </>
              ) : null}
            </span>{' '}
            {one.version === view.version ? (
              <b>
                <Trans>in use</Trans>
              </b>
            ) : one.isNone ? null : (
              <TextButton onPress={() => read.mutate(one.version)}>
                <Trans>Edit from this one</Trans>
              </TextButton>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

function useSaveServices(after: number, onSaved: () => void) {
  const { t } = useLingui()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (text: string | null) => api.services.save({ after, text }),
    onSuccess: (view) => {
      queries.setQueryData(['services'], view)
      onSaved()
      toast(t`Saved`)
    },
  })
}

/** The whole book as one text: faults stand above it and lead to their line, it is tried before it is saved, older versions are kept. */
export function ServiceEditor({ view }: { view: ServicesView }) {
  const [text, setText] = useState(view.text)
  const [asking, setAsking] = useState(false)
  const area = useRef<HTMLDivElement>(null)
  const settled = useSettled(text)
  const asked = useQuery({
    queryKey: ['services', 'check', settled],
    queryFn: () => api.services.check({ text: settled }),
    placeholderData: (before) => before,
    staleTime: Infinity,
    gcTime: 10_000,
  })
  const save = useSaveServices(view.version, () => setAsking(false))
  const faults = asked.data?.faults ?? []
  const good = asked.data !== undefined && faults.length === 0 && settled === text
  const show = (path: string): void => {
    const field = area.current?.querySelector('textarea')
    const at = lineOfPath(text, path)
    if (field == null || at === null) return
    field.focus()
    field.setSelectionRange(at.from, at.to)
    field.scrollTop = Math.max(0, at.line - 4) * Number.parseFloat(getComputedStyle(field).lineHeight)
  }
  return (
    <>
      <Faults faults={faults} onShow={show} />
      <div className={styles.source} ref={area}>
        <TextField
          label={<Trans>Services, rate cards, calendar and rules</Trans>}
          lines={22}
          spellCheck="false"
          value={text}
          onChange={setText}
        />
      </div>
      <ProblemNote error={save.error ?? asked.error} />
      <div className={styles.row}>
        <Button
          kind="primary"
          isDisabled={!good || text === view.text || save.isPending}
          onPress={() => save.mutate(text)}
        >
          <Trans>Save as a new version</Trans>
        </Button>
        {view.book === null ? null : (
          <Button isDisabled={save.isPending} onPress={() => setAsking(true)}>
            <Trans>Work without services</Trans>
          </Button>
        )}
        {text === view.text ? null : (
          <TextButton onPress={() => setText(view.text)}>
            <Trans>Drop my changes</Trans>
          </TextButton>
        )}
      </div>
      {good ? (
        <section className={styles.card}>
          <h3>
            <Trans>Try it</Trans>
          </h3>
          <ServiceTrialForm text={text} view={view} />
        </section>
      ) : null}
      <Versions view={view} onText={setText} />
      <Dialog
        open={asking}
        alert
        onClose={() => setAsking(false)}
        title={<Trans>Work without services?</Trans>}
        ends={
          <>
            <Button onPress={() => setAsking(false)}>
              <Trans>Back</Trans>
            </Button>
            <Button kind="primary" isDisabled={save.isPending} onPress={() => save.mutate(null)}>
              <Trans>Work without services</Trans>
            </Button>
          </>
        }
      >
        <p>
          <Trans>
            From now on cartons go with the carrier that their order names, and no rule stops them. Your versions are
            kept.
          </Trans>
        </p>
      </Dialog>
    </>
  )
}

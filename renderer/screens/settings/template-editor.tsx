import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { TemplateView } from '../../../contract/station/templates.ts'
import { api } from '../../api.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { ProblemNote } from '../../office/problem-note.tsx'
import { go } from '../../router.ts'
import { cx } from '../../ui/cx.ts'
import { Button, TextButton } from '../../ui/office/button.tsx'
import { Segmented } from '../../ui/office/choice-controls.tsx'
import { Dialog } from '../../ui/office/dialog.tsx'
import { TextField } from '../../ui/office/fields.tsx'
import { toast } from '../../ui/office/toast.tsx'
import { TemplateFaults } from './template-faults.tsx'
import { TemplateForm } from './template-form.tsx'
import { PreviewPane } from './template-preview.tsx'
import { TEMPLATE_NAMES } from './template-words.ts'
import styles from './templates.module.css'
import { type TemplateDraft, useTemplateDraft } from './use-template-draft.ts'

type DraftProps = {
  readonly template: TemplateView
  readonly draft: TemplateDraft
  readonly chosen: number | null
  readonly onChoose: (index: number | null) => void
}

/** The same draft as fields or as code; a fault leads to its element. */
function DraftView({ template, draft, chosen, onChoose }: DraftProps) {
  const { t } = useLingui()
  const [view, setView] = useState<'form' | 'code'>('form')
  const area = useRef<HTMLDivElement>(null)
  const show = (path: string): void => {
    const index = Number(/^elements\[(\d+)\]/.exec(path)?.[1] ?? Number.NaN)
    if (Number.isNaN(index)) return
    onChoose(index)
    requestAnimationFrame(() =>
      area.current?.querySelector(`[data-element="${index}"]`)?.scrollIntoView({ block: 'nearest' }),
    )
  }
  return (
    <div className={styles.draft} ref={area}>
      <Segmented
        label={t`How to edit`}
        options={[
          { id: 'form', name: t`Fields` },
          { id: 'code', name: t({ message: 'Code', context: 'program text' }) },
        ]}
        value={view}
        onChange={(id) => setView(id === 'code' ? 'code' : 'form')}
      />
      <TemplateFaults faults={draft.preview?.faults ?? []} onShow={show} />
      {view === 'code' ? (
        <>
          <div className={styles.source}>
            <TextField
              label={<Trans>Code of the template</Trans>}
              lines={24}
              spellCheck="false"
              value={draft.text}
              onChange={draft.setText}
            />
          </div>
          <p className={styles.muted}>
            <Trans>These may stand in braces: {template.bindings.join(', ')}</Trans>
          </p>
        </>
      ) : draft.body === null ? (
        <p className={styles.muted}>
          <Trans>The fields come back once the code has the shape of a template. Mend it in the code view.</Trans>
        </p>
      ) : (
        <TemplateForm
          body={draft.body}
          onChange={draft.setBody}
          {...{ bindings: template.bindings, chosen, onChoose }}
        />
      )}
    </div>
  )
}

type EditProps = { readonly template: TemplateView; readonly start: string; readonly onOld: (version: number) => void }

function Editor({ template, start, onOld }: EditProps) {
  const { t } = useLingui()
  const queries = useQueryClient()
  const [language, setLanguage] = useState<'ko' | 'en'>('ko')
  const [chosen, setChosen] = useState<number | null>(null)
  const [asking, setAsking] = useState(false)
  const draft = useTemplateDraft(template.id, start, language)
  const save = useMutation({
    mutationFn: (text: string | null) => api.templates.save({ id: template.id, after: template.version, text }),
    onSuccess: (list) => {
      queries.setQueryData(['templates'], list)
      setAsking(false)
      toast(t`Saved`)
      onOld(list.find(({ id }) => id === template.id)?.drawn ?? 0)
    },
  })
  const changed = draft.text !== start || template.drawn === 0
  const good = draft.preview !== undefined && draft.preview.faults.length === 0 && draft.body !== null
  return (
    <>
      <div className={styles.editor}>
        <DraftView {...{ template, draft, chosen }} onChoose={setChosen} />
        <PreviewPane
          preview={draft.preview}
          language={language}
          onLanguage={setLanguage}
          chosen={chosen === null ? undefined : draft.body?.elements[chosen]}
        />
      </div>
      <ProblemNote error={save.error ?? draft.error} />
      <div className={cx(styles.row, styles.save)}>
        <Button
          kind="primary"
          isDisabled={!changed || draft.text === start || !good || save.isPending}
          onPress={() => save.mutate(draft.text)}
        >
          <Trans>Save as a new version</Trans>
        </Button>
        {template.drawn === 0 ? null : (
          <Button isDisabled={save.isPending} onPress={() => setAsking(true)}>
            <Trans>Back to the original</Trans>
          </Button>
        )}
        {draft.text === start ? null : (
          <TextButton onPress={() => draft.setText(start)}>
            <Trans>Drop my changes</Trans>
          </TextButton>
        )}
      </div>
      <Dialog
        open={asking}
        alert
        onClose={() => setAsking(false)}
        title={<Trans>Back to the original?</Trans>}
        ends={
          <>
            <Button onPress={() => setAsking(false)}>
              <Trans>Back</Trans>
            </Button>
            <Button kind="primary" isDisabled={save.isPending} onPress={() => save.mutate(null)}>
              <Trans>Use the original</Trans>
            </Button>
          </>
        }
      >
        <p>
          <Trans>
            From now on labels look as they came with the program. Your versions are kept, and reprints still use them.
          </Trans>
        </p>
      </Dialog>
    </>
  )
}

function Versions({
  template,
  shown,
  onShow,
}: {
  template: TemplateView
  shown: number
  onShow: (version: number) => void
}) {
  const format = useFormat()
  const all = [...template.versions.filter((one) => !one.builtIn), null]
  return (
    <section className={styles.versions}>
      <h3>
        <Trans>Versions</Trans>
      </h3>
      <ul>
        {all.map((one) => (
          <li key={one?.version ?? 0}>
            {one === null ? <Trans>Original</Trans> : <Trans>Version {one.version}</Trans>}
            <span className={styles.muted}>
              {one === null ? null : [format.dateTime(one.savedAt), one.savedBy].filter(Boolean).join(' · ')}
            </span>
            {template.drawn === (one?.version ?? 0) ? (
              <b>
                <Trans>in use</Trans>
              </b>
            ) : null}
            {shown === (one?.version ?? 0) ? null : (
              <TextButton onPress={() => onShow(one?.version ?? 0)}>
                <Trans>Edit from this one</Trans>
              </TextButton>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** One label template: edited as fields or code beside its drawing, saved as a new version, older ones to begin from. */
export function TemplateEditor({ template }: { template: TemplateView }) {
  const { t } = useLingui()
  const [version, setVersion] = useState(template.drawn)
  const read = useQuery({
    queryKey: ['templates', 'text', template.id, version],
    queryFn: () => api.templates.read({ id: template.id, version }),
    staleTime: Infinity,
  })
  return (
    <section className={styles.page}>
      <TextButton onPress={() => go('/settings/templates')}>
        <Trans>All label templates</Trans>
      </TextButton>
      <h2>{t(TEMPLATE_NAMES[template.id])}</h2>
      <ProblemNote error={read.error} onRetry={() => void read.refetch()} />
      {read.data === undefined ? null : (
        <Editor
          key={`${template.id} ${version} ${template.version}`}
          template={template}
          start={read.data.text}
          onOld={setVersion}
        />
      )}
      <Versions template={template} shown={version} onShow={setVersion} />
    </section>
  )
}

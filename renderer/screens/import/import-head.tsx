import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { FileText } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Form } from 'react-aria-components'
import { FileKind, type FileView } from '../../../contract/station/imports.ts'
import { type ColumnMapping, mappingFor, type Preset } from '../../../domain/column-mapping.ts'
import { api } from '../../api.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { ProblemNote } from '../../office/problem-note.tsx'
import { Button } from '../../ui/office/button.tsx'
import { Segmented } from '../../ui/office/choice-controls.tsx'
import { Dialog } from '../../ui/office/dialog.tsx'
import { TextField } from '../../ui/office/fields.tsx'
import { Select } from '../../ui/office/select.tsx'
import { toast } from '../../ui/office/toast.tsx'
import { KIND_WORDS } from './field-words.ts'
import styles from './import.module.css'
import { choose, closeFile, useImport } from './import-store.ts'

type Encoding = FileView['encoding']
const encodingName: Readonly<Record<Encoding, string>> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16',
  'utf-16be': 'UTF-16 BE',
  cp949: 'CP949',
  xlsx: 'XLSX',
}

/** Bytes as people say them: '412 kB'. */
export function bytesText(bytes: number, number: (value: number, digits?: number) => string): string {
  if (bytes < 1_000) return `${number(bytes)} B`
  return bytes < 1_000_000 ? `${number(bytes / 1_000)} kB` : `${number(bytes / 1_000_000, 1)} MB`
}

function Encodings({ view }: { view: FileView }) {
  const { t } = useLingui()
  const chosen = useImport((state) => state.encoding)
  if (view.encoding === 'xlsx') return null
  const now = chosen ?? view.encoding
  const offered: Encoding[] = now.startsWith('utf-16') ? [now, 'utf-8', 'cp949'] : ['utf-8', 'cp949']
  return (
    <>
      <span className={styles.muted}>
        {chosen === null ? <Trans>Letters, found by Baro</Trans> : <Trans>Letters</Trans>}
      </span>
      <Segmented
        label={t`Letters`}
        options={offered.map((id) => ({ id, name: encodingName[id] }))}
        value={now}
        onChange={(encoding) => choose({ encoding })}
      />
    </>
  )
}

type SaveProps = { readonly mapping: ColumnMapping; readonly onClose: () => void }

function SaveMapping({ mapping, onClose }: SaveProps) {
  const { t } = useLingui()
  const queries = useQueryClient()
  const [name, setName] = useState(mapping.preset === 'custom' ? mapping.name : '')
  const [channel, setChannel] = useState(mapping.channel)
  const save = useMutation({
    mutationFn: (saved: ColumnMapping) => api.imports.saveMapping(saved),
    onSuccess: (all, saved) => {
      queries.setQueryData(['mappings'], all)
      choose({ mapping: saved })
      toast(t`Saved as ${saved.name}`)
      onClose()
    },
  })
  const ready = name.trim() !== '' && channel.trim() !== '' && !save.isPending
  const send = (): void => save.mutate({ ...mapping, name: name.trim(), channel: channel.trim() })
  return (
    <Dialog
      open
      onClose={onClose}
      title={<Trans>Save these columns</Trans>}
      ends={
        <>
          <Button onPress={onClose}>
            <Trans>Back</Trans>
          </Button>
          <Button kind="primary" isDisabled={!ready} onPress={send} hint="Enter">
            <Trans>Save</Trans>
          </Button>
        </>
      }
    >
      <Form
        className={styles.stack ?? ''}
        onSubmit={(event) => {
          event.preventDefault()
          if (ready) send()
        }}
      >
        <TextField
          label={<Trans>Name</Trans>}
          value={name}
          onChange={setName}
          maxLength={80}
          autoFocus
          help={<Trans>The next file of this shop is read the same way.</Trans>}
        />
        <TextField
          label={<Trans>Channel</Trans>}
          value={channel}
          onChange={setChannel}
          maxLength={64}
          help={<Trans>Short name of the shop. Orders of one channel are told apart by their key.</Trans>}
        />
        <ProblemNote error={save.error} />
      </Form>
    </Dialog>
  )
}

function useForms(): (preset: Preset) => string {
  const { t } = useLingui()
  return (preset) => {
    switch (preset) {
      case 'shopify':
        return t`Shopify`
      case 'korean-marketplace':
        return t`Korean marketplace`
      case 'plain':
        return t`Baro’s plain form`
      case 'custom':
        return t`Own columns`
    }
  }
}

function Forms({ view, mapping }: { view: FileView; mapping: ColumnMapping }) {
  const formName = useForms()
  const saved = useQuery({ queryKey: ['mappings'], queryFn: () => api.imports.mappings() }).data ?? []
  const [saving, setSaving] = useState(false)
  const presets: readonly Preset[] = ['shopify', 'korean-marketplace', 'plain', 'custom']
  const value = saved.some(({ name }) => name === mapping.name) ? `saved:${mapping.name}` : `preset:${mapping.preset}`
  return (
    <>
      <span className={styles.muted}>
        <Trans>Form</Trans>
      </span>
      <div className={styles.formChoice}>
        <Select
          label={<Trans>Form</Trans>}
          hideLabel
          options={[
            ...saved.map(({ name }) => ({ id: `saved:${name}`, name })),
            ...presets.map((preset) => ({ id: `preset:${preset}`, name: formName(preset) })),
          ]}
          value={value}
          onChange={(id) => {
            const own = saved.find(({ name }) => id === `saved:${name}`)
            const preset = presets.find((one) => id === `preset:${one}`)
            if (own !== undefined) choose({ mapping: own })
            else if (preset !== undefined) choose({ mapping: mappingFor(preset, view.headers) })
          }}
        />
      </div>
      <Button kind="quiet" onPress={() => setSaving(true)}>
        <Trans>Save columns</Trans>
      </Button>
      {saving ? <SaveMapping mapping={mapping} onClose={() => setSaving(false)} /> : null}
    </>
  )
}

/** The file that is open: what it is, how its letters are read, and which form it follows. */
export function FileHead({ view, locked }: { view: FileView; locked: boolean }): ReactNode {
  const { t } = useLingui()
  const format = useFormat()
  const kind = useImport((state) => state.kind) ?? view.kind
  const mapping = useImport((state) => state.mapping)
  const rows = useImport((state) => state.check?.rowsRead ?? 0)
  const detail = [
    bytesText(view.bytes, format.number),
    ...(rows > 0 ? [t`${format.number(rows)} rows`] : []),
    ...(view.headers.length > 0 ? [t`${format.number(view.headers.length)} columns`] : []),
    ...(view.delimiter === null
      ? []
      : [
          view.delimiter === ','
            ? t`split by commas`
            : view.delimiter === ';'
              ? t`split by semicolons`
              : t`split by tabs`,
        ]),
  ].join(' · ')
  return (
    <div className={styles.file}>
      <FileText size={20} aria-hidden="true" />
      <div className={styles.fileName}>
        <b>{view.name}</b>
        <small>{detail}</small>
      </div>
      <span className={styles.grow} />
      {locked ? null : (
        <>
          <div className={styles.kindChoice}>
            <Select
              label={<Trans>What it holds</Trans>}
              hideLabel
              options={FileKind.options.map((id) => ({ id, name: t(KIND_WORDS[id]) }))}
              value={kind}
              onChange={(id) => choose({ kind: FileKind.options.find((one) => one === id) ?? null })}
            />
          </div>
          <Encodings view={view} />
          {kind === 'orders' && mapping !== null && !view.needsPassword ? (
            <Forms view={view} mapping={mapping} />
          ) : null}
          <Button kind="quiet" onPress={closeFile}>
            <Trans>Other file</Trans>
          </Button>
        </>
      )}
    </div>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { FileInput } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { FileTrigger, Form } from 'react-aria-components'
import type { FileView } from '../../../contract/station/imports.ts'
import { checkMapping } from '../../../domain/column-mapping.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { takeDroppedFile } from '../../office/dropped-file.ts'
import { ExportShipped } from '../../office/export-shipped.tsx'
import { FileDrop } from '../../office/file-drop.tsx'
import { OfficeScreen } from '../../office/office-screen.tsx'
import { channelWord } from '../../office/order-words.ts'
import { ProblemNote } from '../../office/problem-note.tsx'
import { problemOf, type StationProblem } from '../../office/station-problem.ts'
import { Button } from '../../ui/office/button.tsx'
import { TextField } from '../../ui/office/fields.tsx'
import { ProgressBar } from '../../ui/office/record.tsx'
import { KIND_COLUMNS, KIND_WORDS } from './field-words.ts'
import styles from './import.module.css'
import { Decide, Taking } from './import-decide.tsx'
import { bytesText, FileHead } from './import-head.tsx'
import { MappingColumns } from './import-mapping.tsx'
import { Preview, Problems, Sample } from './import-preview.tsx'
import { choose, closeFile, openFile, useImport } from './import-store.ts'
import { fileRefusal } from './refusal-words.ts'

const ACCEPTED = ['.csv', '.tsv', '.txt', '.xlsx', 'text/csv']

function ChooseFile({ children }: { children: ReactNode }) {
  return (
    <FileTrigger acceptedFileTypes={ACCEPTED} onSelect={(files) => files?.[0] !== undefined && openFile(files[0])}>
      {children}
    </FileTrigger>
  )
}

function NoFile() {
  const { t } = useLingui()
  return (
    <div className={styles.start}>
      <section className={styles.dropPlace}>
        <FileInput size={40} aria-hidden="true" />
        <h2>
          <Trans>Drop a file here</Trans>
        </h2>
        <p>
          <Trans>CSV or XLSX, as your shop exports it. Nothing is kept until you say so.</Trans>
        </p>
        <ChooseFile>
          <Button kind="primary" tall>
            <Trans>Choose a file</Trans>
          </Button>
        </ChooseFile>
        <p className={styles.muted}>
          <Trans>
            Orders: Shopify, Korean marketplaces, or a list of your own. Also items, locations, stock, operators, totes
            and carton types; what it is shows in its columns.
          </Trans>
        </p>
      </section>
      <section className={styles.back}>
        <h2>
          <Trans>The way back</Trans>
        </h2>
        <p>
          <Trans>Carrier and tracking number of what was shipped, in the shop’s own form.</Trans>
        </p>
        <ExportShipped
          channelName={(channel) => {
            const word = channelWord(channel)
            return word === null ? channel : t(word)
          }}
        />
      </section>
    </div>
  )
}

function Password({ wrong }: { wrong: boolean }) {
  const [password, setPassword] = useState('')
  return (
    <Form
      className={styles.password ?? ''}
      onSubmit={(event) => {
        event.preventDefault()
        if (password !== '') choose({ password })
      }}
    >
      <h2>
        <Trans>The workbook has a password</Trans>
      </h2>
      <p>
        <Trans>It is opened in memory; neither the password nor the open file is stored.</Trans>
      </p>
      <TextField
        large
        label={<Trans>Password</Trans>}
        type="password"
        value={password}
        onChange={setPassword}
        maxLength={255}
        autoFocus
        {...(wrong ? { problem: <Trans>This is not its password.</Trans> } : {})}
      />
      <Button kind="primary" tall type="submit" isDisabled={password === ''} hint="Enter">
        <Trans>Open</Trans>
      </Button>
    </Form>
  )
}

/** The sentence of the import for a refused file, before the general one. */
function useFileSentence(): (problem: StationProblem) => ReactNode {
  const { t } = useLingui()
  return ({ code, params }) => {
    const known = fileRefusal(code, params)
    return known === null ? null : (
      <>
        <b>{t(known.title)}.</b> {t(known.advice)} <Trans>Nothing was taken from it.</Trans>
      </>
    )
  }
}

function Opened({ view }: { view: FileView }) {
  const { mapping, check, taking, kind, error } = useImport()
  const { t } = useLingui()
  const known = kind ?? view.kind
  const locked = taking !== null
  const run = taking ?? check
  const sentence = useFileSentence()
  const failure = run?.failure ?? null
  const wrongPassword = error !== null && problemOf(error).code === 'password-wrong'
  const mapped = known !== 'orders' || (mapping !== null && checkMapping(mapping, view.headers).length === 0)
  return (
    <div className={styles.import}>
      <FileHead view={view} locked={locked} />
      {view.needsPassword ? (
        <Password wrong={wrongPassword} />
      ) : (
        <div className={known === 'orders' && !locked ? styles.columns : styles.oneColumn}>
          {known === 'orders' && mapping !== null && !locked ? <MappingColumns view={view} mapping={mapping} /> : null}
          <div className={styles.found2}>
            {known === 'orders' ? null : (
              <p className={styles.muted}>
                {t(KIND_WORDS[known])}: {KIND_COLUMNS[known].join(', ')}
              </p>
            )}
            {error === null ? null : <ProblemNote error={error} known={sentence} />}
            {failure === null ? null : (
              <p className={styles.failure} role="alert">
                {sentence({ kind: 'REFUSED', ...failure }) ?? <Trans>The file could not be read to its end.</Trans>}{' '}
                <span className={styles.muted}>{failure.code}</span>
              </p>
            )}
            {run === null ? null : known === 'orders' ? <Preview run={run} /> : <Sample view={view} />}
            {run === null ? null : <Problems run={run} fileName={view.name} />}
          </div>
        </div>
      )}
      {taking !== null ? <Taking run={taking} /> : check !== null ? <Decide run={check} mapped={mapped} /> : <div />}
    </div>
  )
}

function Uploading() {
  const { file, upload, error } = useImport()
  const format = useFormat()
  const sentence = useFileSentence()
  if (file === null) return null
  const sent = bytesText(upload?.sent ?? file.bytes, format.number)
  const total = bytesText(file.bytes, format.number)
  return (
    <div className={styles.uploading}>
      <h2>{file.name}</h2>
      {error === null ? (
        <ProgressBar
          title={<Trans>Opening the file</Trans>}
          done={upload?.sent ?? file.bytes}
          total={file.bytes}
          count={
            <Trans>
              {sent} of {total}
            </Trans>
          }
          onCancel={closeFile}
        />
      ) : (
        <>
          <ProblemNote error={error} known={sentence} />
          <Button onPress={closeFile}>
            <Trans>Another file</Trans>
          </Button>
        </>
      )}
    </div>
  )
}

/** Import: a file is looked into, its columns are settled, everything wrong is told, and then exactly what was said is taken. */
export default function Import() {
  const view = useImport((state) => state.view)
  const file = useImport((state) => state.file)
  const running = useImport((state) => state.taking?.phase === 'taking')
  useEffect(() => {
    const dropped = takeDroppedFile()
    if (dropped !== null) openFile(dropped)
  }, [])
  return (
    <OfficeScreen current="/import" title={<Trans>Import</Trans>}>
      <FileDrop
        onFile={(dropped) => (running ? undefined : openFile(dropped))}
        hint={<Trans>Drop it to look inside</Trans>}
      >
        {view !== null ? <Opened view={view} /> : file !== null ? <Uploading /> : <NoFile />}
      </FileDrop>
    </OfficeScreen>
  )
}

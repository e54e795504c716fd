import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Form } from 'react-aria-components'
import type { JoinCode } from '../../../contract/station/sync.ts'
import { api } from '../../api.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { SyncNote } from '../../office/sync-note.tsx'
import { useNow } from '../../office/use-now.ts'
import { InlineSvg } from '../../ui/inline-svg.tsx'
import { Mark } from '../../ui/marks.tsx'
import { Button } from '../../ui/office/button.tsx'
import { Dialog } from '../../ui/office/dialog.tsx'
import { TextField } from '../../ui/office/fields.tsx'
import styles from './settings.module.css'

function Shown({ code }: { code: JoinCode }) {
  const { t } = useLingui()
  const format = useFormat()
  const left = code.expiresAt - useNow(1_000)
  const time = format.duration(left)
  return (
    <div className={styles.joinCode} data-join-code={code.code}>
      <div className={styles.qr}>
        <InlineSvg svg={code.svg} label={t`Code to connect a station`} />
      </div>
      <dl className={styles.joinWords}>
        <div>
          <dt>
            <Trans>Address of the centre</Trans>
          </dt>
          <dd>{code.centre ?? '–'}</dd>
        </div>
        <div>
          <dt>
            <Trans>Code</Trans>
          </dt>
          <dd className={styles.code}>{code.code}</dd>
        </div>
        <div>
          <dt>
            <Trans>Valid</Trans>
          </dt>
          <dd>{left > 0 ? <Trans>for {time}, for one station</Trans> : <Trans>no longer: make a new one</Trans>}</dd>
        </div>
      </dl>
      {code.centre === null ? (
        <p className={styles.warn}>
          <Mark kind="warning" size={18} px />
          <span>
            <Trans>
              This centre is only on this machine, so another one cannot reach it. Start it with “npm run central”, then
              connect this station to it first.
            </Trans>
          </span>
        </p>
      ) : (
        <p className={styles.lead}>
          <Trans>At the new station choose “Connect to a centre” and scan this code, or type both.</Trans>
        </p>
      )}
    </div>
  )
}

/** Makes a code for one more station: first its name, then the code as words and as a QR. */
export function JoinCodeDialog({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('')
  const make = useMutation({ mutationFn: (wanted: string) => api.sync.joinCode({ name: wanted }) })
  const trimmed = name.trim()
  const ready = trimmed !== '' && !make.isPending
  const send = (): void => {
    if (ready) make.mutate(trimmed)
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={make.data === undefined ? <Trans>Add a station</Trans> : trimmed}
      width={make.data === undefined ? 560 : 720}
      ends={
        make.data === undefined ? (
          <>
            <Button onPress={onClose}>
              <Trans>Back</Trans>
            </Button>
            <Button kind="primary" onPress={send} isDisabled={!ready} hint="Enter">
              <Trans>Make a code</Trans>
            </Button>
          </>
        ) : (
          <>
            <Button onPress={send} isDisabled={!ready}>
              <Trans>Make a new code</Trans>
            </Button>
            <Button kind="primary" onPress={onClose}>
              <Trans>Done</Trans>
            </Button>
          </>
        )
      }
    >
      {make.data === undefined ? (
        <Form
          className={styles.form ?? ''}
          onSubmit={(event) => {
            event.preventDefault()
            send()
          }}
        >
          <TextField
            autoFocus
            label={<Trans>Name of the station</Trans>}
            value={name}
            maxLength={20}
            onChange={setName}
            help={<Trans>As people call it, for example P-02</Trans>}
          />
        </Form>
      ) : (
        <Shown code={make.data} />
      )}
      <SyncNote error={make.error} />
    </Dialog>
  )
}

import { Trans } from '@lingui/react/macro'
import { useId, useState } from 'react'
import { Form } from 'react-aria-components'
import { readJoinText, type SyncView } from '../../contract/station/sync.ts'
import { api } from '../api.ts'
import { useScan } from '../scan/scan-provider.tsx'
import { Button } from '../ui/office/button.tsx'
import { Switch } from '../ui/office/choice-controls.tsx'
import { Dialog } from '../ui/office/dialog.tsx'
import { TextField } from '../ui/office/fields.tsx'
import { centreAddress } from './join-address.ts'
import styles from './office.module.css'
import { SyncNote } from './sync-note.tsx'
import { useSyncAct } from './use-sync.ts'

type JoinProps = {
  /** False on a station that has nothing yet: then there is nothing to bring. */
  readonly hasData: boolean
  readonly onClose: () => void
  readonly onJoined: (view: SyncView) => void
}

/** Connects this station to a centre by address and code, typed or from the QR that another station shows. */
export function JoinDialog({ hasData, onClose, onJoined }: JoinProps) {
  const form = useId()
  const [address, setAddress] = useState('')
  const [code, setCode] = useState('')
  const [bring, setBring] = useState(false)
  const join = useSyncAct((asked: { centre: string; code: string; bring: boolean }) => api.sync.join(asked), onJoined)
  const take = (text: string): boolean => {
    const found = readJoinText(text)
    if (found === null) return false
    if (found.centre !== null) setAddress(found.centre)
    setCode(found.code)
    return true
  }
  useScan(({ text }) => void take(text), { level: 'dialog' })
  const centre = centreAddress(address)
  const ready = centre !== null && code.trim().length >= 4 && !join.isPending
  const send = (): void => {
    if (ready && centre !== null) join.mutate({ centre, code: code.trim(), bring })
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={<Trans>Connect to a centre</Trans>}
      ends={
        <>
          <Button onPress={onClose}>
            <Trans>Back</Trans>
          </Button>
          <Button kind="primary" type="submit" form={form} isDisabled={!ready} hint="Enter">
            <Trans>Connect</Trans>
          </Button>
        </>
      }
    >
      <Form
        id={form}
        className={styles.join ?? ''}
        validationBehavior="aria"
        onSubmit={(event) => {
          event.preventDefault()
          send()
        }}
      >
        <p>
          <Trans>
            At a station that is connected already: Settings, Centre and stations, Add a station. Scan the code that it
            shows, or type both here.
          </Trans>
        </p>
        <TextField
          autoFocus
          label={<Trans>Address of the centre</Trans>}
          value={address}
          maxLength={500}
          autoComplete="off"
          onChange={(text) => {
            if (!take(text)) setAddress(text)
          }}
          placeholder="http://192.168.0.10:8790"
          {...(address === '' || centre !== null ? {} : { problem: <Trans>This is no address.</Trans> })}
        />
        <TextField
          label={<Trans>Code</Trans>}
          value={code}
          maxLength={64}
          autoComplete="off"
          onChange={(text) => {
            if (!take(text)) setCode(text.toUpperCase())
          }}
          help={<Trans>Holds for ten minutes, for one station</Trans>}
        />
        {hasData ? (
          <>
            <Switch isSelected={bring} onChange={setBring}>
              <Trans>Bring this station's data to the centre</Trans>
            </Switch>
            <p className={styles.aside}>
              {bring ? (
                <Trans>Only a centre that has no data yet takes it: then this station's data becomes the site's.</Trans>
              ) : (
                <Trans>
                  This station then works with the centre's data instead of its own. Orders that are only here are not
                  shown any more.
                </Trans>
              )}
            </p>
          </>
        ) : null}
        <SyncNote error={join.error} />
      </Form>
    </Dialog>
  )
}

import { type ReactNode, useState } from 'react'
import { createRoot } from 'react-dom/client'
import {
  ScanProvider,
  useScan,
  useScanActions,
  useScannerHeard,
  useScanState,
} from '../../../renderer/scan/scan-provider.tsx'

/** What the page has seen, read by the test through `window.bench`. */
export type BenchRecord = { screen: string[]; dialog: string[]; ids: string[]; clicks: number; keys: string[] }

const record: BenchRecord = { screen: [], dialog: [], ids: [], clicks: 0, keys: [] }
Object.assign(window, { bench: record })
window.addEventListener('keydown', (event) => record.keys.push(event.code))

function Dialog(): ReactNode {
  useScan(({ text }) => void record.dialog.push(text), { level: 'dialog' })
  return <p id="dialog">dialog</p>
}

function Bench(): ReactNode {
  const [note, setNote] = useState('')
  const [open, setOpen] = useState(false)
  const heard = useScannerHeard()
  const { bounceCount, lastScan, notice } = useScanState()
  const { emit } = useScanActions()
  useScan(({ text, id }) => {
    record.screen.push(text)
    record.ids.push(id)
  })
  return (
    <main>
      <input id="note" value={note} onChange={(event) => setNote(event.target.value)} />
      <output id="shown">{note}</output>
      <button id="button" type="button" onClick={() => record.clicks++}>
        press
      </button>
      <button id="emit" type="button" onClick={() => emit('EMITTED')}>
        emit
      </button>
      <button id="toggle" type="button" onClick={() => setOpen(!open)}>
        dialog
      </button>
      <output id="state">{JSON.stringify({ heard, bounceCount, last: lastScan?.text, notice: notice?.kind })}</output>
      {open ? <Dialog /> : null}
    </main>
  )
}

const root = document.querySelector('#root')
if (root === null) throw new Error('No #root')
createRoot(root).render(
  <ScanProvider>
    <Bench />
  </ScanProvider>,
)

import { describe, expect, it } from 'vitest'
import { DIALOG_ID, type PrinterForm, type PrinterStatus } from '../../../contract/station/devices.ts'
import type { PrinterQueue } from '../../../contract/station/printing.ts'
import { readAddress } from '../../../main/devices/zpl-network.ts'
import { standingOf } from '../../../renderer/printing/printers.ts'
import { matching } from '../../../renderer/screens/labels/use-labels.ts'
import {
  addressProblem,
  asKind,
  formOfFound,
  isNetworkAddress,
  newPrinter,
  offsetAfter,
  PAPERS,
  paperOf,
  readyForm,
  routesWithout,
  takesDocument,
} from '../../../renderer/screens/settings/printers-rules.ts'
import { printJobs } from './fixtures.ts'

const complete: PrinterForm = { ...newPrinter('zpl-network'), name: 'Bench 2', address: '10.0.0.31' }
const found = (systemName: string) => ({ systemName, isDefault: false, state: 'idle' as const, printerId: null })

describe('the form of a printer', () => {
  it.each([
    ['10.0.0.31', true],
    ['10.0.0.31:9100', true],
    ['zd421.local', true],
    ['zd421-bench-2:6101', true],
    ['[fe80::1]:9100', true],
    ['', false],
    ['10.0.0', false],
    ['10.0.0.310', false],
    ['10.0.0.31:0', false],
    ['10.0.0.31:99999', false],
    ['http://10.0.0.31', false],
    ['10.0.0.31 ', false],
    ['-zd421', false],
  ])('knows whether %j is an address', (text, good) => {
    expect(isNetworkAddress(text)).toBe(good)
    // What is let through here is never refused by the station.
    if (good) expect(readAddress(text)).not.toBeNull()
  })

  it('is ready only with a name, an address and a paper', () => {
    expect(readyForm(complete)).toEqual(complete)
    expect(readyForm({ ...complete, name: ' ' })).toBeNull()
    expect(readyForm({ ...complete, address: 'bench 2' })).toBeNull()
    expect(readyForm({ ...complete, media: null })).toBeNull()
    expect(readyForm({ ...complete, media: { widthMm: Number.NaN, heightMm: 150 } })).toBeNull()
    expect(readyForm({ ...complete, kind: 'pdf-folder', address: '/srv/labels', media: null })).not.toBeNull()
  })

  it('tells an empty address from a wrong one, for each kind by its own rule', () => {
    expect(addressProblem({ kind: 'zpl-network', address: ' ' })).toBe('empty')
    expect(addressProblem({ kind: 'zpl-network', address: 'a b' })).toBe('wrong')
    expect(addressProblem({ kind: 'pdf-folder', address: 'labels' })).toBe('wrong')
    expect(addressProblem({ kind: 'pdf-folder', address: 'C:\\labels' })).toBeNull()
    expect(addressProblem({ kind: 'dialog', address: '' })).toBeNull()
  })

  it('drops what another kind cannot have, and keeps the rest', () => {
    const zpl = { ...complete, darkness: 20, speed: 4 }
    expect(asKind(zpl, 'system')).toMatchObject({ name: 'Bench 2', address: '', darkness: null, speed: null })
    expect(asKind({ ...complete, kind: 'system', orientation: 'landscape' }, 'zpl-queue')).toMatchObject({
      orientation: 'portrait',
      address: '10.0.0.31',
    })
    expect(asKind({ ...complete, kind: 'pdf-folder', media: null }, 'system').media).toEqual(PAPERS['100x150'])
  })

  it('names the usual papers and calls every other size another one', () => {
    expect(paperOf({ widthMm: 101.6, heightMm: 152.4 })).toBe('4x6')
    expect(paperOf({ widthMm: 150, heightMm: 100 })).toBe('custom')
    expect(paperOf(null)).toBe('any')
  })
})

describe('a printer that was found', () => {
  it('is set up for labels in ZPL only when its name says so and the station can send it', () => {
    expect(formOfFound(found('Zebra_GK420d'), 'station')).toMatchObject({ kind: 'zpl-queue', media: PAPERS['100x150'] })
    expect(formOfFound(found('Zebra_GK420d'), 'page')).toMatchObject({ kind: 'system', media: PAPERS['100x150'] })
    expect(formOfFound(found('HP_LaserJet_4'), 'station')).toMatchObject({ kind: 'system', media: PAPERS.a4 })
    expect(readyForm(formOfFound(found('HP_LaserJet_4'), 'station'))).not.toBeNull()
  })
})

describe('calibration', () => {
  it('moves the print by what the frame is off, on top of what it was moved before', () => {
    expect(offsetAfter(0, 1, false)).toBe(0)
    expect(offsetAfter(0, 3.5, false)).toBe(-2.5)
    expect(offsetAfter(2, 0.5, false)).toBe(2.5)
  })

  it('moves it by what the ruler shows at the edge when the frame is cut off', () => {
    expect(offsetAfter(0, 4, true)).toBe(4)
    expect(offsetAfter(-1, 2.2, true)).toBe(1.2)
  })

  it('stays within what a printer can be told', () => {
    expect(offsetAfter(15, 20, true)).toBe(20)
    expect(offsetAfter(-15, 20, false)).toBe(-20)
  })
})

describe('routes', () => {
  it('fall back to the print dialog for everything that went to a removed printer, and for nothing else', () => {
    expect(routesWithout({ label: 'zd421', slip: 'laser', sheet: 'laser', invoice: 'zd421' }, 'laser')).toEqual({
      label: 'zd421',
      slip: DIALOG_ID,
      sheet: DIALOG_ID,
      invoice: 'zd421',
    })
  })

  it('send nothing but labels to a printer that speaks ZPL', () => {
    expect(takesDocument({ kind: 'zpl-network' }, 'label')).toBe(true)
    expect(takesDocument({ kind: 'zpl-network' }, 'slip')).toBe(false)
    expect(takesDocument({ kind: 'system' }, 'slip')).toBe(true)
  })
})

describe('how a printer stands', () => {
  const ready: PrinterStatus = { state: 'ready', reasons: [], waiting: 0 }
  const queue: PrinterQueue = {
    printerId: 'zd421',
    printerName: 'ZD421',
    kind: 'zpl-network',
    attempts: [],
    held: { reason: 'E-PRN-023', tryAgainAt: 0 },
  }

  it('is what keeps its queue from moving, whatever it answered before', () => {
    const standing = standingOf({ kind: 'zpl-network', found: true }, ready, queue)
    expect(standing).toEqual({ state: 'not-ready', reason: 'E-PRN-023', waiting: 0 })
  })

  it('is its own answer when nothing is held, and a question while there is none', () => {
    expect(standingOf({ kind: 'zpl-network', found: true }, ready, { ...queue, held: null }).state).toBe('ready')
    expect(standingOf({ kind: 'zpl-network', found: true }, undefined, undefined).state).toBe('asking')
  })

  it('is not ready when its queue or folder is gone, and the dialog is always there', () => {
    expect(standingOf({ kind: 'system', found: false }, ready, undefined).reason).toBe('E-PRN-030')
    expect(standingOf({ kind: 'pdf-folder', found: false }, ready, undefined).reason).toBe('E-PRN-033')
    expect(standingOf({ kind: 'dialog', found: true }, undefined, undefined).state).toBe('ready')
  })
})

describe('the list of labels', () => {
  it('shows the ones of a printer with the unclear ones first', () => {
    const at = (id: string) => (['job-2', 'job-3', 'job-8'].includes(id) ? 'zd421' : 'spare')
    const shown = matching(printJobs, { text: '', printerId: 'zd421' }, ({ id }) => at(id))
    expect(shown.map(({ id }) => id)).toEqual(['job-2', 'job-8', 'job-3'])
    expect(matching(printJobs, { text: '#104 97', printerId: null }, () => undefined).map(({ id }) => id)).toEqual([
      'job-3',
    ])
  })
})

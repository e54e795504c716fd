import { type HidCollection, hidFields, readField } from './hid-fields.ts'

/** HID usage page of bar code scanners. */
export const HID_SCANNER_PAGE = 0x8c

const BYTE_COUNT = 0x0001_003b
const AIM_FIRST = 0x008c_00fb
const AIM_LAST = 0x008c_00fd
const DATA = 0x008c_00fe
const CONTINUED = 0x008c_00ff
/** The longest code put together from several reports. */
const MOST_BYTES = 4_096

/** One code of a scanner; `aim` when it sent its symbology identifier. */
export type HidScan = { text: string; aim?: string }

/** Puts codes together from the input reports of a point-of-sale scanner. */
export type HidScannerReader = {
  /** A whole code, `pending` while the scanner says that more comes, null for reports of other things. */
  read: (reportId: number, data: DataView) => HidScan | 'pending' | null
  /** Forgets what has come of a code; its bytes as text, '' when there was nothing. */
  drop: () => string
}

/** UTF-8 where the bytes are that, otherwise one character for each byte. */
function textOf(bytes: readonly number[]): string {
  const array = Uint8Array.from(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(array)
  } catch {
    return Array.from(array, (byte) => String.fromCharCode(byte)).join('')
  }
}

/** A reader for a device by the layout that the device itself declares. */
export function createHidScannerReader(collections: readonly HidCollection[]): HidScannerReader {
  const reports = hidFields(collections, HID_SCANNER_PAGE)
  let bytes: number[] = []
  let aim = ''
  return {
    read(reportId, data) {
      const fields = reports.get(reportId) ?? []
      const values = (usage: number): number[] =>
        fields.filter((field) => field.usage === usage).map((field) => readField(data, field))
      const part = values(DATA)
      if (part.length === 0) return null
      const count = values(BYTE_COUNT)[0]
      const filled = count === undefined ? part.findLastIndex((byte) => byte !== 0) + 1 : Math.min(count, part.length)
      bytes.push(...part.slice(0, filled))
      const mark = fields.filter(({ usage }) => usage >= AIM_FIRST && usage <= AIM_LAST)
      const sent = textOf(mark.map((field) => readField(data, field)))
      if (aim === '' && /^\][A-Za-z][0-9A-Za-z]$/.test(sent)) aim = sent
      if (values(CONTINUED)[0] === 1 && bytes.length < MOST_BYTES) return 'pending'
      const scan = { text: textOf(bytes), ...(aim === '' ? {} : { aim }) }
      bytes = []
      aim = ''
      return scan
    },
    drop() {
      const text = textOf(bytes)
      bytes = []
      aim = ''
      return text
    },
  }
}

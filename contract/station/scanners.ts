import { z } from 'zod'
import { procedure } from '../errors.ts'

const keys = z.array(z.string().min(1).max(40)).max(8)
const milliseconds = z.number().min(1).max(2_000)

/** How this station's keyboard scanner speaks, as the set-up found it; times in milliseconds, keys by `KeyboardEvent.code`. */
export const ScannerProfile = z.object({
  layout: z.enum(['us', 'uk', 'de', 'fr', 'kr']),
  /** Keys that end a code; none when the scanner sends nothing behind it. */
  terminatorKeys: keys,
  prefixKeys: keys,
  prefixText: z.string().max(8),
  /** Keys that stand for GS beside Ctrl+] and Alt+029; `Control+` before one that needs Ctrl. */
  separatorKeys: keys,
  silenceEnds: z.boolean(),
  medianGapMs: milliseconds,
  longestGapMs: milliseconds,
  silenceMs: milliseconds,
  /** When it was set up, UTC milliseconds. */
  setUpAt: z.number(),
})
export type ScannerProfile = z.infer<typeof ScannerProfile>

/** A device on a serial line that a person has allowed this page to use; vendor and product are those of its USB adapter. */
export const SerialDevice = z.object({
  use: z.enum(['scanner', 'scale']),
  baudRate: z.int().min(300).max(921_600),
  vendorId: z.int().nullable(),
  productId: z.int().nullable(),
})
export type SerialDevice = z.infer<typeof SerialDevice>

/** What the station remembers of its scanners and its scale; a null profile means that nobody has set the scanner up. */
export const StationScanners = z.object({
  profile: ScannerProfile.nullable(),
  serial: z.array(SerialDevice).max(8),
})
export type StationScanners = z.infer<typeof StationScanners>

/** One code of the set-up: what a scanner should send for it, and its drawing. */
export const TestCode = z.object({ id: z.enum(['letters', 'digits', 'gs1']), text: z.string(), svg: z.string() })
export type TestCode = z.infer<typeof TestCode>

/** The station's scanners: what is remembered of them, and the codes with which one is set up. */
export const scanners = {
  view: procedure.output(StationScanners),
  /** Keeps the profile (null: as if never set up) and the serial devices; what is not named stays. */
  save: procedure.input(StationScanners.partial()).output(StationScanners),
  testCodes: procedure.output(z.array(TestCode)),
}

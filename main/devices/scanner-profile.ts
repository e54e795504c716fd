import { StationScanners } from '../../contract/station/scanners.ts'
import { buildBracketedString, parseGs1 } from '../../domain/gs1.ts'
import { SCANNER_TEST_CODES } from '../../domain/scanner-test-codes.ts'
import type { StationCore } from '../core.ts'
import { codeSvg } from '../documents/svg.ts'
import { procedures } from '../rpc/station-procedures.ts'

const KEY = 'scanners'
const NONE: StationScanners = { profile: null, serial: [] }

/** What this station remembers of its scanners; the signing-in screen reads it before anybody is known. */
export function scannersRouter(core: StationCore) {
  const { scanners } = procedures
  const { settings } = core.platform
  const read = (): StationScanners => StationScanners.catch(NONE).parse(settings.get(KEY))
  return {
    view: scanners.view.handler(() => read()),
    save: scanners.save.handler(({ input, context }) => {
      core.require(context.sessionId)
      const { profile, serial } = input
      const before = read()
      const next: StationScanners = {
        profile: profile === undefined ? before.profile : profile,
        serial: serial ?? before.serial,
      }
      settings.set(KEY, next)
      return next
    }),
    testCodes: scanners.testCodes.handler(() =>
      SCANNER_TEST_CODES.map(({ id, symbology, text }) => {
        const parsed = symbology === 'gs1-128' ? parseGs1(text) : null
        const printed = parsed?.ok === true ? buildBracketedString(parsed.elements) : text
        return { id, text, svg: codeSvg(printed, symbology) }
      }),
    ),
  }
}

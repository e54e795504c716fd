import { isIP } from 'node:net'
import { parseArgs } from 'node:util'

/** The port a station listens on when nothing else is asked and it is free. */
export const DEFAULT_PORT = 4620

/** What the command line of the Node host asks for; `port` null means the usual one, or a free one when it is taken. */
export type NodeHostOptions = {
  data: string | undefined
  port: number | null
  hostAddress: string
  demo: boolean
  open: boolean
  json: boolean
  /** The centre to join at the first start, later where it is now; null for the one on this machine, or where it was. */
  join: { centre: string; code: string } | null
  /** Works without any centre. */
  alone: boolean
}

/** The options, or why they cannot be understood (one sentence for the person who typed them). */
export type OptionsOutcome = { ok: true; options: NodeHostOptions } | { ok: false; message: string }

/** The lines that `--help` prints. */
export const usage = `Baro, the station in a browser

  --data DIR            where the data live (default: BARO_DATA, else the application data folder)
  --port N              the port to listen on (default ${DEFAULT_PORT}, or a free one when it is taken)
  --host-address ADDR   the address to listen on (default 127.0.0.1: this machine only)
  --demo                fill an empty store with the demo warehouse without asking
  --central URL         join the centre at this address (the first time with --code); later: it is there now
  --code CODE           the one-time code that an administrator or the centre's command line made
  --alone               work without a centre; for tests and measurements
  --no-open             do not open a browser
  --json                print one JSON line when ready`

/** Reads the arguments of the Node host; unknown ones, a port outside 0 to 65535 and an address that is no IP are refused. */
export function parseOptions(args: readonly string[]): OptionsOutcome {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        data: { type: 'string' },
        port: { type: 'string' },
        'host-address': { type: 'string', default: '127.0.0.1' },
        demo: { type: 'boolean', default: false },
        'no-open': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        central: { type: 'string' },
        code: { type: 'string' },
        alone: { type: 'boolean', default: false },
      },
    })
    const port = values.port === undefined ? null : Number(values.port)
    if (port !== null && (!/^\d{1,5}$/.test(values.port ?? '') || port > 65_535)) {
      return { ok: false, message: `--port ${values.port}: expected a number from 0 to 65535.` }
    }
    const hostAddress = values['host-address']
    if (isIP(hostAddress) === 0) {
      return { ok: false, message: `--host-address ${hostAddress}: expected an IP address, for example 192.168.0.20.` }
    }
    if (values.data === '') return { ok: false, message: '--data: expected a directory.' }
    const join = joinOf(values)
    if (typeof join === 'string') return { ok: false, message: join }
    return {
      ok: true,
      options: {
        data: values.data,
        port,
        hostAddress,
        demo: values.demo,
        open: !values['no-open'],
        json: values.json,
        join,
        alone: values.alone,
      },
    }
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) }
  }
}

function joinOf(values: { central?: string; code?: string; alone: boolean }): NodeHostOptions['join'] | string {
  const { central, code = '' } = values
  if (central === undefined) return values.code === undefined ? null : '--code: belongs to --central.'
  if (values.alone) return '--alone: does not go with --central.'
  if (!URL.canParse(central) || !/^https?:$/.test(new URL(central).protocol))
    return `--central ${central}: expected an address such as http://192.168.0.10:8790.`
  return { centre: central, code }
}

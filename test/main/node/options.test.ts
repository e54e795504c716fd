import { describe, expect, it } from 'vitest'
import { browserCommand } from '../../../main/node/open-browser.ts'
import { parseOptions } from '../../../main/node/options.ts'

const alone = { join: null, alone: false }

describe('the options of the Node host', () => {
  it('listens on this machine only, opens a browser and fills nothing unless told otherwise', () => {
    expect(parseOptions([])).toEqual({
      ok: true,
      options: {
        data: undefined,
        port: null,
        hostAddress: '127.0.0.1',
        demo: false,
        open: true,
        json: false,
        ...alone,
      },
    })
  })

  it('reads every option', () => {
    const args = ['--data', 'x', '--port', '0', '--host-address', '::1', '--demo', '--no-open', '--json']
    expect(parseOptions(args)).toEqual({
      ok: true,
      options: { data: 'x', port: 0, hostAddress: '::1', demo: true, open: false, json: true, ...alone },
    })
  })

  it('refuses what it cannot understand with a sentence that names it', () => {
    const refused = [
      ['--port', '99999'],
      ['--port', '-1'],
      ['--port', '80a'],
      ['--port', ''],
      ['--host-address', 'warehouse'],
      ['--data', ''],
      ['--colour'],
      ['orders.csv'],
    ]
    for (const args of refused) {
      const outcome = parseOptions(args)
      expect(outcome.ok, args.join(' ')).toBe(false)
      if (!outcome.ok) expect(outcome.message.length).toBeGreaterThan(10)
    }
  })

  it('opens a browser by the means of each system and not at all without a screen', () => {
    const url = 'http://127.0.0.1:4620'
    expect(browserCommand(url, 'linux', {})).toBeNull()
    expect(browserCommand(url, 'linux', { DISPLAY: ':0' })).toEqual({ command: 'xdg-open', args: [url] })
    expect(browserCommand(url, 'darwin', {})).toEqual({ command: 'open', args: [url] })
    expect(browserCommand(url, 'win32', {})?.args).toContain(url)
  })
})

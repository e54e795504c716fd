import { describe, expect, it } from 'vitest'
import { cameraFormats, chooseCode, fitOf } from '../../../renderer/scan/camera-formats.ts'
import { DECODE_WAYS, decodePicture, type SeenCode } from '../../../renderer/scan/decode-picture.ts'
import { createSeenCodes } from '../../../renderer/scan/seen-codes.ts'
import { type Look, modulesOf, pictureOf, SYMBOLOGIES } from './drawn-codes.ts'

const LOOKS: readonly (readonly [name: string, look: Look, must: readonly string[]])[] = [
  ['sharp', {}, ['EAN-13', 'Code 128', 'GS1-128', 'DataMatrix', 'QR']],
  ['rotated 8°', { angle: 8 }, ['EAN-13', 'Code 128', 'GS1-128', 'DataMatrix', 'QR']],
  // Upright, the GS1-128 code is longer than the picture is high.
  ['rotated 90°', { angle: 90 }, ['EAN-13', 'Code 128', 'DataMatrix', 'QR']],
  ['rotated 180°', { angle: 180 }, ['EAN-13', 'Code 128', 'GS1-128', 'DataMatrix', 'QR']],
  ['rotated 30°', { angle: 30 }, ['QR']],
  ['contrast 35 %', { contrast: 0.35 }, ['EAN-13', 'Code 128', 'GS1-128', 'DataMatrix', 'QR']],
  ['contrast 15 %', { contrast: 0.15 }, []],
  ['blurred 0.7 px', { blur: 0.7 }, ['EAN-13', 'Code 128', 'GS1-128', 'DataMatrix', 'QR']],
  ['blurred 1.2 px', { blur: 1.2 }, ['EAN-13', 'GS1-128', 'DataMatrix', 'QR']],
  ['blurred 2.5 px', { blur: 2.5 }, []],
]

const accepts = ['item', 'location', 'tote'] as const

describe('what a camera sees', () => {
  it('is read by the pass table: sharp, turned, pale and blurred', () => {
    const lines = ['look'.padEnd(18) + SYMBOLOGIES.map(({ name }) => name.padStart(12)).join('')]
    const missed: string[] = []
    const wrong: string[] = []
    for (const [name, look, must] of LOOKS) {
      const cells = SYMBOLOGIES.map(({ name: symbology, bcid, text, sent, width }) => {
        const picture = pictureOf([{ modules: modulesOf(bcid, text), width, ...look }], { width: 640, height: 480 })
        const seen: string[] = []
        for (let turn = 0; turn < DECODE_WAYS && seen.length === 0; turn += 1) {
          const copy = { ...picture, pixels: picture.pixels.slice() }
          seen.push(...decodePicture(copy, cameraFormats(accepts), turn).map((code) => `${code.aim}${code.text}`))
        }
        if (seen.some((code) => code !== sent)) wrong.push(`${name} ${symbology}: ${seen.join(' ')}`)
        const read = seen.includes(sent)
        if (!read && must.includes(symbology)) missed.push(`${name} ${symbology}`)
        return (read ? 'read' : '–').padStart(12)
      })
      lines.push(name.padEnd(18) + cells.join(''))
    }
    process.stdout.write(`${lines.join('\n')}\n`)
    expect(wrong).toEqual([])
    expect(missed).toEqual([])
  }, 120_000)

  it('is only looked for in the symbologies that are expected', () => {
    expect(cameraFormats(['location'])).toEqual(['code128', 'qr'])
    expect(cameraFormats(['item'])).toContain('ean13')
    const picture = pictureOf([{ modules: modulesOf('ean13', '8801234000017'), width: 0.45 }])
    expect(decodePicture(picture, cameraFormats(['location']))).toEqual([])
  })

  it('may be several codes: the one that fits is taken, otherwise it is asked', () => {
    const picture = pictureOf([
      { modules: modulesOf('ean13', '8801234000017'), width: 0.4, x: 0.27, y: 0.25 },
      { modules: modulesOf('code128', 'A-03-2-05'), width: 0.45, x: 0.7, y: 0.75 },
    ])
    const seen = decodePicture(picture, cameraFormats(['item', 'location']))
    expect(seen.map(({ text }) => text).sort()).toEqual(['8801234000017', 'A-03-2-05'])
    const codes = seen.map((one) => ({ ...one, code: `${one.aim}${one.text}` }))
    expect(chooseCode(codes, ['item'])?.text).toBe('8801234000017')
    expect(chooseCode(codes, ['location'])?.text).toBe('A-03-2-05')
    expect(chooseCode(codes, ['item', 'location'])).toBeNull()
    expect(chooseCode(codes, ['badge'])).toBeNull()
  })

  it('fits by its form', () => {
    expect(fitOf('8801234000017', ['item'])).toBe(2)
    expect(fitOf('8801234000017', ['location'])).toBe(0)
    expect(fitOf('OWN CODE', ['location'])).toBe(1)
    expect(fitOf('TOTE-07', ['tote'])).toBe(2)
    expect(fitOf('BR-UNX'.replace('X', 'U'), ['item'])).toBe(1)
    expect(fitOf(']C100106141412345678908', ['label'])).toBe(2)
  })
})

describe('what is in view', () => {
  const code = (text: string, format: SeenCode['format'] = 'code128'): SeenCode => ({
    text,
    aim: ']C0',
    format,
    x: 0.5,
    y: 0.5,
  })
  it('is taken when two pictures agree, and once until it has gone', () => {
    const judge = createSeenCodes()
    expect(judge([code('TOTE-07')], ['tote'], 0)).toEqual({ kind: 'none' })
    expect(judge([code('TOTE-01')], ['tote'], 100)).toEqual({ kind: 'none' })
    expect(judge([code('TOTE-07')], ['tote'], 200)).toMatchObject({
      kind: 'take',
      offer: { text: 'TOTE-07' },
      sure: true,
    })
    expect(judge([code('TOTE-07')], ['tote'], 300)).toEqual({ kind: 'none' })
    expect(judge([], ['tote'], 1_500)).toEqual({ kind: 'none' })
    judge([code('TOTE-07')], ['tote'], 1_600)
    expect(judge([code('TOTE-07')], ['tote'], 1_700)).toMatchObject({ kind: 'take' })
  })

  it('is asked about when several codes stay that fit alike', () => {
    const judge = createSeenCodes()
    const both = [code('TOTE-07'), code('TOTE-08')]
    expect(judge(both, ['tote'], 0)).toEqual({ kind: 'none' })
    expect(judge(both, ['tote'], 350)).toMatchObject({
      kind: 'choose',
      offers: [{ text: 'TOTE-07' }, { text: 'TOTE-08' }],
    })
  })
})

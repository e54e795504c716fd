import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { inflateSync } from 'node:zlib'
import { type Browser, chromium } from 'playwright'
import { chromiumFlags, findChromium } from '../../support/hosts.ts'
import type { Raster } from './raster.ts'

/** Where Chromium is, or why the tests that need it are skipped. */
export const chromiumTool = findChromium()

/** Opens a browser that paints drawings with the fonts of print. */
export async function openPainter(): Promise<{
  paint(svg: string, dpi: number): Promise<Raster>
  close(): Promise<void>
}> {
  const browser: Browser = await chromium.launch({ executablePath: chromiumTool.path ?? '', args: [...chromiumFlags] })
  const page = await browser.newPage()
  await page.setContent(`<style>${[500, 700].map(fontFace).join('')} * { margin: 0 }</style><body></body>`)
  return {
    async paint(svg, dpi) {
      const [, widthMm, heightMm] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg) ?? []
      const width = Math.round((Number(widthMm) / 25.4) * dpi)
      const height = Math.round((Number(heightMm) / 25.4) * dpi)
      await page.setViewportSize({ width, height })
      await page.evaluate(
        async ([drawing, across, down]) => {
          document.body.innerHTML = drawing
          const drawn = document.querySelector('svg')
          drawn?.setAttribute('width', across)
          drawn?.setAttribute('height', down)
          drawn?.setAttribute('preserveAspectRatio', 'none')
          await Promise.all([document.fonts.load('500 10px Pretendard'), document.fonts.load('700 10px Pretendard')])
        },
        [svg, String(width), String(height)] as const,
      )
      return { ...readPng(await page.screenshot()), dpi }
    },
    close: () => browser.close(),
  }
}

function fontFace(weight: number): string {
  const file = `pretendard/dist/public/static/alternative/Pretendard-${weight === 700 ? 'Bold' : 'Medium'}.ttf`
  const bytes = readFileSync(createRequire(import.meta.url).resolve(file)).toString('base64')
  return `@font-face { font-family: Pretendard; font-weight: ${weight}; src: url(data:font/ttf;base64,${bytes}) }`
}

/** The grey of a PNG as Chromium writes it: eight bits, not interlaced; the red channel stands for all. */
function readPng(png: Buffer): Omit<Raster, 'dpi'> {
  const width = png.readUInt32BE(16)
  const height = png.readUInt32BE(20)
  const step = { 2: 3, 6: 4 }[png[25] ?? 0] ?? 0
  if (png[24] !== 8 || step === 0) throw new Error('not a picture of Chromium')
  const parts: Buffer[] = []
  for (let at = 8; at < png.length; at += png.readUInt32BE(at) + 12) {
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)))
  }
  const data = inflateSync(Buffer.concat(parts))
  const row = width * step
  let above = new Uint8Array(row)
  const pixels = new Uint8ClampedArray(width * height)
  for (let y = 0; y < height; y++) {
    const filter = data[y * (row + 1)] ?? 0
    const line = Uint8Array.from(data.subarray(y * (row + 1) + 1, (y + 1) * (row + 1)))
    for (let x = 0; x < row; x++) {
      const left = line[x - step] ?? 0
      line[x] = (line[x] ?? 0) + predicted(filter, left, above[x] ?? 0, above[x - step] ?? 0)
    }
    for (let x = 0; x < width; x++) pixels[y * width + x] = line[x * step] ?? 255
    above = line
  }
  return { width, height, pixels }
}

function predicted(filter: number, left: number, up: number, upLeft: number): number {
  if (filter === 1) return left
  if (filter === 2) return up
  if (filter === 3) return (left + up) >> 1
  if (filter !== 4) return 0
  const [a, b, c] = [Math.abs(up - upLeft), Math.abs(left - upLeft), Math.abs(left + up - 2 * upLeft)]
  return a <= b && a <= c ? left : b <= c ? up : upLeft
}

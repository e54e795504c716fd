import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { containerInstance } from '../../benchmark/carton/containers.ts'

const root = resolve(import.meta.dirname, '../..')

/** A box type as the published files write it: each edge with 1 where it may stand, then how many there are. */
const written = (boxTypes: number, index: number): string[] =>
  containerInstance(boxTypes, index).map(({ lengthMm, widthMm, heightMm, quantity, verticalEdges = [] }) => {
    const may = (edge: 'length' | 'width' | 'height'): number => (verticalEdges.includes(edge) ? 1 : 0)
    return [lengthMm, may('length'), widthMm, may('width'), heightMm, may('height'), quantity].join(' ')
  })

it('makes the container instances of the literature number for number', () => {
  expect(written(3, 0)).toEqual(['108 0 76 0 30 1 40', '110 0 43 1 25 1 33', '92 1 81 1 55 1 39'])
  expect(written(3, 5)).toEqual(['86 1 84 1 45 1 56', '81 0 45 1 34 1 56', '70 1 54 1 37 1 35'])
  expect(containerInstance(8, 0).map(({ quantity }) => quantity)).toEqual([24, 9, 8, 11, 11, 10, 12, 9])
})

it('measures cartons, and finds every packing sound', async () => {
  const args = [
    '--disable-warning=ExperimentalWarning',
    'benchmark/carton.ts',
    '--quick',
    '--no-peers',
    '--orders',
    '4',
  ]
  // Its exit code says whether goals of speed hold, which is not asked here.
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root }).catch(
    (failed: { stdout: string; stderr: string }) => {
      if (!failed.stdout.includes('"name":"carton"')) throw new Error(failed.stderr)
      return failed
    },
  )
  const { figures } = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')
  expect(figures).toMatchObject({ invalid: 0, leftOver: 0 })
  expect(figures.packings).toBe(50 + 9 * 4 + 7 * 3)
  expect(figures.containerFillFullSupport).toBeGreaterThan(70)
}, 120_000)

import { cartonSeries, takeBlock } from '../../commands/numbers/take-block.ts'
import type { StationCore } from '../core.ts'
import type { Work } from '../journal/executor.ts'

/** The carton numbers that a centre has set aside for this station, so that it can close cartons without the network. */
export type CartonBlocks = {
  /** The next number, used up when the work's journal commit succeeds; null when none is left. */
  next(work: Work): number | null
  /** How many numbers are left. */
  left(): number
  /** Asks the centre for more when few are left; does nothing alone, and keeps what there is when nobody answers. */
  refill(): Promise<void>
}

/** Both ends included; `next` is the first one that is not used. */
type Block = { next: number; to: number }

const SIZE = 1_000
const FEW = SIZE * 0.2
/** After an answer that brought nothing, nobody is asked for so long. */
const PAUSE_MS = 10_000

/** Opens this station's blocks; they are kept in the journal, by the series of the site's present GS1 prefix. */
export function openCartonBlocks(core: StationCore): CartonBlocks {
  const { database } = core.journal
  const select = database.prepare('SELECT value FROM saved WHERE name = ?').pluck()
  const upsert = database.prepare(
    'INSERT INTO saved (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  )
  const counted = database.prepare('SELECT value FROM counter WHERE name = ?').pluck()
  const taken = new WeakMap<Work, Block[]>()
  let asking: Promise<void> | undefined
  let pauseUntil = 0

  const series = () => cartonSeries(core.site()?.gs1_prefix ?? null)
  const nameOf = (of: string) => `carton-blocks.${of}`
  const load = (of: string): Block[] => JSON.parse((select.get(nameOf(of)) as string | undefined) ?? '[]') as Block[]
  /** Numbers of the time alone are not used again, should a block hold them. */
  const usable = (of: string, blocks: readonly Block[]): Block[] => {
    const alone = (counted.get(of) as number | undefined) ?? 0
    return blocks.flatMap(({ next, to }) => (to <= alone ? [] : [{ next: Math.max(next, alone + 1), to }]))
  }
  const left = (): number => usable(series(), load(series())).reduce((sum, { next, to }) => sum + to - next + 1, 0)

  const ask = async (): Promise<void> => {
    while (core.joined() && core.site() !== undefined && left() < FEW && core.platform.now() >= pauseUntil) {
      const of = series()
      const by = { operatorId: null, station: core.stationName() }
      const decision = await core.run(takeBlock, { series: of, size: SIZE }, by)
      if (!decision.ok) {
        pauseUntil = core.platform.now() + PAUSE_MS
        return
      }
      const { from, to } = decision.value
      core.journal.commit(() => void upsert.run(nameOf(of), JSON.stringify([...load(of), { next: from, to }])))
    }
  }

  return {
    left,
    next: (work) => {
      const of = series()
      const mine = taken.get(work) ?? usable(of, load(of))
      const [first, ...rest] = mine
      if (first === undefined) return null
      const after = first.next === first.to ? rest : [{ next: first.next + 1, to: first.to }, ...rest]
      taken.set(work, after)
      work.also(() => upsert.run(nameOf(of), JSON.stringify(after)))
      return first.next
    },
    refill: () => {
      asking ??= ask()
        .catch((error: unknown) =>
          core.platform.log({ level: 'error', event: 'carton-numbers-not-refilled', error: String(error) }),
        )
        .finally(() => {
          asking = undefined
        })
      return asking
    },
  }
}

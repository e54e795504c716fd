import type { PickBench } from '../../contract/station/picking.ts'
import { COMMAND_CODES } from '../../domain/command-code.ts'

/** What a scan of the picker is: of which kind, and whether the screen will only have to forget a message. */
export type PickerScan = {
  kind: 'command' | 'location' | 'item' | 'lot' | 'tote' | 'wrong' | 'acknowledge'
  code: string
}

/** A picker who works as the bench says, and goes wrong every tenth time. */
export type Picker = { next(bench: PickBench): PickerScan }

const WRONG_SHARE = 0.1

/**
 * Builds a picker. `random` fixes the mistakes: a code that nobody knows, another shelf, another item, another tote; each
 * is acknowledged with the next scan. Throws when a bench asks for what this picker never does (problem, quantity, serial).
 */
export function createPicker(random: () => number): Picker {
  let tote = 0
  let unknown = 0
  const wrongCode = (): string => {
    const kind = Math.floor(random() * 4)
    if (kind === 0) return 'T-4000'
    if (kind === 1) return 'B-20-30-4-05'
    if (kind === 2) return 'SKU-199999'
    unknown += 1
    return `NOBODY-${unknown}`
  }
  const rightScan = (bench: PickBench): PickerScan => {
    switch (bench.step) {
      case 'idle':
        return { kind: 'command', code: COMMAND_CODES.giveWork }
      case 'drop':
        return { kind: 'command', code: COMMAND_CODES.done }
      case 'totes':
        tote += 1
        return { kind: 'tote', code: `T-${String(tote).padStart(4, '0')}` }
      case 'location':
        return { kind: 'location', code: bench.location?.code ?? '' }
      case 'item':
        return { kind: 'item', code: bench.item?.code ?? '' }
      case 'lot':
        return { kind: 'lot', code: bench.lot ?? '' }
      case 'put':
        return { kind: 'tote', code: bench.target?.toteCode ?? '' }
      default:
        throw new Error(`The picker does not know what to do at ${bench.step}`)
    }
  }
  return {
    next: (bench) => {
      if (bench.alert !== null) return { kind: 'acknowledge', code: COMMAND_CODES.acknowledge }
      const isAtWork = bench.step === 'location' || bench.step === 'item' || bench.step === 'put'
      return isAtWork && random() < WRONG_SHARE ? { kind: 'wrong', code: wrongCode() } : rightScan(bench)
    },
  }
}

import type { Feedback, SessionView } from '../../contract/station/floor.ts'
import type { PackBench, PrintJobView } from '../../contract/station/packing.ts'
import type { Row } from '../../db/tables.ts'
import type { CommandName } from '../../domain/command-code.ts'
import {
  PACK_ACTIONS,
  type PackPolicy,
  type PackProgress,
  type PackStep,
  packStep,
  unitsInHand,
  unitsLeft,
  weightTolerance,
} from '../../domain/pack.ts'
import { actionView, itemView } from '../floor/views.ts'
import type { LoadedOrder } from './load-order.ts'
import { keptService } from './service-view.ts'

const ACCEPTS: Record<PackStep, PackBench['accepts']> = {
  tote: ['tote'],
  sort: ['item', 'tote'],
  note: ['command'],
  carton: ['carton-type'],
  unit: ['item', 'serial'],
  weigh: ['weight'],
  service: ['command'],
  print: ['command'],
  label: ['label'],
  'label-problem': ['command'],
  partial: ['command'],
  finished: ['tote'],
}

/** Draws the packing bench from the order's rows and where the packer stands. */
export function packBench(
  loaded: LoadedOrder | null,
  progress: PackProgress,
  policy: PackPolicy,
  rest: {
    session: SessionView
    alert: Feedback | null
    waiting: number
    cartonTypes: Row<'carton_type'>[]
    /** The type that a plan of cartons says, where there is one. */
    plannedType?: string | null
    printJob: PrintJobView | null
    services: PackBench['services']
    shared?: PackBench['shared']
  },
): PackBench {
  const step = packStep(loaded?.pack ?? null, progress, policy)
  const inHand = inHandView(loaded, progress)
  return {
    screen: 'packing',
    step,
    session: rest.session,
    alert: rest.alert,
    accepts: ACCEPTS[step],
    actions: PACK_ACTIONS[step]
      .filter((name) => makesSense(name, step, loaded, rest.services, inHand))
      .map((name) => actionView(name, rest.alert === null)),
    choices: [],
    waiting: rest.waiting,
    order:
      loaded === null
        ? null
        : {
            id: loaded.order.id,
            number: loaded.order.number,
            channel: loaded.order.channel,
            toteName: loaded.tote.name,
            shipBy: loaded.order.ship_by,
            note: loaded.order.note,
            recipientName: loaded.order.recipient_name,
            country: (JSON.parse(loaded.order.ship_to) as { country: string }).country,
          },
    lines:
      loaded === null
        ? []
        : loaded.lines
            .filter((line) => line.picked - line.shipped > 0)
            .map((line) => ({
              id: line.id,
              item: itemView(line.item),
              picked: line.picked - line.shipped,
              packed: line.packed - line.shipped,
              here: line.id === progress.lastLineId,
            })),
    unitsLeft: loaded === null ? 0 : unitsLeft(loaded.pack),
    unitsTotal: loaded === null ? 0 : loaded.lines.reduce((sum, line) => sum + line.picked - line.shipped, 0),
    unitsMissing: loaded?.pack.unitsMissing ?? 0,
    carton: loaded === null ? null : cartonView(loaded, policy, progress),
    cartonCount: loaded?.cartonCount ?? 0,
    cartonTypes: loaded === null ? [] : suggest(loaded, rest.cartonTypes, rest.plannedType ?? null),
    printJob: rest.printJob,
    services: rest.services,
    shared: rest.shared ?? null,
    inHand,
  }
}

function inHandView(loaded: LoadedOrder | null, progress: PackProgress): PackBench['inHand'] {
  const hand = loaded === null ? null : unitsInHand(loaded.pack, progress)
  return hand === null ? null : { name: hand.line.itemName, quantity: hand.units.quantity }
}

/** Another service only where there are some, a confirmation only of what waits for one, and less than ordered only with empty hands. */
function makesSense(
  name: CommandName,
  step: PackStep,
  loaded: LoadedOrder | null,
  services: PackBench['services'],
  inHand: PackBench['inHand'],
): boolean {
  if (name === 'partial') return inHand === null
  if (name === 'otherService') return loaded?.pack.carton?.offers != null
  return step !== 'service' || name !== 'confirm' || (services?.attach ?? null) !== null
}

function cartonView(loaded: LoadedOrder, policy: PackPolicy, progress: PackProgress): PackBench['carton'] {
  const { carton, cartonType, pack } = loaded
  if (carton === null || cartonType === null || pack.carton === null) return null
  const inner = cartonType.inner_length_mm * cartonType.inner_width_mm * cartonType.inner_height_mm
  const volumes = loaded.cartonLines.map((line) => unitVolume(line.item, line.quantity))
  const theory = pack.carton.theoryGrams
  return {
    id: carton.id,
    number: carton.number,
    typeName: cartonType.name,
    typeCode: cartonType.code,
    innerLengthMm: cartonType.inner_length_mm,
    innerWidthMm: cartonType.inner_width_mm,
    innerHeightMm: cartonType.inner_height_mm,
    units: pack.carton.units,
    fill: volumes.includes(null) ? null : volumes.reduce<number>((sum, volume) => sum + (volume ?? 0), 0) / inner,
    theoryGrams: theory,
    toleranceGrams: weightTolerance(theory ?? 0, policy),
    weightGrams: carton.weight_grams ?? progress.weightGrams,
    code: carton.code,
    service: keptService(loaded),
    lines: loaded.cartonLines.map((line) => ({ name: line.item.name, quantity: line.quantity })),
  }
}

function unitVolume(item: Row<'item'>, quantity: number): number | null {
  const { length_mm: length, width_mm: width, height_mm: height } = item
  return length === null || width === null || height === null ? null : length * width * height * quantity
}

/** Share of a carton's inner volume that loose goods fill in practice; above it the next size is suggested. */
const PRACTICAL_FILL = 0.7

/**
 * The planned carton comes first, as the suggested one; without a plan the smallest that holds what is left by volume,
 * longest side and weight.
 */
function suggest(loaded: LoadedOrder, types: Row<'carton_type'>[], planned: string | null): PackBench['cartonTypes'] {
  const rest = loaded.lines
    .map((line) => ({ item: line.item, left: line.picked - line.packed }))
    .filter((line) => line.left > 0)
  const volume = rest.reduce((sum, line) => sum + (unitVolume(line.item, line.left) ?? 0), 0)
  const longest = Math.max(
    0,
    ...rest.map((line) => Math.max(line.item.length_mm ?? 0, line.item.width_mm ?? 0, line.item.height_mm ?? 0)),
  )
  const grams = rest.reduce((sum, line) => sum + (line.item.weight_grams ?? 0) * line.left, 0)
  const inner = (type: Row<'carton_type'>) => type.inner_length_mm * type.inner_width_mm * type.inner_height_mm
  const bySize = types
    .filter((type) => type.active === 1)
    .sort((a, b) => inner(a) - inner(b) || (a.code < b.code ? -1 : 1))
  const fits = bySize.find(
    (type) =>
      inner(type) * PRACTICAL_FILL >= volume &&
      Math.max(type.inner_length_mm, type.inner_width_mm, type.inner_height_mm) >= longest &&
      type.max_grams >= grams + type.tare_grams,
  )
  const chosen = bySize.find(({ code }) => code === planned) ?? fits ?? bySize.at(-1)
  return [...bySize.filter((type) => type === chosen), ...bySize.filter((type) => type !== chosen)].map((type) => ({
    code: type.code,
    name: type.name,
    suggested: type === chosen,
    innerLengthMm: type.inner_length_mm,
    innerWidthMm: type.inner_width_mm,
    innerHeightMm: type.inner_height_mm,
  }))
}

import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type CartonItem,
  type CartonType,
  type Edge,
  type PlannedCarton,
  verticalEdgesOf,
} from '../../domain/cartonize-plan.ts'

/** Another packer: puts what it can of the units into one carton of each type given, as it likes. */
export type Peer = {
  name: 'binpackingjs' | 'bp3d'
  pack: (units: readonly CartonItem[], types: readonly CartonType[]) => PlannedCarton[]
}

type Lengths = readonly [number, number, number]
type Packed = { name: string; position: Lengths; dimension: Lengths }
type Box = { name: string; width: number; height: number; depth: number }
type Pack3D = (options: {
  bins: (Box & { maxWeight: number })[]
  items: (Box & { weight: number; allowedRotations: number[] })[]
  factor: number
}) => { packedBins: { name: string; items: Packed[] }[] }
type Bp3dItem = { name: string; position: Lengths; getDimension(): Lengths }
type Bp3dBin = { name: string; items: Bp3dItem[] }
type Bp3d = {
  Item: new (name: string, width: number, height: number, depth: number, weight: number) => Bp3dItem
  Bin: new (name: string, width: number, height: number, depth: number, maxWeight: number) => Bp3dBin
  Packer: new () => { bins: Bp3dBin[]; addBin(bin: Bp3dBin): void; addItem(item: Bp3dItem): void; pack(): void }
}

const FOLDER = join(import.meta.dirname, 'peers')

/** Which edge stands in each of binpackingjs's six rotations, where its height is ours. */
const STANDING: readonly Edge[] = ['height', 'length', 'width', 'height', 'length', 'width']

/** Installs the peers' own package unless it is there; why it cannot be, or null. */
export function installPeers(): string | null {
  const locked = readFileSync(join(FOLDER, 'package-lock.json'), 'utf8')
  const installed = join(FOLDER, 'node_modules', 'of.json')
  if (existsSync(installed) && readFileSync(installed, 'utf8') === locked) return null
  console.log("Installing the peers' packages …")
  const npm = process.env.npm_execpath
  const [command, first] = npm?.endsWith('.js') === true ? [process.execPath, [npm]] : ['npm', []]
  const args = [...first, 'ci', '--ignore-scripts', '--no-audit', '--no-fund']
  const { status, stderr } = spawnSync(command, args, { cwd: FOLDER, encoding: 'utf8' })
  if (status !== 0) return `npm ci failed: ${stderr?.slice(-300)}`
  mkdirSync(join(FOLDER, 'node_modules'), { recursive: true })
  cpSync(join(FOLDER, 'package-lock.json'), installed)
  return null
}

/** The packers that are measured. */
export async function loadPeers(): Promise<Peer[]> {
  const { pack3D, bp3d } = (await import(join(FOLDER, 'packers.mjs'))) as { pack3D: Pack3D; bp3d: Bp3d }
  return [
    {
      name: 'binpackingjs',
      pack: (units, types) => {
        const bins = types.map((type) => ({ ...boxOf(type), maxWeight: type.maxGrams - type.tareGrams }))
        const items = units.map((item) => ({
          name: item.id,
          width: item.lengthMm ?? 0,
          height: item.heightMm ?? 0,
          depth: item.widthMm ?? 0,
          weight: item.weightGrams ?? 0,
          allowedRotations: STANDING.flatMap((edge, at) => (verticalEdgesOf(item).includes(edge) ? [at] : [])),
        }))
        const { packedBins } = pack3D({ bins, items, factor: 1 })
        return packedBins.flatMap(({ name, items: packed }) => cartonOf(name, packed, units, types))
      },
    },
    {
      name: 'bp3d',
      pack: (units, types) => {
        const packer = new bp3d.Packer()
        for (const type of types) {
          const { name, width, height, depth } = boxOf(type)
          packer.addBin(new bp3d.Bin(name, width, height, depth, type.maxGrams - type.tareGrams))
        }
        // Its own sorting compares by true and false, which leaves the order as it is: largest first is better for it.
        for (const { id, lengthMm, widthMm, heightMm, weightGrams } of units.toSorted((a, b) => litres(b) - litres(a)))
          packer.addItem(new bp3d.Item(id, lengthMm ?? 0, heightMm ?? 0, widthMm ?? 0, weightGrams ?? 0))
        packer.pack()
        return packer.bins.flatMap(({ name, items }) => {
          const packed = items.map((item) => ({
            name: item.name,
            position: item.position,
            dimension: item.getDimension(),
          }))
          return cartonOf(name, packed, units, types)
        })
      },
    },
  ]
}

/** The goods of an order, unit by unit. */
export function unitsOf(items: readonly CartonItem[]): CartonItem[] {
  return items.flatMap((item) => Array.from({ length: item.quantity }, () => item))
}

/** The inner volume of all cartons, in cubic millimetres. */
export function volumeOf(cartons: readonly PlannedCarton[], types: readonly CartonType[]): number {
  return cartons.reduce((sum, { typeId }) => sum + innerVolume(types.find(({ id }) => id === typeId)), 0)
}

/**
 * An order packed as well as the peer can be made to: for each type, carton after carton of it (or of larger ones, where a
 * unit needs one), each then tried in all smaller types; the best of these plans. Null when it cannot.
 */
export function packOrder(
  peer: Peer,
  items: readonly CartonItem[],
  cartonTypes: readonly CartonType[],
): PlannedCarton[] | null {
  const types = cartonTypes.toSorted((a, b) => innerVolume(a) - innerVolume(b))
  let best: PlannedCarton[] | null = null
  for (const [at, type] of types.entries()) {
    const cartons = packAll(peer, unitsOf(items), [type]) ?? packAll(peer, unitsOf(items), types.slice(at))
    if (cartons === null) continue
    const small = cartons.map((carton) => smaller(peer, carton, items, types))
    const isBetter =
      best === null ||
      small.length < best.length ||
      (small.length === best.length && volumeOf(small, types) < volumeOf(best, types))
    if (isBetter) best = small
  }
  return best
}

function packAll(peer: Peer, units: readonly CartonItem[], types: readonly CartonType[]): PlannedCarton[] | null {
  const cartons: PlannedCarton[] = []
  const left = [...units]
  while (left.length > 0) {
    const [fullest] = peer.pack(left, types).sort((a, b) => b.placements.length - a.placements.length)
    if (fullest === undefined) return null
    cartons.push(fullest)
    for (const { itemId } of fullest.placements)
      left.splice(
        left.findIndex(({ id }) => id === itemId),
        1,
      )
  }
  return cartons
}

function smaller(
  peer: Peer,
  carton: PlannedCarton,
  items: readonly CartonItem[],
  types: readonly CartonType[],
): PlannedCarton {
  const units = carton.placements.flatMap(({ itemId }) => items.filter(({ id }) => id === itemId))
  for (const type of types) {
    if (type.id === carton.typeId) break
    const [made] = peer.pack(units, [type])
    if (made !== undefined && made.placements.length === units.length) return made
  }
  return carton
}

/** A carton type as the peers know it: their height is up. */
function boxOf({ id, innerLengthMm, innerWidthMm, innerHeightMm }: CartonType): Box {
  return { name: id, width: innerLengthMm, height: innerHeightMm, depth: innerWidthMm }
}

function cartonOf(
  typeId: string,
  packed: readonly Packed[],
  units: readonly CartonItem[],
  types: readonly CartonType[],
): PlannedCarton[] {
  const type = types.find(({ id }) => id === typeId)
  if (packed.length === 0 || type === undefined) return []
  const placements = packed.map(({ name, position: [xMm, zMm, yMm], dimension: [lengthMm, heightMm, widthMm] }) => ({
    itemId: name,
    ...{ xMm, yMm, zMm, lengthMm, widthMm, heightMm },
  }))
  const volume = placements.reduce((sum, { lengthMm, widthMm, heightMm }) => sum + lengthMm * widthMm * heightMm, 0)
  const grams = packed.reduce((sum, { name }) => sum + (units.find(({ id }) => id === name)?.weightGrams ?? 0), 0)
  const fill = volume / innerVolume(type)
  return [{ typeId, placements, weightGrams: grams + type.tareGrams, isWeightKnown: true, fill }]
}

function innerVolume(type: CartonType | undefined): number {
  return type === undefined ? Number.NaN : type.innerLengthMm * type.innerWidthMm * type.innerHeightMm
}

function litres({ lengthMm, widthMm, heightMm }: CartonItem): number {
  return ((lengthMm ?? 0) * (widthMm ?? 0) * (heightMm ?? 0)) / 1_000_000
}

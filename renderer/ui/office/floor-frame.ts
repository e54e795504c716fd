import type { PlanMap } from '../../../contract/station/planning.ts'
import type { ScreenPoint } from './tour-line.ts'

/** An end of the aisles: where y of the layout is smallest, or largest. */
export type AisleEnd = 'low' | 'high'

/** How millimetres of a layout become pixels: across the aisles from side to side, along them from end to end. */
export type FloorFrame = {
  readonly width: number
  readonly height: number
  /** Pixels between two aisles. */
  readonly pitch: number
  readonly scale: { readonly across: number; readonly along: number }
  /** The end at which the depot stands; null when it stands on a cross aisle in the middle. */
  readonly depotEnd: AisleEnd | null
  readonly signEnd: AisleEnd
  /** Signs read from below, because the aisles are narrower than their names. */
  readonly isUpright: boolean
  across(xMm: number): number
  along(yMm: number): number
  /** Pixels across and along to a point of the screen. */
  put(across: number, along: number): ScreenPoint
  /** Free pixels from an aisle to the next one on that side. */
  beside(xMm: number, side: 'left' | 'right'): number
}

type Size = { readonly width: number; readonly height: number }

/** The depot's sign in pixels, and how far it stands from its cross aisle. */
export const DEPOT = { width: 64, height: 26, away: 18 } as const

/** So much higher than it is (or wider) a flat (or long) floor may be drawn, so that it can be read. */
const MOST_STRETCH = 3
const MOST_PITCH = 110
/** Width of one letter of a sign. */
const LETTER = 8.6
const SIGN_ROOM = 28

/** The middle one of some values. */
export function median(values: readonly number[]): number | undefined {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)]
}

/** `value`, but at least `least` and at most `most`. */
export function between(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value))
}

/** Distances from aisle to aisle in millimetres, for the free space on each side of every aisle. */
function gapsOf({ layout: { aisles } }: PlanMap) {
  const xs = [...new Set(aisles.map(({ xMm }) => xMm))].sort((one, other) => one - other)
  const gaps = xs.slice(1).map((x, index) => x - (xs[index] ?? x))
  const pitch = median(gaps) ?? 3_000
  const at = new Map(
    xs.map((x, index) => [x, { left: gaps[index - 1] ?? pitch, right: gaps[index] ?? pitch }] as const),
  )
  return { pitch, beside: (x: number, side: 'left' | 'right') => Math.min(at.get(x)?.[side] ?? pitch, pitch * 1.5) }
}

/** Millimetres to pixels, across and along the aisles: the same, unless the floor is so flat that it could not be read. */
function scaleOf(mm: { across: number; along: number; pitch: number }, room: { across: number; along: number }) {
  const fit = { across: room.across / mm.across, along: room.along / mm.along }
  const most = MOST_PITCH / mm.pitch
  const even = Math.min(fit.across, fit.along, most)
  const stretch = Math.min(MOST_STRETCH, Math.max(fit.across, fit.along) / even)
  if (stretch < 1.25 || even === most) return { across: even, along: even }
  return fit.across > fit.along
    ? { across: Math.min(even * stretch, most), along: even }
    : { across: even, along: even * stretch }
}

/** At which end of the aisles the depot stands. */
function depotEndOf({ box, depot }: PlanMap): AisleEnd | null {
  const share = (depot.yMm - box.fromYMm) / Math.max(1_000, box.toYMm - box.fromYMm)
  return share < 0.1 ? 'low' : share > 0.9 ? 'high' : null
}

/**
 * Fits a floor into so many pixels as it lies: x to the right, y upwards, so that the aisles of a turned floor run level. One
 * scale for both directions, but a flat floor is drawn up to three times as high as it is, and a long one as much wider.
 */
export function frameFloor(map: PlanMap, size: Size): FloorFrame {
  const { isTurned, box } = map
  const { pitch, beside } = gapsOf(map)
  const letters = Math.max(...Object.values(map.aisleNames).map(({ length }) => length), 1) * LETTER
  const along = Math.max(1_000, box.toYMm - box.fromYMm)
  const across = Math.max(pitch, box.toXMm - box.fromXMm) + pitch
  const depotEnd = depotEndOf(map)
  const screen = isTurned ? { across: size.height, along: size.width } : { across: size.width, along: size.height }
  const depotRoom = depotEnd === null ? 16 : (isTurned ? DEPOT.width : DEPOT.height) + DEPOT.away + 4
  const fitted = (signRoom: number) => {
    const room = { across: screen.across - 8, along: Math.max(40, screen.along - signRoom - depotRoom) }
    return { signRoom, scale: scaleOf({ across, along, pitch }, room) }
  }
  const level = fitted(SIGN_ROOM + (isTurned ? letters : 20))
  const isUpright = !isTurned && pitch * level.scale.across < letters + 6
  const { signRoom, scale } = isUpright ? fitted(SIGN_ROOM + letters) : level
  const signEnd = depotEnd === 'high' ? 'low' : 'high'
  const spare = Math.max(0, screen.along - along * scale.along - signRoom - depotRoom)
  const startAlong = (signEnd === 'low' ? signRoom : depotRoom) + spare / 2
  const startAcross = (screen.across - across * scale.across) / 2
  const fromXMm = (box.fromXMm + box.toXMm - across) / 2
  return {
    ...size,
    pitch: pitch * scale.across,
    scale,
    depotEnd,
    signEnd,
    isUpright,
    across: (xMm) => startAcross + (xMm - fromXMm) * scale.across,
    along: (yMm) => startAlong + (yMm - box.fromYMm) * scale.along,
    put: (a, b) => (isTurned ? { x: b, y: size.height - a } : { x: a, y: size.height - b }),
    beside: (xMm, side) => beside(xMm, side) * scale.across,
  }
}

import type { ComponentType } from 'react'
import { Bits } from './bits.tsx'
import { FloorLabel, FloorPack } from './floor-bench.tsx'
import { FloorOffline, FloorPickError, FloorPickLocation, FloorPickPut } from './floor-pick.tsx'
import { FloorBands, FloorProblem, FloorSignIn, FloorSignInPin } from './floor-sign-in.tsx'
import { OfficeControls } from './office-controls.tsx'
import { OfficeMap } from './office-map.tsx'
import { OfficeOrders } from './office-orders.tsx'

const scenes: Readonly<Record<string, ComponentType>> = {
  'floor-pick-location': FloorPickLocation,
  'floor-pick-error': FloorPickError,
  'floor-pick-put': FloorPickPut,
  'floor-offline': FloorOffline,
  'floor-pack': FloorPack,
  'floor-label': FloorLabel,
  'floor-sign-in': FloorSignIn,
  'floor-sign-in-pin': FloorSignInPin,
  'floor-problem': FloorProblem,
  'floor-bands': FloorBands,
  'office-orders': OfficeOrders,
  'office-map': OfficeMap,
  'office-controls': OfficeControls,
}

/** Every part of the kit in the states of the drawings, with fixed examples: the subject of the visual tests. */
export default function Gallery({ rest }: { rest: readonly string[] }) {
  const Scene = scenes[rest[0] ?? '']
  return Scene === undefined ? <Bits scenes={Object.keys(scenes)} /> : <Scene />
}

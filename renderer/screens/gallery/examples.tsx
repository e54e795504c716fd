import { CircleEllipsis, Ellipsis, PackageOpen, PackagePlus, SkipForward, TriangleAlert, Undo2 } from 'lucide-react'
import type { Action } from '../../ui/floor/action-bar.tsx'
import type { CartTote } from '../../ui/floor/cart.tsx'
import type { LampState } from '../../ui/floor/strip.tsx'
import { nothing } from './words.ts'

type Pick = <T>(korean: T, english: T) => T

/** The picture of the green tea in all examples. */
export const GREEN_TEA = 'drawn:box/2f7a45/녹차'
/** Its look-alike. */
export const OOLONG = 'drawn:box/9a5a1e/우롱'

/** Three healthy lamps. */
export const lamps = (pick: Pick): LampState[] => [
  { id: 'sync', word: pick('동기화', 'Sync') },
  { id: 'scanner', word: pick('스캐너', 'Scanner') },
  { id: 'printer', word: pick('프린터', 'Printer') },
]

/** The eight totes of the drawn cart, the fifth one meant. */
export const totes: readonly CartTote[] = [0.43, 0.24, 0, 0.67, 0, 0.48, 0, 0].map((fill, index) => ({
  slot: index + 1,
  fill,
  target: index === 4,
}))

const action = (id: string, icon: Action['icon'], word: string, code: string, disabled: boolean): Action => ({
  id,
  icon,
  word,
  code,
  disabled,
  onAction: nothing,
})

/** Undo · Problem · (the third) · More. */
export function pickActions(pick: Pick, third: 'skip' | 'full' | 'carton', disabled = false): Action[] {
  const middle = {
    skip: action('skip', <SkipForward aria-hidden="true" />, pick('건너뛰기', 'Skip'), 'BR-SK1', disabled),
    full: action('full', <PackageOpen aria-hidden="true" />, pick('토트 가득', 'Tote full'), 'BR-TF3', disabled),
    carton: action('carton', <PackagePlus aria-hidden="true" />, pick('새 상자', 'New carton'), 'BR-NC9', disabled),
  }[third]
  const undo = third === 'carton' ? pick('한 개 되돌리기', 'Undo unit') : pick('되돌리기', 'Undo')
  return [
    action('undo', <Undo2 aria-hidden="true" />, undo, 'BR-UN4', disabled),
    action('problem', <TriangleAlert aria-hidden="true" />, pick('문제', 'Problem'), 'BR-PR8', disabled),
    middle,
    action('more', <Ellipsis aria-hidden="true" />, pick('더 보기', 'More'), 'BR-MO6', disabled),
  ]
}

/** What a choice without a better icon shows. */
export const otherIcon = <CircleEllipsis aria-hidden="true" />

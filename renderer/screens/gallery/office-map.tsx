import { ClipboardList, Route, Settings } from 'lucide-react'
import { FloorMap } from '../../ui/office/floor-map.tsx'
import { OfficeShell } from '../../ui/office/shell.tsx'
import { type ExamplePlace, exampleFloor, examplePlaces, exampleTour } from './example-floor.ts'
import styles from './gallery.module.css'
import { usePick } from './words.ts'

const OWN: readonly ExamplePlace[] = [
  [4, 20, 'left'],
  [7, 30, 'right'],
  [9, 30, 'left'],
  [10, 28, 'left'],
  [11, 22, 'left'],
  [11, 18, 'right'],
  [11, 5, 'right'],
  [10, 7, 'right'],
  [9, 11, 'left'],
  [9, 3, 'left'],
  [6, 13, 'right'],
  [5, 9, 'right'],
  [5, 14, 'right'],
  [5, 14, 'left'],
  [0, 3, 'right'],
]
const SMALL: readonly ExamplePlace[] = [
  [1, 6, 'left'],
  [2, 12, 'right'],
  [4, 27, 'left'],
  [5, 24, 'right'],
  [7, 30, 'left'],
]
const OTHERS: readonly ExamplePlace[] = Array.from({ length: 60 }, (_, index): ExamplePlace => {
  return [(index * 7) % 12, 1 + ((index * 11) % 31), index % 2 === 0 ? 'left' : 'right']
})

const single = exampleFloor(12, [])
const blocks = exampleFloor(8, [16_500])
const turned = exampleFloor(8, [16_500], true)
const wide = exampleFloor(50, [])
const shown = [
  { id: 'single', map: single, ...exampleTour(single, OWN), others: examplePlaces(single, OTHERS) },
  { id: 'blocks', map: blocks, ...exampleTour(blocks, SMALL), others: examplePlaces(blocks, OTHERS) },
  { id: 'turned', map: turned, ...exampleTour(turned, SMALL), others: examplePlaces(turned, OTHERS) },
  { id: 'wide', map: wide, ...exampleTour(wide, [...OWN, [31, 12, 'left'], [47, 21, 'right']]), others: [] },
]

/** The map of a plan on four floors: one block, two blocks, aisles that run level, and fifty aisles. */
export function OfficeMap() {
  const pick = usePick()
  return (
    <OfficeShell
      current="/planning"
      places={[
        { path: '/orders', word: pick('주문', 'Orders'), icon: <ClipboardList aria-hidden="true" /> },
        { path: '/planning', word: pick('계획', 'Plan'), icon: <Route aria-hidden="true" /> },
        { path: '/settings', word: pick('설정', 'Settings'), icon: <Settings aria-hidden="true" />, last: true },
      ]}
      title={pick('웨이브 계획', 'Plan a wave')}
      who={{ name: pick('박하람', 'Haram Park'), detail: pick('담당자 · 사무실 1', 'Lead · Office 1') }}
    >
      <div className={styles.maps}>
        {shown.map(({ id, ...floor }) => (
          <FloorMap key={id} label={pick('위에서 본 창고', 'The floor from above')} {...floor} />
        ))}
      </div>
    </OfficeShell>
  )
}

import { ClipboardList, FileInput, Plus, Settings } from 'lucide-react'
import { useState } from 'react'
import { cx } from '../../ui/cx.ts'
import { Mark } from '../../ui/marks.tsx'
import { Button, TextButton } from '../../ui/office/button.tsx'
import { EmptyState } from '../../ui/office/empty-state.tsx'
import { type QuantityLine, QuantityLines, Timeline } from '../../ui/office/record.tsx'
import { BulkBar, FilterChip, Grow, ListFoot, ListPage, OfficeShell } from '../../ui/office/shell.tsx'
import { SideSheet } from '../../ui/office/side-sheet.tsx'
import { type ShownState, StateMark, StateShape } from '../../ui/office/state-mark.tsx'
import type { Column } from '../../ui/office/table-row.tsx'
import { VirtualTable } from '../../ui/office/virtual-table.tsx'
import styles from './gallery.module.css'
import { nothing, usePick } from './words.ts'

type Row = {
  number: string
  channel: string
  customer: string
  units: string
  state: ShownState
  due: string
  left: string
  carrier: string
}

const states: readonly ShownState[] = [
  'received',
  'ready',
  'ready',
  'needs_match',
  'ready',
  'released',
  'released',
  'on_hold',
  'released',
  'picking',
  'picking',
  'picked',
  'short',
  'packing',
  'packed',
  'cancelling',
  'shipped',
  'delivered',
  'cancelled',
  'backordered',
]
const rows: readonly Row[] = Array.from({ length: 5000 }, (_, index) => ({
  number: `#${10497 - index}`,
  channel: ['Shopify KR', 'SmartStore', 'Coupang'][index % 3] ?? '',
  customer: ['김*연', 'H. M*****', '이*준', '박*'][index % 4] ?? '',
  units: `${(index % 5) + 1} / ${(index % 9) + 2}`,
  state: states[index % states.length] ?? 'ready',
  due: ['16:00', '15:30', '14:00'][index % 3] ?? '',
  left: ['1:48', '1:18', '−0:12'][index % 3] ?? '',
  carrier: ['CJ', 'DHL', 'Hanjin'][index % 3] ?? '',
}))

function useColumns(): Column<Row>[] {
  const pick = usePick()
  return [
    {
      id: 'number',
      header: pick('주문번호', 'Order'),
      width: 120,
      strong: true,
      sortable: true,
      value: (row) => row.number,
      cell: (row) => row.number,
    },
    { id: 'channel', header: pick('채널', 'Channel'), width: 116, cell: (row) => row.channel },
    { id: 'customer', header: pick('받는 분', 'Customer'), width: 106, cell: (row) => row.customer },
    { id: 'units', header: pick('품목/수량', 'Lines/units'), width: 96, align: 'end', cell: (row) => row.units },
    {
      id: 'state',
      header: pick('상태', 'State'),
      width: 152,
      sortable: true,
      value: (row) => row.state,
      cell: (row) => <StateMark state={row.state} />,
    },
    {
      id: 'due',
      header: pick('마감', 'Cut-off'),
      width: 172,
      sortable: true,
      value: (row) => row.due,
      cell: (row) => <Due row={row} />,
    },
    { id: 'carrier', header: pick('택배사', 'Carrier'), width: 'fill', cell: (row) => row.carrier },
  ]
}

function Due({ row }: { row: Row }) {
  const late = row.left.startsWith('−')
  const soon = row.left === '1:18'
  return (
    <span className={styles.cutoff}>
      <b>{row.due}</b>
      <span className={cx(styles.left, late && styles.late, soon && styles.soon)}>
        {late ? <Mark kind="error" size={16} px /> : soon ? <Mark kind="soon" size={16} px /> : null}
        {row.left}
      </span>
    </span>
  )
}

function useLines(): QuantityLine[] {
  const q = (...counts: readonly number[]) =>
    counts.map((count, index) => ({ id: String(index), count, of: counts[0] ?? 0 }))
  return [
    { id: 'cc', name: '시카 크림 50 ml', code: 'CC-050', place: 'A-03-2-05', quantities: q(6, 6, 6, 0, 0) },
    { id: 'sn', name: '선크림 SPF50', code: 'SN-SPF50', place: 'A-07-2-11', quantities: q(4, 4, 4, 0, 0) },
    {
      id: 'cs',
      name: 'Cooling sheet, 10',
      code: 'CS-010',
      place: 'B-11-1-03',
      note: <StateMark state="short" />,
      quantities: q(2, 1, 1, 0, 0),
    },
  ]
}

function Story() {
  const pick = usePick()
  return (
    <Timeline
      events={[
        {
          id: '1',
          time: '14:03',
          shape: <StateShape state="short" />,
          text: <b>{pick('B-11-1-03에서 1개 부족', '1 short at B-11-1-03')}</b>,
          by: '박서연 · P-04',
        },
        {
          id: '2',
          time: '14:00',
          text: pick('SN-SPF50 4개, 토트 3', '4 of SN-SPF50 into tote 3'),
          by: '박서연 · P-04',
        },
        {
          id: '3',
          time: '13:55',
          shape: <StateShape state="picking" />,
          text: pick('피킹 시작, 토트 3', 'Picking started, tote 3'),
          by: '박서연 · P-04',
        },
        {
          id: '4',
          time: '13:53',
          shape: <StateShape state="released" />,
          text: pick('지시됨', 'Released'),
          by: '김민지',
        },
      ]}
    />
  )
}

function OrderSheet({ number, onClose }: { number: string; onClose: () => void }) {
  const pick = usePick()
  return (
    <SideSheet
      title={number}
      state={<StateMark state="picking" />}
      facts={[
        {
          id: 'customer',
          label: pick('받는 분', 'Customer'),
          value: (
            <>
              윤*서 <TextButton onPress={nothing}>{pick('보기', 'Show')}</TextButton>
            </>
          ),
        },
        { id: 'channel', label: pick('채널, 결제', 'Channel, payment'), value: 'Shopify KR' },
        { id: 'due', label: pick('CJ 마감', 'CJ cut-off'), value: '16:00, 1:48' },
      ]}
      todo={{
        text: pick(
          <b key="t">B-11-1-03에서 2개 중 1개를 못 찾았습니다.</b>,
          <b key="t">1 of 2 not found at B-11-1-03.</b>,
        ),
        action: (
          <Button onPress={nothing} hint="S">
            {pick('보내기', 'Send')}
          </Button>
        ),
      }}
      onClose={onClose}
      onPrevious={nothing}
      onNext={nothing}
      actions={
        <>
          <Button hint="H" onPress={nothing}>
            {pick('보류', 'Hold')}
          </Button>
          <Button hint="P" onPress={nothing}>
            {pick('명세서', 'Slip')}
          </Button>
          <Grow />
          <Button kind="danger" onPress={nothing}>
            {pick('취소…', 'Cancel…')}
          </Button>
        </>
      }
    >
      <QuantityLines
        stages={[
          pick('주문', 'Ordered'),
          pick('할당', 'Allocated'),
          pick('피킹', 'Picked'),
          pick('포장', 'Packed'),
          pick('출고', 'Shipped'),
        ].map((word) => ({ id: word, word }))}
        lines={useLines()}
      />
      <Story />
    </SideSheet>
  )
}

/** `mockups/office-orders`. */
export function OfficeOrders() {
  const pick = usePick()
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set(['#10496', '#10495']))
  const [open, setOpen] = useState<string | null>('#10493')
  const [search, setSearch] = useState('')
  return (
    <OfficeShell
      current="/orders"
      places={[
        { path: '/orders', word: pick('주문', 'Orders'), icon: <ClipboardList aria-hidden="true" /> },
        { path: '/imports', word: pick('가져오기', 'Import'), icon: <FileInput aria-hidden="true" /> },
        { path: '/settings', word: pick('설정', 'Settings'), icon: <Settings aria-hidden="true" />, last: true },
      ]}
      title={pick('주문', 'Orders')}
      search={{
        value: search,
        onChange: setSearch,
        placeholder: pick('주문·송장·SKU·전화 뒷자리·이름', 'Order, tracking, SKU, last digits of a phone, name'),
      }}
      lamps={[{ id: 'sync', mark: 'ok', word: pick('동기화됨 14:12', 'Synced 14:12') }]}
      who={{ name: pick('김민지', 'Minji Kim'), detail: pick('관리자 · 사무실 1', 'Lead · Office 1') }}
      sheet={open === null ? null : <OrderSheet number={open} onClose={() => setOpen(null)} />}
    >
      <ListPage
        filters={
          <>
            <FilterChip name={pick('상태', 'State')} value={pick('미출고', 'any')} onRemove={nothing} />
            <FilterChip name={pick('마감', 'Cut-off')} value={pick('오늘', 'today')} onRemove={nothing} />
            <Button kind="quiet" hint="F" onPress={nothing}>
              <Plus aria-hidden="true" />
              {pick('필터', 'Filter')}
            </Button>
          </>
        }
        foot={
          ticked.size > 0 ? (
            <BulkBar
              summary={pick(`${rows.length}건 중 ${ticked.size}건 선택`, `${ticked.size} of ${rows.length} selected`)}
            >
              <Button kind="primary" hint="R" onPress={nothing}>
                {pick('지시', 'Release')}
              </Button>
              <Button hint="H" onPress={nothing}>
                {pick('보류', 'Hold')}
              </Button>
              <Button kind="quiet" hint="Esc" onPress={() => setTicked(new Set())}>
                {pick('풀기', 'Clear')}
              </Button>
            </BulkBar>
          ) : (
            <ListFoot summary={pick(`미출고 ${rows.length}건`, `${rows.length} orders`)} />
          )
        }
      >
        <VirtualTable
          label={pick('주문', 'Orders')}
          columns={useColumns()}
          rows={rows}
          rowKey={(row) => row.number}
          ticked={ticked}
          onTickedChange={setTicked}
          openKey={open}
          onOpen={setOpen}
          isDim={(row) => row.state === 'shipped' || row.state === 'cancelled'}
          empty={<EmptyState title={pick('주문이 없습니다', 'No orders')} />}
        />
      </ListPage>
    </OfficeShell>
  )
}

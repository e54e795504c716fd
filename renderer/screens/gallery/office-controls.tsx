import { useState } from 'react'
import { Button } from '../../ui/office/button.tsx'
import { Checkbox, Segmented, Switch } from '../../ui/office/choice-controls.tsx'
import { Dialog } from '../../ui/office/dialog.tsx'
import { NumberField, TextField } from '../../ui/office/fields.tsx'
import { LocationCode, ProblemTable, ProgressBar } from '../../ui/office/record.tsx'
import { ComboBox, Select } from '../../ui/office/select.tsx'
import { toast } from '../../ui/office/toast.tsx'
import styles from './gallery.module.css'
import { nothing, usePick } from './words.ts'

const columns = [
  { id: 'name', name: 'Name', aside: '#10498' },
  { id: 'id', name: 'Id', aside: '6120 4481' },
  { id: 'sku', name: 'Lineitem sku', aside: '빈칸 23' },
]

function Fields() {
  const pick = usePick()
  const [column, setColumn] = useState<string | null>('name')
  return (
    <>
      <TextField
        label={pick('GS1 회사 코드', 'GS1 company prefix')}
        defaultValue="8801234"
        help={pick('숫자 7자리', '7 digits')}
        large
      />
      <TextField
        label={pick('우편번호', 'Postcode')}
        defaultValue="0623"
        problem={pick('숫자 5자리여야 합니다', 'Must be 5 digits')}
      />
      <NumberField label={pick('카트의 토트 수', 'Totes on a cart')} defaultValue={8} minValue={1} maxValue={24} />
      <Select
        label={pick('주문번호 열', 'Column of the order number')}
        options={columns}
        value={column}
        onChange={setColumn}
      />
      <ComboBox
        label={pick('시간대', 'Time zone')}
        options={[
          { id: 'Asia/Seoul', name: 'Asia/Seoul' },
          { id: 'Europe/London', name: 'Europe/London' },
        ]}
        value={null}
        onChange={nothing}
      />
      <Checkbox defaultSelected>{pick('무게를 꼭 입력', 'Weight must be typed')}</Checkbox>
      <Switch defaultSelected>{pick('소리', 'Sound')}</Switch>
    </>
  )
}

function Records() {
  const pick = usePick()
  return (
    <>
      <div className={styles.row}>
        <LocationCode code="A-03-2-05" /> <LocationCode code="A-03-2-05" previous="A-03-1-12" />
      </div>
      <ProgressBar
        title={pick('가져오는 중', 'Importing')}
        done={38200}
        total={100000}
        count={pick('100,000건 중 38,200건', '38,200 of 100,000')}
        onCancel={nothing}
      />
      <ProblemTable
        recordWord={pick('주문', 'Order')}
        problems={[
          {
            row: 48,
            column: 'Lineitem quantity',
            found: '0',
            expected: pick('1 이상의 정수', 'a whole number from 1'),
            record: '#10515',
          },
          { row: 256, column: 'Shipping Address1', found: '', expected: pick('주소', 'an address'), record: '#10594' },
        ]}
      />
    </>
  )
}

/** The controls of the office beside each other. */
export function OfficeControls() {
  const pick = usePick()
  const [encoding, setEncoding] = useState<'utf8' | 'cp949'>('utf8')
  const [asking, setAsking] = useState(false)
  return (
    <main className={styles.controls}>
      <h1>{pick('조작 요소', 'Controls')}</h1>
      <div className={styles.row}>
        <Button kind="primary" hint="Enter" onPress={() => setAsking(true)}>
          {pick('좋은 118건 가져오기', 'Import the 118 good ones')}
        </Button>
        <Button onPress={() => toast(pick('저장했습니다', 'Saved'))}>{pick('저장', 'Save')}</Button>
        <Button kind="quiet" onPress={nothing}>
          {pick('매핑 저장', 'Save mapping')}
        </Button>
        <Button kind="danger" onPress={nothing}>
          {pick('파일 전체 거절', 'Refuse the whole file')}
        </Button>
        <Button isDisabled>{pick('아직 안 됨', 'Not yet')}</Button>
        <Segmented
          label={pick('글자', 'Encoding')}
          options={[
            { id: 'utf8', name: 'UTF-8' },
            { id: 'cp949', name: 'CP949' },
          ]}
          value={encoding}
          onChange={setEncoding}
        />
      </div>
      <Fields />
      <Records />
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={pick('118건을 가져올까요?', 'Import 118 orders?')}
        alert
        ends={
          <>
            <Button onPress={() => setAsking(false)}>{pick('돌아가기', 'Back')}</Button>
            <Button kind="primary" onPress={() => setAsking(false)}>
              {pick('가져오기', 'Import')}
            </Button>
          </>
        }
      >
        {pick('문제 6건은 넣지 않고 목록으로 드립니다.', 'The 6 with problems stay out and are listed for you.')}
      </Dialog>
    </main>
  )
}

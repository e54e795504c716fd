import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { TemplateFault } from '../../../contract/station/templates.ts'
import { Mark } from '../../ui/marks.tsx'
import { TextButton } from '../../ui/office/button.tsx'
import styles from './templates.module.css'

function Sentence({ fault: { code, params } }: { fault: TemplateFault }): ReactNode {
  const [least, most, value] = [params.least ?? '', params.most ?? '', params.value ?? '']
  const [field, choices, binding, line] = [params.field ?? '', params.choices ?? '', params.binding ?? '', params.line]
  switch (code) {
    case 'E-TPL-001':
      return line === undefined ? (
        <Trans>The code cannot be read: a bracket, comma or quotation mark is missing.</Trans>
      ) : (
        <Trans>The code cannot be read from line {line}: a bracket, comma or quotation mark is missing.</Trans>
      )
    case 'E-TPL-002':
      return <Trans>Something is missing here, or of another kind than expected.</Trans>
    case 'E-TPL-003':
      return <Trans>At least {least}.</Trans>
    case 'E-TPL-004':
      return <Trans>At most {most}.</Trans>
    case 'E-TPL-005':
      return <Trans>There is no field “{field}”.</Trans>
    case 'E-TPL-006':
      return <Trans>One of these: {choices}</Trans>
    case 'E-TPL-007':
      return <Trans>This label has no “{binding}”.</Trans>
    case 'E-TPL-008':
      return <Trans>It stands out of the label.</Trans>
    case 'E-TPL-009':
      return <Trans>The least is larger than the most.</Trans>
    case 'E-TPL-010':
      return <Trans>A brace without its partner.</Trans>
    case 'E-TPL-011':
      return <Trans>A rule is horizontal or vertical.</Trans>
    case 'E-TPL-012':
      return <Trans>The bars of {value} do not fit into this box.</Trans>
    case 'E-TPL-013':
      return <Trans>This kind of code cannot carry {value}.</Trans>
    case 'E-TPL-015':
      return <Trans>The number of the parcel stands in no code: its label could not be scanned.</Trans>
  }
}

type FaultsProps = { readonly faults: readonly TemplateFault[]; readonly onShow: (path: string) => void }

/** What is wrong with a template and where; a place leads to its element. */
export function TemplateFaults({ faults, onShow }: FaultsProps) {
  if (faults.length === 0) return null
  return (
    <div role="alert">
      <ul className={styles.faults}>
        {faults.map((fault) => (
          <li key={`${fault.path} ${fault.code}`} data-fault={fault.path}>
            <Mark kind="error" size={16} px />
            <span>
              {fault.path === '' ? null : (
                <TextButton onPress={() => onShow(fault.path)}>
                  <code>{fault.path}</code>
                </TextButton>
              )}{' '}
              <Sentence fault={fault} /> <span className={styles.code}>{fault.code}</span>
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}

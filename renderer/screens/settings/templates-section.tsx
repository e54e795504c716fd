import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { TemplateView } from '../../../contract/station/templates.ts'
import { api } from '../../api.ts'
import { ProblemNote } from '../../office/problem-note.tsx'
import { go } from '../../router.ts'
import { TextButton } from '../../ui/office/button.tsx'
import { toast } from '../../ui/office/toast.tsx'
import styles from './settings.module.css'
import { Section } from './settings-parts.tsx'
import { TemplateEditor } from './template-editor.tsx'
import { TEMPLATE_NAMES } from './template-words.ts'

function isShipping(id: TemplateView['id']): id is 'shipping-100x150' | 'shipping-4x6' {
  return id === 'shipping-100x150' || id === 'shipping-4x6'
}

function Row({
  template,
  onUse,
}: {
  template: TemplateView
  onUse: (id: 'shipping-100x150' | 'shipping-4x6') => void
}) {
  const { t } = useLingui()
  const { id, widthMm, heightMm, drawn, used } = template
  const name = t(TEMPLATE_NAMES[id])
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>
        {widthMm} × {heightMm} mm
      </td>
      <td>{drawn === 0 ? <Trans>Original</Trans> : <Trans>Version {drawn}</Trans>}</td>
      <td>
        {!isShipping(id) ? null : used ? (
          <b>
            <Trans>for cartons</Trans>
          </b>
        ) : (
          <TextButton onPress={() => onUse(id)}>
            <Trans>Use for cartons</Trans>
            <span className="visually-hidden"> {name}</span>
          </TextButton>
        )}
      </td>
      <td className={styles.end}>
        <TextButton onPress={() => go(`/settings/templates/${id}`)}>
          <Trans>Edit</Trans>
          <span className="visually-hidden"> {name}</span>
        </TextButton>
      </td>
    </tr>
  )
}

/** The label templates: a list, or the editor of the one that the address names. */
export function TemplatesSection({ id }: { id: string | undefined }) {
  const { t } = useLingui()
  const queries = useQueryClient()
  const list = useQuery({ queryKey: ['templates'], queryFn: () => api.templates.list() })
  const use = useMutation({
    mutationFn: (wanted: 'shipping-100x150' | 'shipping-4x6') => api.templates.use({ id: wanted }),
    onSuccess: (templates) => {
      queries.setQueryData(['templates'], templates)
      void queries.invalidateQueries({ queryKey: ['site'] })
      toast(t`Saved`)
    },
  })
  const open = list.data?.find((template) => template.id === id)
  if (open !== undefined) return <TemplateEditor key={open.id} template={open} />
  return (
    <Section
      title={<Trans>Label templates</Trans>}
      lead={
        <Trans>How labels look. A label that was printed keeps its version, so that a reprint looks the same.</Trans>
      }
    >
      <ProblemNote error={list.error ?? use.error} onRetry={() => void list.refetch()} />
      {list.data === undefined ? null : (
        <table className={styles.list}>
          <thead>
            <tr>
              <th scope="col">
                <Trans>Label</Trans>
              </th>
              <th scope="col">
                <Trans>Size</Trans>
              </th>
              <th scope="col">
                <Trans>Drawing</Trans>
              </th>
              <th scope="col">
                <Trans>Used</Trans>
              </th>
              <td />
            </tr>
          </thead>
          <tbody>
            {list.data.map((template) => (
              <Row key={template.id} template={template} onUse={(wanted) => use.mutate(wanted)} />
            ))}
          </tbody>
        </table>
      )}
    </Section>
  )
}

import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { TemplatePreview, TemplateView } from '../../../contract/station/templates.ts'
import { TemplateBody } from '../../../domain/template.ts'
import { templateText } from '../../../domain/template-text.ts'
import { api } from '../../api.ts'

const PAUSE_MS = 200

/** A template while it is edited: one text, which the form reads and writes like the code view. */
export type TemplateDraft = {
  text: string
  setText: (text: string) => void
  /** What the form shows; null while the text has not the shape of a template. */
  body: TemplateBody | null
  setBody: (body: TemplateBody) => void
  preview: TemplatePreview | undefined
  error: unknown
}

/** The draft of a template, drawn anew a moment after each change. */
export function useTemplateDraft(id: TemplateView['id'], start: string, language: 'ko' | 'en'): TemplateDraft {
  const [text, setText] = useState(start)
  const settled = useSettled(text)
  const asked = useQuery({
    queryKey: ['templates', 'preview', id, settled, language],
    queryFn: () => api.templates.preview({ id, text: settled, language, dpi: 203 }),
    placeholderData: (before) => before,
    staleTime: Infinity,
    gcTime: 10_000,
  })
  return {
    text,
    setText,
    body: bodyOf(text),
    setBody: (body) => setText(templateText(body)),
    preview: asked.data,
    error: asked.error,
  }
}

function bodyOf(text: string): TemplateBody | null {
  try {
    return TemplateBody.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

/** The value once it has not changed for a moment. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}

import type { ReactNode } from 'react'

/** What a mark says by its shape, before any colour: circle, triangle, octagon, struck circle, ring, bars. */
export type MarkKind = 'ok' | 'warning' | 'error' | 'off' | 'waiting' | 'paused' | 'info' | 'soon'

const shapes: Readonly<Record<MarkKind, ReactNode>> = {
  ok: (
    <>
      <circle cx="14" cy="14" r="13" fill="currentColor" />
      <path d="M8 14.5l4 4 8-9" fill="none" stroke="var(--mark-ground, var(--surface))" strokeWidth="3" />
    </>
  ),
  warning: (
    <>
      <path d="M14 2.5L27 25.5H1z" fill="currentColor" stroke="currentColor" strokeWidth="2" />
      <path d="M14 10v8M14 21.5v.2" stroke="var(--mark-ground, var(--surface))" strokeWidth="3" />
    </>
  ),
  error: (
    <>
      <path d="M8.6 1.2h10.8l7.4 7.4v10.8l-7.4 7.4H8.6l-7.4-7.4V8.6z" fill="currentColor" />
      <path d="M9.5 9.5l9 9M18.5 9.5l-9 9" stroke="var(--mark-ground, var(--surface))" strokeWidth="3.2" />
    </>
  ),
  soon: <path d="M14 4.2L25.2 24.5H2.8z" fill="none" stroke="currentColor" strokeWidth="3" />,
  off: (
    <>
      <circle cx="14" cy="14" r="12" fill="none" stroke="currentColor" strokeWidth="2.5" />
      <path d="M5.5 22.5l17-17" stroke="currentColor" strokeWidth="2.5" />
    </>
  ),
  waiting: (
    <circle cx="14" cy="14" r="11.5" fill="none" stroke="currentColor" strokeWidth="3" strokeDasharray="4.5 4.5" />
  ),
  paused: (
    <>
      <circle cx="14" cy="14" r="11.6" fill="none" stroke="currentColor" strokeWidth="2.4" />
      <path d="M11.6 11v6M16.4 11v6" stroke="currentColor" strokeWidth="2.4" />
    </>
  ),
  info: (
    <>
      <circle cx="14" cy="14" r="13" fill="currentColor" />
      <path d="M14 13v7M14 8.2v.2" stroke="var(--mark-ground, var(--surface))" strokeWidth="3.2" />
    </>
  ),
}

/** One of the shapes that stand beside a word; decorative, the word says the same. `size` is in drawing units (1 px uncalibrated). */
export function Mark({ kind, size = 28, px = false }: { kind: MarkKind; size?: number; px?: boolean }) {
  const length = px ? `${size}px` : `calc(${size} * var(--u) * var(--mark-scale, 1))`
  return (
    <svg
      viewBox="0 0 28 28"
      aria-hidden="true"
      strokeLinecap="round"
      strokeLinejoin="round"
      style={{ width: length, height: length }}
    >
      {shapes[kind]}
    </svg>
  )
}

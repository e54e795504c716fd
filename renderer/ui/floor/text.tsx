import type { CSSProperties, ElementType, ReactNode } from 'react'
import { cx } from '../cx.ts'
import { Mark, type MarkKind } from '../marks.tsx'
import styles from './text.module.css'

type TextProps = {
  /** 22 / 28 / 40 / 72 / 104 px on an uncalibrated screen. */
  size?: 's' | 'm' | 'l' | 'xl' | 'xxl'
  as?: ElementType
  muted?: boolean
  /** Forces the weight: 500 or 700. */
  weight?: 'plain' | 'strong'
  /** Keeps the text on one line. */
  line?: boolean
  /** Normal letter spacing, for codes whose characters are compared. */
  chars?: boolean
  children: ReactNode
}

/** Text in one of the five sizes of the floor. */
export function Text({ size = 's', as: As = 'div', muted, weight, line, chars, children }: TextProps) {
  return (
    <As
      className={cx(
        styles[size],
        muted === true && styles.muted,
        weight !== undefined && styles[weight],
        line === true && styles.line,
        chars === true && styles.chars,
      )}
    >
      {children}
    </As>
  )
}

/** The verb line that opens Now: 'Go to', 'Take', 'Put into'. */
export function Verb({ children }: { children: ReactNode }) {
  return (
    <Text size="l" as="h1">
      {children}
    </Text>
  )
}

/** A quantity or other figure as the largest thing on the screen; an optional unit stands small beside it. */
export function HeroNumber({
  value,
  unit,
  size = 'xxl',
  apart = false,
}: {
  value: ReactNode
  unit?: ReactNode
  size?: 'l' | 'xl' | 'xxl'
  /** Keeps a full space before the unit. */
  apart?: boolean
}) {
  return (
    <div
      className={cx(
        styles[size],
        styles.line,
        size === 'xxl' && unit !== undefined && styles.hero,
        `${value}`.startsWith('1') && styles.one,
      )}
      data-hero
    >
      {value}
      {unit === undefined ? null : (
        <>
          {' '}
          <span className={cx(styles.unit, !apart && styles.near)}>{unit}</span>
        </>
      )}
    </div>
  )
}

type BoxProps = {
  children: ReactNode
  /** Space between the children, in drawing units. */
  gap?: number
  /** Space above and below, in drawing units. */
  above?: number
  below?: number
}

function boxStyle({ gap, above, below }: Omit<BoxProps, 'children'>): CSSProperties {
  return {
    ...(gap === undefined ? {} : { '--gap': `calc(${gap} * var(--u))` }),
    ...(above === undefined ? {} : { marginTop: `calc(${above} * var(--u) * var(--air, 1))` }),
    ...(below === undefined ? {} : { marginBottom: `calc(${below} * var(--u))` }),
  } as CSSProperties
}

/** Children one under the other; `end` sets them to the right edge. */
export function Stack({ children, end = false, ...box }: BoxProps & { end?: boolean }) {
  return (
    <div className={cx(styles.stack, end && styles.end)} style={boxStyle(box)}>
      {children}
    </div>
  )
}

/** Children side by side, centred. */
export function Row({ children, ...box }: BoxProps) {
  return (
    <div className={styles.row} style={boxStyle(box)}>
      {children}
    </div>
  )
}

/** Two children at the two ends of a line, on one baseline (or centred, or at the top). */
export function Between({
  children,
  center = false,
  start = false,
  ...box
}: BoxProps & { center?: boolean; start?: boolean }) {
  return (
    <div className={cx(styles.between, center && styles.center, start && styles.start)} style={boxStyle(box)}>
      {children}
    </div>
  )
}

/** A strong hint and a muted one beside it, wrapping when there is no room. */
export function Hint({ children, ...box }: BoxProps) {
  return (
    <div className={styles.pair} style={boxStyle(box)}>
      {children}
    </div>
  )
}

/** A word with its mark before it, on the baseline of its line. */
export function Marked({ kind, children }: { kind: MarkKind; children: ReactNode }) {
  return (
    <span className={styles.marked}>
      <span>{children}</span>
      <Mark kind={kind} />
    </span>
  )
}

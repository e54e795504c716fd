import { type ReactNode, useState } from 'react'
import { cx } from '../cx.ts'
import { drawnPicture, initials, type Shape, shade } from './drawn-picture.ts'
import styles from './evidence.module.css'

type Drawing = { colour: string; dark: string; light: string; label: string }

const plate = (x: number, y: number, width: number, height: number, label: string): ReactNode => (
  <>
    <path d={`M${x} ${y}h${width}v${height}H${x}z`} fill="#fff" />
    <text
      x={x + width / 2}
      y={y + height / 2 + 8}
      textAnchor="middle"
      fontSize={label.length > 3 ? 16 : 22}
      fontWeight="700"
      fill="#16181d"
    >
      {label}
    </text>
  </>
)
const leaf = 'M63 86c0-11 9-18 26-18 0 13-7 21-18 21-4 0-6-1-8-3zM63 86c6-6 11-9 18-12'

const drawings: Readonly<Record<Shape, (drawing: Drawing) => ReactNode>> = {
  box: ({ colour, dark, light, label }) => (
    <>
      <path d="M112 30l24 10v96l-24 8z" fill={dark} />
      <path d="M40 30h72v114H40z" fill={colour} />
      <path d="M40 30l22-10h72l2 20-24-10z" fill={light} />
      <path d="M50 64h52v58H50z" fill="#fff" />
      <text x="76" y="110" textAnchor="middle" fontSize={label.length > 3 ? 16 : 22} fontWeight="700" fill="#16181d">
        {label}
      </text>
      <path d={leaf} fill={colour} stroke="#fff" strokeWidth="1.5" />
      <path d="M50 130h52" stroke="#fff" strokeWidth="3" />
    </>
  ),
  pouch: ({ colour, dark, label }) => (
    <>
      <path d="M46 24h76v120H46z" fill={colour} />
      <path d="M46 24h76v16H46z" fill={dark} />
      {plate(58, 62, 52, 44, label)}
      <path d="M58 124h52M58 132h36" stroke="#fff" strokeWidth="3" />
    </>
  ),
  jar: ({ colour, label }) => (
    <>
      <path d="M52 52h64l8 14v74a8 8 0 0 1-8 8H52a8 8 0 0 1-8-8V66z" fill={colour} />
      <path d="M50 22h68v26H50z" fill="#4a505c" />
      {plate(44, 82, 80, 40, label)}
    </>
  ),
  bottle: ({ colour, dark, label }) => (
    <>
      <path d="M70 14h28v18H70z" fill="#4a505c" />
      <path d="M72 32h24v18c0 8 18 14 18 32v58a8 8 0 0 1-8 8H62a8 8 0 0 1-8-8V82c0-18 18-24 18-32z" fill={colour} />
      <path d="M54 132h60v8a8 8 0 0 1-8 8H62a8 8 0 0 1-8-8z" fill={dark} />
      {plate(54, 84, 60, 40, label)}
    </>
  ),
  tube: ({ colour, dark, label }) => (
    <>
      <path d="M44 20h80l-8 100H52z" fill={colour} />
      <path d="M44 20h80l-1 12H45z" fill={dark} />
      <path d="M60 124h48v24H60z" fill="#4a505c" />
      {plate(56, 50, 56, 44, label)}
    </>
  ),
  can: ({ colour, dark, light, label }) => (
    <>
      <path d="M44 34h80v102c0 8-18 14-40 14s-40-6-40-14z" fill={colour} />
      <path d="M106 34h18v102c0 5-7 9-18 11z" fill={dark} />
      <ellipse cx="84" cy="32" rx="40" ry="13" fill={light} />
      <ellipse cx="84" cy="32" rx="30" ry="8" fill={dark} />
      {plate(52, 74, 54, 44, label)}
    </>
  ),
  cup: ({ colour, dark, light, label }) => (
    <>
      <path d="M120 62h14a14 14 0 0 1 14 14v12a20 20 0 0 1-20 20h-12" fill="none" stroke={dark} strokeWidth="9" />
      <path d="M36 44h88v62a34 34 0 0 1-34 34H70a34 34 0 0 1-34-34z" fill={colour} />
      <ellipse cx="80" cy="44" rx="44" ry="12" fill={light} />
      {plate(52, 76, 56, 36, label)}
    </>
  ),
  book: ({ colour, dark, label }) => (
    <>
      <path d="M40 22h84v124H40z" fill={colour} />
      <path d="M40 22h16v124H40z" fill={dark} />
      <path d="M124 28h6v124H50l-4-6h78z" fill="#fff" stroke="#767b85" strokeWidth="1.5" />
      {plate(64, 44, 50, 44, label)}
      <path d="M66 104h46M66 114h30" stroke="#fff" strokeWidth="3" />
    </>
  ),
  whisk: ({ colour, dark }) => (
    <>
      <path d="M66 22h36v52H66z" fill={dark} />
      <path d="M66 66h36v8H66z" fill="#4a505c" />
      <path d="M66 78c-16 22-20 44-16 66h68c4-22 0-44-16-66z" fill={colour} />
      <path d="M70 78l-10 66M78 78l-4 66M90 78l4 66M98 78l10 66" stroke={dark} strokeWidth="3" />
    </>
  ),
}

/** Draws 'drawn:<shape>/<colour hex>/<short label>' as a simple picture; anything else draws nothing. */
export function DrawnPicture({ picture }: { picture: string }) {
  const drawn = drawnPicture(picture)
  if (drawn === null) return null
  const { colour, shape, label } = drawn
  return (
    <svg viewBox="0 0 168 168" aria-hidden="true">
      {drawings[shape]({ colour, label, dark: shade(colour, -0.26), light: shade(colour, 0.125) })}
    </svg>
  )
}

/**
 * An item's picture on its square: drawn, or from the network, or the initials of its name when there is none or it cannot be
 * loaded. Its size is the CSS property --photo-size. Decorative: the name stands beside it.
 */
export function Picture({ picture, name }: { picture: string | null; name: string }) {
  const [broken, setBroken] = useState<string | null>(null)
  const drawn = picture !== null && drawnPicture(picture) !== null
  const loadable = picture !== null && /^(https?:|data:image\/|blob:|\/)/.test(picture) && broken !== picture
  return (
    <div className={cx(styles.picture, !drawn && !loadable && styles.initials)} data-picture>
      {drawn ? (
        <DrawnPicture picture={picture} />
      ) : loadable ? (
        <img src={picture} alt="" onError={() => setBroken(picture)} />
      ) : (
        <span aria-hidden="true">{initials(name)}</span>
      )}
    </div>
  )
}

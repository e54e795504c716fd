import type { MouseEvent } from 'react'
import { formatCode } from '../../i18n/format.ts'
import { go } from '../../router.ts'
import { orderAddress } from './plan-words.ts'
import styles from './preview.module.css'

/** The number of an order, which leads to it in the list of orders. */
export function OrderLink({ number }: { number: string }) {
  const address = orderAddress(number)
  return (
    <a
      className={styles.link}
      href={address}
      onClick={(event: MouseEvent) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return
        event.preventDefault()
        go(address)
      }}
    >
      {formatCode(number)}
    </a>
  )
}

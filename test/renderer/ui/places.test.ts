import { describe, expect, it } from 'vitest'
import { orderIdOf, orderPath } from '../../../renderer/screens/orders/order-address.ts'
import { type Action, placesOf } from '../../../renderer/ui/floor/action-bar.tsx'

const action = (id: string, end = false): Action => ({ id, icon: null, word: id, onAction: () => undefined, end })

describe('the four places of the action bar', () => {
  it('keep More last, however few actions stand before it', () => {
    const ids = (...actions: Action[]) => placesOf(actions).map((place) => place?.id ?? null)
    expect(ids(action('more', true))).toEqual([null, null, null, 'more'])
    expect(ids(action('undo'), action('more', true))).toEqual(['undo', null, null, 'more'])
    expect(ids(action('a'), action('b'), action('c'), action('d'), action('more', true))).toEqual([
      'a',
      'b',
      'c',
      'more',
    ])
    expect(ids(action('a'), action('b'), action('c'), action('d'), action('e'))).toEqual(['a', 'b', 'c', 'd'])
  })
})

describe('the address of an order', () => {
  it('holds no dot, which would name a file, and leads back to the same order', () => {
    const path = orderPath('01a2013a-b683.o2', new URLSearchParams('state=ready'))
    expect(path).toBe('/orders/01a2013a-b683~o2?state=ready')
    expect(orderIdOf('01a2013a-b683~o2')).toBe('01a2013a-b683.o2')
    expect(orderIdOf(undefined)).toBeNull()
  })
})

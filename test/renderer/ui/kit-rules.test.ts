import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { differingDigits } from '../../../renderer/ui/floor/differing-digits.ts'
import { drawnPicture, initials, shade } from '../../../renderer/ui/floor/drawn-picture.ts'
import { locationParts } from '../../../renderer/ui/location-parts.ts'
import { nextKey, rangeBetween } from '../../../renderer/ui/office/table-keys.ts'
import { svgTree } from '../../../renderer/ui/svg-tree.ts'

describe('a location plate', () => {
  test('fills what changes since the last stop and everything after it', () => {
    expect(locationParts('A-03-2-05', 'A-03-1-12').map((part) => part.isNew)).toEqual([false, false, true, true])
    expect(locationParts('A-04-2-05', 'A-03-2-05').map((part) => part.isNew)).toEqual([false, true, true, true])
  })
  test('is all new without a last stop and all kept on the same one', () => {
    expect(locationParts('A-03', null).every((part) => part.isNew)).toBe(true)
    expect(locationParts('A-03', 'A-03').some((part) => part.isNew)).toBe(false)
  })
})

describe('a comparison of codes', () => {
  test('boxes the digits that differ', () => {
    expect(differingDigits('4872', '4827')).toEqual([
      { text: '48', differs: false },
      { text: '72', differs: true },
    ])
  })
  test('keeps every character in order and boxes nothing between equal codes', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (code, other) => {
        expect(
          differingDigits(code, other)
            .map((piece) => piece.text)
            .join(''),
        ).toBe(code)
        expect(differingDigits(code, code).some((piece) => piece.differs)).toBe(false)
      }),
    )
  })
})

describe('a drawn picture', () => {
  test('is read from its shape, colour and label', () => {
    expect(drawnPicture('drawn:box/2f7a45/녹차')).toEqual({ shape: 'box', colour: '#2f7a45', label: '녹차' })
    expect(drawnPicture('drawn:whisk/#D9BD8A/')).toEqual({ shape: 'whisk', colour: '#D9BD8A', label: '' })
  })
  test('is refused when shape or colour are not known', () => {
    expect(drawnPicture('drawn:car/2f7a45/x')).toBeNull()
    expect(drawnPicture('drawn:box/green/x')).toBeNull()
    expect(drawnPicture('https://example.com/a.png')).toBeNull()
  })
  test('has sides that are colours again', () => {
    expect(shade('#2f7a45', 0.125)).toBe('#4f9a65')
    expect(shade('#ffffff', 0.5)).toBe('#ffffff')
    expect(shade('#000000', -0.5)).toBe('#000000')
  })
  test('has initials in its place when there is none', () => {
    expect(initials('Jeju green tea')).toBe('JG')
    expect(initials('제주 유기농 녹차')).toBe('제주')
    expect(initials('')).toBe('')
  })
})

describe('an SVG document shown in the page', () => {
  test('keeps shapes and words', () => {
    const tree = svgTree(
      '<svg viewBox="0 0 1 2"><rect width="1" height="2" fill="#fff"/><text x="1">a &#38; b</text></svg>',
    )
    expect(tree?.attributes).toEqual({ viewBox: '0 0 1 2' })
    expect(tree?.children).toHaveLength(2)
    expect(tree?.children[1]).toMatchObject({ name: 'text', children: ['a & b'] })
  })
  test('loses whatever could run, load or style', () => {
    const tree = svgTree(
      '<svg onload="x()"><script>alert(1)</script><a href="javascript:x()"><rect/></a><image href="http://x"/><rect fill="url(http://x)" style="x" onclick="x()"/></svg>',
    )
    expect(tree).toMatchObject({
      name: 'svg',
      attributes: {},
      children: [{ name: 'rect', attributes: {}, children: [] }],
    })
  })
  test('is nothing when it is not well formed, whatever it is', () => {
    expect(svgTree('<svg><g></svg>')).toBeNull()
    expect(svgTree('<html></html>')).toBeNull()
    expect(svgTree('')).toBeNull()
    fc.assert(
      fc.property(fc.string(), (text) => {
        const tree = svgTree(text)
        expect(tree === null || tree.name === 'svg').toBe(true)
      }),
    )
  })
})

describe('the keys of a list', () => {
  const keys = ['a', 'b', 'c']
  test('move within its ends', () => {
    expect(nextKey(keys, null, 'ArrowDown', 10)).toBe('a')
    expect(nextKey(keys, null, 'ArrowUp', 10)).toBe('c')
    expect(nextKey(keys, 'c', 'ArrowDown', 10)).toBe('c')
    expect(nextKey(keys, 'a', 'PageDown', 2)).toBe('c')
    expect(nextKey(keys, 'b', 'Home', 10)).toBe('a')
    expect(nextKey(keys, 'b', 'x', 10)).toBeNull()
    expect(nextKey([], null, 'ArrowDown', 10)).toBeNull()
  })
  test('reach from one row to another in either direction', () => {
    expect(rangeBetween(keys, 'c', 'a')).toEqual(keys)
    expect(rangeBetween(keys, 'b', 'gone')).toEqual([])
  })
})

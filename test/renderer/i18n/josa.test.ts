import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { josa, type Particles, particle, settleParticles } from '../../../renderer/i18n/josa.ts'

describe('josa', () => {
  test.each<[string, Particles, string]>([
    ['녹차', '을/를', '녹차를'],
    ['보리차 상자', '을/를', '보리차 상자를'],
    ['라벨', '을/를', '라벨을'],
    ['라벨', '으로/로', '라벨로'],
    ['상품', '으로/로', '상품으로'],
    ['김하늘', '이/가', '김하늘이'],
    ['토트', '와/과', '토트와'],
    ['라벨', '와/과', '라벨과'],
  ])('%s with %s is %s', (word, pair, expected) => {
    expect(josa(word, pair)).toBe(expected)
  })

  test.each<[string, Particles, string]>([
    ['A-03', '을/를', 'A-03을'],
    ['A-03-2-05', '으로/로', 'A-03-2-05로'],
    ['B-1127', '이/가', 'B-1127이'],
    ['B-1127', '으로/로', 'B-1127로'],
    ['토트 10', '으로/로', '토트 10으로'],
    ['4872', '은/는', '4872는'],
    ['BR-AK', '을/를', 'BR-AK를'],
    ['SHELL-L', '을/를', 'SHELL-L을'],
    ['500 g', '을/를', '500 g을'],
    ['50 ml', '을/를', '50 ml를'],
    ['녹차 (20티백)', '을/를', '녹차 (20티백)을'],
    ['Minji Kim', '이/가', 'Minji Kim이'],
    ['Yuzu tea', '이/가', 'Yuzu tea가'],
  ])('a code, number or foreign word is read aloud first: %s with %s is %s', (word, pair, expected) => {
    expect(josa(word, pair)).toBe(expected)
  })

  test('whatever the word is, the particle is one of the two forms', () => {
    fc.assert(
      fc.property(fc.string(), (word) => {
        expect(['을', '를']).toContain(particle(word, '을/를'))
        expect(['으로', '로']).toContain(particle(word, '으로/로'))
      }),
    )
  })
})

describe('a Korean message with an open particle', () => {
  test('is settled for the value before it', () => {
    expect(settleParticles('A-03을(를) 스캔하세요')).toBe('A-03을 스캔하세요')
    expect(settleParticles('B-02을(를) 스캔하세요')).toBe('B-02를 스캔하세요')
    expect(settleParticles('토트 7(으)로 옮기고 라벨이(가) 나오면 녹차와(과) 함께')).toBe(
      '토트 7로 옮기고 라벨이 나오면 녹차와 함께',
    )
  })

  test('is settled through the tags of a rich message', () => {
    expect(settleParticles('<0>5</0>을(를) 스캔하세요')).toBe('<0>5</0>를 스캔하세요')
    expect(settleParticles('<0>3</0>을(를) 스캔하세요')).toBe('<0>3</0>을 스캔하세요')
  })

  test('leaves other brackets alone', () => {
    expect(settleParticles('문제가 생겼습니다 (번호 12)')).toBe('문제가 생겼습니다 (번호 12)')
  })
})

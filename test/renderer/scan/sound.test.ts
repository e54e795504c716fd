import { afterEach, describe, expect, it, vi } from 'vitest'
import { createSounds, TONES, type Tone } from '../../../renderer/scan/sound.ts'

type Started = { hertz: number; wave: string; start: number; end: number }

function fakeAudio(state: AudioContextState = 'running'): {
  Class: typeof AudioContext
  started: Started[]
  resumed: () => number
  master: () => number
} {
  const started: Started[] = []
  let resumes = 0
  const gains: { value: number }[] = []
  class Fake {
    state = state
    currentTime = 10
    destination = {}
    async resume(): Promise<void> {
      resumes += 1
    }
    createGain(): object {
      const gain = { value: 1, setValueAtTime() {}, linearRampToValueAtTime() {} }
      gains.push(gain)
      return { gain, connect: (next: object) => next }
    }
    createOscillator(): object {
      const note: Started = { hertz: 0, wave: '', start: 0, end: 0 }
      return {
        set type(wave: string) {
          note.wave = wave
        },
        frequency: {
          set value(hertz: number) {
            note.hertz = hertz
          },
        },
        connect: (next: object) => next,
        start(at: number) {
          note.start = at
          started.push(note)
        },
        stop(at: number) {
          note.end = at
        },
      }
    }
  }
  return {
    Class: Fake as unknown as typeof AudioContext,
    started,
    resumed: () => resumes,
    master: () => gains[0]?.value ?? -1,
  }
}

describe('the sounds', () => {
  afterEach(() => vi.useRealTimers())

  it('differ from each other in pitch and in rhythm at once', () => {
    const tones = Object.keys(TONES) as Tone[]
    for (const one of tones) {
      for (const other of tones.filter((tone) => tone !== one)) {
        expect(TONES[one].map(({ hertz }) => hertz)).not.toEqual(TONES[other].map(({ hertz }) => hertz))
        expect(TONES[one].map(({ startMs, lengthMs }) => [startMs, lengthMs])).not.toEqual(
          TONES[other].map(({ startMs, lengthMs }) => [startMs, lengthMs]),
        )
      }
    }
  })

  it('play their notes at their times', () => {
    const audio = fakeAudio()
    createSounds(audio.Class).play('last')
    expect(audio.started).toEqual([
      { hertz: 1047, wave: 'sine', start: 10, end: 10.09 },
      { hertz: 1568, wave: 'sine', start: 10.11, end: 10.26 },
    ])
  })

  it('are nothing, and no error, without audio or with one that cannot be opened', () => {
    class Broken {
      constructor() {
        throw new Error('no device')
      }
    }
    for (const Class of [undefined, Broken as unknown as typeof AudioContext]) {
      const sounds = createSounds(Class)
      expect(() => {
        sounds.prepare()
        sounds.resume()
        sounds.play('error')
        sounds.setVolume(1)
      }).not.toThrow()
    }
  })

  it('wake a sleeping audio up and leave no late chorus behind', () => {
    const audio = fakeAudio('suspended')
    const sounds = createSounds(audio.Class)
    sounds.play('ok')
    expect(audio.started).toEqual([])
    expect(audio.resumed()).toBe(1)
  })

  it('keep their volume between 0 and 1 and are off at 0', () => {
    const audio = fakeAudio()
    const sounds = createSounds(audio.Class, 7)
    sounds.play('ok')
    expect(audio.master()).toBe(1)
    sounds.setVolume(0)
    sounds.play('ok')
    expect(audio.master()).toBe(0)
    expect(audio.started).toHaveLength(1)
  })

  it('repeat an error until it is acknowledged', () => {
    vi.useFakeTimers()
    const audio = fakeAudio()
    const stop = createSounds(audio.Class).repeat('error', 2000)
    vi.advanceTimersByTime(4100)
    expect(audio.started).toHaveLength(9)
    stop()
    vi.advanceTimersByTime(10_000)
    expect(audio.started).toHaveLength(9)
  })
})

/** The sounds of the floor; `tick` is the soft one for a bounced scan. */
export type Tone = 'ok' | 'last' | 'warning' | 'error' | 'done' | 'tick'

/** One note: pitch in hertz, start and length in milliseconds, wave form, loudness from 0 to 1. */
export type Note = {
  hertz: number
  startMs: number
  lengthMs: number
  wave: 'sine' | 'square' | 'triangle'
  gain: number
}

/** Every tone as notes: they differ in pitch, rhythm and wave form at once, so that each is known through noise. */
export const TONES: Readonly<Record<Tone, readonly Note[]>> = {
  ok: [{ hertz: 1568, startMs: 0, lengthMs: 80, wave: 'sine', gain: 0.8 }],
  last: [
    { hertz: 1047, startMs: 0, lengthMs: 90, wave: 'sine', gain: 0.8 },
    { hertz: 1568, startMs: 110, lengthMs: 150, wave: 'sine', gain: 0.8 },
  ],
  warning: [
    { hertz: 659, startMs: 0, lengthMs: 160, wave: 'triangle', gain: 1 },
    { hertz: 659, startMs: 240, lengthMs: 160, wave: 'triangle', gain: 1 },
  ],
  error: [
    { hertz: 196, startMs: 0, lengthMs: 180, wave: 'square', gain: 0.7 },
    { hertz: 147, startMs: 220, lengthMs: 180, wave: 'square', gain: 0.7 },
    { hertz: 98, startMs: 440, lengthMs: 360, wave: 'square', gain: 0.7 },
  ],
  done: [
    { hertz: 784, startMs: 0, lengthMs: 110, wave: 'triangle', gain: 0.9 },
    { hertz: 988, startMs: 120, lengthMs: 110, wave: 'triangle', gain: 0.9 },
    { hertz: 1175, startMs: 240, lengthMs: 110, wave: 'triangle', gain: 0.9 },
    { hertz: 1568, startMs: 360, lengthMs: 260, wave: 'triangle', gain: 0.9 },
  ],
  tick: [{ hertz: 330, startMs: 0, lengthMs: 25, wave: 'sine', gain: 0.25 }],
}

/** Plays the tones; silent, never failing, where the computer has no audio. */
export type Sounds = {
  play: (tone: Tone) => void
  /** Plays a tone again and again until the returned function is called: an error sounds until it is acknowledged. */
  repeat: (tone: Tone, everyMs: number) => () => void
  /** Loudness from 0 (off) to 1. */
  setVolume: (volume: number) => void
  /** Opens the audio device, which takes long enough to hold up a scan's first keys: call it before scans are heard. */
  prepare: () => void
  /** Wakes the audio up; browsers allow it only within a person's gesture. */
  resume: () => void
}

const FADE_S = 0.008

/** Sounds made with Web Audio, without any file; pass undefined where there is none. */
export function createSounds(AudioContextClass: typeof AudioContext | undefined, volume = 0.6): Sounds {
  let context: AudioContext | null = null
  let master: GainNode | null = null
  let loudness = clamp(volume)
  let broken = AudioContextClass === undefined
  const open = (): { context: AudioContext; master: GainNode } | null => {
    if (broken || AudioContextClass === undefined) return null
    try {
      if (context === null || master === null) {
        context = new AudioContextClass({ latencyHint: 'interactive' })
        master = context.createGain()
        master.gain.value = loudness
        master.connect(context.destination)
      }
      return { context, master }
    } catch {
      broken = true
      return null
    }
  }
  const wake = (): ReturnType<typeof open> => {
    const audio = open()
    if (audio?.context.state === 'suspended') audio.context.resume().catch(() => {})
    return audio
  }
  const play = (tone: Tone): void => {
    if (loudness === 0) return
    const audio = wake()
    // Until the first gesture the clock of the audio stands still: a late chorus of old sounds would mislead.
    if (audio === null || audio.context.state !== 'running') return
    for (const note of TONES[tone]) playNote(audio.context, audio.master, note)
  }
  return {
    play,
    repeat(tone, everyMs) {
      play(tone)
      const timer = setInterval(play, everyMs, tone)
      return () => clearInterval(timer)
    },
    setVolume(next) {
      loudness = clamp(next)
      if (master !== null) master.gain.value = loudness
    },
    prepare: () => void open(),
    resume: () => void wake(),
  }
}

function playNote(context: AudioContext, master: GainNode, note: Note): void {
  const start = context.currentTime + note.startMs / 1000
  const end = start + note.lengthMs / 1000
  const oscillator = context.createOscillator()
  const envelope = context.createGain()
  oscillator.type = note.wave
  oscillator.frequency.value = note.hertz
  envelope.gain.setValueAtTime(0, start)
  envelope.gain.linearRampToValueAtTime(note.gain, start + FADE_S)
  envelope.gain.setValueAtTime(note.gain, end - FADE_S)
  envelope.gain.linearRampToValueAtTime(0, end)
  oscillator.connect(envelope).connect(master)
  oscillator.start(start)
  oscillator.stop(end)
}

function clamp(volume: number): number {
  return Number.isFinite(volume) ? Math.min(1, Math.max(0, volume)) : 0
}

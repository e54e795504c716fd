import { IMPOSSIBLE, type StateMachine, type StateMove, UNKNOWN } from './route-states.ts'

/** One thing that can be done next: the move it is, none where the state stays; its cost, infinite where it cannot be. */
export interface Choice<Part> {
  readonly move: StateMove | null
  costMm: number
  readonly part: Part
}

/** How the states after one step were reached: by index, the state, the one before it and the choice taken. */
export interface StepTrace {
  states: Int32Array
  before: Int32Array
  taken: Int32Array
}

/** The shortest half tour of each state that can be reached so far. */
export interface Layers {
  /** Forgets everything and begins with the empty half tour. */
  begin(): void
  /** Takes one of the choices for each half tour, in each way that it can be done. */
  step<Part>(choices: readonly Choice<Part>[]): void
  /** How the last step went; to be asked for before the next one. */
  trace(): StepTrace
  /** How many half tours are in mind, and the length of the shortest of them. */
  count(): number
  leastMm(): number
  /** The shortest that is a whole tour, infinitely long when none is. */
  shortestClosed(): { state: number; distanceMm: number }
}

interface Layer {
  count: number
  /** The states in the order in which they were found; the rest by state. `turns` says for which step the rest holds. */
  states: Int32Array
  lengths: Float64Array
  turns: Float64Array
  before: Int32Array
  taken: Int32Array
}

/** Layers over the states of a machine. Their arrays grow with it and are used again for each tour. */
export function createLayers(machine: StateMachine): Layers {
  let from = emptyLayer(256)
  let to = emptyLayer(256)
  let turn = 0

  function begin(): void {
    to.count = 1
    turn += 1
    to.states[0] = machine.empty
    to.lengths[machine.empty] = 0
  }

  function next(): void {
    const last = from
    from = to
    to = last
    to.count = 0
    turn += 1
  }

  function take(move: StateMove | null, costMm: number, taken: number): void {
    const { states, lengths, count } = from
    for (let at = 0; at < count; at += 1) {
      const state = states[at] ?? 0
      let after = state
      if (move !== null) {
        after = move.known[state] ?? UNKNOWN
        if (after === UNKNOWN) after = machine.after(move, state)
        if (after === IMPOSSIBLE) continue
      }
      const lengthMm = (lengths[state] ?? 0) + costMm
      if (after >= to.lengths.length) to = grown(to, after + 1)
      if (to.turns[after] !== turn) {
        to.turns[after] = turn
        to.states[to.count] = after
        to.count += 1
      } else if (lengthMm >= (to.lengths[after] ?? 0)) continue
      // Only what is shorter takes the place of what was found before: this is what makes tours the same everywhere.
      to.lengths[after] = lengthMm
      to.before[after] = state
      to.taken[after] = taken
    }
  }

  return {
    begin,
    step(choices) {
      next()
      for (let taken = 0; taken < choices.length; taken += 1) {
        const choice = choices[taken]
        if (choice !== undefined && choice.costMm !== Number.POSITIVE_INFINITY) take(choice.move, choice.costMm, taken)
      }
    },
    trace() {
      const states = to.states.slice(0, to.count)
      return {
        states,
        before: states.map((state) => to.before[state] ?? 0),
        taken: states.map((s) => to.taken[s] ?? 0),
      }
    },
    count: () => to.count,
    leastMm() {
      let least = Number.POSITIVE_INFINITY
      for (let at = 0; at < to.count; at += 1) least = Math.min(least, to.lengths[to.states[at] ?? 0] ?? least)
      return least
    },
    shortestClosed() {
      const found = { state: IMPOSSIBLE, distanceMm: Number.POSITIVE_INFINITY }
      for (let at = 0; at < to.count; at += 1) {
        const state = to.states[at] ?? 0
        const distanceMm = to.lengths[state] ?? 0
        if (distanceMm >= found.distanceMm || !machine.isClosed(state)) continue
        found.state = state
        found.distanceMm = distanceMm
      }
      return found
    },
  }
}

function emptyLayer(size: number): Layer {
  const whole = (): Int32Array => new Int32Array(size)
  return {
    ...{ count: 0, states: whole(), lengths: new Float64Array(size) },
    ...{ turns: new Float64Array(size), before: whole(), taken: whole() },
  }
}

function grown(layer: Layer, least: number): Layer {
  const larger = emptyLayer(Math.max(least, layer.lengths.length * 2))
  larger.count = layer.count
  larger.states.set(layer.states)
  larger.lengths.set(layer.lengths)
  larger.turns.set(layer.turns)
  larger.before.set(layer.before)
  larger.taken.set(layer.taken)
  return larger
}

/**
 * The states of a tour that is half built from left to right. The parts built so far can be gone on with at the slots:
 * the crossings where a way begins that was not decided yet. For each slot a state knows whether a tour touches it, whether
 * an even or an odd number of ways ends there, and which slots hang together. Two half tours of the same state can be
 * completed in the same ways, so that the shorter one is enough.
 * After Ratliff & Rosenthal, Operations Research 31 (1983), for two cross aisles; Roodbergen & de Koster, European Journal
 * of Operational Research 133 (2001), for three; Cambazard & Catusse, European Journal of Operational Research 270 (2018),
 * for any number.
 */
export interface StateMachine {
  /** Nothing is touched yet: where every tour begins. */
  readonly empty: number
  /** The slot is touched, as by a stop at the crossing itself. */
  touch(slot: number): StateMove
  /** Both slots are touched, without a way between them. */
  touchBoth(low: number, high: number): StateMove
  /** One way between two slots. */
  single(low: number, high: number): StateMove
  /** Two ways between two slots: there and back. */
  double(low: number, high: number): StateMove
  /** The next crossing takes over the slot, with so many ways (0, 1, 2) from the last one to it. */
  keep(slot: number, ways: number): StateMove
  /** The state after a move; `IMPOSSIBLE` when no tour can come of it. */
  after(move: StateMove, state: number): number
  /** Whether a state is a whole tour: all in one part, an even number of ways at each crossing. */
  isClosed(state: number): boolean
  /** How many states were met so far. */
  size(): number
}

/** A move with the states it leads to as far as they were worked out; `UNKNOWN` or outside: ask the machine. */
export interface StateMove {
  known: Int32Array
  readonly work: (cells: number[]) => boolean
}

/** What `StateMove.known` says of a state that no tour can come of. */
export const IMPOSSIBLE = -1
/** What `StateMove.known` says of a state that was not worked out yet. */
export const UNKNOWN = -2

const machines = new Map<number, StateMachine>()
/** A machine that met more states is left to the garbage; seven slots have 16,768 in all. */
const KEPT_STATES = 20_000

/** Whether a machine has grown so large that another one should take its place. */
export function isOvergrown(machine: StateMachine): boolean {
  return machine.size() > KEPT_STATES
}

/** The machine for so many slots. Machines are remembered: what they worked out is the same for every layout. */
export function stateMachine(slots: number): StateMachine {
  const kept = machines.get(slots)
  if (kept !== undefined && !isOvergrown(kept)) return kept
  const machine = createStateMachine(slots)
  machines.set(slots, machine)
  return machine
}

// A cell is twice the number of its part, plus one when odd; 0 is untouched. Parts are numbered as they appear, from 1.
function createStateMachine(slots: number): StateMachine {
  const cellsOf: number[][] = []
  const closed: boolean[] = []
  const byKey = new Map<string, number>()
  const moves = new Map<string, StateMove>()

  function intern(cells: readonly number[]): number {
    const tidy = renumbered(cells)
    const key = String.fromCharCode(...tidy)
    const known = byKey.get(key)
    if (known !== undefined) return known
    byKey.set(key, cellsOf.length)
    closed.push(tidy.every((cell) => cell === 0 || cell === 2) && tidy.includes(2))
    return cellsOf.push(tidy) - 1
  }

  function moveOf(name: string, work: StateMove['work']): StateMove {
    const known = moves.get(name)
    if (known !== undefined) return known
    const move = { known: new Int32Array(64).fill(UNKNOWN), work }
    moves.set(name, move)
    return move
  }

  function after(move: StateMove, state: number): number {
    const known = move.known[state] ?? UNKNOWN
    if (known !== UNKNOWN) return known
    const cells = [...(cellsOf[state] ?? [])]
    const next = move.work(cells) ? intern(cells) : IMPOSSIBLE
    while (move.known.length <= state) move.known = doubled(move.known)
    move.known[state] = next
    return next
  }

  return {
    empty: intern(new Array<number>(slots).fill(0)),
    touch: (slot) => moveOf(`touch ${slot}`, (cells) => touched(cells, slot)),
    touchBoth: (a, b) => moveOf(`both ${a} ${b}`, (cells) => touched(cells, a) && touched(cells, b)),
    single: (a, b) => moveOf(`single ${a} ${b}`, (cells) => joined(cells, a, b) && flipped(cells, a, b)),
    double: (a, b) => moveOf(`double ${a} ${b}`, (cells) => joined(cells, a, b)),
    keep: (slot, ways) => moveOf(`keep ${slot} ${ways}`, (cells) => kept(cells, slot, ways)),
    after,
    isClosed: (state) => closed[state] === true,
    size: () => cellsOf.length,
  }
}

function renumbered(cells: readonly number[]): number[] {
  const parts = new Map<number, number>()
  return cells.map((cell) => {
    const part = cell >> 1
    if (part === 0) return 0
    if (!parts.has(part)) parts.set(part, parts.size + 1)
    return ((parts.get(part) ?? 0) << 1) | (cell & 1)
  })
}

function doubled(known: Int32Array): Int32Array {
  const larger = new Int32Array(known.length * 2).fill(UNKNOWN)
  larger.set(known)
  return larger
}

function touched(cells: number[], slot: number): boolean {
  if (cells[slot] === 0) cells[slot] = (Math.max(...cells.map((cell) => cell >> 1)) + 1) << 1
  return true
}

function joined(cells: number[], a: number, b: number): boolean {
  touched(cells, a)
  touched(cells, b)
  const from = (cells[b] ?? 0) >> 1
  const to = (cells[a] ?? 0) >> 1
  for (const [slot, cell] of cells.entries()) if (cell >> 1 === from) cells[slot] = (to << 1) | (cell & 1)
  return true
}

function flipped(cells: number[], a: number, b: number): boolean {
  cells[a] = (cells[a] ?? 0) ^ 1
  cells[b] = (cells[b] ?? 0) ^ 1
  return true
}

/** An odd crossing needs one more way; a touched one may be left behind only where its part goes on elsewhere. */
function kept(cells: number[], slot: number, ways: number): boolean {
  const cell = cells[slot] ?? 0
  if ((cell & 1) !== (ways & 1)) return false
  if (ways > 0) return cell !== 0
  if (cell === 0) return true
  cells[slot] = 0
  return cells.some((other) => other >> 1 === cell >> 1)
}

import type { BatchOptions } from './batch-check.ts'
import type { BatchTours } from './batch-tours.ts'

/** Exchanges tried when nothing is said: so many for each order, or for each tour that may be worked out. */
const ITERATIONS_PER_ORDER = 5_000
const ITERATIONS_PER_TOUR = 50
/** Exchanges between two reports of progress, at least. */
const ITERATIONS_PER_REPORT = 1_024

/** Watches over one plan: its limits, the clock, a cancel, and who hears of progress. Once over it stays over. */
export class PlanWatch {
  /** Exchanges that may be tried in all. */
  readonly mostIterations: number
  isCancelled = false
  private isLate = false
  private readonly options: BatchOptions
  private readonly tours: BatchTours
  private readonly endsAt: number
  private reportedMm = Number.POSITIVE_INFINITY
  private nextReport = 0

  constructor(options: BatchOptions, tours: BatchTours, orders: number) {
    const { iterations, tours: mostTours, timeLimitMs, now } = options
    this.options = options
    this.tours = tours
    this.endsAt = timeLimitMs === undefined || now === undefined ? Number.POSITIVE_INFINITY : now() + timeLimitMs
    if (iterations !== undefined) this.mostIterations = iterations
    else if (mostTours !== undefined) this.mostIterations = mostTours * ITERATIONS_PER_TOUR
    else this.mostIterations = timeLimitMs === undefined ? orders * ITERATIONS_PER_ORDER : Number.POSITIVE_INFINITY
  }

  /** Whether the plan has to end now. */
  isOver(): boolean {
    const { now, isCancelled, tours } = this.options
    if (isCancelled?.() === true) this.isCancelled = true
    if (now !== undefined && now() >= this.endsAt) this.isLate = true
    if (tours !== undefined && this.tours.calculated() >= tours) this.isLate = true
    return this.isCancelled || this.isLate
  }

  /** Tells who wants to hear it where the search stands: at first, and then when it got better, not too often. */
  report(iterations: number, totalMm: number): void {
    if (totalMm >= this.reportedMm || iterations < this.nextReport) return
    this.reportedMm = totalMm
    this.nextReport = iterations + ITERATIONS_PER_REPORT
    this.options.onProgress?.({ iterations, tours: this.tours.calculated(), totalMm })
  }
}

/** The floor screens that have a bench. */
export type BenchNoun = 'picking' | 'packing' | 'shipping'

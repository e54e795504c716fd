import { FLOOR_RULES } from './floor-rules.ts'
import { ORDER_RULES } from './order-rules.ts'
import type { Rule } from './rule.ts'
import { STOCK_RULES } from './stock-rules.ts'

/** What holds for the shared tables wherever they are whole: at a station that works alone, and at a centre. */
export const SHARED_RULES: readonly Rule[] = [...STOCK_RULES, ...ORDER_RULES, ...FLOOR_RULES]

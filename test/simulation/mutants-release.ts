import type { Mutant } from './mutant.ts'

const POLICIES = 'test/commands/orders/release-policies.test.ts'
const CHOICE = 'test/commands/stock/stock-choice.test.ts'

/** Guards of what a site decides about releases and about where stock is taken from. */
export const RELEASE_MUTANTS: readonly Mutant[] = [
  {
    name: 'a pre-order waits for its day',
    file: 'domain/release-plan.ts',
    find: `  if (from !== undefined) return { reason: 'preOrder', params: { from } }\n`,
    replace: '',
    says: 'An order leaves before the day that was announced.',
    by: { test: [POLICIES, 'lets a pre-order wait for its day'] },
  },
  {
    name: 'holds that a release lifts',
    file: 'domain/release-plan.ts',
    find: `if (order.state === 'on_hold' && !policy.toleratedHolds.includes(hold))`,
    replace: 'if (hold === null)',
    says: 'A release takes any order off hold.',
    by: { test: [POLICIES, 'lifts a hold that the site tolerates'] },
  },
  {
    name: 'a cancel of the shop is never lifted',
    file: 'domain/release-rules.ts',
    find: `.filter((reason) => reason !== 'cancelled-at-shop')`,
    replace: '',
    says: 'What the shop cancelled is picked.',
    by: { test: [POLICIES, 'lifts a hold that the site tolerates'] },
  },
  {
    name: 'units of pre-orders are kept',
    file: 'domain/kept-units.ts',
    find: `policy.keepWhile.includes('preOrder')\n      :`,
    replace: 'false\n      :',
    says: 'What pre-orders were sold is sold again before their day.',
    by: { test: [POLICIES, 'of a pre-order is kept from others'] },
  },
  {
    name: 'nobody overtakes where the site says so',
    file: 'domain/kept-units.ts',
    find: '!policy.overtaking && compareTurn',
    replace: 'policy.turn.length > 99 && compareTurn',
    says: 'A younger order takes what an older one waits for.',
    by: { test: [POLICIES, 'may be overtaken only where'] },
  },
  {
    name: 'promises end with the waiting',
    file: 'commands/orders/soft-promises.ts',
    find: `  for (const id of left.keys()) await tx.remove('soft_promise', id)\n`,
    replace: '',
    says: 'Units stay promised to orders that were released or cancelled.',
    by: { test: [POLICIES, 'is there as long as they wait'] },
  },
  {
    name: 'only waiting orders are released by stock',
    file: 'commands/orders/release-waiting.ts',
    find: `      if (order?.state !== 'backordered') continue\n`,
    replace: '      if (order === undefined) continue\n',
    says: 'Stock that comes in releases what a person wanted to look at first.',
    by: { test: [POLICIES, 'are released when it comes'] },
  },
  {
    name: 'backorders by hand',
    file: 'commands/orders/release-waiting.ts',
    find: `    if (rules.policies.release.backorders !== 'automatic') return accept({ released })\n`,
    replace: '',
    says: 'Orders are released by themselves at a site that wants to decide.',
    by: { test: [POLICIES, 'go on waiting at a site that releases them by hand'] },
  },
  {
    name: 'first expired, first out',
    file: 'domain/choose-release.ts',
    find: `      if (oldest !== '' && age > oldest) continue\n`,
    replace: '',
    says: 'Lots expire on the shelf while younger ones are sent.',
    by: { test: [CHOICE, 'takes from one row what it has enough of'] },
  },
  {
    name: 'good for long enough',
    file: 'domain/choose-release.ts',
    find: `const isGood = stock.expires_on === '' || stock.expires_on >= goodUntil`,
    replace: `const isGood = stock.expires_on === '' || stock.expires_on >= today`,
    says: 'Customers get what expires on the way.',
    by: { test: [CHOICE, 'counts nothing that is not good'] },
  },
  {
    name: 'dangerous goods stay dangerous',
    file: 'commands/items/import-items.ts',
    find: 'return said === undefined ? (known ?? null) : said',
    replace: 'void known\n  return said ?? null',
    says: 'A price list without that column lets a forbidden battery fly.',
    by: { test: ['test/commands/items/import-items.test.ts', 'never forgets what makes goods dangerous'] },
  },
]
